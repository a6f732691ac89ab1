"""The films that are read wrongly as a Qt model; thumbnails are filled in as they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage
from typing_extensions import override

from lungdesk.gui.translation import tr
from lungdesk.gui.words import percent

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, eq=False)
class ErrorItem:
    """One film.

    Attributes
    ----------
    read, true
        Name of what it was read as, and of what it is, each with the name of its colour.
    confidence, true_probability
        Probabilities of both, in [0, 1].
    failure
        Why there is no thumbnail.
    """

    number: int
    path: Path
    title: str
    read: tuple[str, str]
    true: tuple[str, str]
    confidence: float
    true_probability: float
    thumbnail: QImage | None = None
    failure: str = ""

    @property
    def words(self) -> str:
        """The film in words, for the tooltip and for a screen reader."""
        said = tr(
            "{title}: read as {read} with {percent}, is {true} ({percent_2})",
            title=self.title,
            read=self.read[0],
            percent=percent(self.confidence),
            true=self.true[0],
            percent_2=percent(self.true_probability),
        )
        return f"{said}. {self.failure}" if self.failure else said


class ErrorsModel(QAbstractListModel):
    """Films in the order in which they are shown."""

    ITEM_ROLE = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[ErrorItem] = []
        self._thumbnails: dict[Path, QImage] = {}

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._items)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == self.ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return item.words
        return None

    def item(self, row: int) -> ErrorItem:
        """One film."""
        return self._items[row]

    def show_items(self, items: Sequence[ErrorItem]) -> None:
        """Replace all films; thumbnails of those that stay are kept."""
        self.beginResetModel()
        wanted = {item.path for item in items}
        self._thumbnails = {p: image for p, image in self._thumbnails.items() if p in wanted}
        self._items = [replace(item, thumbnail=self._thumbnails.get(item.path)) for item in items]
        self.endResetModel()

    def show_thumbnail(self, path: Path, image: QImage) -> None:
        """Show the picture of a film."""
        self._thumbnails[path] = image
        self._change(path, thumbnail=image)

    def show_failure(self, path: Path, sentence: str) -> None:
        """Tell why there is no picture of a film."""
        self._change(path, failure=sentence)

    def _change(self, path: Path, **fields: Any) -> None:
        for row, item in enumerate(self._items):
            if item.path == path:
                self._items[row] = replace(item, **fields)
                self.dataChanged.emit(self.index(row), self.index(row))
