"""At a terminal: results go to standard output, whatever the progress bar does."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.e2e.conftest import PATIENCE_S, Program
from tests.unit.services.batch_films import rows_of

pty = pytest.importorskip("pty", reason="pseudo-terminals are there on Unix only")


#: Runs the program; when a film has its row it says so, and its terminal is closed.
LOSES_ITS_TERMINAL = """
import signal, sys
from lungdesk.app import main
from lungdesk.services.batch import journal, run
append = journal.Journal.append
def appended(self, rows):
    is_first = not len(self)
    append(self, rows)
    if is_first:
        print("here", flush=True)
        sys.stdin.readline()
        signal.raise_signal(signal.SIGHUP)
journal.Journal.append = appended
run._ROWS_TOGETHER = 1
sys.exit(main())
"""


@dataclass(frozen=True)
class Seen:
    code: int
    out: str
    on_screen: str


def _at_terminal(program: Program, *arguments: object, is_piped: bool) -> Seen:
    """Run with standard error at a terminal, and standard output in a pipe or there too."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        program.command(arguments),
        cwd=program.folder,
        env={**program.environment(), "TERM": "xterm", "COLUMNS": "80"},
        stdin=theirs,
        stdout=subprocess.PIPE if is_piped else theirs,
        stderr=theirs,
        text=True,
    )
    os.close(theirs)
    screen: list[bytes] = []
    watcher = threading.Thread(target=_watch, args=(ours, screen))
    watcher.start()
    out, _ = child.communicate(timeout=PATIENCE_S)
    watcher.join(PATIENCE_S)
    os.close(ours)
    return Seen(child.returncode, out or "", b"".join(screen).decode())


def _watch(terminal: int, screen: list[bytes]) -> None:
    try:
        while part := os.read(terminal, 65_536):
            screen.append(part)
    except OSError:  # the other side is closed
        pass


@pytest.fixture
def films(shared_data: Path) -> list[Path]:
    return [shared_data / "films" / f"film-{n}-tuberculosis.png" for n in (12, 13)]


def test_json_goes_into_the_file_while_the_bar_is_on_the_screen(
    lungdesk: Program, films: list[Path]
) -> None:
    seen = _at_terminal(lungdesk, "classify", *films, "--json", is_piped=True)

    rows = [json.loads(line) for line in seen.out.splitlines()]
    assert seen.code == 0
    assert [row["path"] for row in rows] == [str(film) for film in films]
    assert "━" in seen.on_screen
    assert "probabilities" not in seen.on_screen


def test_no_bar_is_drawn_over_the_rows(lungdesk: Program, films: list[Path]) -> None:
    seen = _at_terminal(lungdesk, "classify", *films, is_piped=False)

    lines = seen.on_screen.splitlines()
    assert seen.code == 0
    assert [line.partition(": ")[0] for line in lines[::2]] == [str(film) for film in films]
    assert "━" not in seen.on_screen


def test_an_error_is_one_line_on_the_screen(lungdesk: Program) -> None:
    seen = _at_terminal(lungdesk, "models", "show", "nobody", is_piped=True)

    assert (seen.code, seen.out) == (1, "")
    assert seen.on_screen.count("\n") == 1
    assert "LD-MODEL-001" in seen.on_screen


def test_a_batch_whose_terminal_is_closed_keeps_its_rows(
    lungdesk: Program, films: list[Path]
) -> None:
    program = replace(lungdesk, entry=("-c", LOSES_ITS_TERMINAL))
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        program.command(("batch", *films, "--out", "out")),
        cwd=program.folder,
        env={**program.environment(), "TERM": "xterm", "COLUMNS": "80"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    )
    os.close(theirs)
    assert child.stdout is not None
    assert child.stdout.readline() == "here\n"
    os.close(ours)
    child.communicate("\n", timeout=PATIENCE_S)

    assert child.returncode == 130
    assert [row["path"] for row in rows_of(lungdesk.folder / "out")] == [str(films[0])]
