"""Speaks to a person at a terminal: results on standard output, the rest on standard error."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import Progress

output = Console(soft_wrap=True, highlight=False)
messages = Console(stderr=True, soft_wrap=True, highlight=False)

#: Without a terminal, progress is one line at most this often.
_LINE_INTERVAL_S = 5.0


def print_json_line(value: object) -> None:
    """One JSON object on a line of its own, at once."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_json(value: object) -> None:
    """One JSON object, indented."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def print_error(error: LungDeskError) -> None:
    """One sentence with its code."""
    messages.print(f"[bold red]Error[/] {_escaped(str(error))}")


def _escaped(text: str) -> str:
    return text.replace("[", "\\[")


class ConsoleContext:
    """Job context that shows progress on standard error; Ctrl+C cancels."""

    def __init__(self, bar: RichProgress | None) -> None:
        self._bar = bar
        self._task: Any = bar.add_task("", total=None) if bar else None
        self._last_line_s = time.monotonic()

    def report(self, progress: Progress) -> None:
        """Show how far the job is."""
        total = progress.total or None
        if self._bar is not None:
            self._bar.update(
                self._task, description=progress.message, completed=progress.done, total=total
            )
            return
        now = time.monotonic()
        if now - self._last_line_s >= _LINE_INTERVAL_S:
            self._last_line_s = now
            steps = f"{progress.done} of {progress.total}" if total else ""
            messages.print(f"{progress.message} {steps}".strip())

    def check(self) -> None:
        """Nothing to look at: Ctrl+C raises KeyboardInterrupt by itself."""


@contextmanager
def progress_context() -> Iterator[ConsoleContext]:
    """Job context with a bar where there is a terminal, and lines where there is none."""
    if not messages.is_terminal:
        yield ConsoleContext(None)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with RichProgress(*columns, console=messages, transient=True) as bar:
        yield ConsoleContext(bar)
