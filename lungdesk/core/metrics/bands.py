"""How far whole curves could be off by the luck of the draw: bootstrap bands by patient."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.metrics.curves import precision_recall_curve, roc_curve
from lungdesk.core.metrics.intervals import LEVEL, grouped_bootstrap

#: Places along the curve at which the band is given, and resamples that give its ends.
_PLACES = 101
RESAMPLES = 300

_Points = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True, eq=False)
class CurveBand:
    """Pointwise 95 % band of a curve.

    Attributes
    ----------
    x
        Places, ``(P,)`` rising from 0 to 1: false positive rate, or recall.
    low, high
        Ends at each place, ``(P,)`` in [0, 1]: of the true positive rate, or of the precision.
    """

    x: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def roc_band(
    is_positive: NDArray[np.bool_],
    scores: NDArray[np.floating[Any]],
    groups: Sequence[str] | NDArray[Any],
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> CurveBand:
    """Band of the ROC curve of ``scores`` ``(N,)``: sensitivity at each false positive rate.

    Whole groups are drawn; a resample without positive or without negative cases is left out.

    Raises
    ------
    ValueError
        When there is no positive or no negative case.
    """
    roc_curve(is_positive, scores)  # says what is wrong with the cases

    def heights(true: NDArray[np.float64], false: NDArray[np.float64]) -> NDArray[np.float64]:
        rates = (np.append(0.0, false / false[-1]), np.append(0.0, true / true[-1]))
        return np.asarray(np.interp(_places(), *rates), np.float64)

    return _band((np.asarray(is_positive, np.bool_), scores), groups, heights, (resamples, seed))


def precision_recall_band(
    is_positive: NDArray[np.bool_],
    scores: NDArray[np.floating[Any]],
    groups: Sequence[str] | NDArray[Any],
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> CurveBand:
    """Band of the precision-recall curve of ``scores`` ``(N,)``: precision at each recall.

    Of a recall between two steps the precision of the next step counts, as in the area; so before
    the first case that is found: without one, precision would be 0 or nothing.

    Raises
    ------
    ValueError
        When there is no positive case.
    """
    precision_recall_curve(is_positive, scores)

    def heights(true: NDArray[np.float64], false: NDArray[np.float64]) -> NDArray[np.float64]:
        places = np.maximum(_places() - 1e-12, 1e-12)
        step = np.minimum(np.searchsorted(true / true[-1], places), true.size - 1)
        called = true + false
        return np.asarray(true[step] / np.maximum(called[step], 1.0), np.float64)

    return _band((np.asarray(is_positive, np.bool_), scores), groups, heights, (resamples, seed))


def _places() -> NDArray[np.float64]:
    return np.linspace(0.0, 1.0, _PLACES)


def _band(
    cases: tuple[NDArray[np.bool_], NDArray[np.floating[Any]]],
    groups: Sequence[str] | NDArray[Any],
    heights: Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]],
    drawing: tuple[int, int],
) -> CurveBand:
    is_positive, scores = cases
    order = np.argsort(-np.asarray(scores, np.float64), kind="stable")
    falling = np.asarray(scores, np.float64)[order]
    is_last_of_tie = np.append(falling[1:] != falling[:-1], True)

    def figures_of(weights: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
        counted = weights[:, order].astype(np.float64)
        true = np.cumsum(counted * is_positive[order], axis=1)[:, is_last_of_tie]
        false = np.cumsum(counted, axis=1)[:, is_last_of_tie] - true
        has_both = (true[:, -1] > 0) & (false[:, -1] > 0)
        rows = [heights(t, f) for t, f in zip(true[has_both], false[has_both], strict=True)]
        return {"heights": np.array(rows).reshape(-1, _PLACES)}

    resamples, seed = drawing
    drawn = grouped_bootstrap(figures_of, groups, resamples=resamples, seed=seed)["heights"]
    if not len(drawn):
        nothing = np.full(_PLACES, np.nan)
        return CurveBand(_places(), nothing, nothing)
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return CurveBand(_places(), low, high)
