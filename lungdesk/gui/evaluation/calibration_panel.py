"""Tab of the calibration: whether a probability means what it says."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.evaluation.figures_model import FiguresModel
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.figures_view import FiguresView
from lungdesk.gui.widgets.reliability_plot import ReliabilityPlot
from lungdesk.gui.widgets.text_label import text_label

_SIDE_WIDTH = 340
_WORDS_WIDTH = 180
_FIGURES_ROWS = 4


class CalibrationPanel(QWidget):
    """Reliability diagram at the left, figures at the right."""

    def __init__(self, figures: FiguresModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = ReliabilityPlot(self)
        self.figures = FiguresView(figures, tr("Figures of the calibration"), self)
        self.figures.set_bare(_WORDS_WIDTH)
        self.figures.set_rows_shown(_FIGURES_ROWS)
        self.verdict = text_label(self)
        hint = text_label(self, role="muted")
        hint.setText(
            tr(
                "Each point holds the films whose leading class has about the same probability; "
                "its bar is the 95 % interval by patient (Wilson), its size the number of films. "
                "On the dashed line a probability means what it says. "
                "Below it the model is too sure, above it too cautious. "
                "The bars at the bottom count the films: where they are few, a point says little."
            )
        )
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(theme.UNIT)
        side.addWidget(self.verdict)
        side.addWidget(self.figures)
        side.addWidget(hint)
        side.addStretch(1)
        beside = QWidget(self)
        beside.setFixedWidth(_SIDE_WIDTH)
        beside.setLayout(side)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, theme.UNIT, 0, 0)
        layout.setSpacing(theme.UNIT * 3)
        layout.addWidget(self.plot, 1)
        layout.addWidget(beside)
