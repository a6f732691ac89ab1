"""Whatever happens ends in an exit code and, at most, one sentence."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lungdesk import app
from lungdesk.cli import run as run_module
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled
from tests.cli.conftest import Cli

MISSING = LungDeskError("It is not there.", hint="Look.", code=ErrorCode.FILE_MISSING)
MISUSE = LungDeskError("Not so.", code=ErrorCode.USAGE)
FAILURES = [
    (MISSING, 1, "Error: It is not there. Look. [LD-FILE-001]\n"),
    (MISUSE, 2, "Error: Not so. [LD-USAGE-001]\n"),
    (
        PermissionError(errno.EACCES, "Permission denied", "secret.dcm"),
        1,
        (
            "Error: secret.dcm cannot be used (Permission denied)."
            " Check the path and its permissions. [LD-FILE-002]\n"
        ),
    ),
    (
        OSError(errno.ENOSPC, "No space left on device"),
        1,
        (
            "Error: The result cannot be written: the disk is full."
            " Make room, then run it again. [LD-FILE-007]\n"
        ),
    ),
    (
        OSError(errno.ENOSPC, "No space left on device", "out/table.csv"),
        1,
        (
            "Error: table.csv cannot be written: the disk is full."
            f" Make room on the disk of {Path.cwd() / 'out'}, then try again. [LD-FILE-007]\n"
        ),
    ),
    (
        OSError(errno.ENOSPC, "No space left on device", 3),
        1,
        (
            "Error: The result cannot be written: the disk is full."
            " Make room, then run it again. [LD-FILE-007]\n"
        ),
    ),
    (
        OSError(errno.ENOSPC, "No space left on device", b"/out/table.csv"),
        1,
        (
            "Error: table.csv cannot be written: the disk is full."
            f" Make room on the disk of {Path('/out').absolute()}, then try again. [LD-FILE-007]\n"
        ),
    ),
    (
        ValueError("two\nlines"),
        1,
        (
            "Error: Something unexpected happened: ValueError: two lines."
            " Please report it with the steps that led here. [LD-UNEXPECTED-001]\n"
        ),
    ),
    (KeyboardInterrupt(), 130, "Cancelled.\n"),
    (Cancelled(), 130, "Cancelled.\n"),
]


@pytest.mark.parametrize("words", [("models", "list"), ("models", "list", "--json")])
def test_without_standard_output_nothing_is_written_and_all_is_done(words: tuple[str, ...]) -> None:
    program = (
        "import os, sys; os.close(1); sys.stdout = None;"
        " from lungdesk.cli.run import run; sys.exit(run(sys.argv[1:], None, None))"
    )

    ended = subprocess.run(
        [sys.executable, "-c", program, *words], stderr=subprocess.PIPE, text=True, check=False
    )

    assert ended.returncode == 0, ended.stderr
    assert "LD-UNEXPECTED" not in ended.stderr


def _failing(error: BaseException) -> Callable[..., int]:
    def open_window(*_: object) -> int:
        raise error

    return open_window


@pytest.mark.parametrize(("error", "code", "said"), FAILURES)
def test_a_failure_is_a_line_and_an_exit_code(
    cli: Cli, error: BaseException, code: int, said: str
) -> None:
    ended = cli("open", open_window=_failing(error))

    assert ended.code == code
    assert ended.err.lstrip("\n") == said
    assert ended.out == ""


@pytest.mark.parametrize(("error", "code"), [(MISSING, 1), (MISUSE, 2), (ValueError("bug"), 1)])
def test_debug_shows_where_it_happened(cli: Cli, error: Exception, code: int) -> None:
    ended = cli("open", "--debug", open_window=_failing(error))

    assert ended.code == code
    assert "Traceback (most recent call last)" in ended.err
    assert "in open_window" in ended.err
    assert "Error: " in ended.err.splitlines()[-1]


def test_square_brackets_in_a_message_are_no_markup(cli: Cli) -> None:
    error = LungDeskError("film[red]1[/].dcm is :x: bad.", code=ErrorCode.FILE_EMPTY)

    ended = cli("open", open_window=_failing(error))

    assert ended.err == "Error: film[red]1[/].dcm is :x: bad. [LD-FILE-003]\n"


def test_ctrl_c_while_libraries_are_loaded_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "run", interrupted)

    assert app.main(["doctor"]) == 130


@pytest.mark.parametrize(
    ("display", "platform", "out", "is_seen"),
    [
        (":0", "", None, True),
        (":0", "", Path("out"), True),
        ("", "", None, False),
        ("", "offscreen", None, True),
        ("", "offscreen", Path("out"), False),
        (":0", "minimal:enable_fonts", Path("out"), False),
        ("", "vnc", Path("out"), True),
    ],
)
def test_who_asks_for_results_offscreen_need_not_close_a_window(
    monkeypatch: pytest.MonkeyPatch,
    display: str,
    platform: str,
    out: Path | None,
    is_seen: bool,
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)

    assert app._is_seen(out) is is_seen
