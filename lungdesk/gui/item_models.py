"""The listed films as a Qt model: what each row shows, filled in as it becomes known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage
from typing_extensions import override

from lungdesk.gui.finding_mark import MarkShape
from lungdesk.gui.translation import tr

if TYPE_CHECKING:
    from lungdesk.core.study import Instance

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Badge:
    """Leading finding of a film that has been read: in short for the row, and in words."""

    text: str
    words: str
    colour: str
    shape: MarkShape = MarkShape.FOUND


@dataclass(frozen=True, slots=True, eq=False)
class FilmRow:
    """What one row shows; None where it is not known yet.

    Attributes
    ----------
    document
        What it is instead of a film: ``Report``, ``PDF``.
    """

    path: Path
    title: str
    details: str = ""
    thumbnail: QImage | None = None
    badge: Badge | None = None
    failure: str = ""
    document: str = ""
    is_reading: bool = False
    is_key_image: bool = False
    instance: Instance | None = None

    @property
    def reason(self) -> str:
        """The failure without the film's name at its beginning: the row begins with it."""
        return self.failure.removeprefix(f"{self.path.name} ").removeprefix(f"{self.title} ")

    @property
    def is_unread(self) -> bool:
        """Whether it is a film that could be read, and nothing is known of it yet."""
        return not (self.badge or self.failure or self.document or self.is_reading)

    @property
    def words(self) -> str:
        """The row in words, for the tooltip and for a screen reader."""
        if self.failure:
            return self.failure if self.reason == self.failure else f"{self.title} {self.reason}"
        badge = self.badge.words if self.badge else ""
        key = tr("key image") if self.is_key_image else ""
        parts = (self.title, self.document, self.details, badge, key)
        return ", ".join(part for part in parts if part)


class FilmListModel(QAbstractListModel):
    """Rows of the film list."""

    ROW_ROLE = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[FilmRow] = []
        self._index: dict[Path, int] = {}
        self._shown: Callable[[FilmRow, int], FilmRow] | None = None

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if self._shown is not None:
            row = self._shown(row, index.row())
        if role == self.ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.words
        return None

    @property
    def has_unread(self) -> bool:
        """Whether there are films that no model has read, nor tried to or is about to."""
        return any(row.is_unread for row in self._rows)

    def show_rows(self, rows: tuple[FilmRow, ...]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self._index = {row.path: number for number, row in enumerate(rows)}
        self.endResetModel()

    def show_through(self, shown: Callable[[FilmRow, int], FilmRow]) -> None:
        """Let rows be seen as a function of row and number makes them, from now on."""
        self._shown = shown
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def row(self, number: int) -> FilmRow:
        """One row."""
        return self._rows[number]

    def number_of(self, path: Path | None) -> int | None:
        """Row of a film; None when it is not listed."""
        return None if path is None else self._index.get(path)

    def change(self, path: Path, **fields: Any) -> None:
        """Set fields of a film's row; nothing happens when it is not listed."""
        number = self._index.get(path)
        if number is None:
            return
        self._rows[number] = replace(self._rows[number], **fields)
        at = self.index(number)
        self.dataChanged.emit(at, at)
