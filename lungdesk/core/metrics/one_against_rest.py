"""One class against the rest at a threshold that moves: everything is sorted once.

A case is called the class when its probability is at or above the threshold, and otherwise the
most probable of the *other* classes. So every case still has one class, and the confusion matrix
of a moved threshold says what would be read.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.metrics.classification import confusion_matrix
from lungdesk.core.metrics.intervals import Interval, wilson_interval


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share of cases with its 95 % interval (Wilson: cases are taken as independent)."""

    successes: int
    cases: int

    @property
    def value(self) -> float:
        """In [0, 1]; NaN without cases."""
        return self.successes / self.cases if self.cases else math.nan

    @property
    def interval(self) -> Interval:
        """Low and high end; both NaN without cases."""
        if not self.cases:
            return math.nan, math.nan
        low, high = wilson_interval(np.array([float(self.successes)]), np.array([self.cases]))
        return max(0.0, float(low[0])), min(1.0, float(high[0]))


@dataclass(frozen=True, slots=True)
class PointFigures:
    """What a threshold gives."""

    threshold: float
    sensitivity: Proportion
    specificity: Proportion

    @property
    def precision(self) -> Proportion:
        """Share of what is called the class that is the class."""
        false_positives = self.specificity.cases - self.specificity.successes
        found = self.sensitivity.successes
        return Proportion(found, found + false_positives)


@dataclass(frozen=True, slots=True, eq=False)
class OneAgainstRest:
    """Cases of one set, ready to be called at any threshold of one class.

    Attributes
    ----------
    targets
        True class indices, ``(N,)``.
    probabilities
        ``(N, C)`` in [0, 1].
    """

    targets: NDArray[np.int64]
    probabilities: NDArray[np.float64]
    class_index: int
    _positives: NDArray[np.float64] = field(init=False, repr=False)
    _negatives: NDArray[np.float64] = field(init=False, repr=False)
    _runner_up: NDArray[np.int64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        scores, is_class = self.scores, self.targets == self.class_index
        others = np.array(self.probabilities, np.float64)
        others[:, self.class_index] = -1.0
        for name, values in (
            ("_positives", np.sort(scores[is_class])),
            ("_negatives", np.sort(scores[~is_class])),
            ("_runner_up", others.argmax(axis=1)),
        ):
            object.__setattr__(self, name, values)

    @property
    def scores(self) -> NDArray[np.float64]:
        """Probability of the class, ``(N,)``."""
        return self.probabilities[:, self.class_index]

    def at(self, threshold: float) -> PointFigures:
        """Sensitivity, specificity and precision at a threshold; a few comparisons."""
        return self._figures(
            threshold,
            found=_at_or_above(self._positives, threshold),
            wrong=_at_or_above(self._negatives, threshold),
        )

    def of_predictions(self, predictions: NDArray[np.integer[Any]]) -> PointFigures:
        """The same of given classes ``(N,)``, whatever rule they follow; no threshold (NaN)."""
        is_class, is_called = self.targets == self.class_index, predictions == self.class_index
        return self._figures(
            math.nan,
            found=int((is_class & is_called).sum()),
            wrong=int((~is_class & is_called).sum()),
        )

    def _figures(self, threshold: float, *, found: int, wrong: int) -> PointFigures:
        negatives = self._negatives.size
        return PointFigures(
            threshold,
            sensitivity=Proportion(found, self._positives.size),
            specificity=Proportion(negatives - wrong, negatives),
        )

    def predictions(self, threshold: float) -> NDArray[np.int64]:
        """Class index of each case, ``(N,)``: the class, or the most probable of the others."""
        return np.where(self.scores >= threshold, self.class_index, self._runner_up)

    def confusion(self, threshold: float) -> NDArray[np.int64]:
        """Confusion matrix ``(C, C)`` at a threshold, rows true, columns called."""
        class_count = self.probabilities.shape[1]
        return confusion_matrix(self.targets, self.predictions(threshold), class_count)


def _at_or_above(rising: NDArray[np.float64], threshold: float) -> int:
    return int(rising.size - np.searchsorted(rising, threshold, side="left"))
