"""A real training in the wizard, killed at five moments, and the same by the command line."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training.run_state import Status
from lungdesk.ml.bundle import load_bundle
from lungdesk.services.paths import AppPaths
from lungdesk.services.training.draft_training import RunEpochs, RunEvent
from lungdesk.services.training.requests import RECIPE_FILE, command_lines
from tests.gui.fakes import FakeFilmReader
from tests.gui.run_page import RunPage, opened, ready_draft
from tests.unit.ml.real_films import few_films, write_manifest
from tests.unit.services.training_children import Children

pytestmark = pytest.mark.slow

CHANGES = {
    "heads": [{"epochs": 5}],
    "block": {"epochs": 3, "batch_size": 16, "learning_rate": 1e-4, "views": 1},
    "ema_decay": 0.9,
    "input_size": 96,
    "views": 1,
}
#: What the child says when it is killed: loading, reading films, in each phase, being measured.
MOMENTS = ("preparing", "features of train", "head: epoch 2", "block: epoch 1", "reading train")
#: The machine may be busy with other trainings.
LONG_MS = 900_000


@dataclass
class Killer:
    """Kills the child once at each moment, as soon as it is heard of."""

    page: RunPage
    left: list[str] = field(default_factory=lambda: list(MOMENTS))
    told: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.runs.moved.connect(self._look)
        self.page.runs.heard.connect(self._hear)

    def _look(self) -> None:
        progress = self.page.runs.progress
        if progress is not None and self.left and progress.message.startswith(self.left[0]):
            self.left.pop(0)
            Children.started[-1].kill()

    def _hear(self, event: RunEvent) -> None:
        if isinstance(event, RunEpochs) and not event.is_history:
            self.told += [(epoch.phase, epoch.epoch) for epoch in event.epochs]


@pytest.fixture(autouse=True)
def _children(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(subprocess, "Popen", Children)
    yield
    Children.started.clear()


@pytest.fixture
def page(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    qtbot: QtBot,
    tmp_path: Path,
    shared_data: Path,
) -> RunPage:
    rows = few_films(shared_data, {"train": 8, "val": 2, "test": 2})
    films = write_manifest(tmp_path / "films" / "films.csv", rows)
    ready_draft(films, "efficientnet_lite0", changes=CHANGES, seed=3)
    return opened(open_window(reader), qtbot)


def trained_by_command(page: RunPage, out: Path, repo_root: Path) -> Path:
    """Run folder of what the wizard's own command line trains elsewhere."""
    (line,) = command_lines(page.wizard.draft.draft, AppPaths.default())
    words = shlex.split(line)
    words[words.index("--out") + 1] = str(out)
    command = [sys.executable, "main.py", *words[1:]]
    done = subprocess.run(command, cwd=repo_root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out


def test_killed_at_five_moments_it_ends_as_the_command_that_nothing_disturbed(
    page: RunPage, qtbot: QtBot, tmp_path: Path, repo_root: Path
) -> None:
    killer, runs = Killer(page), page.runs
    for number in range(len(MOMENTS)):
        page.panel.start.click()
        qtbot.waitUntil(lambda: page.is_at_rest, timeout=LONG_MS)

        assert len(killer.left) == len(MOMENTS) - 1 - number
        assert runs.status is Status.FAILED
        assert page.sentence.startswith("The training of EfficientNet-Lite0 was killed")
        assert page.sentence.endswith("; Resume goes on there.")
        assert page.sentence.count(".") == 1
        assert page.panel.start.text() == "Resume"
        assert page.stored.run.status == "failed"
    page.panel.start.click()
    qtbot.waitUntil(lambda: page.is_at_rest, timeout=LONG_MS)

    assert runs.status is Status.FINISHED
    assert killer.told == [*(("head", n) for n in range(1, 6)), *(("block", n) for n in (1, 2, 3))]
    ours = runs.runs[0].request.run_folder
    assert (ours.parents[1] / RECIPE_FILE).is_file()
    theirs = trained_by_command(page, tmp_path / "by-command", repo_root)
    for name in ("history.csv", "predictions/test.csv", "predictions/train.csv"):
        assert (ours / name).read_bytes() == (theirs / name).read_bytes()
    one, other = load_bundle(ours / "bundle"), load_bundle(theirs / "bundle")
    assert one.engine_path.with_suffix(".bin").read_bytes() == (
        other.engine_path.with_suffix(".bin").read_bytes()
    )
    expected = other.head().arrays()
    assert all(np.array_equal(one.head().arrays()[name], expected[name]) for name in expected)
