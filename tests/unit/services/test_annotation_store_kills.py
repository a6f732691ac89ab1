from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lungdesk.services.annotation_store import AnnotationStore, ImageKey

KEY = ImageKey("1.2.826.0.1.3680043.8.498.1-0")

#: Saves sets of 1, 2, 3, … probes for ever, and says each number once its save has ended.
SAVE_FOR_EVER = """
import itertools, sys
from pathlib import Path
from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import Probe
from lungdesk.services.annotation_store import AnnotationStore, ImageKey

store, drawn = AnnotationStore(Path(sys.argv[1])), AnnotationSet()
for number in itertools.count(1):
    drawn = drawn.added(Probe(((float(number), 0.5),), f"probe {number}"))
    store.save(ImageKey(sys.argv[2]), drawn)
    print(number, flush=True)
"""

#: Saves a second set over a first in one process after another, each of which kills itself one
#: line of Python later; says how many annotations are there afterwards, -1 for a damaged file.
KILLED_AT_EACH_LINE = """
import os, signal, sys
from pathlib import Path
from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import Probe
from lungdesk.services.annotation_store import AnnotationStore, ImageKey

store, key = AnnotationStore(Path(sys.argv[1])), ImageKey(sys.argv[2])
first = AnnotationSet((Probe(((1.0, 1.0),)),))
second = first.added(Probe(((2.0, 2.0),)))
WRITERS = ("files.py", "annotation_store.py", "pathlib.py", "contextlib.py")
lines_left = 0

def trace(frame, event, argument):
    global lines_left
    if frame.f_code.co_filename.endswith(WRITERS):
        if event == "line":
            lines_left -= 1
            if lines_left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

was_killed = True
while was_killed:
    store.save(key, first)
    lines_left += 1
    child = os.fork()
    if not child:
        sys.settrace(trace)
        store.save(key, second)
        os._exit(0)
    was_killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    stored = store.load(key)
    print(-1 if stored.damage else len(stored.annotations.annotations), flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> AnnotationStore:
    return AnnotationStore(tmp_path / "annotations")


@pytest.mark.parametrize("saves_before", [1, 10, 60])
def test_a_program_that_is_killed_while_it_saves_leaves_the_last_complete_set(
    store: AnnotationStore, saves_before: int, repo_root: Path
) -> None:
    folder = store.path_of(KEY).parent
    with subprocess.Popen(
        [sys.executable, "-c", SAVE_FOR_EVER, str(folder), KEY.name],
        cwd=repo_root,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        said = [int(child.stdout.readline()) for _ in range(saves_before)]
        child.kill()
        said += [int(line) for line in child.stdout if line.endswith("\n")]

    stored = store.load(KEY)

    count = len(stored.annotations.annotations)
    assert child.returncode < 0
    assert stored.damage is None
    # The save that was interrupted may have come to its end.
    assert count in {said[-1], said[-1] + 1}
    assert [a.name for a in stored.annotations.annotations] == [
        f"probe {number}" for number in range(1, count + 1)
    ]


def test_a_program_that_is_killed_at_any_line_of_a_save_leaves_a_complete_set(
    store: AnnotationStore, repo_root: Path
) -> None:
    outcome = subprocess.run(
        [sys.executable, "-c", KILLED_AT_EACH_LINE, str(store.path_of(KEY).parent), KEY.name],
        cwd=repo_root,
        capture_output=True,
        text=True,
        check=True,
    )

    counts = [int(line) for line in outcome.stdout.split()]
    assert len(counts) > 30  # one for each line, so that it was killed in the middle indeed
    # The first set up to some line, the second from then on.
    assert set(counts) == {1, 2}
    assert counts == sorted(counts)
