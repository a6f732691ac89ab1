"""Tab of the tables: figures of each class, and of each source."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.evaluation.figures_model import FiguresModel
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.column_area import ColumnArea
from lungdesk.gui.widgets.figures_view import FiguresView
from lungdesk.gui.widgets.text_label import text_label


class TablesPanel(QWidget):
    """Classes above, sources below: both whole, so that they scroll as one."""

    def __init__(
        self, classes: FiguresModel, sources: FiguresModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._body = QWidget(self)
        self.classes = FiguresView(classes, tr("Figures of each class"), self._body)
        self.classes.set_intervals_below()
        self.sources = FiguresView(sources, tr("Figures of each source"), self._body)
        self.confounding = text_label(self._body, role="muted")
        self.class_note = text_label(self._body, role="muted")
        self._area = ColumnArea(self._assembled(), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.UNIT, 0, 0)
        layout.addWidget(self._area)
        for view in (self.classes, self.sources):
            self._show_whole(view)
            view.model().modelReset.connect(partial(self._show_whole, view))
            view.selectionModel().currentRowChanged.connect(partial(self._follow, view))

    def _assembled(self) -> QWidget:
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._section(tr("Each class against the rest")))
        layout.addWidget(self.classes)
        layout.addWidget(self.class_note)
        layout.addWidget(self._section(tr("Each source")))
        layout.addWidget(self.confounding)
        layout.addWidget(self.sources)
        layout.addStretch(1)
        return self._body

    def _section(self, text: str) -> QLabel:
        label = QLabel(text, self._body)
        label.setProperty("role", "section")
        return label

    def _show_whole(self, view: FiguresView) -> None:
        view.set_rows_shown(view.model().rowCount())

    def _follow(self, view: FiguresView, index: QModelIndex, _before: QModelIndex) -> None:
        """The row that the keys have come to is seen."""
        row = view.visualRect(index)
        top = view.viewport().mapTo(self._body, QPoint(0, row.top()))
        self._area.ensureVisible(0, top.y(), 0, 0)
        self._area.ensureVisible(0, top.y() + row.height(), 0, 0)
