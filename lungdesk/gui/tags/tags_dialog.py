"""Window with the DICOM elements of the film as a tree, and a field that searches them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from lungdesk.gui import icons, theme
from lungdesk.gui.tags.tag_model import TagModel, cells
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from lungdesk.formats.dicom_tags import TagRow

_SIZE = (880, 620)
_COLUMN_WIDTHS = (190, 44, 250)


class TagsDialog(QDialog):
    """Stays open beside the window while the user goes from film to film.

    Signals
    -------
    search_changed(str)
        The user looks for something else.
    """

    search_changed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("DICOM tags"))
        self.resize(*_SIZE)
        self.model = TagModel(self)
        self.title = QLabel(self)
        self.title.setProperty("role", "heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.count = QLabel(self)
        self.count.setProperty("role", "muted")
        self.search = SearchField(
            tr("Find a tag, name or value"),
            tr("Words of a tag, keyword, name or value: 0010,0010, window, CR"),
            self,
        )
        self.search.setAccessibleName(tr("Find a tag"))
        self.search.settled.connect(self.search_changed)
        self.tree = self._tree()
        self.notice = QLabel(self)
        self.notice.setWordWrap(True)
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.tree)
        self._stack.addWidget(self.notice)
        self.copy = QAction(icons.icon("copy"), tr("Copy"), self)
        self.copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self.copy.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.copy.triggered.connect(self._copy)
        self.tree.addAction(self.copy)
        self._assemble()
        self.search.setFocus()

    def _tree(self) -> QTreeView:
        tree = QTreeView(self)
        tree.setModel(self.model)
        tree.setAccessibleName(tr("DICOM tags"))
        tree.setToolTip(tr("Ctrl+C copies the selected rows"))
        tree.setUniformRowHeights(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        tree.setIndentation(theme.UNIT * 2)
        header = tree.header()
        header.setStretchLastSection(True)
        header.setSectionsMovable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(_COLUMN_WIDTHS):
            tree.setColumnWidth(column, width)
        return tree

    def _assemble(self) -> None:
        copy = QPushButton(tr("Copy selected"), self)
        copy.setToolTip(tr("Copy the selected rows as text (Ctrl+C)"))
        copy.clicked.connect(self.copy.trigger)
        unfold = QPushButton(tr("Unfold all"), self)
        unfold.setToolTip(tr("Show what is inside of all sequences"))
        unfold.clicked.connect(self.tree.expandAll)
        fold = QPushButton(tr("Fold all"), self)
        fold.setToolTip(tr("Hide what is inside of sequences"))
        fold.clicked.connect(self.tree.collapseAll)
        close = QPushButton(tr("Close"), self)
        close.setToolTip(tr("Close this window (Esc)"))
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        for button in (copy, unfold, fold, close):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
            if button is close:
                foot.addStretch(1)
            foot.addWidget(button)
        self._on_tree_only = (copy, unfold, fold)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.UNIT * 2, theme.UNIT * 2, theme.UNIT * 2, theme.UNIT * 2)
        layout.setSpacing(theme.UNIT)
        layout.addLayout(head)
        layout.addWidget(self.search)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)

    # --- what to show

    def show_title(self, title: str) -> None:
        """Say whose tags these are; a long name is shortened in its middle."""
        metrics = self.title.fontMetrics()
        room = self.width() - theme.UNIT * 20
        self.title.setText(metrics.elidedText(title, Qt.TextElideMode.ElideMiddle, room))
        self.title.setToolTip(title)

    def show_rows(
        self, rows: tuple[TagRow, ...], shown: Sequence[int], count: str, *, unfolds: bool
    ) -> None:
        """Show some of the rows; unfolded, so that what was found can be seen, or folded."""
        self.model.show_rows(rows, shown)
        self.count.setText(count)
        if unfolds:
            self.tree.expandAll()
        if rows and not shown:
            self._say(tr("No tag holds “{text}”.", text=self.search.text()))
            return
        self._stack.setCurrentWidget(self.tree)
        self._enable(True)

    def show_notice(self, sentence: str) -> None:
        """Say in place of the tags why there are none (yet)."""
        self.model.show_rows((), ())
        self.count.clear()
        self._say(sentence)
        self._enable(False)

    def _say(self, sentence: str) -> None:
        self.notice.setText(sentence)
        self._stack.setCurrentWidget(self.notice)

    def _enable(self, has_rows: bool) -> None:
        for control in self._on_tree_only:
            control.setEnabled(has_rows)

    # --- the hand

    def _copy(self) -> None:
        """Selected rows, top to bottom, as lines with tabs; deeper ones are indented."""
        lines = []
        for index in _in_order(self.tree):
            row = self.model.row_of(index)
            lines.append("  " * row.depth + "\t".join(cells(row)))
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))


def _in_order(tree: QTreeView) -> list[QModelIndex]:
    """Selected rows in the order of the elements."""
    return sorted(tree.selectionModel().selectedRows(), key=lambda index: index.internalId())
