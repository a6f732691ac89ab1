"""What the tabs of an evaluation share: the films, their figures, and the operating point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics.classification import confusion_matrix
from lungdesk.core.metrics.one_against_rest import OneAgainstRest, PointFigures

if TYPE_CHECKING:
    from lungdesk.services.models.evaluation import EvaluatedFilms, Measures


class EvaluationState(QObject):
    """One evaluation.

    The rule that gives each film its class is "the most probable one" until the operating point
    is moved; then it is that of `core.metrics.one_against_rest`.

    Signals
    -------
    films_changed()
        Other films are evaluated, or none; the point is back where it begins.
    measures_changed()
        Intervals are there, or not any more.
    class_changed()
        Another class is looked at; the point is back where it begins.
    point_changed()
        The operating point has moved, by whatever way.
    """

    films_changed = Signal()
    measures_changed = Signal()
    class_changed = Signal()
    point_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._films: EvaluatedFilms | None = None
        self._measures: Measures | None = None
        self._threshold: float | None = None
        self._class_index = 0
        self._rest: OneAgainstRest | None = None

    @property
    def films(self) -> EvaluatedFilms | None:
        """What the model said of which films."""
        return self._films

    def set_films(self, films: EvaluatedFilms | None) -> None:
        """Evaluate other films; None for none. Figures come later, by `set_measures`."""
        self._films, self._measures = films, None
        if films is not None:
            self._class_index = _first_disease(films.table.targets, films.table.labels)
        self._look_at(self._class_index)
        self.films_changed.emit()
        self.measures_changed.emit()
        self.class_changed.emit()
        self.point_changed.emit()

    @property
    def measures(self) -> Measures | None:
        """Figures and intervals of the films; None while they are being computed."""
        return self._measures

    def set_measures(self, measures: Measures | None) -> None:
        """Tell the figures of the films."""
        self._measures = measures
        self.measures_changed.emit()

    # --- the operating point

    @property
    def class_index(self) -> int:
        """Class that is set against the rest."""
        return self._class_index

    def set_class_index(self, class_index: int) -> None:
        """Look at another class."""
        if class_index != self._class_index:
            self._look_at(class_index)
            self.class_changed.emit()
            self.point_changed.emit()

    def _look_at(self, class_index: int) -> None:
        self._class_index, self._threshold, self._rest = class_index, None, None
        if self._films is not None:
            table = self._films.table
            self._rest = OneAgainstRest(table.targets, table.probabilities, class_index)

    @property
    def threshold(self) -> float | None:
        """Probability from which the class is called; None: the most probable class is."""
        return self._threshold

    def set_threshold(self, threshold: float | None) -> None:
        """Move the operating point; values beyond 0 and 1 are taken for those."""
        if threshold is not None:
            threshold = min(max(threshold, 0.0), 1.0)
        if threshold != self._threshold:
            self._threshold = threshold
            self.point_changed.emit()

    # --- what follows from it; only while there are films

    @property
    def rest(self) -> OneAgainstRest:
        """The class against the rest."""
        assert self._rest is not None
        return self._rest

    @property
    def predictions(self) -> NDArray[np.int64]:
        """Class of each film by the present rule, ``(N,)``."""
        if self._threshold is None:
            return np.asarray(self.rest.probabilities.argmax(axis=1), np.int64)
        return self.rest.predictions(self._threshold)

    @property
    def confusion(self) -> NDArray[np.int64]:
        """Confusion matrix by the present rule, rows true, columns read as."""
        count = self.rest.probabilities.shape[1]
        return confusion_matrix(self.rest.targets, self.predictions, count)

    @property
    def figures(self) -> PointFigures:
        """Sensitivity, specificity and precision of the class by the present rule."""
        if self._threshold is None:
            return self.rest.of_predictions(self.predictions)
        return self.rest.at(self._threshold)

    def films_of_cell(self, true_class: int, read_class: int) -> tuple[int, ...]:
        """Numbers of the films in a cell of the matrix, the most confident first."""
        predictions, targets = self.predictions, self.rest.targets
        numbers = np.flatnonzero((targets == true_class) & (predictions == read_class))
        return self._by_confidence(numbers, predictions)

    def errors(self) -> tuple[int, ...]:
        """Numbers of the films that are read wrongly, the most confident first."""
        predictions = self.predictions
        numbers = np.flatnonzero(predictions != self.rest.targets)
        return self._by_confidence(numbers, predictions)

    def _by_confidence(
        self, numbers: NDArray[np.intp], predictions: NDArray[np.int64]
    ) -> tuple[int, ...]:
        confidence = self.rest.probabilities[numbers, predictions[numbers]]
        return tuple(numbers[np.argsort(-confidence, kind="stable")].tolist())


def _first_disease(targets: NDArray[np.int64], labels: LabelSet) -> int:
    """First class with films that is not normal; the curves begin with it."""
    present = sorted(set(targets.tolist()))
    diseases = [index for index in present if labels.labels[index].is_disease]
    return int((diseases or present or [0])[0])
