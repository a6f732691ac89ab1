"""The right of the window: what the model says, and how its map is shown."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.explain.first_read_panel import FirstReadPanel
from lungdesk.gui.explain.gate_panel import GatePanel
from lungdesk.gui.explain.heatmap_panel import HeatmapPanel
from lungdesk.gui.explain.similar_panel import SimilarPanel
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.column_area import ColumnArea
from lungdesk.gui.widgets.probability_bars import ProbabilityBars
from lungdesk.gui.widgets.text_label import section_label, text_label

NOTES = (
    tr("The map explains the model, not the patient. Research use only, not for diagnosis."),
    tr("The film is checked before it is read; the check can err as well."),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What is said first: words, a line under them, whether they are in doubt or a refusal."""

    words: str
    line: str = ""
    is_doubtful: bool = False
    is_refusal: bool = False


class ExplainPanel(QFrame):
    """Findings.

    Signals
    -------
    class_chosen(int)
        The user wants a class explained.
    focus_lost()
        What had the focus is not there any more, such as the button that had the film read.
    """

    class_chosen = Signal(int)
    focus_lost = Signal()

    def __init__(self, heatmap_action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Findings"))
        self.setMinimumWidth(theme.FINDINGS_WIDTH[0])
        self.setMaximumWidth(theme.FINDINGS_WIDTH[2])
        self._body = QWidget(self)
        area = ColumnArea(self._body, self)
        self._heading = text_label(self._body, role="heading")
        self._line = text_label(self._body, role="muted")
        self.gate = GatePanel(self._body)
        self.first_read = FirstReadPanel(self._body)
        self.bars = ProbabilityBars(self._body)
        self.bars.chosen.connect(self.class_chosen)
        self.heatmap = HeatmapPanel(heatmap_action, self._body)
        self.similar = SimilarPanel(self._body)
        self._model = text_label(self._body)
        self._version = text_label(self._body, role="muted")
        self._timing = text_label(self._body, role="muted")
        self._timing.setObjectName("timing")
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(*(theme.UNIT * 2,) * 4)
        layout.setSpacing(theme.UNIT)
        self._lay_out(layout)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _lay_out(self, layout: QVBoxLayout) -> None:
        layout.addWidget(section_label(self._body, tr("Reading")))
        layout.addWidget(self._heading)
        layout.addWidget(self._line)
        layout.addWidget(self.gate)
        layout.addWidget(self.first_read)
        bars = QHBoxLayout()
        bars.setContentsMargins(-theme.UNIT, theme.HALF_UNIT, -theme.UNIT, 0)
        bars.addWidget(self.bars)
        layout.addLayout(bars)
        self.rule_above_heatmap = _rule(self._body)
        layout.addWidget(self.rule_above_heatmap)
        layout.addWidget(self.heatmap)
        layout.addWidget(self.similar)
        layout.addWidget(_rule(self._body))
        layout.addWidget(section_label(self._body, tr("Model")))
        names = QVBoxLayout()
        names.setSpacing(2)
        for label in (self._model, self._version, self._timing):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            names.addWidget(label)
        layout.addLayout(names)
        layout.addStretch(1)
        layout.addWidget(_rule(self._body))
        for note in NOTES:
            layout.addWidget(text_label(self._body, note, role="muted"))

    @override
    def focusNextPrevChild(self, is_forward: bool) -> bool:
        """Qt asks for the next control, which may be any button of the bar above the films."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused) and not focused.isVisible():
            self.focus_lost.emit()
            return True
        return super().focusNextPrevChild(is_forward)

    @property
    def heading(self) -> str:
        """What is said first."""
        return self._heading.text()

    @property
    def words(self) -> str:
        """Everything that is said of film and model, a part a line."""
        labels = (self._heading, self._line, self._model, self._version, self._timing)
        return "\n".join(label.text() for label in labels if label.text())

    def show_heading(self, heading: Heading) -> None:
        """Say what comes first."""
        self._heading.setText(heading.words)
        self._line.setText(heading.line)
        self._line.setVisible(bool(heading.line))
        for label in (self._heading, self._line):
            label.setProperty("doubt", heading.is_doubtful)
            label.setProperty("refusal", heading.is_refusal)
            label.style().unpolish(label)
            label.style().polish(label)

    def show_model(self, name: str, version: str) -> None:
        """Name the model."""
        self._model.setText(name)
        self._version.setText(version)
        self._version.setVisible(bool(version))

    def show_timing(self, words: str, steps: str = "") -> None:
        """Tell how long the reading took, and its steps to who asks."""
        self._timing.setText(words)
        self._timing.setToolTip(steps)
        self._timing.setVisible(bool(words))


def _rule(parent: QWidget) -> QFrame:
    rule = QFrame(parent)
    rule.setProperty("role", "rule")
    return rule
