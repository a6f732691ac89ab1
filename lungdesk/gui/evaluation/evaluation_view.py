"""The window of an evaluation: which model, which films, and below the evaluation itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.evaluation.panel import EvaluationPanel
from lungdesk.gui.evaluation.subject_panel import SubjectPanel
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.fitting_dialog import FittingDialog

_SIZE = (1240, 760)
_LEAST = (1080, 660)


class EvaluationView(FittingDialog):
    """A window beside the main one: either may be in front.

    Signals
    -------
    closed()
        The window is no longer seen.
    """

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Evaluate a model – LungDesk"))
        flags = Qt.WindowType.Window | Qt.WindowType.WindowMinMaxButtonsHint
        self.setWindowFlags(flags | Qt.WindowType.WindowCloseButtonHint)
        self.setMinimumSize(*_LEAST)
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
    def showEvent(self, event: QShowEvent) -> None:
        """Let the main window come before this one when films are opened there."""
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None:
            handle.setTransientParent(None)  # type: ignore[arg-type]

    @override
    def done(self, result: int) -> None:
        super().done(result)
        self.closed.emit()
