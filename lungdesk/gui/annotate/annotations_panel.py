"""List of what has been measured and noted on the film."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lungdesk.gui import theme
from lungdesk.gui.annotate.painter import Drawn
from lungdesk.gui.translation import told, tr
from lungdesk.gui.widgets.keyed import KeyedList

_ID_ROLE = Qt.ItemDataRole.UserRole
_ROWS_SHOWN = 5


class AnnotationsPanel(QFrame):
    """Hidden while there is nothing to list.

    Signals
    -------
    chosen(UUID)
        The user wants to see one.
    renamed(UUID, str)
        The user calls one something else.
    """

    chosen = Signal(object)
    renamed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Measurements"))
        title = QLabel(tr("Measurements"), self)
        title.setProperty("role", "section")
        self._head = QHBoxLayout()
        self._head.setContentsMargins(theme.UNIT * 2, theme.HALF_UNIT, theme.UNIT, 0)
        self._head.addWidget(title)
        self._head.addStretch(1)
        self.list = KeyedList(self)
        self.list.setAccessibleName(tr("List of measurements"))
        self.list.setToolTip(tr("Click to see one on the film; F2 or a double click renames it"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.currentItemChanged.connect(self._on_current)
        self.list.itemClicked.connect(self._on_current)
        self.list.itemChanged.connect(self._on_changed)
        self._ids: tuple[UUID, ...] = ()
        rule = QFrame(self)
        rule.setProperty("role", "rule")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.UNIT)
        layout.setSpacing(theme.HALF_UNIT)
        layout.addWidget(rule)
        layout.addLayout(self._head)
        layout.addWidget(self.list)
        self.hide()

    def add_button(self, action: QAction) -> None:
        """Put an action beside the heading."""
        button = QToolButton(self)
        button.setProperty("flat", True)
        button.setDefaultAction(action)
        button.setAccessibleName(action.text().replace("&", ""))
        self._head.addWidget(button)

    def show_annotations(self, drawn: tuple[Drawn, ...]) -> None:
        """List annotations with their words; the selected one is marked."""
        with QSignalBlocker(self.list):
            ids = tuple(one.annotation.id for one in drawn)
            if ids != self._ids:  # while one is dragged they stay, and the list may be long
                self._list_anew(ids)
            for row, one in enumerate(drawn):
                words, item = _row_words(one), self.list.item(row)
                if item.text() != words:
                    item.setText(words)
                    item.setToolTip(words)
            self.list.setCurrentRow(next((n for n, one in enumerate(drawn) if one.is_selected), -1))
        self.setVisible(bool(drawn))
        rows = min(len(drawn), _ROWS_SHOWN)
        row_height = max(24, self.list.sizeHintForRow(0))
        self.list.setFixedHeight(rows * row_height + theme.UNIT)

    def _list_anew(self, ids: tuple[UUID, ...]) -> None:
        self._ids = ids
        self.list.clear()
        for annotation_id in ids:
            item = QListWidgetItem()
            item.setData(_ID_ROLE, annotation_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(item)

    def _on_current(self, item: QListWidgetItem | None, _before: object = None) -> None:
        if item is not None:
            self.chosen.emit(UUID(str(item.data(_ID_ROLE))))

    def _on_changed(self, item: QListWidgetItem) -> None:
        name = item.text().split(":", maxsplit=1)[0].strip()
        self.renamed.emit(UUID(str(item.data(_ID_ROLE))), name)


def _row_words(one: Drawn) -> str:
    name = one.annotation.name or told(one.annotation.title)
    measured = one.words.removeprefix(one.annotation.name).strip().replace("\n", " · ")
    return f"{name}: {measured}" if measured else name
