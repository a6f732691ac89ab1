"""Studies as a Qt table: words are made for the cells that are seen, and for no others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from lungdesk.core.worklist.columns import Ints, StudyColumns
from lungdesk.core.worklist.selection import SortKey
from lungdesk.core.worklist.states import FilmState, StudyStatus
from lungdesk.gui import theme
from lungdesk.gui.finding_mark import MarkShape
from lungdesk.gui.translation import tr
from lungdesk.gui.worklist import words

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its title, and what it sorts by."""

    title: str
    key: SortKey
    tip: str


HEADINGS = (
    Heading(tr("Urgency"), SortKey.URGENCY, tr("Sort by urgency: what cannot wait comes first")),
    Heading(tr("Finding"), SortKey.FINDING, tr("Sort by finding, the most probable first")),
    Heading(tr("Status"), SortKey.STATUS, tr("Sort by how far people are")),
    Heading(tr("Patient"), SortKey.PATIENT, tr("Sort by the patient's name")),
    Heading(tr("Film"), SortKey.FILM, tr("Sort by the name of the file")),
    Heading("ID", SortKey.PATIENT_ID, tr("Sort by the patient's ID")),
    Heading(tr("Date"), SortKey.DATE, tr("Sort by the date of the study")),
    Heading(tr("Study"), SortKey.STUDY, tr("Sort by what was done")),
    Heading(tr("Note"), SortKey.NOTE, tr("Sort by the note")),
    Heading(tr("Read by model"), SortKey.READ_AT, tr("Sort by when the model read it")),
    Heading(tr("Model"), SortKey.MODEL, tr("Sort by the model that read it last")),
)
URGENCY, FINDING, STATUS, PATIENT, FILM, PATIENT_ID, DATE, STUDY, NOTE, READ_AT, MODEL = range(11)

_SHAPES = {FilmState.REFUSED: MarkShape.REFUSED, FilmState.FAILED: MarkShape.FAILED}


@dataclass(frozen=True, slots=True)
class FindingMark:
    """How a finding is painted: colour and shape of its mark, ink of its words."""

    colour: str
    shape: MarkShape
    ink: str


class StudyTableModel(QAbstractTableModel):
    """Rows of the worklist; sorting and filtering are done before they come here."""

    MARK_ROLE = Qt.ItemDataRole.UserRole + 1
    URGENCY_ROLE = Qt.ItemDataRole.UserRole + 2
    #: The end of the words of a film, which is never left out.
    END_ROLE = Qt.ItemDataRole.UserRole + 3

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = StudyColumns.empty()
        self._places: Ints = np.zeros(0, np.int64)
        self._is_private = False
        self._texts: dict[int, Callable[[int], str]] = {
            URGENCY: lambda _place: "",
            FINDING: lambda place: words.finding(self._columns, place),
            PATIENT: lambda p: words.patient(self._columns, p, is_private=self._is_private),
            PATIENT_ID: lambda p: words.patient_id(self._columns, p, is_private=self._is_private),
            DATE: lambda place: words.study_date(self._columns, place),
            STUDY: lambda place: words.study(self._columns, place),
            FILM: lambda p: words.film(self._columns, p, is_private=self._is_private),
            STATUS: lambda place: words.status(self._columns, place),
            NOTE: lambda p: words.note(self._columns, p, is_private=self._is_private),
            READ_AT: lambda place: words.read_at(self._columns, place),
            MODEL: lambda place: str(self._columns.model[place]),
        }

    # --- what is shown

    @property
    def columns(self) -> StudyColumns:
        """All studies, shown or not."""
        return self._columns

    def show(self, columns: StudyColumns, places: Ints) -> None:
        """Show some of the studies, in this order."""
        self.beginResetModel()
        self._columns, self._places = columns, places
        self.endResetModel()

    def show_names(self, is_private: bool) -> None:
        """Say whether the rows may tell whose films they are."""
        self._is_private = is_private
        if len(self._places):
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._places) - 1, len(HEADINGS) - 1)
            )

    def place(self, row: int) -> int:
        """Place of a row's study among all studies."""
        return int(self._places[row])

    def study_id(self, row: int) -> int:
        """Number of a row's study."""
        return int(self._columns.study_id[self.place(row)])

    def study_ids(self, rows: Sequence[int]) -> tuple[int, ...]:
        """Numbers of the studies of some rows."""
        return tuple(self._columns.study_id[self._places[np.asarray(rows, np.int64)]].tolist())

    @property
    def shown(self) -> Ints:
        """Numbers of the studies that are shown, from top to bottom."""
        return self._columns.study_id[self._places]

    def row_of(self, study_id: int) -> int | None:
        """Row of a study; None when it is not shown."""
        (rows,) = np.nonzero(self.shown == study_id)
        return int(rows[0]) if len(rows) else None

    def rows_of(self, study_ids: Sequence[int]) -> Ints:
        """Rows of those studies that are shown, from top to bottom."""
        (rows,) = np.nonzero(np.isin(self.shown, study_ids))
        return rows

    def next_unread(self, after: int) -> int | None:
        """The next row with an unread study, from the top again at the end; None without one."""
        unread = np.array(list(StudyStatus).index(StudyStatus.UNREAD), np.uint8)
        (rows,) = np.nonzero(self._columns.status[self._places] == unread)
        later = rows[rows > after]
        chosen = later if len(later) else rows
        return int(chosen[0]) if len(chosen) else None

    # --- Qt

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._places)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place, column = self.place(index.row()), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts[column](place)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADINGS[column].title}: {self._spoken(place, column)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(place, column)
        if role == self.END_ROLE:
            return words.films_besides(self._columns, place) if column == FILM else ""
        return self._painted(place, role)

    def _painted(self, place: int, role: int) -> Any:
        if role == self.URGENCY_ROLE:
            return float(self._columns.urgency[place])
        return self._mark(place) if role == self.MARK_ROLE else None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section].title
        return HEADINGS[section].tip if role == Qt.ItemDataRole.ToolTipRole else None

    def _spoken(self, place: int, column: int) -> str:
        if column == URGENCY:
            return f"{self._columns.urgency[place]:.2f}"
        return self._texts[column](place)

    def _tip(self, place: int, column: int) -> str:
        if column in (URGENCY, FINDING):
            said = words.reason(self._columns, place, is_private=self._is_private)
            return words.with_model(said or self._spoken(place, column), self._columns, place)
        if column == READ_AT:
            return words.with_model(self._texts[column](place), self._columns, place)
        if column == FILM and not self._is_private:
            return str(self._columns.path[place])
        if column == NOTE and not self._is_private:
            return str(self._columns.note[place])
        return self._texts[column](place)

    def _mark(self, place: int) -> FindingMark:
        colours = theme.colours()
        state = words.state_of(self._columns, place)
        if state is not FilmState.OK:
            return FindingMark(colours.refusal, _SHAPES[state], colours.refusal)
        index = int(self._columns.predicted[place])
        of_classes = theme.class_colours(self._columns.labels)
        colour = of_classes[index] if index >= 0 else colours.faint
        if self._columns.is_uncertain[place] or self._columns.is_overridden[place]:
            return FindingMark(colour, MarkShape.UNCERTAIN, colours.doubt)
        return FindingMark(colour, MarkShape.FOUND, colours.text)
