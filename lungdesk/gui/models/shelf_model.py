"""The installed and the removed models as rows of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from lungdesk.gui.translation import tr

if TYPE_CHECKING:
    from lungdesk.services.models.removed import RemovedModel
    from lungdesk.services.models.shelf import Shelf, ShelfEntry

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One row: an installed model, or one that was removed.

    Attributes
    ----------
    key
        What tells it from the others.
    is_active
        Whether this model reads.
    colour
        Of the dot beside it; without one only the active model has a dot.
    """

    key: str
    name: str
    details: str
    entry: ShelfEntry | None = None
    removed: RemovedModel | None = None
    is_active: bool = False
    colour: str = ""

    @property
    def is_damaged(self) -> bool:
        """Whether it is installed and cannot be used."""
        return self.entry is not None and self.entry.error is not None

    @property
    def words(self) -> str:
        """The row for a tooltip and a screen reader."""
        return f"{self.name}, {self.details}"


def rows_of(shelf: Shelf, active_id: str) -> tuple[ModelRow, ...]:
    """Installed models, then those that can be put back."""
    installed = [_installed_row(entry, entry.id == active_id) for entry in shelf.entries]
    removed = [
        ModelRow(str(one.folder), one.id, tr("Removed; can be put back"), removed=one)
        for one in shelf.removed
    ]
    return (*installed, *removed)


def size_words(size_bytes: int) -> str:
    """``9.1 MB``, ``117 MB``."""
    megabytes = size_bytes / 1e6
    return (
        tr("{megabytes:.0f} MB", megabytes=megabytes)
        if megabytes >= 20
        else tr("{megabytes:.1f} MB", megabytes=megabytes)
    )


def _installed_row(entry: ShelfEntry, is_active: bool) -> ModelRow:
    what = tr("Damaged") if entry.error else (tr("Reads the films") if is_active else "")
    origin = tr("ships with LungDesk") if entry.is_shipped else size_words(entry.size_bytes)
    details = " · ".join(part for part in (what, origin) if part)
    return ModelRow(
        entry.id, entry.name, details[0].upper() + details[1:], entry=entry, is_active=is_active
    )


class ShelfModel(QAbstractListModel):
    """Rows of the list."""

    ROW_ROLE = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ModelRow, ...] = ()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == self.ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.words
        return None

    @property
    def rows(self) -> tuple[ModelRow, ...]:
        """All rows."""
        return self._rows

    def show_rows(self, rows: tuple[ModelRow, ...]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def number_of(self, key: str) -> int | None:
        """Row of a key; None when it is not there."""
        return next((n for n, row in enumerate(self._rows) if row.key == key), None)
