"""Where work that falls into parts is done: here, one after the other, or on other machines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from lungdesk.core.jobs import JobContext

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")


class Workers(Protocol):
    """Does one function for many items; what comes out does not depend on who did it."""

    def each(
        self,
        work: Callable[[Shared, Item, JobContext], Result],
        parts: Iterable[tuple[Shared, Item]],
        ctx: JobContext,
    ) -> Iterator[tuple[Item, Result]]:
        """Yield the item of each part with ``work(shared, item, ctx)``, in the order of ``parts``.

        Parameters
        ----------
        work
            A function of a module: its name is what travels. It is given a context of its own, to
            report and to be cancelled by.
        parts
            What several items need, which travels once as long as it is the same object, and an
            item. Some are taken ahead of what is yielded.

        Raises
        ------
        Exception
            What ``work`` raises, where its result would have come.
        Cancelled
            When the caller has cancelled; what the workers are at is given up then.
        """


@dataclass(frozen=True, slots=True)
class Here:
    """The caller's own process."""

    def each(
        self,
        work: Callable[[Shared, Item, JobContext], Result],
        parts: Iterable[tuple[Shared, Item]],
        ctx: JobContext,
    ) -> Iterator[tuple[Item, Result]]:
        """As `Workers.each`: a loop."""
        for shared, item in parts:
            ctx.check()
            yield item, work(shared, item, ctx)


HERE = Here()
