"""DICOM elements as a Qt model: a tree of rows, of which a search leaves some out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from lungdesk.gui.translation import tr

if TYPE_CHECKING:
    from lungdesk.formats.dicom_tags import TagRow

_Index = QModelIndex | QPersistentModelIndex

HEADINGS = (tr("Tag"), "VR", tr("Name"), tr("Value"))
_TOP = -1


def cells(row: TagRow) -> tuple[str, str, str, str]:
    """What a row shows, in the order of the headings."""
    return row.tag, row.vr, row.name, row.value


class TagModel(QAbstractItemModel):
    """The id of an index is the number of its row among all rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[TagRow, ...] = ()
        self._below: dict[int, list[int]] = {}
        self._place: dict[int, int] = {}

    def show_rows(self, rows: tuple[TagRow, ...], shown: Sequence[int]) -> None:
        """Show some of the rows, by their numbers, in order, parents among them."""
        self.beginResetModel()
        self._rows, self._below, self._place = rows, {}, {}
        for number in shown:
            siblings = self._below.setdefault(rows[number].parent, [])
            self._place[number] = len(siblings)
            siblings.append(number)
        self.endResetModel()

    def row_of(self, index: _Index) -> TagRow:
        """The element at an index."""
        return self._rows[index.internalId()]

    @override
    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's signature
        siblings = self._below.get(_number(parent), [])
        if not (0 <= row < len(siblings) and 0 <= column < len(HEADINGS)):
            return QModelIndex()
        return self.createIndex(row, column, siblings[row])

    @override
    def parent(self, index: _Index) -> QModelIndex:  # type: ignore[override]  # Qt has two
        if not index.isValid():
            return QModelIndex()
        above = self._rows[index.internalId()].parent
        return QModelIndex() if above == _TOP else self.createIndex(self._place[above], 0, above)

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.column() > 0 else len(self._below.get(_number(parent), ()))

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return len(HEADINGS)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.internalId()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cells(row)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.value or row.keyword or row.name
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_heading = orientation is Qt.Orientation.Horizontal
        if is_heading and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        return None


def _number(parent: _Index) -> int:
    return parent.internalId() if parent.isValid() else _TOP
