"""What long work needs to know of its caller: report progress, stop when told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


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


class NullContext:
    """A job context for a caller that neither listens nor cancels."""

    def report(self, progress: Progress) -> None:
        """Do nothing."""

    def check(self) -> None:
        """Never cancel."""
