"""The confusion matrix as a Qt model: counts, shares, and every cell in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from lungdesk.core.labels import LabelSet
from lungdesk.gui import theme
from lungdesk.gui.evaluation import words
from lungdesk.gui.translation import grouped, tr
from lungdesk.gui.words import class_names, counted_films, percent

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows.

    Attributes
    ----------
    share
        Of the true class, in [0, 1].
    first, second
        What is written large, and small below it.
    """

    share: float
    is_right: bool
    first: str
    second: str


class ConfusionModel(QAbstractTableModel):
    """Rows are true classes, columns what the films were read as."""

    CELL_ROLE = Qt.ItemDataRole.UserRole + 1
    #: Of a header: the name of the class's colour.
    COLOUR_ROLE = Qt.ItemDataRole.UserRole + 2

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._labels: LabelSet | None = None
        self._names: tuple[str, ...] = ()
        self._counts: NDArray[np.int64] = np.zeros((0, 0), np.int64)
        self._is_percent = False

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._names)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._names)

    @property
    def counts(self) -> NDArray[np.int64]:
        """What is shown, ``(C, C)``."""
        return self._counts

    def show_counts(self, labels: LabelSet, counts: NDArray[np.int64]) -> None:
        """Show a matrix ``(C, C)``, rows true, columns read as."""
        if labels != self._labels:
            self.beginResetModel()
            self._labels, self._names, self._counts = labels, class_names(labels), counts
            self.endResetModel()
            return
        is_same_truth = bool((counts.sum(axis=1) == self._counts.sum(axis=1)).all())
        self._counts = counts
        self._tell_all()
        if not is_same_truth:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(labels) - 1)

    def set_percent(self, is_percent: bool) -> None:
        """Write per cent of each true class large, instead of films."""
        self._is_percent = is_percent
        self._tell_all()

    def _tell_all(self) -> None:
        last = len(self._names) - 1
        if last >= 0:
            self.dataChanged.emit(self.index(0, 0), self.index(last, last))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def cell(self, row: int, column: int) -> Cell:
        """What a cell shows."""
        count, total = int(self._counts[row, column]), int(self._counts[row].sum())
        share = count / total if total else 0.0
        number = grouped(count) if total else words.NOTHING
        per_cent = percent(share) if total else ""
        first, second = (per_cent or number, number) if self._is_percent else (number, per_cent)
        return Cell(share, row == column, first, second)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == self.CELL_ROLE:
            return self.cell(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(row, column).first
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            count, total = int(self._counts[row, column]), int(self._counts[row].sum())
            said = words.cell_words((self._names[row], self._names[column]), count, total)
            is_tip = role == Qt.ItemDataRole.ToolTipRole
            return tr("{said}\nClick or Enter opens them", said=said) if is_tip and count else said
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if self._labels is None or not 0 <= section < len(self._names):
            return None
        name = self._names[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{name.replace(' ', chr(10))}\n{self._total(section, orientation):,}"
        if role == self.COLOUR_ROLE:
            return theme.class_colours(self._labels)[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            total = counted_films(self._total(section, orientation))
            is_true = orientation == Qt.Orientation.Vertical
            return (
                f"{name}: {total}"
                if is_true
                else tr("Read as {name}: {total}", name=name, total=total)
            )
        return None

    def _total(self, section: int, orientation: Qt.Orientation) -> int:
        axis = 1 if orientation == Qt.Orientation.Vertical else 0
        return int(self._counts.sum(axis=axis)[section])
