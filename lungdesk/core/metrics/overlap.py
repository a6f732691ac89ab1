"""How well two outlines of the same thing agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.metrics.intervals import (
    RESAMPLES,
    Interval,
    grouped_bootstrap,
    percentile_interval,
)

#: A film below this is looked at.
POOR_DICE = 0.9


def dice(found: NDArray[np.bool_], true: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Dice coefficients ``(N,)`` of masks ``(N, H, W)``; 1 where both are empty.

    Twice what is common over the sum of both (Dice, Ecology 1945; 26:297).
    """
    if found.shape != true.shape or found.ndim != 3:
        raise ValueError(f"expected masks (N, H, W) of one shape, got {found.shape}, {true.shape}")
    axes = (1, 2)
    common = 2.0 * (found & true).sum(axis=axes)
    both = np.asarray(found.sum(axis=axes) + true.sum(axis=axes), np.float64)
    return np.where(both > 0, common / np.maximum(both, 1), 1.0)


def jaccard(found: NDArray[np.bool_], true: NDArray[np.bool_]) -> NDArray[np.float64]:
    """What is common over what either holds, ``(N,)``; 1 where both are empty."""
    scores = dice(found, true)
    return scores / (2 - scores)


@dataclass(frozen=True, slots=True)
class OverlapFigures:
    """Dice coefficients of N films.

    Attributes
    ----------
    interval
        Of the mean: 95 % bootstrap interval over whole patients.
    lowest_twentieth
        A twentieth of the films lies below.
    poor
        How many lie below `POOR_DICE`.
    """

    n: int
    mean: float
    interval: Interval
    median: float
    lowest_twentieth: float
    lowest: float
    poor: int
    jaccard: float


def overlap_figures(
    found: NDArray[np.bool_],
    true: NDArray[np.bool_],
    groups: Sequence[str],
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> OverlapFigures:
    """Figures of masks ``(N, H, W)``, N > 0, of films whose patients are ``groups``."""
    scores = dice(found, true)

    def mean_of(weights: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
        return {"mean": (weights @ scores) / weights.sum(axis=1)}

    drawn = grouped_bootstrap(mean_of, groups, resamples=resamples, seed=seed)
    return OverlapFigures(
        n=len(scores),
        mean=float(scores.mean()),
        interval=percentile_interval(drawn["mean"]) if resamples else (np.nan, np.nan),
        median=float(np.median(scores)),
        lowest_twentieth=float(np.quantile(scores, 0.05)),
        lowest=float(scores.min()),
        poor=int((scores < POOR_DICE).sum()),
        jaccard=float(jaccard(found, true).mean()),
    )
