"""The page that measures what was trained: which run, which films, and the evaluation."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.evaluation.panel import EvaluationPanel
from lungdesk.gui.evaluation.subject_panel import SubjectPanel
from lungdesk.gui.translation import tr


class EvaluationPagePanel(QWidget):
    """The same evaluation as in its own window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.subject = SubjectPanel(self)
        self.subject.folder.setText(tr("Other films…"))
        self.evaluation = EvaluationPanel(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.HALF_UNIT)
        layout.addWidget(self.subject)
        layout.addWidget(self.evaluation, 1)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter belongs to what has the focus
