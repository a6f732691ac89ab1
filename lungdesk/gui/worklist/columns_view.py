"""Which columns of the worklist are seen, in which order, and how wide they begin."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Self

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QTableView, QWidget
from typing_extensions import override

from lungdesk.core.json_text import parsed
from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.worklist.table_model import (
    FILM,
    FINDING,
    HEADINGS,
    MODEL,
    NOTE,
    PATIENT,
    PATIENT_ID,
    READ_AT,
    STUDY,
    URGENCY,
)

#: What is seen only where the user wants it.
_OFF: Final = (MODEL,)
#: What goes first where there is no room for all: beside the table, or rarely asked for.
_LAST: Final = (READ_AT, NOTE)
#: What goes next, where long texts that are shortened do not give enough room.
_NEXT: Final = (PATIENT_ID, STUDY)
#: Of long texts: as wide as they are where others need room, and as narrow as they become.
_LONG: Final = {
    PATIENT: (180, 130),
    FILM: (190, 130),
    STUDY: (170, 90),
    NOTE: (160, 90),
    PATIENT_ID: (120, 66),
}
_SORT_MARK_PX: Final = 22
_MARGIN_PX: Final = theme.UNIT
_WIDEST_PX: Final = 4000
_ALWAYS: Final = (HEADINGS[URGENCY].key, HEADINGS[FINDING].key)
#: As many as a large screen shows: to look at all would take a second.
_ROWS_LOOKED_AT: Final = 50


def fitted(needs: Sequence[int], room: int, chosen: Mapping[int, bool]) -> list[int]:
    """Widths in pixels, 0 for a column that is not seen.

    Parameters
    ----------
    needs
        What each column would take.
    chosen
        Columns that the user wants, or does not want, whatever the room.
    """
    chosen = {**dict.fromkeys(_OFF, False), **chosen}
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
    """Columns that are in all narrower by so much, as far as that goes.

    Those give first that have most to give: a short text that is shortened by a little is no less
    cut than a long one by much.
    """
    slack = _slack(widths)
    level, most_first = 0, sorted(slack.values(), reverse=True)
    for count in range(1, len(most_first) + 1):
        level = max((sum(most_first[:count]) - by) // count, 0)
        if level >= max(most_first[count:], default=0):
            break
    return {c: width - max(slack.get(c, 0) - level, 0) for c, width in widths.items()}


def widened(widths: Sequence[int], wants: Sequence[int], room: int) -> list[int]:
    """Columns among which what is left of the room is shared out, by what each still lacks."""
    lacks = [
        max(want - width, 0) if width else 0 for width, want in zip(widths, wants, strict=True)
    ]
    share = min(max(room - sum(widths), 0) / (sum(lacks) or 1), 1)
    return [width + int(lack * share) for width, lack in zip(widths, lacks, strict=True)]


@dataclass(frozen=True, slots=True)
class _KeptColumn:
    """A column in the settings.

    Attributes
    ----------
    width
        In pixels, 0 for one that is not seen; None for what it needs.
    is_wanted
        Whether the user wants it, whatever the room; None where nobody has said.
    """

    key: str
    width: int | None = None
    is_wanted: bool | None = None

    @classmethod
    def of(cls, stored: Mapping[str, object]) -> Self:
        """Of a text in the settings; raises ValueError, KeyError or TypeError for another."""
        key, width, is_wanted = stored["key"], stored.get("width"), stored.get("is_wanted")
        is_width = width is None or (type(width) is int and 0 <= width <= _WIDEST_PX)
        if not (isinstance(key, str) and is_width and is_wanted in (None, True, False)):
            raise ValueError(f"not a column: {stored}")
        if width == 0 and key in _ALWAYS:
            raise ValueError(f"{key} is always seen")
        return cls(key, width, is_wanted)  # type: ignore[arg-type] # looked at above


class ColumnsView(QObject):
    """Fits the columns to what they hold until the user makes one wider or narrower.

    Signals
    -------
    changed()
        The user has chosen, moved or resized a column: `kept` tells another thing.
    """

    changed = Signal()

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table, self._header = table, table.horizontalHeader()
        self._needs = [0] * len(HEADINGS)
        self._wants = [0] * len(HEADINGS)
        self._chosen: dict[int, bool] = {}
        self._is_fitting = self._is_moved = False
        self._header.setSectionsMovable(True)
        self._header.setFirstSectionMovable(True)
        self._header.setResizeContentsPrecision(_ROWS_LOOKED_AT)
        self._header.sectionResized.connect(self._on_resized)
        self._header.sectionMoved.connect(self._tell)
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(self._show_menu)
        table.viewport().installEventFilter(self)

    def fit(self) -> None:
        """Give each column what its visible cells need; what has once been wide stays so."""
        metrics = self._header.fontMetrics()
        for column, heading in enumerate(HEADINGS):
            title = metrics.horizontalAdvance(heading.title) + _MARGIN_PX + _SORT_MARK_PX
            cells = self._table.sizeHintForColumn(column)
            longest, _ = _LONG.get(column, (cells, 0))
            self._needs[column] = max(self._needs[column], title, min(cells, longest))
            # Rows that are not looked at may hold longer texts.
            self._wants[column] = max(self._wants[column], self._needs[column], cells, longest)
        self._settle()

    def _settle(self) -> None:
        """Part the room there is by what the columns were found to need."""
        if not self._is_moved:
            room = self._table.viewport().width()
            self._lay(widened(fitted(self._needs, room, self._chosen), self._wants, room))

    def _lay(self, widths: Sequence[int]) -> None:
        self._is_fitting = True
        for column, width in enumerate(widths):
            self._header.setSectionHidden(column, not width)
        for column, width in enumerate(widths):  # once Qt knows the last, which it stretches
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
        menu.addSeparator()
        menu.addAction(tr("Restore the columns"), self._begin_anew)
        return menu

    def _choose(self, column: int, is_wanted: bool) -> None:
        self._chosen[column] = is_wanted
        self._is_moved = False
        self.fit()
        self.changed.emit()

    # --- what is kept

    def kept(self) -> tuple[str, ...]:
        """A text for each column, from left to right; none when nothing was changed."""
        columns = [self._header.logicalIndex(place) for place in range(len(HEADINGS))]
        if not (self._chosen or self._is_moved or columns != sorted(columns)):
            return ()
        # Without a width of the user's own, columns go on following what they hold.
        widths = [self._header.sectionSize(c) if self._is_moved else None for c in columns]
        return tuple(
            json.dumps({"key": HEADINGS[c].key, "width": width, "is_wanted": self._chosen.get(c)})
            for c, width in zip(columns, widths, strict=True)
        )

    def restore(self, kept: Sequence[str]) -> None:
        """Show the columns as they were kept; what is none of ours is passed over."""
        if not kept:
            return
        numbers = {str(heading.key): column for column, heading in enumerate(HEADINGS)}
        found: dict[int, _KeptColumn] = {}
        for text in kept:
            with suppress(ValueError, KeyError, TypeError):
                one = _KeptColumn.of(parsed(text))
                found.setdefault(numbers[one.key], one)
        self._is_fitting = True
        for place, column in enumerate(found):
            self._header.moveSection(self._header.visualIndex(column), place)
        self._is_fitting = False
        self._chosen = {c: one.is_wanted for c, one in found.items() if one.is_wanted is not None}
        widths = [0 if column in _OFF else None for column in range(len(HEADINGS))]
        for column, one in found.items():
            widths[column] = one.width
        self._is_moved = any(widths)
        if self._is_moved:
            begun = self._header.defaultSectionSize()
            self._lay([begun if width is None else width for width in widths])
        else:
            self.fit()

    def _begin_anew(self) -> None:
        """All columns of LungDesk, in its order, as wide as they need."""
        order = tuple(json.dumps({"key": heading.key}) for heading in HEADINGS)
        self.restore(order)
        self.changed.emit()

    def _tell(self) -> None:
        if not self._is_fitting:
            self.changed.emit()

    def _show_menu(self, at: QPoint) -> None:
        menu = self.menu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._header.mapToGlobal(at))

    def _on_resized(self) -> None:
        # The last column follows the others by itself.
        if not self._is_fitting and self._is_held:
            self._is_moved = True
            self.changed.emit()

    @property
    def _is_held(self) -> bool:
        """Whether somebody holds an edge of a heading."""
        return self._header.cursor().shape() is Qt.CursorShape.SplitHCursor

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._settle()  # as many rows are measured as the window holds, and more
        return super().eventFilter(watched, event)
