"""How often a classifier is right: the confusion matrix and all that follows from it.

Everything but `confusion_matrix` takes matrices of shape ``(..., C, C)`` with rows the true and
columns the predicted class, so that a thousand resamples cost one call. What has no meaning for a
class (the recall of a class that no target has, say) is NaN, not 0.

Means over classes (`balanced_accuracy`, `macro_f1`) are over the classes **present in the
targets**: a set from another hospital often has fewer classes than the model knows.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Scores = NDArray[np.float64]


def confusion_matrix(
    targets: NDArray[np.integer[Any]],
    predictions: NDArray[np.integer[Any]],
    class_count: int,
    weights: NDArray[np.integer[Any]] | None = None,
) -> Counts:
    """Count how often each true class was taken for each class.

    Parameters
    ----------
    targets, predictions
        Class indices in ``[0, class_count)``, shape ``(N,)`` each.
    weights
        How often each case counts, whole numbers of shape ``(..., N)``; None: once.

    Returns
    -------
    Counts
        ``(..., C, C)``, rows true, columns predicted.

    Raises
    ------
    ValueError
        When the shapes differ or an index is out of range.
    """
    targets, predictions = np.asarray(targets), np.asarray(predictions)
    if targets.ndim != 1 or targets.shape != predictions.shape:
        raise ValueError(
            f"expected two vectors of one length, got {targets.shape} and {predictions.shape}"
        )
    for name, indices in (("targets", targets), ("predictions", predictions)):
        if indices.size and not 0 <= indices.min() <= indices.max() < class_count:
            raise ValueError(
                f"{name} must be class indices below {class_count},"
                f" got {indices.min()} to {indices.max()}"
            )
    cells = targets.astype(np.int64) * class_count + predictions.astype(np.int64)
    if weights is None:
        counts = np.bincount(cells, minlength=class_count**2)
        return np.asarray(counts.reshape(class_count, class_count), np.int64)
    # In float64, whose matrix products are fast and exact for counts.
    is_in_cell = (cells[:, None] == np.arange(class_count**2)).astype(np.float64)
    sums = np.asarray(weights, np.float64) @ is_in_cell
    return np.asarray(sums.reshape(*sums.shape[:-1], class_count, class_count), np.int64)


def accuracy(confusion: Counts) -> Scores:
    """Share of right predictions in [0, 1], shape ``(...)``; NaN for an empty matrix."""
    right = np.trace(confusion, axis1=-2, axis2=-1)
    return _ratio(right, confusion.sum(axis=(-2, -1)))


def precision(confusion: Counts) -> Scores:
    """Share of each class's predictions that are right, ``(..., C)``; NaN when never predicted."""
    return _ratio(_true_positives(confusion), confusion.sum(axis=-2))


def recall(confusion: Counts) -> Scores:
    """Share of each class's cases that are found, ``(..., C)``; NaN when it has no cases."""
    return _ratio(_true_positives(confusion), confusion.sum(axis=-1))


def specificity(confusion: Counts) -> Scores:
    """Share of the other classes' cases that are left alone, ``(..., C)``; NaN without others."""
    cases = confusion.sum(axis=(-2, -1), keepdims=True)[..., 0]
    others = cases - confusion.sum(axis=-1)
    false_positives = confusion.sum(axis=-2) - _true_positives(confusion)
    return _ratio(others - false_positives, others)


def f1(confusion: Counts) -> Scores:
    """Harmonic mean of precision and recall of each class, ``(..., C)``.

    0 for a class that has cases and is never predicted; NaN for one that has no cases.
    """
    cases = confusion.sum(axis=-1)
    doubled = 2 * _true_positives(confusion)
    return np.where(cases > 0, _ratio(doubled, cases + confusion.sum(axis=-2)), np.nan)


def balanced_accuracy(confusion: Counts) -> Scores:
    """Mean recall over the classes present in the targets, ``(...)``; NaN for an empty matrix."""
    return mean_over_present(recall(confusion), confusion)


def macro_f1(confusion: Counts) -> Scores:
    """Mean F1 over the classes present in the targets, ``(...)``; NaN for an empty matrix.

    A case that is taken for an absent class still counts against its own class's recall.
    """
    return mean_over_present(f1(confusion), confusion)


def mean_over_present(values: Scores, confusion: Counts) -> Scores:
    """Mean of values ``(..., C)`` over the classes that have cases, ``(...)``; NaN without any.

    A class that has cases but no value of its own (the AUROC of the only class, say) is left out.
    """
    is_present = (confusion.sum(axis=-1) > 0) & np.isfinite(values)
    total = np.where(is_present, values, 0.0).sum(axis=-1)
    return np.where(is_present.any(axis=-1), total / np.maximum(is_present.sum(axis=-1), 1), np.nan)


def _true_positives(confusion: Counts) -> Counts:
    return np.diagonal(confusion, axis1=-2, axis2=-1)


def _ratio(part: Counts, whole: Counts) -> Scores:
    undefined = np.full(np.shape(whole), np.nan)
    ratio: Scores = np.divide(part, whole, out=undefined, where=np.asarray(whole) > 0)
    return ratio
