"""Limits of prediction sets, chosen on films of known classes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.metrics.operating_points import group_shares


def conformal_limit(
    of_truth: NDArray[np.float64], coverage: float, groups: NDArray[Any] | None = None
) -> float:
    """Least probability that a class needs to be in the set, by split conformal prediction.

    The score is 1 minus the probability of the true class (LAC: Sadinle, Lei and Wasserman, JASA
    2019): of all such rules it gives the smallest sets. Films of one group are no independent
    draws, so every group counts as one, shared among its films (pooled quantile: Dunn, Wasserman
    and Ramdas, "Distribution-free prediction sets for two-layer hierarchical models", JASA 2023).

    Parameters
    ----------
    of_truth
        Probability of the true class of each film that the limit is chosen on, ``(N,)``.
    coverage
        In (0, 1).
    groups
        Whose the films are, ``(N,)``; without, each is its own.

    Returns
    -------
    float
        In [0, 1]; 0, so that every set holds all classes, where there are too few groups to promise
        the coverage.
    """
    scores = 1.0 - np.asarray(of_truth, np.float64)
    weights = group_shares(len(scores), groups)
    needed = (weights.sum() + 1) * coverage - 1e-9
    order = np.argsort(scores, kind="stable")
    reached = np.cumsum(weights[order]) >= needed
    return float(1.0 - scores[order[reached.argmax()]]) if reached.any() else 0.0


def fewest_groups(coverage: float) -> int:
    """Groups below which `conformal_limit` can promise nothing."""
    return math.ceil(coverage / (1 - coverage) - 1e-9)
