"""Whether a probability means what it says: calibration error and Brier score."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Bins of the calibration error, as in Guo et al., "On Calibration of Modern Neural Networks".
CALIBRATION_BINS = 15


def expected_calibration_error(
    targets: NDArray[np.integer[Any]],
    probabilities: NDArray[np.floating[Any]],
    *,
    bins: int = CALIBRATION_BINS,
) -> float:
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
    float
        In [0, 1], 0 is best (Guo et al., ICML 2017, equation 3); NaN without cases.
    """
    targets, probabilities = np.asarray(targets), np.asarray(probabilities, np.float64)
    if not targets.size:
        return float("nan")
    predictions = probabilities.argmax(axis=1)
    confidence = probabilities[np.arange(targets.size), predictions]
    bin_index = np.clip(np.ceil(confidence * bins).astype(np.int64) - 1, 0, bins - 1)
    excess = confidence - (predictions == targets)
    return float(np.abs(np.bincount(bin_index, excess, minlength=bins)).sum() / targets.size)


def brier_score(
    targets: NDArray[np.integer[Any]], probabilities: NDArray[np.floating[Any]]
) -> float:
    """Mean squared distance between the probabilities ``(N, C)`` and the truth.

    The sum over classes as in Brier (Monthly Weather Review, 1950): in [0, 2], 0 is best; NaN
    without cases.
    """
    targets, probabilities = np.asarray(targets), np.asarray(probabilities, np.float64)
    if not targets.size:
        return float("nan")
    truth = np.zeros_like(probabilities)
    truth[np.arange(targets.size), targets] = 1.0
    return float(((probabilities - truth) ** 2).sum(axis=1).mean())
