"""Ctrl+C, and a reader that goes away: the end is quiet and what was written is whole."""

from __future__ import annotations

import json
import signal
import subprocess
from dataclasses import replace
from pathlib import Path

from tests.e2e.conftest import PATIENCE_S, Program

#: Runs the program and says on standard output when the window shows a reading.
SAYS_WHEN_READ = """
import sys
from lungdesk.app import main
from lungdesk.gui import session
create_window = session.create_window
def create(services):
    window = create_window(services)
    window.reading_shown.connect(lambda: print("read", flush=True))
    return window
session.create_window = create
sys.exit(main())
"""


def _first_lines(child: subprocess.Popen[str], count: int) -> str:
    assert child.stdout is not None
    return "".join(child.stdout.readline() for _ in range(count))


def test_ctrl_c_leaves_whole_lines_and_exit_code_130(lungdesk: Program, shared_data: Path) -> None:
    films = shared_data / "cxr" / "test"
    child = lungdesk.start("classify", films, "--json")

    seen = _first_lines(child, 3)
    child.send_signal(signal.SIGINT)
    rest, said = child.communicate(timeout=PATIENCE_S)

    assert child.returncode == 130
    assert "Traceback" not in said
    assert said.splitlines()[-1] == "Cancelled."
    text = seen + rest
    assert text.endswith("\n")
    rows = [json.loads(line) for line in text.splitlines()]
    assert {row["status"] for row in rows} == {"ok"}
    assert 3 <= len(rows) < sum(path.is_file() for path in films.rglob("*"))


def test_ctrl_c_closes_the_window_as_its_button_does(
    lungdesk: Program, sample_films: Path, tmp_path: Path
) -> None:
    program = replace(
        lungdesk,
        home=tmp_path / "home",
        entry=("-c", SAYS_WHEN_READ),
        variables={"QT_QPA_PLATFORM": "offscreen"},
    )
    child = program.start(sample_films / "RG1_UNCR.dcm")

    assert _first_lines(child, 1) == "read\n"
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=PATIENCE_S)

    assert child.returncode == 130
    assert "Traceback" not in said
    assert said.splitlines()[-1] == "Cancelled."
    settings = json.loads((program.home / "config" / "settings.json").read_text())
    assert settings["window_geometry"]


def test_a_reader_that_has_enough_is_no_error(lungdesk: Program, shared_data: Path) -> None:
    """As in ``lungdesk classify … | head -1``."""
    child = lungdesk.start("classify", shared_data / "cxr" / "test" / "Normal", "--json")

    first = _first_lines(child, 1)
    assert child.stdout is not None
    child.stdout.close()
    assert child.stderr is not None
    said = child.stderr.read()
    child.wait(PATIENCE_S)
    child.stderr.close()

    assert json.loads(first)["status"] == "ok"
    assert said == ""
    assert child.returncode == 1
