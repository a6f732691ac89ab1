"""How well a score ranks one class before the others: ROC and precision-recall curves, their areas.

The scores are the probabilities of one class, the truth is whether a case belongs to it (one
against the rest). Equal scores are one step: no order among them is made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.floating[Any]]
Weights = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class RocCurve:
    """Points of an ROC curve from (0, 0) to (1, 1), one for each distinct score.

    Attributes
    ----------
    false_positive_rate, true_positive_rate
        ``(K,)`` float64 in [0, 1], rising.
    thresholds
        ``(K,)`` float64, falling from infinity; a case at or above the threshold is positive.
    """

    false_positive_rate: NDArray[np.float64]
    true_positive_rate: NDArray[np.float64]
    thresholds: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class PrecisionRecallCurve:
    """Points of a precision-recall curve, one for each distinct score, recall rising to 1.

    Attributes
    ----------
    recall, precision
        ``(K,)`` float64 in [0, 1].
    thresholds
        ``(K,)`` float64, falling; a case at or above the threshold is positive.
    """

    recall: NDArray[np.float64]
    precision: NDArray[np.float64]
    thresholds: NDArray[np.float64]


def roc_curve(is_positive: NDArray[np.bool_], scores: Scores) -> RocCurve:
    """ROC curve of ``scores`` for ``is_positive``, both ``(N,)``.

    Raises
    ------
    ValueError
        When there is no positive or no negative case: the curve is then not defined.
    """
    truth, given = _checked(is_positive, scores)
    if truth.all() or not truth.any():
        raise ValueError("an ROC curve needs positive and negative cases, got only one kind")
    true_positives, false_positives, thresholds = _cumulative(truth, given, None)
    return RocCurve(
        false_positive_rate=np.concatenate([[0.0], false_positives / false_positives[-1]]),
        true_positive_rate=np.concatenate([[0.0], true_positives / true_positives[-1]]),
        thresholds=np.concatenate([[np.inf], thresholds]),
    )


def precision_recall_curve(is_positive: NDArray[np.bool_], scores: Scores) -> PrecisionRecallCurve:
    """Precision-recall curve of ``scores`` for ``is_positive``, both ``(N,)``.

    Raises
    ------
    ValueError
        When there is no positive case: recall is then not defined.
    """
    truth, given = _checked(is_positive, scores)
    if not truth.any():
        raise ValueError("a precision-recall curve needs a positive case")
    true_positives, false_positives, thresholds = _cumulative(truth, given, None)
    return PrecisionRecallCurve(
        recall=true_positives / true_positives[-1],
        precision=true_positives / (true_positives + false_positives),
        thresholds=thresholds,
    )


def auroc(
    is_positive: NDArray[np.bool_], scores: Scores, weights: Weights | None = None
) -> NDArray[np.float64]:
    """Area under the ROC curve alone; see `areas_under_curves`."""
    return areas_under_curves(is_positive, scores, weights)[0]


def average_precision(
    is_positive: NDArray[np.bool_], scores: Scores, weights: Weights | None = None
) -> NDArray[np.float64]:
    """Area under the precision-recall curve alone; see `areas_under_curves`."""
    return areas_under_curves(is_positive, scores, weights)[1]


def areas_under_curves(
    is_positive: NDArray[np.bool_], scores: Scores, weights: Weights | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Areas under the ROC curve (AUROC) and under the precision-recall curve (AUPRC), in [0, 1].

    AUROC is the Mann-Whitney statistic: how often a positive case scores above a negative one, a
    tie counting one half (Hanley and McNeil, Radiology 1982; 143:29); NaN without positive or
    without negative cases. AUPRC is the sum of each threshold's precision times the recall it
    gains, without interpolation, which would flatter (Davis and Goadrich, ICML 2006); NaN without
    positive cases.

    Parameters
    ----------
    is_positive, scores
        ``(N,)`` each.
    weights
        How often each case counts, ``(..., N)``: a thousand resamples cost one sorting. None: once.

    Returns
    -------
    tuple
        Two arrays of shape ``(...)``.
    """
    truth, given = _checked(is_positive, scores)
    if not truth.size:
        return np.asarray(np.nan), np.asarray(np.nan)
    true_positives, false_positives, _ = _cumulative(truth, given, weights)
    positives, negatives = true_positives[..., -1], false_positives[..., -1]
    gained = _steps(true_positives)
    # A trapezium for each distinct score: of the positives at this very score one half counts.
    below_roc = (_steps(false_positives) * (true_positives - gained / 2)).sum(axis=-1)
    called = np.maximum(true_positives + false_positives, 1.0)
    below_precision = (gained * true_positives / called).sum(axis=-1)
    return _ratio(below_roc, positives * negatives), _ratio(below_precision, positives)


def _checked(
    is_positive: NDArray[np.bool_], scores: Scores
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    truth, given = np.asarray(is_positive, np.bool_), np.asarray(scores, np.float64)
    if truth.ndim != 1 or truth.shape != given.shape:
        raise ValueError(f"expected two vectors of one length, got {truth.shape} and {given.shape}")
    if not np.isfinite(given).all():
        raise ValueError("scores must be finite numbers")
    return truth, given


def _cumulative(
    is_positive: NDArray[np.bool_], scores: NDArray[np.float64], weights: Weights | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Count true and false positives at or above each distinct score, the highest score first."""
    order = np.argsort(-scores, kind="stable")
    sorted_scores = scores[order]
    is_last_of_tie = np.append(sorted_scores[1:] != sorted_scores[:-1], True)
    counted = (
        np.ones(order.size) if weights is None else np.asarray(weights, np.float64)[..., order]
    )
    cases = np.cumsum(counted, axis=-1)[..., is_last_of_tie]
    true_positives = np.cumsum(counted * is_positive[order], axis=-1)[..., is_last_of_tie]
    return true_positives, cases - true_positives, sorted_scores[is_last_of_tie]


def _steps(rising: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each count adds to the one before."""
    steps = rising.copy()
    steps[..., 1:] -= rising[..., :-1]
    return steps


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    undefined = np.full(np.shape(whole), np.nan)
    ratio: NDArray[np.float64] = np.divide(part, whole, out=undefined, where=whole > 0)
    return ratio
