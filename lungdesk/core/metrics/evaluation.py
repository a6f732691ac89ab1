"""All the figures of one evaluation, as the command line, reports and model cards state them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics import classification
from lungdesk.core.metrics.calibration import expected_calibration_error
from lungdesk.core.metrics.curves import auroc, average_precision
from lungdesk.core.metrics.intervals import RESAMPLES, MetricFunction, grouped_bootstrap


@dataclass(frozen=True, slots=True)
class ClassMetrics:
    """Figures of one class against the rest, in [0, 1]; NaN where one is not defined.

    Attributes
    ----------
    n
        Number of cases that truly belong to the class.
    """

    precision: float
    recall: float
    specificity: float
    f1: float
    auroc: float
    auprc: float
    n: int


@dataclass(frozen=True, slots=True, eq=False)
class EvaluationMetrics:
    """Figures of one model on one set of films.

    Attributes
    ----------
    balanced_accuracy, macro_f1
        Means over the classes that the targets contain.
    ece
        Expected calibration error of the leading class.
    per_class
        In the order of ``labels``.
    confusion
        ``(C, C)`` int64, rows true, columns predicted.
    intervals
        ``(low, high)`` of ``accuracy``, ``balanced_accuracy``, ``macro_f1``, ``ece`` and of
        ``recall.<label>`` and ``auroc.<label>`` for each class that has cases.
    """

    labels: LabelSet
    n: int
    accuracy: float
    balanced_accuracy: float
    macro_f1: float
    ece: float
    per_class: tuple[ClassMetrics, ...]
    confusion: NDArray[np.int64]
    intervals: dict[str, tuple[float, float]]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON, in the words of ``lungdesk evaluate --json``.

        A figure that is not defined (NaN) is None.
        """
        return {
            "n": self.n,
            "accuracy": _or_none(self.accuracy),
            "balanced_accuracy": _or_none(self.balanced_accuracy),
            "macro_f1": _or_none(self.macro_f1),
            "ece": _or_none(self.ece),
            "per_class": {
                label_id: _class_as_dict(metrics)
                for label_id, metrics in zip(self.labels.ids, self.per_class, strict=True)
            },
            "confusion": self.confusion.tolist(),
            "intervals": {
                name: [_or_none(low), _or_none(high)]
                for name, (low, high) in self.intervals.items()
            },
        }


def evaluate(
    targets: NDArray[np.integer[Any]],
    probabilities: NDArray[np.floating[Any]],
    labels: LabelSet,
    *,
    groups: Sequence[str] | Sequence[int] | NDArray[Any] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> EvaluationMetrics:
    """Compare probabilities with the truth; the predicted class is the most probable one.

    Parameters
    ----------
    targets
        True class indices in ``labels``, ``(N,)``, N at least 1.
    probabilities
        ``(N, C)`` in [0, 1].
    groups
        Whose film each one is, ``(N,)``: the bootstrap draws whole groups. None: every film is
        somebody else's.
    resamples
        Bootstrap resamples of the 95 % intervals; 0 for no intervals.

    Raises
    ------
    ValueError
        When there is no case, or shapes, indices or probabilities are not as described.
    """
    targets, probabilities = _checked(targets, probabilities, len(labels))
    confusion = _confusion(targets, probabilities)
    groups = np.arange(targets.size) if groups is None else groups
    functions = _interval_functions(labels, confusion)
    intervals = (
        grouped_bootstrap(functions, targets, probabilities, groups, resamples=resamples, seed=seed)
        if resamples
        else {}
    )
    return EvaluationMetrics(
        labels=labels,
        n=targets.size,
        accuracy=float(classification.accuracy(confusion)),
        balanced_accuracy=float(classification.balanced_accuracy(confusion)),
        macro_f1=float(classification.macro_f1(confusion)),
        ece=expected_calibration_error(targets, probabilities),
        per_class=_per_class(targets, probabilities, confusion),
        confusion=confusion,
        intervals=intervals,
    )


def _checked(
    targets: NDArray[np.integer[Any]], probabilities: NDArray[np.floating[Any]], class_count: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    targets, given = np.asarray(targets), np.asarray(probabilities, np.float64)
    if targets.ndim != 1 or not targets.size or targets.dtype.kind not in "iu":
        raise ValueError(
            "expected a vector of class indices with at least one case,"
            f" got {targets.dtype} {targets.shape}"
        )
    if given.shape != (targets.size, class_count):
        raise ValueError(
            f"expected probabilities of shape {(targets.size, class_count)}, got {given.shape}"
        )
    # Written so that NaN fails too; float32 probabilities may be over 1 by a rounding error.
    if not ((given >= 0) & (given <= 1 + 1e-6)).all():
        raise ValueError("expected probabilities between 0 and 1")
    return np.asarray(targets, np.int64), given


def _confusion(targets: NDArray[np.int64], probabilities: NDArray[np.float64]) -> NDArray[np.int64]:
    return classification.confusion_matrix(
        targets, probabilities.argmax(axis=1), probabilities.shape[1]
    )


def _per_class(
    targets: NDArray[np.int64], probabilities: NDArray[np.float64], confusion: NDArray[np.int64]
) -> tuple[ClassMetrics, ...]:
    precision = classification.precision(confusion)
    recall = classification.recall(confusion)
    specificity = classification.specificity(confusion)
    f1 = classification.f1(confusion)
    return tuple(
        ClassMetrics(
            precision=float(precision[index]),
            recall=float(recall[index]),
            specificity=float(specificity[index]),
            f1=float(f1[index]),
            auroc=auroc(targets == index, probabilities[:, index]),
            auprc=average_precision(targets == index, probabilities[:, index]),
            n=int(confusion[index].sum()),
        )
        for index in range(len(confusion))
    )


def _interval_functions(
    labels: LabelSet, confusion: NDArray[np.int64]
) -> dict[str, MetricFunction]:
    """Figures that get an interval: the overall ones, and two of each class that has cases."""
    functions: dict[str, MetricFunction] = {
        "accuracy": partial(_of_confusion, classification.accuracy),
        "balanced_accuracy": partial(_of_confusion, classification.balanced_accuracy),
        "macro_f1": partial(_of_confusion, classification.macro_f1),
        "ece": expected_calibration_error,
    }
    for index, label_id in enumerate(labels.ids):
        if confusion[index].any():
            functions[f"recall.{label_id}"] = partial(_recall_of, index)
            functions[f"auroc.{label_id}"] = partial(_auroc_of, index)
    return functions


def _of_confusion(
    figure: Callable[[NDArray[np.int64]], NDArray[np.float64]],
    targets: NDArray[np.int64],
    probabilities: NDArray[np.float64],
) -> float:
    return float(figure(_confusion(targets, probabilities)))


def _recall_of(index: int, targets: NDArray[np.int64], probabilities: NDArray[np.float64]) -> float:
    is_of_class = targets == index
    found = probabilities[is_of_class].argmax(axis=1) == index
    return float(found.mean()) if found.size else float("nan")


def _auroc_of(index: int, targets: NDArray[np.int64], probabilities: NDArray[np.float64]) -> float:
    return auroc(targets == index, probabilities[:, index])


def _class_as_dict(metrics: ClassMetrics) -> dict[str, float | int | None]:
    return {
        "precision": _or_none(metrics.precision),
        "recall": _or_none(metrics.recall),
        "specificity": _or_none(metrics.specificity),
        "f1": _or_none(metrics.f1),
        "auroc": _or_none(metrics.auroc),
        "auprc": _or_none(metrics.auprc),
        "n": metrics.n,
    }


def _or_none(value: float) -> float | None:
    return value if math.isfinite(value) else None
