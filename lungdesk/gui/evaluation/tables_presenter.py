"""Fills the tables and the calibration when the figures of an evaluation are known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from lungdesk.core.metrics.calibration import CALIBRATION_BINS, reliability
from lungdesk.core.metrics.evaluation import EvaluationMetrics
from lungdesk.core.metrics.intervals import Interval, wilson_interval
from lungdesk.core.metrics.one_against_rest import Proportion
from lungdesk.core.metrics.sources import SourceFigures, confounding, figures_by_source
from lungdesk.gui import theme
from lungdesk.gui.evaluation import words
from lungdesk.gui.evaluation.evaluation_state import EvaluationState
from lungdesk.gui.evaluation.figures_model import FiguresRow
from lungdesk.gui.translation import grouped, told, tr
from lungdesk.gui.widgets.reliability_plot import ReliabilityBin
from lungdesk.gui.words import class_names, counted_films

if TYPE_CHECKING:
    from lungdesk.gui.evaluation.panel import EvaluationPanel
    from lungdesk.services.models.evaluation import EvaluatedFilms, Measures

_CLASS_COLUMNS = (
    tr("Class"), tr("Films"), tr("Sensitivity"), tr("Specificity"), tr("Precision"),
    "F1", "AUROC", "AUPRC",
)  # fmt: skip
_PER_CLASS = (
    ("recall", words.share),
    ("specificity", words.share),
    ("precision", words.share),
    ("f1", words.figure),
    ("auroc", words.figure),
    ("auprc", words.figure),
)
#: Those of them that are a share of films.
_SHARES = ("recall", "specificity", "precision")
_SOURCE_COLUMNS = (tr("Source"), tr("Films"), tr("Classes"), tr("Read rightly"), tr("AUROC inside"))
_CALIBRATION = (
    (
        "ece",
        tr("Expected calibration error"),
        tr("Mean gap between confidence and accuracy; 0 is best"),
    ),
    ("brier", tr("Brier score"), tr("Mean squared distance from the truth, 0 to 2; 0 is best")),
    ("loss", tr("Cross-entropy"), tr("Mean of −ln of the true class's probability; 0 is best")),
)
_CLASS_NOTE = tr(
    "With the most probable class called, whatever the operating point on Curves. In brackets:"
    " 95 % intervals by patient (bootstrap; Wilson's where resamples do not vary). AUROC, AUPRC:"
    " areas under the curves."
)


class TablesPresenter(QObject):
    """Binds the tabs Tables and Calibration to the evaluation."""

    def __init__(self, panel: EvaluationPanel, state: EvaluationState) -> None:
        super().__init__(panel)
        self._panel, self._state = panel, state
        state.films_changed.connect(self._show_reliability)
        state.measures_changed.connect(self._show)
        panel.tables.class_note.setText(_CLASS_NOTE)

    def _show(self) -> None:
        films, measures = self._state.films, self._state.measures
        panel = self._panel
        if films is None or measures is None:
            waiting = [FiguresRow((tr("Computing intervals…"),))] if films is not None else []
            for model in (panel.class_figures, panel.source_figures):
                model.show_rows(waiting, ("",))
            two = [FiguresRow((*row.cells, "")) for row in waiting]
            panel.calibration_figures.show_rows(two)
            panel.calibration.verdict.clear()
            return
        rows = _class_rows(measures.metrics)
        panel.class_figures.show_rows(rows, _CLASS_COLUMNS)
        self._show_sources(films, measures)
        self._show_calibration(measures.metrics)

    def _show_sources(self, films: EvaluatedFilms, measures: Measures) -> None:
        table = films.table
        predictions = table.probabilities.argmax(axis=1)
        by_source = figures_by_source(table.targets, predictions, table.sources, len(table.labels))
        remark = words.confounding_remark(confounding(by_source))
        self._panel.tables.confounding.setText(remark)
        rows = [row for one in by_source for row in _source_rows(one, films, measures)]
        self._panel.source_figures.show_rows(rows, _SOURCE_COLUMNS)

    def _show_calibration(self, metrics: EvaluationMetrics) -> None:
        intervals = metrics.intervals
        rows = [
            FiguresRow((name, words.figure(metrics.figures[key], intervals.get(key))), tip=tip)
            for key, name, tip in _CALIBRATION
        ]
        rows.append(FiguresRow((tr("Films"), grouped(metrics.n))))
        self._panel.calibration_figures.show_rows(rows)
        self._panel.calibration.verdict.setText(_verdict(self._state, metrics))

    def _show_reliability(self) -> None:
        films = self._state.films
        if films is None:
            return
        table = films.table
        points = reliability(table.targets, table.probabilities, table.groups)
        low, high = points.accuracy_interval
        bins = tuple(
            ReliabilityBin(confidence, accuracy, (a, b), n)
            for confidence, accuracy, a, b, n in zip(
                *(v.tolist() for v in (points.confidence, points.accuracy, low, high, points.n)),
                strict=True,
            )
        )
        self._panel.calibration.plot.show_bins(bins, CALIBRATION_BINS)


def _verdict(state: EvaluationState, metrics: EvaluationMetrics) -> str:
    """Whether the model is too sure or too cautious, on the whole."""
    films = state.films
    assert films is not None
    confidence = float(films.table.probabilities.max(axis=1).mean())
    right = metrics.figures["accuracy"]
    low, high = metrics.intervals["accuracy"]
    said = tr(
        "On average the leading class has {confidence:.0f} %, and it is right in "
        "{share} of {films}: ",
        confidence=100 * confidence,
        share=words.share(right, (low, high)),
        films=counted_films(metrics.n),
    )
    if math.isnan(low):
        return said + tr("these films are too few to say whether the model is too sure.")
    if low <= confidence <= high:
        return said + tr("on the whole the model is as sure as it may be.")
    return said + (
        tr("the model is too sure.") if confidence > high else tr("the model is too cautious.")
    )


def _class_rows(metrics: EvaluationMetrics) -> list[FiguresRow]:
    intervals, cases = metrics.intervals, metrics.confusion.sum(axis=1)
    rows = []
    colours = theme.class_colours(metrics.labels)
    for index, label in enumerate(metrics.labels.labels):
        said = []
        for key, say in _PER_CLASS:
            name = f"{key}.{label.id}"
            interval = intervals.get(name)
            if interval is None:
                interval = _of_counts(metrics, index).get(key)
            elif key in _SHARES and math.isnan(interval[0]):
                interval = _of_one(metrics.figures[name])
            said.append(say(metrics.figures[name], interval))
        cells = (told(label.name), grouped(int(cases[index])), *said)
        rows.append(FiguresRow(cells, colours[index]))
    means = {"recall": "balanced_accuracy", "f1": "macro_f1", "auroc": "macro_auroc"}
    said = []
    for key, say in _PER_CLASS:
        mean = means.get(key)
        said.append(say(metrics.figures[mean], intervals.get(mean)) if mean else "")
    rows.append(FiguresRow((tr("Mean of the classes"), grouped(metrics.n), *said)))
    return rows


def _of_counts(metrics: EvaluationMetrics, index: int) -> dict[str, Interval]:
    """Intervals (Wilson) of what a class without films still has: it can be read wrongly."""
    confusion = metrics.confusion
    others = int(confusion.sum() - confusion[index].sum())
    wrong, right = int(confusion[:, index].sum()), int(confusion[index, index])
    return {
        "specificity": Proportion(others - (wrong - right), others).interval,
        "precision": Proportion(right, wrong).interval,
    }


def _of_one(share: float) -> Interval:
    """Wilson's interval of the films of one patient, which no resample can tell anything of."""
    if math.isnan(share):
        return math.nan, math.nan
    low, high = wilson_interval(np.array([share]), np.array([1]))
    return max(0.0, float(low[0])), min(1.0, float(high[0]))


def _source_rows(one: SourceFigures, films: EvaluatedFilms, measures: Measures) -> list[FiguresRow]:
    """The source, and below it how well each class is told from normal inside it."""
    names = class_names(films.table.labels)
    held = ", ".join(f"{names[i]} {grouped(n)}" for i, n in enumerate(one.counts.tolist()) if n)
    right = words.share(one.right.value, one.right.interval)
    rows = [FiguresRow((one.source, grouped(one.n), held, right, ""), tip=f"{one.source}: {held}")]
    for contrast in measures.within:
        if contrast.source == one.source:
            name = names[films.table.labels.index(contrast.label)]
            area = words.figure(contrast.auroc, contrast.interval)
            cells = (tr("    {name} against normal", name=name), grouped(contrast.n), "", "", area)
            rows.append(FiguresRow(cells, tip=tr("Ranked by p / (p + p of normal)")))
    return rows
