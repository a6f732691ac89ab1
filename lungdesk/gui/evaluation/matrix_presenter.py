"""Keeps the confusion matrix true, with the rule and the figures beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from lungdesk.core.metrics.evaluation import EvaluationMetrics
from lungdesk.core.metrics.one_against_rest import Proportion
from lungdesk.core.metrics.sources import confounding, figures_by_source
from lungdesk.gui.evaluation import words
from lungdesk.gui.evaluation.confusion_model import ConfusionModel
from lungdesk.gui.evaluation.evaluation_state import EvaluationState
from lungdesk.gui.evaluation.figures_model import FiguresModel, FiguresRow
from lungdesk.gui.evaluation.matrix_panel import MatrixPanel
from lungdesk.gui.translation import tr
from lungdesk.gui.words import class_names, counted_films

#: Opens films by number in the table: numbers, words for them, class whose map is to show.
OpenFilms = Callable[[tuple[int, ...], str, int | None], None]

_OVERALL = (
    ("accuracy", tr("Accuracy"), words.share, tr("Share of films that are read rightly")),
    (
        "balanced_accuracy",
        tr("Balanced accuracy"),
        words.share,
        tr("Mean sensitivity of the classes"),
    ),
    ("macro_f1", tr("Macro F1"), words.figure, tr("Mean F1 of the classes")),
    ("macro_auroc", tr("Macro AUROC"), words.figure, tr("Mean area under the ROC curves")),
)


class MatrixPresenter(QObject):
    """Binds the tab of the matrix to the evaluation."""

    def __init__(
        self,
        panel: MatrixPanel,
        models: tuple[ConfusionModel, FiguresModel],
        state: EvaluationState,
        open_films: OpenFilms,
    ) -> None:
        super().__init__(panel)
        self._panel, self._state, self._open_films = panel, state, open_films
        self._matrix, self._figures = models
        panel.percent_chosen.connect(self._matrix.set_percent)
        panel.reset_wanted.connect(self._reset)
        panel.cell_chosen.connect(self.open_cell)
        state.films_changed.connect(self._show_confounding)
        state.measures_changed.connect(self._show_figures)
        state.point_changed.connect(self._show)

    def _reset(self) -> None:
        self._state.set_threshold(None)

    def open_cell(self, row: int, column: int) -> None:
        """Open the films of a cell, the most confident first."""
        films = self._state.films
        if films is None:
            return
        numbers = self._state.films_of_cell(row, column)
        if not numbers:
            return
        true_name, read_name = (class_names(films.table.labels)[index] for index in (row, column))
        said = tr(
            "{films}: {true_name} read as {read_name}, surest first.",
            films=counted_films(len(numbers)),
            true_name=true_name,
            read_name=read_name,
        )
        is_moved = self._state.threshold is not None
        self._open_films(numbers, said, column if is_moved else None)

    def _show(self) -> None:
        films = self._state.films
        if films is None:
            return
        self._matrix.show_counts(films.table.labels, self._state.confusion)
        self._panel.rule.setText(rule_words(self._state))
        self._panel.reset.setVisible(self._state.threshold is not None)
        self._show_figures()

    def _show_figures(self) -> None:
        if self._state.films is None:
            return
        measures = self._state.measures
        if self._state.threshold is not None:
            self._figures.show_rows(self._rows_of_point())
        elif measures is None:
            self._figures.show_rows([FiguresRow((tr("Computing intervals…"), ""))])
        else:
            self._figures.show_rows(_overall_rows(measures.metrics))

    def _rows_of_point(self) -> list[FiguresRow]:
        """Figures of the moved point; their intervals are Wilson's, which cost nothing."""
        figures, confusion = self._state.figures, self._state.confusion
        right = Proportion(int(confusion.trace()), int(confusion.sum()))
        return [
            FiguresRow((name, words.share(one.value, one.interval)), tip=words.proportion(one))
            for name, one in (
                (tr("Accuracy"), right),
                (tr("Sensitivity"), figures.sensitivity),
                (tr("Specificity"), figures.specificity),
                (tr("Precision"), figures.precision),
            )
        ]

    def _show_confounding(self) -> None:
        films = self._state.films
        if films is not None:
            table = films.table
            predictions = table.probabilities.argmax(axis=1)
            by_source = figures_by_source(
                table.targets, predictions, table.sources, len(table.labels)
            )
            self._panel.confounding.setText(words.confounding_remark(confounding(by_source)))


def rule_words(state: EvaluationState) -> str:
    """The rule by which a film gets its class."""
    films, threshold = state.films, state.threshold
    if films is None or threshold is None:
        return tr("Each film is read as its most probable class.")
    name = class_names(films.table.labels)[state.class_index]
    return tr(
        "A film is read as {name} where its probability is at least {threshold:.3f}, "
        "otherwise as the most probable of the other classes.",
        name=name,
        threshold=threshold,
    )


def _overall_rows(metrics: EvaluationMetrics) -> list[FiguresRow]:
    intervals = metrics.intervals
    return [
        FiguresRow((name, say(metrics.figures[key], intervals.get(key))), tip=tip)
        for key, name, say, tip in _OVERALL
    ]
