"""How well a score ranks one class before the others: ROC curve, AUROC, average precision.

The scores are the probabilities of one class, the truth is whether a case belongs to it (one
against the rest). Equal scores are one step: no order among them is made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.floating[Any]]


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
    true_positives, false_positives, thresholds = _cumulative(truth, given)
    return RocCurve(
        false_positive_rate=np.concatenate([[0.0], false_positives / false_positives[-1]]),
        true_positive_rate=np.concatenate([[0.0], true_positives / true_positives[-1]]),
        thresholds=np.concatenate([[np.inf], thresholds]),
    )


def auroc(is_positive: NDArray[np.bool_], scores: Scores) -> float:
    """Area under the ROC curve in [0, 1]; NaN without positive or without negative cases.

    It is the Mann-Whitney statistic: how often a positive case scores above a negative one, a tie
    counting one half (Hanley and McNeil, Radiology 1982; 143:29).
    """
    truth, given = _checked(is_positive, scores)
    positives, negatives = given[truth], np.sort(given[~truth])
    if not positives.size or not negatives.size:
        return float("nan")
    below = np.searchsorted(negatives, positives, side="left").sum()
    below_or_equal = np.searchsorted(negatives, positives, side="right").sum()
    return float((below + below_or_equal) / (2.0 * positives.size * negatives.size))


def average_precision(is_positive: NDArray[np.bool_], scores: Scores) -> float:
    """Area under the precision-recall curve (AUPRC) in [0, 1]; NaN without positive cases.

    The sum of each threshold's precision times the recall it gains, without interpolation, which
    would flatter (Davis and Goadrich, ICML 2006).
    """
    truth, given = _checked(is_positive, scores)
    if not truth.any():
        return float("nan")
    true_positives, false_positives, _ = _cumulative(truth, given)
    gained = np.diff(true_positives, prepend=0) / true_positives[-1]
    return float((gained * (true_positives / (true_positives + false_positives))).sum())


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
    is_positive: NDArray[np.bool_], scores: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Count true and false positives at or above each distinct score, the highest score first."""
    order = np.argsort(-scores, kind="stable")
    sorted_scores = scores[order]
    is_last_of_tie = np.append(sorted_scores[1:] != sorted_scores[:-1], True)
    true_positives = np.cumsum(is_positive[order], dtype=np.int64)[is_last_of_tie]
    case_counts = np.flatnonzero(is_last_of_tie) + 1
    return true_positives, case_counts - true_positives, sorted_scores[is_last_of_tie]
