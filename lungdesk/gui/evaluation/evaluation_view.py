"""The window of an evaluation: which model, which films, and below the evaluation itself."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.evaluation.panel import EvaluationPanel
from lungdesk.gui.evaluation.subject_panel import SubjectPanel
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.companion_window import CompanionWindow

_SIZE = (1240, 760)
#: With a title above it fits where 1280 x 800 pixels are enlarged by a quarter.
_LEAST = (1016, 604)


class EvaluationView(CompanionWindow):
    """Stays open while films that it names are looked at in the main window.

    Signals
    -------
    closed()
        The window is no longer seen.
    """

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Evaluate a model"), _LEAST, parent)
        self.resize(*_SIZE)
        self.subject = SubjectPanel(self)
        self.panel = EvaluationPanel(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.UNIT * 2 for _ in range(4)))
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self.subject)
        layout.addWidget(self.panel, 1)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter belongs to what has the focus

    @override
    def done(self, result: int) -> None:
        super().done(result)
        self.closed.emit()
