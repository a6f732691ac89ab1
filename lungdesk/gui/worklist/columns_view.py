"""Which columns of the worklist are seen, and how wide they begin."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QTableView, QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.worklist.table_model import (
    FILM,
    FINDING,
    HEADINGS,
    NOTE,
    PATIENT,
    PATIENT_ID,
    READ_AT,
    STUDY,
    URGENCY,
)

#: What goes first where there is no room for all: beside the table, or rarely asked for.
_LAST: Final = (READ_AT, NOTE)
#: What goes next, where long texts that are shortened do not give enough room.
_NEXT: Final = (PATIENT_ID, STUDY)
#: Of long texts: as wide as they begin at most, and as narrow as they become.
_LONG: Final = {
    PATIENT: (180, 130),
    FILM: (190, 130),
    STUDY: (170, 90),
    NOTE: (160, 90),
    PATIENT_ID: (120, 66),
}
_SORT_MARK_PX: Final = 22
_MARGIN_PX: Final = theme.UNIT
#: Of the mark and the gap before the words of a finding.
_MARK_PX: Final = 28


def fitted(needs: Sequence[int], room: int, chosen: Mapping[int, bool]) -> list[int]:
    """Widths in pixels, 0 for a column that is not seen.

    Parameters
    ----------
    needs
        What each column would take.
    chosen
        Columns that the user wants, or does not want, whatever the room.
    """
    gone = {column for column, is_wanted in chosen.items() if not is_wanted}
    may_go = [column for column in (*_LAST, *_NEXT) if chosen.get(column) is None]
    for column in [None, *may_go]:
        gone |= {column} if column is not None else set()
        seen = {c: need for c, need in enumerate(needs) if c not in gone}
        is_shortened = not set(may_go) & set(_LAST) - gone
        over = sum(seen.values()) - room
        if over <= 0 or (is_shortened and over <= sum(_slack(seen).values())):
            break
    narrowed = _narrowed(seen, max(over, 0))
    return [narrowed.get(column, 0) for column in range(len(needs))]


def _slack(widths: Mapping[int, int]) -> dict[int, int]:
    """By how much each of the long columns can be narrowed."""
    return {c: max(widths[c] - least, 0) for c, (_, least) in _LONG.items() if c in widths}


def _narrowed(widths: Mapping[int, int], by: int) -> dict[int, int]:
    """Columns that are in all narrower by so much, each by its share; as far as that goes."""
    slack = _slack(widths)
    share = min(by / (sum(slack.values()) or 1), 1)
    return {c: width - math.ceil(slack.get(c, 0) * share) for c, width in widths.items()}


class ColumnsView(QObject):
    """Fits the columns to what they hold until the user makes one wider or narrower."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table, self._header = table, table.horizontalHeader()
        self._needs = [0] * len(HEADINGS)
        self._chosen: dict[int, bool] = {}
        self._is_fitting = self._is_moved = False
        self._header.sectionResized.connect(self._on_resized)
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(self._show_menu)
        table.viewport().installEventFilter(self)

    def fit(self) -> None:
        """Give each column what its visible cells need; what has once been wide stays so."""
        metrics = self._header.fontMetrics()
        for column, heading in enumerate(HEADINGS):
            title = metrics.horizontalAdvance(heading.title) + _MARGIN_PX + _SORT_MARK_PX
            cells = self._table.sizeHintForColumn(column) + _MARGIN_PX
            cells += _MARK_PX if column == FINDING else 0
            longest, _ = _LONG.get(column, (cells, 0))
            self._needs[column] = max(self._needs[column], title, min(cells, longest))
        if not self._is_moved:
            self._lay(fitted(self._needs, self._table.viewport().width(), self._chosen))

    def _lay(self, widths: Sequence[int]) -> None:
        self._is_fitting = True
        for column, width in enumerate(widths):
            self._header.setSectionHidden(column, not width)
            if width:
                self._header.resizeSection(column, width)
        self._is_fitting = False

    def menu(self, parent: QWidget) -> QMenu:
        """Columns to choose from; urgency and finding are always there."""
        menu = QMenu(tr("Columns"), parent)
        for column, heading in enumerate(HEADINGS):
            if column not in (URGENCY, FINDING):
                action = menu.addAction(heading.title)
                action.setCheckable(True)
                action.setChecked(not self._header.isSectionHidden(column))
                action.toggled.connect(lambda is_on, c=column: self._choose(c, is_on))
        return menu

    def _choose(self, column: int, is_wanted: bool) -> None:
        self._chosen[column] = is_wanted
        self._is_moved = False
        self.fit()

    def _show_menu(self, at: QPoint) -> None:
        menu = self.menu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._header.mapToGlobal(at))

    def _on_resized(self) -> None:
        # The last column follows the others by itself.
        self._is_moved = self._is_moved or (not self._is_fitting and self._is_held)

    @property
    def _is_held(self) -> bool:
        """Whether somebody holds an edge of a heading."""
        return self._header.cursor().shape() is Qt.CursorShape.SplitHCursor

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)
