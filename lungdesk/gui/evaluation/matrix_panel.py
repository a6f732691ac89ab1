"""Tab of the confusion matrix: the matrix, the rule behind it, figures and how to take them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lungdesk.gui import theme
from lungdesk.gui.evaluation.confusion_model import ConfusionModel
from lungdesk.gui.evaluation.figures_model import FiguresModel
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.confusion_view import ConfusionView
from lungdesk.gui.widgets.figures_view import FiguresView
from lungdesk.gui.widgets.text_label import text_label

_SIDE_WIDTH = 340
_MATRIX_LARGEST = 900
_WORDS_WIDTH = 180
_FIGURES_ROWS = 4


class MatrixPanel(QWidget):
    """Matrix at the left, words and figures at the right.

    Signals
    -------
    cell_chosen(int row, int column)
        The user wants the films of a cell.
    percent_chosen(bool)
        Whether per cent are to be written large, instead of films.
    reset_wanted()
        The most probable class is to be called again.
    """

    cell_chosen = Signal(int, int)
    percent_chosen = Signal(bool)
    reset_wanted = Signal()

    def __init__(
        self, matrix: ConfusionModel, figures: FiguresModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.matrix = ConfusionView(matrix, self)
        self.matrix.setMaximumSize(_MATRIX_LARGEST, _MATRIX_LARGEST)
        self.matrix.cell_chosen.connect(self.cell_chosen)
        self.counts_button, self.percent_button = self._unit_buttons()
        self.figures = FiguresView(figures, tr("Figures"), self)
        self.figures.set_bare(_WORDS_WIDTH)
        self.figures.set_rows_shown(_FIGURES_ROWS)
        self.rule = text_label(self)
        self.confounding = text_label(self, role="muted")
        self.reset = QPushButton(tr("Call the most probable class"), self)
        self.reset.setToolTip(tr("Undo the moved operating point"))
        self.reset.setAccessibleName(self.reset.text())
        self.reset.clicked.connect(self.reset_wanted)
        self._assemble()

    def _unit_buttons(self) -> tuple[QPushButton, QPushButton]:
        group = QButtonGroup(self)
        made = []
        for text, tip in (
            (tr("Films"), tr("Write the number of films large")),
            (tr("Per cent"), tr("Write per cent of the true class large")),
        ):
            button = QPushButton(text, self)
            button.setCheckable(True)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            group.addButton(button)
            made.append(button)
        made[0].setChecked(True)
        made[1].toggled.connect(self.percent_chosen)
        return made[0], made[1]

    def _assemble(self) -> None:
        hint = text_label(self, role="muted")
        hint.setText(
            tr(
                "Blue is right, amber is wrong; the stronger, the more of the true class. "
                "Click a cell, or go there with the arrows and press Enter, "
                "to open its films with their heatmap, the most confident first."
            )
        )
        units = QHBoxLayout()
        units.setSpacing(theme.HALF_UNIT)
        units.addWidget(self.counts_button)
        units.addWidget(self.percent_button)
        units.addStretch(1)
        side = QVBoxLayout()
        side.setSpacing(theme.UNIT)
        side.addLayout(units)
        side.addWidget(hint)
        side.addSpacing(theme.UNIT)
        side.addWidget(self.rule)
        side.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        side.addWidget(self.figures)
        side.addWidget(self.confounding)
        side.addStretch(1)
        beside = QWidget(self)
        beside.setFixedWidth(_SIDE_WIDTH)
        beside.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, theme.UNIT, 0, 0)
        layout.setSpacing(theme.UNIT * 3)
        layout.addWidget(self.matrix, 1)
        layout.addWidget(beside)
