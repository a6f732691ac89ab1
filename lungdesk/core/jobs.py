"""What long work needs to know of its caller: report progress, stop when told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

#: A paused job looks so often whether it has been cancelled.
_PAUSE_LOOK_S = 0.1


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """Raised by `JobContext.check` when the user has cancelled the job."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: ``done`` of ``total`` steps (``total`` 0: not known) and words for it."""

    done: int
    total: int
    message: str = ""

    @property
    def fraction(self) -> float | None:
        """Share done in [0, 1]; None when the total is not known."""
        return min(1.0, self.done / self.total) if self.total else None


class JobContext(Protocol):
    """The caller's side of a running job."""

    def report(self, progress: Progress) -> None:
        """Tell how far the job is; may be called as often as convenient."""

    def check(self) -> None:
        """Raise `Cancelled` when the job should stop; called between files and batches."""


def step_by_step(ctx: JobContext, message: str, total: int = 0) -> Callable[[int], None]:
    """For work that knows of numbers alone: tells how many steps are done, or ends it."""

    def tell(done: int) -> None:
        ctx.check()
        ctx.report(Progress(done, total, message))

    return tell


class NullContext:
    """A job context for a caller that neither listens nor cancels."""

    def report(self, progress: Progress) -> None:
        """Do nothing."""

    def check(self) -> None:
        """Never cancel."""


@dataclass(frozen=True, slots=True)
class PartOf:
    """A job context for one of ``count`` parts of a job that take as many steps each."""

    ctx: JobContext
    number: int
    count: int

    def report(self, progress: Progress) -> None:
        """Pass on how far the whole job is."""
        done = self.number * progress.total + progress.done
        self.ctx.report(Progress(done, self.count * progress.total, progress.message))

    def check(self) -> None:
        """As the caller's."""
        self.ctx.check()


class Pausable:
    """A job context whose job can be held between two steps; a held job can still be cancelled."""

    def __init__(self, ctx: JobContext) -> None:
        self._ctx = ctx
        self._goes = threading.Event()
        self._goes.set()
        self._last: Progress | None = None

    @property
    def is_paused(self) -> bool:
        """Whether the job waits at its next check, or will."""
        return not self._goes.is_set()

    def pause(self) -> None:
        """Hold the job at its next check; from any thread."""
        self._goes.clear()

    def go_on(self) -> None:
        """Let it go on; from any thread."""
        self._goes.set()

    def report(self, progress: Progress) -> None:
        """Pass on how far the job is."""
        self._last = progress
        self._ctx.report(progress)

    def check(self) -> None:
        """Wait while the job is held; raise `Cancelled` when it should stop.

        How far it is by then is told again: of reports that come fast, not all are passed on.
        """
        self._ctx.check()
        while not self._goes.wait(_PAUSE_LOOK_S):
            self._ctx.check()
            if self._last is not None:
                self._ctx.report(self._last)
                self._last = None
