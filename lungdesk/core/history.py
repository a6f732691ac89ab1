"""Undo and redo of immutable states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, Self, TypeVar

T = TypeVar("T")

#: Steps that can be undone unless stated.
DEFAULT_LIMIT = 200


@dataclass(frozen=True, slots=True)
class History(Generic[T]):
    """A state with those before it and those undone.

    Attributes
    ----------
    past
        Earlier states, the oldest first, at most ``limit``.
    future
        Undone states, the next to be redone first.
    """

    present: T
    past: tuple[T, ...] = ()
    future: tuple[T, ...] = ()
    limit: int = DEFAULT_LIMIT

    def __post_init__(self) -> None:
        if self.limit < 1:
            raise ValueError(f"a history keeps 1 step or more, got {self.limit}")

    def push(self, state: T) -> Self:
        """Go on to a state; what was undone is given up. The present state again is no step."""
        if state == self.present:
            return self
        past = (*self.past, self.present)[-self.limit :]
        return replace(self, present=state, past=past, future=())

    def undo(self) -> Self:
        """Go back one state; the same history when there is none."""
        if not self.past:
            return self
        *past, present = self.past
        future = (self.present, *self.future)
        return replace(self, present=present, past=tuple(past), future=future)

    def redo(self) -> Self:
        """Take back one undo; the same history when there is none."""
        if not self.future:
            return self
        present, *future = self.future
        past = (*self.past, self.present)
        return replace(self, present=present, past=past, future=tuple(future))

    def mapped(self, change: Callable[[T], T]) -> Self:
        """The same steps between changed states."""
        return replace(
            self,
            present=change(self.present),
            past=tuple(map(change, self.past)),
            future=tuple(map(change, self.future)),
        )

    @property
    def can_undo(self) -> bool:
        """Whether there is a state to go back to."""
        return bool(self.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone state."""
        return bool(self.future)
