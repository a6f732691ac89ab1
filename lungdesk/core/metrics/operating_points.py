"""Operating points: a threshold of one class, chosen on some films, measured on others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.metrics import classification
from lungdesk.core.metrics.intervals import (
    RESAMPLES,
    Interval,
    grouped_bootstrap,
    percentile_interval,
)


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """What a threshold gives on some films: a case at or above it is called positive.

    Attributes
    ----------
    sensitivity, specificity
        In [0, 1]; NaN without positive or without negative cases.
    """

    threshold: float
    sensitivity: float
    specificity: float
    sensitivity_interval: Interval
    specificity_interval: Interval


def threshold_for_sensitivity(
    is_positive: NDArray[np.bool_], scores: NDArray[np.floating[Any]], sensitivity: float
) -> float:
    """Largest threshold that still calls at least ``sensitivity`` of the positive cases positive.

    Parameters
    ----------
    is_positive, scores
        ``(N,)`` each.
    sensitivity
        In (0, 1].

    Raises
    ------
    ValueError
        When there is no positive case, or the sensitivity is out of range.
    """
    if not 0 < sensitivity <= 1:
        raise ValueError(f"a sensitivity lies above 0 and not above 1, got {sensitivity}")
    falling = np.sort(np.asarray(scores, np.float64)[np.asarray(is_positive, np.bool_)])[::-1]
    if not falling.size:
        raise ValueError("a threshold for a sensitivity needs a positive case")
    # 0.55 * 100 is a little more than 55 in floating point: that must not ask for a 56th case.
    needed = math.ceil(sensitivity * falling.size - 1e-9)
    return float(falling[max(needed, 1) - 1])


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

    given = figures_of(None)
    drawn = grouped_bootstrap(figures_of, groups, resamples=resamples, seed=seed)
    return OperatingPoint(
        threshold=threshold,
        sensitivity=float(given["sensitivity"]),
        specificity=float(given["specificity"]),
        sensitivity_interval=percentile_interval(drawn["sensitivity"]),
        specificity_interval=percentile_interval(drawn["specificity"]),
    )
