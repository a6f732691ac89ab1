"""Operating points: a threshold of one class, chosen on some films, measured on others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.metrics import classification
from lungdesk.core.metrics.intervals import (
    RESAMPLES,
    Interval,
    figure_interval,
    grouped_bootstrap,
)


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """What a threshold gives on some films: a case at or above it is called positive.

    Attributes
    ----------
    sensitivity, specificity
        In [0, 1]; NaN without positive or without negative cases.
    sensitivity_interval, specificity_interval
        As those of a share in `figure_interval`.
    """

    threshold: float
    sensitivity: float
    specificity: float
    sensitivity_interval: Interval
    specificity_interval: Interval


def threshold_for_sensitivity(
    is_positive: NDArray[np.bool_],
    scores: NDArray[np.floating[Any]],
    sensitivity: float,
    groups: NDArray[Any] | None = None,
) -> float:
    """Largest threshold that still calls at least ``sensitivity`` of the positive cases positive.

    Parameters
    ----------
    is_positive, scores
        ``(N,)`` each.
    sensitivity
        In (0, 1].
    groups
        Whose the cases are, ``(N,)``: each counts as one, shared among its positive cases, so that
        a patient with many films does not decide alone. Without, each case is its own.

    Raises
    ------
    ValueError
        When there is no positive case, or the sensitivity is out of range.
    """
    if not 0 < sensitivity <= 1:
        raise ValueError(f"a sensitivity lies above 0 and not above 1, got {sensitivity}")
    positive = np.asarray(is_positive, np.bool_)
    found = np.asarray(scores, np.float64)[positive]
    if not found.size:
        raise ValueError("a threshold for a sensitivity needs a positive case")
    weights = group_shares(found.size, None if groups is None else groups[positive])
    falling = np.argsort(-found, kind="stable")
    # 0.55 * 100 is a little more than 55 in floating point: that must not ask for a 56th case.
    is_enough = np.cumsum(weights[falling]) >= sensitivity * weights.sum() - 1e-9
    return float(found[falling[is_enough.argmax()]])


def group_shares(count: int, groups: NDArray[Any] | None) -> NDArray[np.float64]:
    """Weights ``(N,)`` with which each of ``groups`` counts as one; without groups, all are 1."""
    if groups is None:
        return np.ones(count)
    _, index, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / sizes[index], np.float64)


def operating_point(
    is_positive: NDArray[np.bool_],
    scores: NDArray[np.floating[Any]],
    threshold: float,
    *,
    groups: Sequence[str] | Sequence[int] | NDArray[Any],
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> OperatingPoint:
    """Sensitivity and specificity of a given threshold, with intervals over whole groups.

    The threshold is taken as it is: the intervals say nothing of the luck in choosing it.

    Parameters
    ----------
    is_positive, scores, groups
        ``(N,)`` each.
    resamples
        At least 1.
    """
    truth = np.asarray(is_positive, np.int64)
    called = np.asarray(np.asarray(scores, np.float64) >= threshold, np.int64)

    def figures_of(weights: NDArray[np.int64] | None) -> dict[str, NDArray[np.float64]]:
        confusion = classification.confusion_matrix(truth, called, 2, weights)
        found = classification.recall(confusion)
        return {"sensitivity": found[..., 1], "specificity": found[..., 0]}

    def interval(name: str, is_counted: NDArray[np.bool_]) -> Interval:
        shared_by = np.unique(np.asarray(groups)[is_counted]).size
        return figure_interval(float(given[name]), drawn[name], shared_by=shared_by)

    given = figures_of(None)
    drawn = grouped_bootstrap(figures_of, groups, resamples=resamples, seed=seed)
    return OperatingPoint(
        threshold=threshold,
        sensitivity=float(given["sensitivity"]),
        specificity=float(given["specificity"]),
        sensitivity_interval=interval("sensitivity", truth == 1),
        specificity_interval=interval("specificity", truth == 0),
    )
