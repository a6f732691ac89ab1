"""Tab of the tables: figures of each class, and of each source."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.evaluation.figures_model import FiguresModel
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.figures_view import FiguresView
from lungdesk.gui.widgets.text_label import text_label


class TablesPanel(QWidget):
    """Classes above, sources below, which scroll by themselves."""

    def __init__(
        self, classes: FiguresModel, sources: FiguresModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.classes = FiguresView(classes, tr("Figures of each class"), self)
        self.classes.set_intervals_below()
        self.sources = FiguresView(sources, tr("Figures of each source"), self)
        self.confounding = text_label(self, role="muted")
        self.class_note = text_label(self, role="muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.UNIT, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._section(tr("Each class against the rest")))
        layout.addWidget(self.classes)
        layout.addWidget(self.class_note)
        layout.addWidget(self._section(tr("Each source")))
        layout.addWidget(self.confounding)
        layout.addWidget(self.sources, 1)

    def _section(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", "section")
        return label
