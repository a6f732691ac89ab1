"""Keeps the curves true, and moves the operating point."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from lungdesk.core.metrics.bands import CurveBand
from lungdesk.core.metrics.curves import precision_recall_curve, roc_curve
from lungdesk.core.metrics.operating_points import threshold_for_sensitivity
from lungdesk.gui import theme
from lungdesk.gui.evaluation import words
from lungdesk.gui.evaluation.curves_panel import CurvesPanel
from lungdesk.gui.evaluation.evaluation_state import EvaluationState
from lungdesk.gui.evaluation.figures_model import FiguresModel, FiguresRow
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.curve_plot import Curve, CurvePlot, Mark
from lungdesk.gui.words import class_names, counted_films

if TYPE_CHECKING:
    from lungdesk.services.prediction_table import PredictionTable

#: Thresholds are chosen on val so that this share of the class is found.
_SENSITIVITY = 0.9
#: Where the point begins when it is nudged before it was moved.
_MIDDLE = 0.5

_UNMOVED = tr(
    "Hollow point: each film is read as its most probable class. Drag it along a curve to say from"
    " which probability on a film is read as this class; the matrix follows."
)
_FLATTERS = tr(
    "A threshold chosen on the films it is measured on flatters itself. Choose it on val, and"
    " measure it here."
)
_FAIR = tr("Chosen on val, so that 90 % of the class are found there; measured here.")


class CurvesPresenter(QObject):
    """Binds the tab of the curves to the evaluation."""

    def __init__(
        self,
        panel: CurvesPanel,
        figures: FiguresModel,
        state: EvaluationState,
        want_val: Callable[[], None],
    ) -> None:
        super().__init__(panel)
        self._panel, self._figures, self._state = panel, figures, state
        self._curves: dict[int, tuple[Curve, Curve]] = {}
        self._threshold_of_val: float | None = None
        panel.class_chosen.connect(state.set_class_index)
        panel.threshold_chosen.connect(state.set_threshold)
        panel.threshold_nudged.connect(self._nudge)
        panel.reset_wanted.connect(self._reset)
        panel.val_wanted.connect(want_val)
        state.films_changed.connect(self._on_films_changed)
        state.class_changed.connect(self._on_class_changed)
        state.measures_changed.connect(self._show_curves)
        state.point_changed.connect(self._show_point)

    def _nudge(self, by: float) -> None:
        threshold = self._state.threshold
        self._state.set_threshold((_MIDDLE if threshold is None else threshold) + by)

    def _reset(self) -> None:
        self._state.set_threshold(None)

    def choose_on(self, table: PredictionTable) -> None:
        """Take the threshold that finds enough of the class among other films."""
        index = self._state.class_index
        is_class, scores = table.targets == index, table.probabilities[:, index]
        if not is_class.any():
            self._panel.rule.setText(tr("The val films hold none of this class: no choice there."))
            return
        groups = np.asarray(table.groups)
        self._threshold_of_val = threshold_for_sensitivity(is_class, scores, _SENSITIVITY, groups)
        self._state.set_threshold(self._threshold_of_val)

    # --- what to show

    def _on_films_changed(self) -> None:
        films = self._state.films
        if films is None:
            return
        table, total = films.table, len(films.table)
        counts = np.bincount(table.targets, minlength=len(table.labels)).tolist()
        self._panel.show_classes(
            tuple(
                tr(
                    "{name} ({count:,} of {films})",
                    name=name,
                    count=count,
                    films=counted_films(total),
                )
                for name, count in zip(class_names(table.labels), counts, strict=True)
            )
        )
        self._curves = {
            index: _curves(table, index) for index, count in enumerate(counts) if 0 < count < total
        }

    def _on_class_changed(self) -> None:
        self._threshold_of_val = None
        self._panel.classes.setCurrentIndex(self._state.class_index)
        self._show_curves()

    def _show_curves(self) -> None:
        films, measures = self._state.films, self._state.measures
        if films is None:
            return
        self._show_areas()
        index, panel = self._state.class_index, self._panel
        prevalence = float((films.table.targets == index).mean())
        for number, (plot, chance) in enumerate(
            ((panel.roc, (0.0, 1.0)), (panel.precision_recall, (prevalence, prevalence)))
        ):
            band = None
            if measures is not None:
                band = (measures.roc, measures.precision_recall)[number].get(index)
            others = tuple(pair[number] for i, pair in self._curves.items() if i != index)
            pair = self._curves.get(index)
            curve = _with_band(pair[number], band) if pair else None
            plot.show_curves(curve, others, chance)

    def _show_point(self) -> None:
        if self._state.films is None:
            return
        figures, threshold = self._state.figures, self._state.threshold
        found, left_alone = figures.sensitivity.value, figures.specificity.value
        spoken = tr(
            "sensitivity {proportion}; specificity {proportion_2}",
            proportion=words.proportion(figures.sensitivity),
            proportion_2=words.proportion(figures.specificity),
        )
        is_moved = threshold is not None
        _mark(self._panel.roc, 1 - left_alone, found, is_moved, spoken)
        _mark(self._panel.precision_recall, found, figures.precision.value, is_moved, spoken)
        shown = words.NOTHING if threshold is None else f"{threshold:.3f}"
        self._panel.show_threshold(_MIDDLE if threshold is None else threshold, shown)
        self._panel.reset.setEnabled(is_moved)
        self._panel.rule.setText(self._rule())
        self._figures.show_rows(self._rows())

    def _rule(self) -> str:
        threshold, films = self._state.threshold, self._state.films
        if threshold is None:
            return _UNMOVED
        if threshold == self._threshold_of_val:
            return _FAIR
        is_val = films is not None and films.part == "val"
        return tr("These figures flatter: the films are val.") if is_val else _FLATTERS

    def _rows(self) -> list[FiguresRow]:
        figures = self._state.figures
        return [
            FiguresRow(
                (name, words.proportion(one)), tip=tr("{tip}; 95 % interval of Wilson", tip=tip)
            )
            for name, one, tip in (
                (tr("Sensitivity"), figures.sensitivity, tr("Share of the class that is called")),
                (
                    tr("Specificity"),
                    figures.specificity,
                    tr("Share of the others that is not called"),
                ),
                (
                    tr("Precision"),
                    figures.precision,
                    tr("Share of what is called that is the class"),
                ),
            )
        ]

    def _show_areas(self) -> None:
        films, measures = self._state.films, self._state.measures
        if films is None:
            return
        label = films.table.labels.ids[self._state.class_index]
        panel = self._panel
        for area, name, key in (
            (panel.roc_area, tr("Area under ROC"), "auroc"),
            (panel.precision_recall_area, tr("Area under precision-recall"), "auprc"),
        ):
            said = "…"
            if measures is not None:
                figures = measures.metrics
                full = f"{key}.{label}"
                said = words.figure(figures.figures[full], figures.intervals.get(full))
            area.setText(f"{name}\n{said}")


def _curves(table: PredictionTable, index: int) -> tuple[Curve, Curve]:
    """ROC and precision-recall curve of a class that has films, as have the others."""
    is_class, scores = table.targets == index, table.probabilities[:, index]
    colour = theme.class_colours(table.labels)[index]
    roc, pr = roc_curve(is_class, scores), precision_recall_curve(is_class, scores)
    first = Curve(roc.false_positive_rate, roc.true_positive_rate, roc.thresholds, colour)
    return first, Curve(pr.recall, pr.precision, pr.thresholds, colour).stepped()


def _with_band(curve: Curve, band: CurveBand | None) -> Curve:
    if band is None or np.isnan(band.low).any():  # films of one patient have none
        return Curve(curve.x, curve.y, curve.thresholds, curve.colour)
    ends = (band.x, band.low, band.high)
    return Curve(curve.x, curve.y, curve.thresholds, curve.colour, ends)


def _mark(plot: CurvePlot, x: float, y: float, is_moved: bool, spoken: str) -> None:
    is_there = math.isfinite(x) and math.isfinite(y)
    plot.show_mark(Mark(x, y, is_moved) if is_there else None, spoken)
