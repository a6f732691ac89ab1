"""A table of words and figures as a Qt model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPixmap
from typing_extensions import override

from lungdesk.gui import theme

_Index = QModelIndex | QPersistentModelIndex
_DOT_PX = 8
#: Of words, and of figures.
_ALIGNMENTS = (
    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
)


@dataclass(frozen=True, slots=True)
class FiguresRow:
    """One row: a text for each column; the name of the colour that stands before it, if any."""

    cells: tuple[str, ...]
    colour: str = ""
    tip: str = ""


class FiguresModel(QAbstractTableModel):
    """The first column is words, the others are figures."""

    def __init__(self, columns: Sequence[str] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[FiguresRow, ...] = ()

    @property
    def rows(self) -> tuple[FiguresRow, ...]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: Sequence[FiguresRow], columns: Sequence[str] | None = None) -> None:
        """Replace all rows, and the names of the columns where they are given."""
        new = self._columns if columns is None else tuple(columns)
        if len(rows) == len(self._rows) and new == self._columns:
            self._rows = tuple(rows)
            if rows:
                last = self.index(len(rows) - 1, len(new) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._columns, self._rows = new, tuple(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DecorationRole:
            return None if column or not row.colour else dot(row.colour)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENTS[min(column, 1)]
        return self._text(row, column, role)

    def _text(self, row: FiguresRow, column: int, role: int) -> str | None:
        text = row.cells[column]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._columns[column]} {text}".strip()
        return (row.tip or text) if role == Qt.ItemDataRole.ToolTipRole else None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section]
        return _ALIGNMENTS[min(section, 1)] if role == Qt.ItemDataRole.TextAlignmentRole else None


def dot(colour: str) -> QPixmap:
    """A small square in a colour of the theme, by its name."""
    image = QPixmap(_DOT_PX, _DOT_PX)
    image.fill(QColor(theme.shown(colour)))
    return image
