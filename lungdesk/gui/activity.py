"""What runs in the background, in words, for the status bar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from lungdesk.core.jobs import Progress


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that runs: words, how far it is, and how to stop it (None: it cannot be)."""

    progress: Progress
    cancel: Callable[[], None] | None = None


class Activity(QObject):
    """Keeps the running tasks by name; the one begun last is the one to show.

    Signals
    -------
    changed()
        `shown` may be another.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: dict[str, Task] = {}

    @property
    def shown(self) -> Task | None:
        """The task to show; those that can be cancelled come first."""
        tasks = list(self._tasks.values())
        cancellable = [task for task in tasks if task.cancel is not None]
        candidates = cancellable or tasks
        return candidates[-1] if candidates else None

    def show(self, name: str, progress: Progress, cancel: Callable[[], None] | None = None) -> None:
        """Begin a task or tell how far it is."""
        self._tasks[name] = Task(progress, cancel)
        self.changed.emit()

    def end(self, name: str) -> None:
        """Take a task away; harmless when it is not there."""
        if self._tasks.pop(name, None) is not None:
            self.changed.emit()

    def cancel_shown(self) -> None:
        """Stop what is shown, when it can be stopped."""
        task = self.shown
        if task is not None and task.cancel is not None:
            task.cancel()
