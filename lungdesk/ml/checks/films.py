"""The films that a model's maps are checked on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.radiograph import Radiograph
from lungdesk.ml.datasets import Sample
from lungdesk.ml.evaluator import Decode
from lungdesk.ml.prefetch import prefetched


@dataclass(frozen=True, slots=True, eq=False)
class CheckFilms:
    """Films of one split, decoded anew each time: many large ones would fill the memory."""

    samples: tuple[Sample, ...]
    decode: Decode

    def each(self, ctx: JobContext, message: str) -> Iterator[tuple[Sample, Radiograph]]:
        """Films that can be read, in their order.

        Raises
        ------
        Cancelled
            Between two.
        LungDeskError
            ``DATASET_EMPTY`` at the end, where there was none.
        """
        is_any = False
        decoded = prefetched(self._decoded, self.samples, ahead=4)
        for number, (sample, film) in enumerate(zip(self.samples, decoded, strict=True)):
            ctx.check()
            ctx.report(Progress(number, len(self.samples), message))
            if film is not None:
                is_any = True
                yield sample, film
        if not is_any:
            raise LungDeskError(
                f"None of the {len(self.samples)} films could be read.",
                hint="Check the data set.",
                code=ErrorCode.DATASET_EMPTY,
            )
        ctx.report(Progress(len(self.samples), len(self.samples), message))

    def few(self, count: int) -> CheckFilms:
        """About ``count`` of them, as many of each class as of any other, as far as there are."""
        return CheckFilms(evenly_chosen(self.samples, count), self.decode)

    def _decoded(self, sample: Sample) -> Radiograph | None:
        try:
            return self.decode(sample.path)
        except LungDeskError:
            return None


def evenly_chosen(samples: Sequence[Sample], count: int) -> tuple[Sample, ...]:
    """``count`` films at most, class after class in turn, spread evenly over each class.

    One film of a group at most, the first by its name: which films are chosen depends on the data
    alone, not on the place where it lies.
    """
    ordered = sorted(samples, key=lambda one: (one.group, one.path.name))
    first = {one.group: one for one in reversed(ordered)}
    by_class: dict[int, list[Sample]] = {}
    for one in sorted(first.values(), key=lambda one: (one.group, one.path.name)):
        by_class.setdefault(one.class_index, []).append(one)
    shares = _shares([len(by_class[index]) for index in sorted(by_class)], count)
    chosen: list[Sample] = []
    for index, share in zip(sorted(by_class), shares, strict=True):
        films = by_class[index]
        chosen += [films[place * len(films) // share] for place in range(share)]
    return tuple(chosen)


def _shares(sizes: Sequence[int], count: int) -> list[int]:
    """How many of each: dealt in turn until ``count`` are dealt or none is left."""
    shares = [0] * len(sizes)
    left = min(count, sum(sizes))
    while left:
        for place, size in enumerate(sizes):
            if left and shares[place] < size:
                shares[place] += 1
                left -= 1
    return shares
