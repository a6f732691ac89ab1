"""Tab of the curves: ROC and precision-recall, the point that moves, and what it makes of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lungdesk.gui import theme
from lungdesk.gui.evaluation.confusion_model import ConfusionModel
from lungdesk.gui.evaluation.figures_model import FiguresModel
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.confusion_view import ConfusionView
from lungdesk.gui.widgets.curve_plot import CurvePlot
from lungdesk.gui.widgets.figures_view import FiguresView
from lungdesk.gui.widgets.keyed import KeyedComboBox, KeyedSlider
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.text_label import text_label

_SIDE_WIDTH = 476
_SCALE = 1000
_WORDS_WIDTH = 180
_FIGURES_ROWS = 3
_MATRIX_LEAST = 150


class CurvesPanel(QWidget):
    """Point and matrix at the left, curves at the right.

    Signals
    -------
    class_chosen(int)
        The user wants another class set against the rest.
    threshold_chosen(float)
        The user wants this threshold.
    threshold_nudged(float)
        The user wants a threshold that is higher by so much.
    reset_wanted()
        The most probable class is to be called again.
    val_wanted()
        The threshold is to be chosen on the val films.
    cell_chosen(int row, int column)
        The user wants the films of a cell.
    """

    class_chosen = Signal(int)
    threshold_chosen = Signal(float)
    threshold_nudged = Signal(float)
    reset_wanted = Signal()
    val_wanted = Signal()
    cell_chosen = Signal(int, int)

    def __init__(
        self, matrix: ConfusionModel, figures: FiguresModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.classes: QComboBox = KeyedComboBox(self)
        self.classes.setAccessibleName(tr("Class against the rest"))
        self.classes.activated.connect(self.class_chosen)
        self.slider = self._slider()
        self.threshold = QLabel(self)
        self.rule = text_label(self, role="muted")
        self.figures = FiguresView(figures, tr("Figures of the operating point"), self)
        self.figures.set_bare(_WORDS_WIDTH)
        self.figures.set_rows_shown(_FIGURES_ROWS)
        self.matrix = ConfusionView(matrix, self)
        self.matrix.setMinimumHeight(_MATRIX_LEAST)
        self.matrix.cell_chosen.connect(self.cell_chosen)
        self.roc = self._plot(tr("ROC curve"), (tr("1 − specificity"), tr("sensitivity")))
        self.precision_recall = self._plot(
            tr("Precision-recall curve"), (tr("recall (sensitivity)"), tr("precision"))
        )
        self.roc_area, self.precision_recall_area = QLabel(self), QLabel(self)
        for area in (self.roc_area, self.precision_recall_area):
            area.setAlignment(Qt.AlignmentFlag.AlignCenter)
            # However long the words are, the plots are of one size.
            area.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.reset = named_button(
            self,
            tr("Most probable class"),
            tr("Undo the moved point: call the most probable class (Home)"),
        )
        self.reset.clicked.connect(self.reset_wanted)
        self.on_val = named_button(
            self,
            tr("90 % sensitivity on val"),
            tr("Take the threshold that finds 90 % of the class among the val films"),
        )
        self.on_val.clicked.connect(self.val_wanted)
        self._assemble()

    def _slider(self) -> KeyedSlider:
        slider = KeyedSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(0, _SCALE)
        slider.setPageStep(_SCALE // 20)
        slider.setAccessibleName(tr("Threshold"))
        slider.setToolTip(tr("Probability from which the class is called (arrows: 0.001)"))
        slider.valueChanged.connect(lambda value: self.threshold_chosen.emit(value / _SCALE))
        return slider

    def _plot(self, name: str, titles: tuple[str, str]) -> CurvePlot:
        plot = CurvePlot(name, titles, self)
        plot.threshold_dragged.connect(self.threshold_chosen)
        plot.threshold_nudged.connect(self.threshold_nudged)
        plot.reset_wanted.connect(self.reset_wanted)
        return plot

    def _assemble(self) -> None:
        point = QGridLayout()
        point.setHorizontalSpacing(theme.UNIT)
        point.setVerticalSpacing(theme.HALF_UNIT)
        point.addWidget(QLabel(tr("Class"), self), 0, 0)
        point.addWidget(self.classes, 0, 1, 1, 2)
        point.addWidget(QLabel(tr("Threshold"), self), 1, 0)
        point.addWidget(self.slider, 1, 1)
        point.addWidget(self.threshold, 1, 2)
        point.setColumnStretch(1, 1)
        self.threshold.setFixedWidth(self.threshold.fontMetrics().horizontalAdvance("0.0000"))
        self.threshold.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.UNIT)
        buttons.addWidget(self.reset)
        buttons.addWidget(self.on_val)
        buttons.addStretch(1)
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(theme.UNIT)
        side.addLayout(point)
        side.addLayout(buttons)
        side.addWidget(self.figures)
        side.addWidget(self.matrix, 1)
        beside = QWidget(self)
        beside.setFixedWidth(_SIDE_WIDTH)
        beside.setLayout(side)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, theme.UNIT, 0, 0)
        layout.setSpacing(theme.UNIT * 2)
        layout.addWidget(beside)
        layout.addLayout(self._plots(), 1)

    def _plots(self) -> QVBoxLayout:
        legend = text_label(self, role="muted")
        legend.setText(
            tr(
                "Shaded: 95 % band by patient (bootstrap). Thin: the other classes."
                " Dashed: a model without knowledge."
            )
        )
        plots = QGridLayout()
        plots.setHorizontalSpacing(theme.UNIT)
        plots.setVerticalSpacing(theme.HALF_UNIT)
        for column, (area, plot) in enumerate(
            ((self.roc_area, self.roc), (self.precision_recall_area, self.precision_recall))
        ):
            plots.addWidget(area, 0, column)
            plots.addWidget(plot, 1, column)
            plots.setColumnStretch(column, 1)
        plots.setRowStretch(1, 1)
        whole = QVBoxLayout()
        whole.setSpacing(theme.UNIT)
        whole.addWidget(self.rule)
        whole.addLayout(plots, 1)
        whole.addWidget(legend)
        return whole

    # --- what to show

    def show_classes(self, names: tuple[str, ...]) -> None:
        """Offer classes."""
        self.classes.clear()
        self.classes.addItems(names)

    def show_threshold(self, threshold: float, words: str) -> None:
        """Show the threshold, without telling that it was chosen."""
        was_blocked = self.slider.blockSignals(True)
        self.slider.setValue(round(threshold * _SCALE))
        self.slider.blockSignals(was_blocked)
        self.threshold.setText(words)
