"""All the figures of one evaluation, as the command line, reports and model cards state them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics import classification
from lungdesk.core.metrics.calibration import (
    brier_score,
    cross_entropy,
    expected_calibration_error,
)
from lungdesk.core.metrics.curves import areas_under_curves
from lungdesk.core.metrics.intervals import (
    RESAMPLES,
    Interval,
    figure_interval,
    grouped_bootstrap,
    overstated_interval,
)

#: Figures of a whole set of films, in the order in which they are shown.
OVERALL = (
    "loss",
    "accuracy",
    "balanced_accuracy",
    "macro_f1",
    "macro_auroc",
    "ece",
    "brier",
)
#: Figures, none below 0, of which a resample shows more than the films themselves.
OVERSTATED = ("ece",)
#: Figures of one class against the rest; ``<figure>.<label>`` among all figures.
PER_CLASS = ("precision", "recall", "specificity", "f1", "auroc", "auprc")

Figures = dict[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True, eq=False)
class EvaluationMetrics:
    """Figures of one model on one set of films.

    Attributes
    ----------
    figures
        Each of `OVERALL`, and ``<figure>.<label>`` for each of `PER_CLASS` and each class. NaN
        where one is not defined.
    confusion
        ``(C, C)`` int64, rows true, columns predicted.
    resampled
        The figures in each resample of the bootstrap, ``(R,)``; none of a class without cases.
    shared_by
        See `shared_by`.
    """

    labels: LabelSet
    figures: Mapping[str, float]
    confusion: NDArray[np.int64]
    resampled: Mapping[str, NDArray[np.float64]]
    shared_by: Mapping[str, int]

    @property
    def n(self) -> int:
        """Number of cases."""
        return int(self.confusion.sum())

    @property
    def intervals(self) -> dict[str, Interval]:
        """95 % interval of each figure that was resampled."""
        return {name: self.interval(name) for name in self.resampled}

    def interval(self, name: str) -> Interval:
        """95 % interval of a figure that was resampled; NaN where chance cannot be told."""
        drawn = self.resampled[name]
        if name in OVERSTATED:
            return overstated_interval(self.figures[name], drawn, least=0.0)
        return figure_interval(self.figures[name], drawn, shared_by=self.shared_by.get(name, 0))

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON, in the words of ``lungdesk evaluate --json``.

        A figure that is not defined (NaN) is None.
        """
        cases = self.confusion.sum(axis=1)
        return {
            "n": self.n,
            **{name: or_none(self.figures[name]) for name in OVERALL},
            "per_class": {
                label_id: {
                    **{name: or_none(self.figures[f"{name}.{label_id}"]) for name in PER_CLASS},
                    "n": int(cases[index]),
                }
                for index, label_id in enumerate(self.labels.ids)
            },
            "confusion": self.confusion.tolist(),
            "intervals": {
                name: [or_none(low), or_none(high)] for name, (low, high) in self.intervals.items()
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
    groups = np.arange(targets.size) if groups is None else groups
    if len(groups) != targets.size:
        raise ValueError(f"expected a group of each of {targets.size} cases, got {len(groups)}")
    figures_of = partial(all_figures, targets, probabilities, labels)
    drawn = grouped_bootstrap(figures_of, groups, resamples=resamples, seed=seed)
    return with_resamples(targets, probabilities, labels, drawn, groups=groups)


def with_resamples(
    targets: NDArray[np.int64],
    probabilities: NDArray[np.float64],
    labels: LabelSet,
    drawn: Mapping[str, NDArray[np.float64]],
    *,
    groups: Sequence[str] | Sequence[int] | NDArray[Any],
) -> EvaluationMetrics:
    """`evaluate` with the figures of resamples that were drawn elsewhere (see `all_figures`)."""
    predictions = probabilities.argmax(axis=1)
    confusion = classification.confusion_matrix(targets, predictions, len(labels))
    absent = {label for label, row in zip(labels.ids, confusion, strict=True) if not row.any()}
    return EvaluationMetrics(
        labels=labels,
        figures={
            name: float(value)
            for name, value in all_figures(targets, probabilities, labels, None).items()
        },
        confusion=confusion,
        resampled={n: r for n, r in drawn.items() if n.partition(".")[2] not in absent},
        shared_by=shared_by(targets, predictions, labels, groups),
    )


def shared_by(
    targets: NDArray[np.integer[Any]],
    predictions: NDArray[np.integer[Any]],
    labels: LabelSet,
    groups: Sequence[str] | Sequence[int] | NDArray[Any],
) -> dict[str, int]:
    """How many groups have a film that each figure is a share of; no figure that is no share.

    All are ``(N,)``. Balanced accuracy counts as a share of the class that has the fewest groups.
    """
    group_of = np.asarray(groups)

    def count(is_counted: NDArray[np.bool_]) -> int:
        return np.unique(group_of[is_counted]).size

    counts = {}
    for index, label in enumerate(labels.ids):
        counts[f"recall.{label}"] = count(targets == index)
        counts[f"specificity.{label}"] = count(targets != index)
        counts[f"precision.{label}"] = count(predictions == index)
    present = [counts[f"recall.{labels.ids[index]}"] for index in np.unique(targets)]
    return counts | {"accuracy": np.unique(group_of).size, "balanced_accuracy": min(present)}


def all_figures(
    targets: NDArray[np.integer[Any]],
    probabilities: NDArray[np.floating[Any]],
    labels: LabelSet,
    weights: NDArray[np.int64] | None,
) -> Figures:
    """Each figure of `OVERALL` and `PER_CLASS`.

    Parameters
    ----------
    targets, probabilities
        ``(N,)`` class indices and ``(N, C)``.
    weights
        How often each case counts, ``(R, N)``; None: once.

    Returns
    -------
    Figures
        ``(R,)`` each; NaN where a figure is not defined. Means over classes are over those that
        have cases.
    """
    confusion = classification.confusion_matrix(
        targets, probabilities.argmax(axis=1), len(labels), weights
    )
    below_curves = [
        areas_under_curves(targets == index, probabilities[:, index], weights)
        for index in range(len(labels))
    ]
    areas, precisions = np.moveaxis(np.array(below_curves), 0, -1)
    of_classes = {
        "precision": classification.precision(confusion),
        "recall": classification.recall(confusion),
        "specificity": classification.specificity(confusion),
        "f1": classification.f1(confusion),
        "auroc": areas,
        "auprc": precisions,
    }
    overall = {
        "loss": cross_entropy(targets, probabilities, weights),
        "accuracy": classification.accuracy(confusion),
        "balanced_accuracy": classification.balanced_accuracy(confusion),
        "macro_f1": classification.macro_f1(confusion),
        "macro_auroc": classification.mean_over_present(areas, confusion),
        "ece": expected_calibration_error(targets, probabilities, weights),
        "brier": brier_score(targets, probabilities, weights),
    }
    flat = {
        f"{name}.{label_id}": values[..., index]
        for index, label_id in enumerate(labels.ids)
        for name, values in of_classes.items()
    }
    return overall | flat


def or_none(value: float) -> float | None:
    """A number that JSON can hold: None for one that is not finite."""
    return value if math.isfinite(value) else None


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
    if not 0 <= targets.min() <= targets.max() < class_count:
        raise ValueError(
            f"targets must be class indices below {class_count},"
            f" got {targets.min()} to {targets.max()}"
        )
    # Written so that NaN fails too; float32 probabilities may be over 1 by a rounding error.
    if not ((given >= 0) & (given <= 1 + 1e-6)).all():
        raise ValueError("expected probabilities between 0 and 1")
    return np.asarray(targets, np.int64), given
