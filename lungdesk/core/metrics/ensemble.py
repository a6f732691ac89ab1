"""Several models as one: the weighted mean of their probabilities."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.metrics.calibration import LEAST_PROBABILITY

_MOST_STEPS = 2000
#: Weights that a step moves by less are final.
_STILL = 1e-7


def mixture_weights(
    targets: NDArray[np.integer[Any]], probabilities: NDArray[np.floating[Any]]
) -> NDArray[np.float64]:
    """Weights with which the mean of several models has the least cross-entropy.

    The cross-entropy is convex in the weights of a mixture, and the EM step for its proportions
    (Dempster, Laird and Rubin, J R Statist Soc B 1977; 39:1, section 4.3) never raises it: from
    equal weights it goes to the best ones, without a step size to choose.

    Parameters
    ----------
    targets
        True class indices, ``(N,)``: of films on which things may be chosen.
    probabilities
        ``(M, N, C)`` of M models.

    Returns
    -------
    NDArray[np.float64]
        ``(M,)``, at least 0, together 1.
    """
    truth = np.asarray(targets)
    of_truth = np.asarray(probabilities, np.float64)[:, np.arange(truth.size), truth]
    of_truth = np.maximum(of_truth, LEAST_PROBABILITY)
    weights = np.full(len(of_truth), 1 / len(of_truth))
    for _ in range(_MOST_STEPS):
        shares = weights[:, None] * of_truth
        moved = (shares / shares.sum(axis=0)).mean(axis=1)
        is_still = np.abs(moved - weights).max() < _STILL
        weights = moved
        if is_still:
            break
    return weights


def mixture(
    probabilities: NDArray[np.floating[Any]], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weighted mean ``(N, C)`` of the probabilities ``(M, N, C)`` of M models."""
    return np.asarray(np.tensordot(weights, np.asarray(probabilities, np.float64), axes=1))
