"""Whether a probability means what it says: loss, Brier score, calibration error, reliability.

``weights`` of shape ``(..., N)`` say how often each case counts: a thousand resamples cost one
call, and the figures have the shape ``(...)``. Without them every case counts once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.metrics.intervals import wilson_interval

Scores = NDArray[np.float64]
Targets = NDArray[np.integer[Any]]
Probabilities = NDArray[np.floating[Any]]
Weights = NDArray[np.integer[Any]]

#: Bins of the calibration error, as in Guo et al., "On Calibration of Modern Neural Networks".
CALIBRATION_BINS = 15

#: A probability below counts as this: the logarithm of 0 would drown all other cases.
LEAST_PROBABILITY = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """Points of a reliability diagram; bins without cases are left out.

    Attributes
    ----------
    confidence, accuracy
        Mean probability of the leading class, and how often it is right, ``(K,)`` in [0, 1].
    n, groups
        Cases of each bin, and how many groups they are of, ``(K,)``.
    """

    confidence: Scores
    accuracy: Scores
    n: NDArray[np.int64]
    groups: NDArray[np.int64]

    @property
    def accuracy_interval(self) -> tuple[Scores, Scores]:
        """95 % interval (Wilson) of each accuracy, of as many cases as there are groups."""
        low, high = wilson_interval(self.accuracy * self.groups, self.groups)
        return np.clip(low, 0, self.accuracy), np.clip(high, self.accuracy, 1)

    def plain(self, *, is_by_patient: bool) -> dict[str, list[Any]]:
        """As a calibration record keeps it: groups only where it is known whose films they are."""
        values: dict[str, list[Any]] = {
            "confidence": np.round(self.confidence, 4).tolist(),
            "accuracy": np.round(self.accuracy, 4).tolist(),
            "n": self.n.tolist(),
        }
        return values | {"groups": self.groups.tolist()} if is_by_patient else values


def cross_entropy(
    targets: Targets, probabilities: Probabilities, weights: Weights | None = None
) -> Scores:
    """Mean of minus the natural logarithm of the probability of the true class.

    Parameters
    ----------
    targets
        Class indices, ``(N,)``.
    probabilities
        ``(N, C)`` in [0, 1]; those below `LEAST_PROBABILITY` count as that.

    Returns
    -------
    Scores
        At least 0, which is best; NaN without cases.
    """
    targets, probabilities = np.asarray(targets), np.asarray(probabilities, np.float64)
    of_truth = probabilities[np.arange(targets.size), targets]
    return _mean(-np.log(np.maximum(of_truth, LEAST_PROBABILITY)), weights)


def brier_score(
    targets: Targets, probabilities: Probabilities, weights: Weights | None = None
) -> Scores:
    """Mean squared distance between the probabilities ``(N, C)`` and the truth ``(N,)``.

    The sum over classes as in Brier (Monthly Weather Review, 1950): in [0, 2], 0 is best; NaN
    without cases.
    """
    targets, probabilities = np.asarray(targets), np.asarray(probabilities, np.float64)
    truth = np.zeros_like(probabilities)
    truth[np.arange(targets.size), targets] = 1.0
    return _mean(((probabilities - truth) ** 2).sum(axis=1), weights)


def expected_calibration_error(
    targets: Targets,
    probabilities: Probabilities,
    weights: Weights | None = None,
    *,
    bins: int = CALIBRATION_BINS,
) -> Scores:
    """Mean gap between the confidence in the leading class and how often it is right.

    Parameters
    ----------
    targets
        Class indices, ``(N,)``.
    probabilities
        ``(N, C)`` in [0, 1].
    bins
        Number of equal bins ``(low, high]`` of the confidence.

    Returns
    -------
    Scores
        In [0, 1], 0 is best (Guo et al., ICML 2017, equation 3); NaN without cases.
    """
    confidence, is_right, bin_index = _binned(targets, probabilities, bins)
    counted = _counted(weights, confidence.size)
    excess = np.zeros((confidence.size, bins))
    excess[np.arange(confidence.size), bin_index] = confidence - is_right
    return _over(np.abs(counted @ excess).sum(axis=-1), counted.sum(axis=-1))


def reliability(
    targets: Targets,
    probabilities: Probabilities,
    groups: Sequence[str] | NDArray[Any] | None = None,
    *,
    bins: int = CALIBRATION_BINS,
) -> Reliability:
    """Confidence beside accuracy in the bins of `expected_calibration_error`.

    ``groups`` tells whose film each one is, ``(N,)``; None: every film is somebody else's.
    """
    confidence, is_right, bin_index = _binned(targets, probabilities, bins)
    counts = np.bincount(bin_index, minlength=bins)
    filled = counts > 0
    sums = [np.bincount(bin_index, values, minlength=bins) for values in (confidence, is_right)]
    means = [total[filled] / counts[filled] for total in sums]
    group_of = np.arange(bin_index.size) if groups is None else np.asarray(groups)
    in_bins = [np.unique(group_of[bin_index == place]).size for place in np.flatnonzero(filled)]
    return Reliability(means[0], means[1], counts[filled], np.array(in_bins, np.int64))


def _binned(
    targets: Targets, probabilities: Probabilities, bins: int
) -> tuple[Scores, NDArray[np.bool_], NDArray[np.int64]]:
    """Confidence of each case, whether it is right, and the bin it falls into."""
    targets, probabilities = np.asarray(targets), np.asarray(probabilities, np.float64)
    predictions = probabilities.argmax(axis=1)
    confidence = probabilities[np.arange(targets.size), predictions]
    bin_index = np.clip(np.ceil(confidence * bins).astype(np.int64) - 1, 0, bins - 1)
    return confidence, predictions == targets, bin_index


def _counted(weights: Weights | None, size: int) -> Scores:
    return np.ones(size) if weights is None else np.asarray(weights, np.float64)


def _mean(values: Scores, weights: Weights | None) -> Scores:
    counted = _counted(weights, values.size)
    return _over(counted @ values, counted.sum(axis=-1))


def _over(total: Scores, cases: Scores) -> Scores:
    undefined = np.full(np.shape(cases), np.nan)
    ratio: Scores = np.divide(total, cases, out=undefined, where=np.asarray(cases) > 0)
    return ratio
