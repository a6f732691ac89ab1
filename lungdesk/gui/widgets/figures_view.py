"""A table of figures: rows that can be read by keyboard and copied."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)
from typing_extensions import override

from lungdesk.gui import icons
from lungdesk.gui.translation import tr

_ROW_HEIGHT, _BARE_ROW_HEIGHT, _TALL_ROW_HEIGHT = 25, 22, 44
#: What Qt's delegates take for the end of a line.
_LINE = "\u2028"
_FRAME = 4
_HEADER_HEIGHT = 27


class IntervalBelowDelegate(QStyledItemDelegate):
    """Writes ``0.973 (0.961–0.984)`` on two lines, so that many figures stand side by side."""

    @override
    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.text = option.text.replace(" (", f"{_LINE}(", 1)

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(super().sizeHint(option, index).width(), _TALL_ROW_HEIGHT)


class FiguresView(QTreeView):
    """Shows a table; Ctrl+C copies the selected rows with tabs between the cells."""

    def __init__(self, model: QAbstractItemModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(True)
        self.setIndentation(0)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        model.modelReset.connect(self._on_reset)
        copy = QAction(icons.icon("copy"), tr("Copy"), self)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy_selected)
        self.addAction(copy)
        self._row_height = _ROW_HEIGHT

    def set_intervals_below(self) -> None:
        """Write the interval of a figure below it; what is copied stays on one line."""
        self.setItemDelegate(IntervalBelowDelegate(self))
        self._row_height = _TALL_ROW_HEIGHT

    def _on_reset(self) -> None:
        if self.model().columnCount() and not self.isHeaderHidden():
            self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def set_bare(self, words_width: int) -> None:
        """Show two columns without their names: words of this width, and figures."""
        self.setHeaderHidden(True)
        header = self.header()
        # Fixed, so that figures that change all the time need not be measured.
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(0, words_width)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)

    def set_rows_shown(self, count: int) -> None:
        """Be exactly as high as so many rows."""
        is_bare = self.isHeaderHidden()
        height = count * _BARE_ROW_HEIGHT if is_bare else count * self._row_height + _HEADER_HEIGHT
        self.setFixedHeight(height + _FRAME)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def copy_selected(self) -> None:
        """Put the selected rows on the clipboard."""
        model = self.model()
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        lines = [
            "\t".join(str(model.index(row, column).data()) for column in range(model.columnCount()))
            for row in rows
        ]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))
