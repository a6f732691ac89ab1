"""What goes where, and in which form."""

from __future__ import annotations

import json
import os
import signal
import threading
from contextlib import nullcontext, suppress

import pytest

from lungdesk.cli import console
from lungdesk.cli.console import (
    ConsoleContext,
    print_json,
    print_json_line,
    printable,
    progress_context,
)
from lungdesk.core.jobs import Progress


def test_json_is_ascii_and_gives_back_any_name_of_a_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = os.fsdecode(b"l\xc3\xbcnge\xff\n.dcm")

    print_json_line({"path": name})
    line = capsys.readouterr().out

    assert line.isascii()
    assert line.count("\n") == 1
    assert os.fsencode(json.loads(line)["path"]) == b"l\xc3\xbcnge\xff\n.dcm"


@pytest.mark.parametrize("write", [print_json, print_json_line])
def test_what_is_no_number_never_becomes_json(write: object) -> None:
    assert callable(write)
    with pytest.raises(ValueError, match="JSON"):
        write({"auroc": float("nan")})


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("film 1.dcm", "film 1.dcm"),
        ("a\nb\x1b[31m.dcm", "a?b?[31m.dcm"),
        (os.fsdecode(b"\xff.dcm"), "?.dcm"),
        ("lünge.dcm", "lünge.dcm"),
    ],
)
def test_a_name_is_shown_and_not_obeyed(name: str, shown: str) -> None:
    assert printable(name) == shown


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


def test_without_a_terminal_progress_is_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = _Clock()
    monkeypatch.setattr(console, "time", clock)
    ctx = ConsoleContext(None, threading.Event())

    for second in range(13):
        clock.now = float(second)
        ctx.report(Progress(second, 13, "reading a\nb.dcm"))
    clock.now = 60.0
    ctx.report(Progress(0, 0, "thinking"))
    said = capsys.readouterr()

    assert said.out == ""
    assert said.err.splitlines() == [
        "reading a?b.dcm 5 of 13",
        "reading a?b.dcm 10 of 13",
        "thinking",
    ]


def test_a_ctrl_c_that_was_lost_ends_the_job_at_its_next_step() -> None:
    with progress_context() as ctx:
        ctx.check()
        with suppress(KeyboardInterrupt):  # as a finalizer would drop it
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            ctx.check()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize(
    "number", [getattr(signal, n) for n in ("SIGTERM", "SIGHUP") if hasattr(signal, n)]
)
def test_what_ends_a_program_ends_a_job_as_ctrl_c_does(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr("os.isatty", lambda _: False)
    is_terminal_closed = number != signal.SIGTERM
    with progress_context() as ctx:
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
        # The shell tells of its end, too, while the job is being put in order.
        with nullcontext() if is_terminal_closed else pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
        with pytest.raises(KeyboardInterrupt):
            ctx.check()
    assert signal.getsignal(number) is signal.SIG_DFL


def test_what_is_ignored_stays_so() -> None:
    """As by nohup."""
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with progress_context() as ctx:
            signal.raise_signal(signal.SIGTERM)
            ctx.check()
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, before)


def test_who_handles_ctrl_c_already_is_left_alone() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: heard.append(number))
    try:
        with progress_context() as ctx:
            signal.raise_signal(signal.SIGINT)
            ctx.check()
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard == [signal.SIGINT]
