"""Whether places that a map marks matter more to the model than places in random order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.faithfulness import OrderAreas, in_random_order
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.metrics.intervals import grouped_bootstrap, percentile_interval
from lungdesk.ml.checks.films import CheckFilms
from lungdesk.ml.checks.randomisation import leading_map
from lungdesk.ml.checks_record import OrderRecord
from lungdesk.ml.ensemble_engine import AnyEngine
from lungdesk.ml.explain.faithfulness import deletion_and_insertion
from lungdesk.ml.explain.masked_film import MaskedFilm


@dataclass(frozen=True, slots=True)
class Orders:
    """Areas under the deletion and the insertion curve."""

    deletion: OrderRecord
    insertion: OrderRecord


@dataclass(frozen=True, slots=True)
class _Quiet:
    """Job context of one film: how far the job is, is told by films."""

    outer: JobContext

    def report(self, progress: Progress) -> None:
        """Say nothing."""

    def check(self) -> None:
        """As the caller's."""
        self.outer.check()


def orders(engine: AnyEngine, films: CheckFilms, ctx: JobContext, *, seed: int = 0) -> Orders:
    """Blur films by and by, in the order of the map of the class that is read, and at random.

    The random order is the same map with its cells in other places, so that nothing but the place
    differs. Only the film's own number and the seed decide it: two models meet the same ones when
    their maps have the same grid.

    Raises
    ------
    LungDeskError
        Those of `CheckFilms.each`.
    """
    groups: list[str] = []
    pairs: list[tuple[OrderAreas, ...]] = []
    words = f"blurring films by the maps of {engine.bundle.model.id}"
    for number, (sample, film) in enumerate(films.each(ctx, words)):
        by_map = leading_map(engine, film)
        at_random = in_random_order(by_map, np.random.default_rng([seed, number]))
        shown = (by_map, at_random)
        pairs.append(deletion_and_insertion(MaskedFilm(engine, film), shown, _Quiet(ctx)))
        groups.append(sample.group)
    return Orders(
        _record([(a.deletion, b.deletion) for a, b in pairs], groups),
        _record([(a.insertion, b.insertion) for a, b in pairs], groups),
    )


def _record(areas: Sequence[tuple[float, float]], groups: Sequence[str]) -> OrderRecord:
    by_map, at_random = np.array(areas, np.float64).T
    differences = by_map - at_random

    def mean(weights: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
        return {"mean": weights @ differences / weights.sum(axis=1)}

    low, high = percentile_interval(grouped_bootstrap(mean, groups)["mean"])
    return OrderRecord(
        by_map=round(float(by_map.mean()), 4),
        at_random=round(float(at_random.mean()), 4),
        difference=round(float(differences.mean()), 4),
        interval=(round(low, 4), round(high, 4)),
    )
