"""Speaks to a person at a terminal: results on standard output, the rest on standard error."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress
from rich.text import Text

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import Progress

# Names of files may look like markup or emoji codes: nothing that is printed is either.
output = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
messages = Console(stderr=True, soft_wrap=True, highlight=False, markup=False, emoji=False)

#: What ends a program in a system that shuts down, and where its terminal is closed. Windows has
#: but one of them.
_ENDINGS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))

#: Without a terminal, progress is one line at most this often.
_LINE_INTERVAL_S = 5.0


def tolerate_terminals() -> None:
    """Write what a terminal's encoding lacks as an escape instead of failing, and to none nothing.

    A stream that is closed (``>&-``) is None, and its number would be that of the next file.
    """
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _nowhere() -> io.TextIOWrapper:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - it has no folder


def print_json_line(value: object) -> None:
    """One JSON object on a line of its own, at once.

    Only ASCII: names of files need not be text in any encoding.
    """
    sys.stdout.write(json.dumps(value, allow_nan=False) + "\n")
    sys.stdout.flush()


def print_json(value: object) -> None:
    """One JSON object, indented."""
    sys.stdout.write(json.dumps(value, indent=2, allow_nan=False) + "\n")
    sys.stdout.flush()


def print_error(error: LungDeskError) -> None:
    """One sentence with its code."""
    messages.print(Text.assemble(("Error: ", "bold red"), printable(str(error))))


def print_note(words: str) -> None:
    """Something to know besides the results."""
    messages.print(printable(words))


def printable(text: object) -> str:
    """One line that a terminal shows and does not obey, whatever a file is called."""
    return "".join(c if c.isprintable() else "?" for c in str(text))


class ConsoleContext:
    """Job context that shows progress on standard error; Ctrl+C cancels, as does a log-off.

    Parameters
    ----------
    interrupted
        Set when Ctrl+C has been pressed, or the system wants the program to end.
    """

    def __init__(self, bar: RichProgress | None, interrupted: threading.Event) -> None:
        self._bar, self._interrupted = bar, interrupted
        self._task: Any = bar.add_task("", total=None) if bar else None
        self._last_line_s = time.monotonic()

    def report(self, progress: Progress) -> None:
        """Show how far the job is."""
        total = progress.total or None
        words = printable(progress.message)
        if self._bar is not None:
            self._bar.update(self._task, description=words, completed=progress.done, total=total)
            return
        now = time.monotonic()
        if now - self._last_line_s >= _LINE_INTERVAL_S:
            self._last_line_s = now
            steps = f"{progress.done} of {progress.total}" if total else ""
            messages.print(f"{words} {steps}".strip())

    def check(self) -> None:
        """Ctrl+C raises KeyboardInterrupt by itself, and here where that was lost."""
        if self._interrupted.is_set():
            raise KeyboardInterrupt


@contextmanager
def _remembered_interrupts() -> Iterator[threading.Event]:
    """Event that is set by Ctrl+C, and by what else asks a program to end.

    Python raises KeyboardInterrupt wherever it is; within a finalizer, or a callback from another
    library, it is printed or dropped, and the job would go on as if nobody had pressed a key.
    """
    interrupted = threading.Event()
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield interrupted
        return

    terminals = [number for number in (1, 2) if os.isatty(number)]

    def interrupt(number: int, _frame: object) -> None:
        is_again = interrupted.is_set()
        interrupted.set()
        if number not in (signal.SIGINT, signal.SIGTERM):  # a terminal that is closed
            _leave(terminals)
            if is_again:  # by the shell, too: what is written because of the first time goes on
                return
        raise KeyboardInterrupt

    # One that is ignored, as by nohup, stays so.
    endings = [number for number in _ENDINGS if signal.getsignal(number) is signal.SIG_DFL]
    for number in (signal.SIGINT, *endings):
        signal.signal(number, interrupt)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number in endings:
            signal.signal(number, signal.SIG_DFL)


def _leave(terminals: Iterable[int]) -> None:
    """Write to a terminal that is closed no more: it would be an error, and end what is kept."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in terminals:
        os.dup2(nowhere, number)
    os.close(nowhere)


@contextmanager
def progress_context(*, prints_rows: bool = False) -> Iterator[ConsoleContext]:
    """Job context with a bar where there is a terminal, and lines where there is none.

    Parameters
    ----------
    prints_rows
        Results are printed while the job runs: where they go to a terminal they tell how far it
        is, and a bar would be written over them.
    """
    with _remembered_interrupts() as interrupted:
        yield from _contexts(interrupted, prints_rows=prints_rows)


def _contexts(interrupted: threading.Event, *, prints_rows: bool) -> Iterator[ConsoleContext]:
    is_seen = messages.is_terminal
    if not is_seen or (prints_rows and output.is_terminal):
        yield ConsoleContext(None, interrupted)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    # Rich would send standard output to where the bar is, that is, to standard error.
    with RichProgress(*columns, console=messages, transient=True, redirect_stdout=False) as bar:
        yield ConsoleContext(bar, interrupted)
