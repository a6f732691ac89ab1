"""Whether two models differ on the same films by more than chance.

The tests of McNemar and of DeLong take the films as independent; `paired_difference` draws whole
groups and does not. p-values are two-sided.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.metrics.evaluation import EvaluationMetrics
from lungdesk.core.metrics.intervals import Interval, percentile_interval

Flags = NDArray[np.bool_]
Scores = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class McNemar:
    """Test of the films that only one of two models reads rightly.

    Attributes
    ----------
    only_first, only_second
        Films that only the first, only the second reads rightly.
    exact_p
        Of the binomial test on them (McNemar, Psychometrika 1947, exact form).
    mid_p
        The same with half of the observed table's probability: exact p-values are too large with
        few films, these are not (Fagerland, Lydersen and Laake, BMC Med Res Methodol 2013; 13:91).
    """

    only_first: int
    only_second: int
    exact_p: float
    mid_p: float


@dataclass(frozen=True, slots=True)
class DeLong:
    """Test of the difference of two areas under ROC curves, first less second.

    ``p`` is NaN where the areas are not defined, with fewer than two cases of a kind, and where
    they differ without varying: 1 and 0, say, of which the error cannot be estimated.
    """

    first: float
    second: float
    standard_error: float
    p: float

    @property
    def difference(self) -> float:
        """Area of the first model less that of the second."""
        return self.first - self.second


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of the first model less that of the second, with its 95 % interval."""

    value: float
    interval: Interval


def mcnemar(is_first_right: Flags, is_second_right: Flags) -> McNemar:
    """Compare how often two models are right on the same films, ``(N,)`` each."""
    first, second = np.asarray(is_first_right, np.bool_), np.asarray(is_second_right, np.bool_)
    if first.ndim != 1 or first.shape != second.shape:
        raise ValueError(f"expected two vectors of one length, got {first.shape}, {second.shape}")
    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    fewer, both = min(only_first, only_second), only_first + only_second
    # In whole numbers, which neither overflow nor round, however many films there are.
    observed = up_to = 1
    for k in range(fewer):
        observed = observed * (both - k) // (k + 1)  # binomial coefficient of k + 1
        up_to += observed
    total = 2**both
    exact_p = min(1.0, 2 * up_to / total)
    mid_p = 1.0 if only_first == only_second else (2 * up_to - observed) / total
    return McNemar(only_first, only_second, exact_p, mid_p)


def delong(is_positive: Flags, first_scores: Scores, second_scores: Scores) -> DeLong:
    """Compare the areas under the ROC curves of two models on the same films.

    The nonparametric test of DeLong, DeLong and Clarke-Pearson (Biometrics 1988; 44:837), by the
    midranks of Sun and Xu (IEEE Signal Processing Letters 2014; 21:1389).

    Parameters
    ----------
    is_positive, first_scores, second_scores
        ``(N,)`` each.
    """
    truth = np.asarray(is_positive, np.bool_)
    scores = np.stack([np.asarray(first_scores, np.float64), np.asarray(second_scores, np.float64)])
    if truth.ndim != 1 or scores.shape != (2, truth.size):
        raise ValueError(f"expected vectors of one length, got {truth.shape} and {scores.shape}")
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if min(positives, negatives) < 2:
        return DeLong(math.nan, math.nan, math.nan, math.nan)
    above = np.empty((2, positives))  # share of the negatives that each positive is above
    below = np.empty((2, negatives))  # share of the positives that each negative is below
    for model, of_model in enumerate(scores):
        rank = midranks(of_model)
        above[model] = (rank[truth] - midranks(of_model[truth])) / negatives
        below[model] = 1 - (rank[~truth] - midranks(of_model[~truth])) / positives
    areas = above.mean(axis=1)
    covariance = np.cov(above) / positives + np.cov(below) / negatives
    variance = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    error = math.sqrt(max(float(variance), 0.0))
    return DeLong(
        first=float(areas[0]),
        second=float(areas[1]),
        standard_error=error,
        p=_normal_p(float(areas[0] - areas[1]), error),
    )


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjust p-values that are looked at together (Holm, Scand J Statist 1979; 6:65).

    Whoever calls all below 0.05 significant is wrong even once in at most 5 % of such families. NaN
    stays NaN and does not count.
    """
    adjusted = list(p_values)
    tested = sorted(
        (i for i, p in enumerate(p_values) if not math.isnan(p)), key=lambda i: p_values[i]
    )
    largest = 0.0
    for rank, index in enumerate(tested):
        largest = max(largest, min(1.0, (len(tested) - rank) * p_values[index]))
        adjusted[index] = largest
    return adjusted


def bootstrap_p(differences: NDArray[np.float64]) -> float:
    """How easily chance alone makes a difference, from its resamples ``(R,)``; two-sided.

    Twice the share of resamples on the rarer side of 0, which count on either: the level at which
    the percentile interval begins to leave 0 out (Efron and Tibshirani, "An Introduction to the
    Bootstrap", 1993, 15.4). The films themselves count as a resample, so that it is never 0
    (Davison and Hinkley, "Bootstrap Methods and their Application", 1997, 4.2.2). Resamples in
    which the difference is not defined are left out; NaN when it never is.
    """
    defined = differences[np.isfinite(differences)]
    if not defined.size:
        return math.nan
    rarer = min(int((defined <= 0).sum()), int((defined >= 0).sum()))
    return min(1.0, 2 * (rarer + 1) / (defined.size + 1))


def paired_difference(
    first: EvaluationMetrics, second: EvaluationMetrics, figure: str
) -> Difference:
    """A figure of two models on the same films, with the interval of the paired bootstrap.

    Both have been evaluated on the same films in the same order, with the same groups and seed: so
    their resamples are the same films, and what is hard for both does not widen the interval.

    Raises
    ------
    ValueError
        When the number of films or of resamples differs.
    """
    drawn = first.resampled[figure], second.resampled[figure]
    if first.n != second.n or drawn[0].shape != drawn[1].shape:
        raise ValueError(f"expected the same films, got {first.n} and {second.n}")
    return Difference(
        value=first.figures[figure] - second.figures[figure],
        interval=percentile_interval(drawn[0] - drawn[1]),
    )


def midranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank of each value, from 1; equal values share the mean of their ranks."""
    ordered = np.sort(values)
    first = np.searchsorted(ordered, values, side="left")
    last = np.searchsorted(ordered, values, side="right")
    return np.asarray((first + 1 + last) / 2, np.float64)


def _normal_p(difference: float, error: float) -> float:
    if error < 1e-12:  # nothing varies: two models that rank alike, or else nobody can tell
        return 1.0 if abs(difference) < 1e-12 else math.nan
    return math.erfc(abs(difference / error) / math.sqrt(2))
