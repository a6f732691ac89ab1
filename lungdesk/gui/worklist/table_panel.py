"""The table of studies."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from time import monotonic

import numpy as np
from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from lungdesk.core.worklist.columns import Ints, StudyColumns
from lungdesk.core.worklist.current import current_after
from lungdesk.core.worklist.selection import Order
from lungdesk.gui.messages import Message
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.notice import Notice
from lungdesk.gui.worklist.cells_view import FilmDelegate, FindingDelegate, UrgencyDelegate
from lungdesk.gui.worklist.columns_view import ColumnsView
from lungdesk.gui.worklist.table_model import FILM, FINDING, HEADINGS, URGENCY, StudyTableModel

_ROW_PX = 30
_HEADING_PX = 30
#: What is pressed so soon after another study has become current by itself was meant for the last.
_TO_LOOK_S = 0.3


class Offer(StrEnum):
    """What helps where there are no rows."""

    CLASSIFY = "classify"
    CLEAR = "clear"
    RESTORE = "restore"


class StudyTable(QTableView):
    """A table in which Enter opens; Home and End go to the first and the last study.

    Signals
    -------
    opened()
        The user wants the current study in the viewer.
    """

    opened = Signal()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid():  # Qt would take the first, whom nobody has chosen
            self.setCurrentIndex(QModelIndex())
        super().focusInEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.model().rowCount():
            last = self.model().rowCount() - 1
            self._go_to(0 if event.key() == Qt.Key.Key_Home else last, event.modifiers())
        else:
            super().keyPressEvent(event)

    def _go_to(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        """Qt would go to the first or the last cell of the row; Shift selects what is between."""
        to, now = self.model().index(row, URGENCY), self.currentIndex()
        has_between = now.isValid() and modifiers & Qt.KeyboardModifier.ShiftModifier
        start = self.model().index(now.row(), URGENCY) if has_between else to
        flags = QItemSelectionModel.SelectionFlag
        selection = self.selectionModel()
        selection.select(QItemSelection(start, to), flags.ClearAndSelect | flags.Rows)
        selection.setCurrentIndex(to, flags.NoUpdate)
        self.scrollTo(to)


class TablePanel(QStackedWidget):
    """Table, or in words why there is none.

    Signals
    -------
    opened()
        The user wants the current study in the viewer.
    chosen()
        Other studies are selected, or another one is current.
    order_wanted(Order)
        A click on a heading.
    menu_wanted(QPoint)
        A right click, in the coordinates of the screen.
    classify_wanted(), clear_wanted(), restore_wanted()
        What the place of an empty table offers.
    """

    opened = Signal()
    chosen = Signal()
    order_wanted = Signal(object)
    menu_wanted = Signal(QPoint)
    classify_wanted = Signal()
    clear_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = StudyTableModel(self)
        self._touched: set[int] = set()
        self._went_on_at: float | None = None
        self._next: int | None = None
        self.table = self._table()
        self.columns = ColumnsView(self.table)
        self.notice = Notice(icon_name="studies", parent=self)
        self.notice.setProperty("role", "")
        self._offers = {
            Offer.CLASSIFY: self._offer(tr("Classify a folder…"), self.classify_wanted),
            Offer.CLEAR: self._offer(tr("Clear all filters"), self.clear_wanted),
            Offer.RESTORE: self._offer(tr("Restore from a backup…"), self.restore_wanted),
        }
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self._page = page
        self.addWidget(page)
        self.addWidget(self.notice)

    def _offer(self, text: str, signal: SignalInstance) -> QPushButton:
        action = QAction(text, self)
        action.triggered.connect(signal)
        return self.notice.add_button(action, text, is_primary=True)

    def _table(self) -> StudyTable:
        table = StudyTable(self)
        table.setObjectName("studyTable")
        table.setModel(self.model)
        table.setAccessibleName(tr("Studies"))
        table.setItemDelegateForColumn(URGENCY, UrgencyDelegate(table))
        table.setItemDelegateForColumn(FINDING, FindingDelegate(table))
        table.setItemDelegateForColumn(FILM, FilmDelegate(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names of files differ at their end
        table.setTabKeyNavigation(False)
        table.setCornerButtonEnabled(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(
            lambda at: self.menu_wanted.emit(table.viewport().mapToGlobal(at))
        )
        rows = table.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW_PX)
        self._set_up_headings(table.horizontalHeader())
        table.doubleClicked.connect(lambda _index: self.opened.emit())
        table.opened.connect(self.opened)
        selection = table.selectionModel()
        selection.currentRowChanged.connect(self._on_current)
        selection.selectionChanged.connect(lambda _now, _before: self.chosen.emit())
        return table

    def _set_up_headings(self, header: QHeaderView) -> None:
        header.setFixedHeight(_HEADING_PX)
        header.setHighlightSections(False)
        # Nothing is chosen in its own: it would ask of every row whether its columns are.
        header.setSelectionModel(QItemSelectionModel(self.model, header))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(True)
        header.setStretchLastSection(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(URGENCY, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._on_order)

    def _on_order(self, column: int, order: Qt.SortOrder) -> None:
        is_descending = order is Qt.SortOrder.DescendingOrder
        self.order_wanted.emit(Order(HEADINGS[column].key, is_descending))

    def _on_current(self, *_: object) -> None:
        if not self.signalsBlocked():
            self._went_on_at = None
            self.chosen.emit()

    # --- what to show

    def touch(self, study_ids: Collection[int]) -> None:
        """A reader has said something of studies: if they move by that, the next is current."""
        self._touched.update(study_ids)

    def let_go(self) -> None:
        """What the reader has said is shown: studies move for other reasons from now on."""
        self._touched.clear()

    def moves_on(self, columns: StudyColumns, places: Ints) -> bool:
        """Whether another study, or none, would be current if these were shown."""
        current, shown = self.current_study, columns.study_id[places]
        if current is None:
            return False
        return current_after(self.model.shown, shown, current, self._touched) != current

    def show_rows(self, columns: StudyColumns, places: Ints) -> None:
        """Show studies; the current one stays current, unless what the reader said has moved it."""
        before, current, chosen = self.model.shown, self.current_study, self.chosen_studies
        last = current if chosen else self._next
        bar = self.table.verticalScrollBar()
        top = bar.value()
        self.blockSignals(True)
        self.model.show(columns, places)
        if current is not None:
            now = current_after(before, self.model.shown, current, self._touched)
            if now == current:
                self._restore(current, chosen)
            bar.setValue(top)
            if now not in (None, current):
                self._go_on(now)
        if last is not None:
            self._next = current_after(before, self.model.shown, last, {last})
        self.blockSignals(False)
        self.setCurrentWidget(self._page)
        self.columns.fit()
        self.chosen.emit()

    def _go_on(self, study_id: int) -> None:
        row = self.model.row_of(study_id)
        assert row is not None
        self.go_to(row)
        self._went_on_at = monotonic()

    def _restore(self, current: int, chosen: tuple[int, ...]) -> None:
        row = self.model.row_of(current)
        assert row is not None
        flags = QItemSelectionModel.SelectionFlag
        model = self.table.selectionModel()
        how = flags.ClearAndSelect | flags.Rows if chosen else flags.NoUpdate
        model.setCurrentIndex(self.model.index(row, URGENCY), how)
        if len(chosen) > 1:
            rows, selection = self.model.rows_of(chosen), QItemSelection()
            for run in filter(len, np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)):
                first = self.model.index(int(run[0]), 0)
                last = self.model.index(int(run[-1]), len(HEADINGS) - 1)
                selection.select(first, last)
            # Whole rows already: Qt would compare each run with all before to make them whole.
            model.select(selection, flags.Select)

    def show_notice(self, heading: str, message: Message, offer: Offer | None = None) -> None:
        """Say in words why there is no table, and offer what helps."""
        self.notice.show_text(heading, message)
        for one, button in self._offers.items():
            button.setVisible(one is offer)
        self.setCurrentWidget(self.notice)

    # --- what is chosen

    @property
    def has_rows(self) -> bool:
        """Whether the table is shown, not a notice in its place."""
        return self.currentWidget() is self._page

    @property
    def current_row(self) -> int | None:
        """Row of the current study."""
        index: QModelIndex = self.table.currentIndex()
        return index.row() if index.isValid() else None

    @property
    def next_unread(self) -> int | None:
        """Row of the next unread study; that which has become current by itself may be it."""
        # One that is current though it is not selected is nobody's choice any more.
        if self.current_row is not None and self.chosen_studies:
            return self.model.next_unread(self.current_row - (self._went_on_at is not None))
        row = None if self._next is None else self.model.row_of(self._next)
        return self.model.next_unread(-1 if row is None else row - 1)

    @property
    def is_seen(self) -> bool:
        """Whether who presses a key now can have seen which study is current."""
        return self._went_on_at is None or monotonic() - self._went_on_at >= _TO_LOOK_S

    @property
    def current_study(self) -> int | None:
        """Number of the current study."""
        row = self.current_row
        return None if row is None else self.model.study_id(row)

    @property
    def chosen_studies(self) -> tuple[int, ...]:
        """Numbers of the selected studies, from top to bottom."""
        # Its ranges, not its rows: of many rows, each as an index would take seconds.
        ranges = self.table.selectionModel().selection().toList()
        rows = {row for run in ranges for row in range(run.top(), run.bottom() + 1)}
        return self.model.study_ids(sorted(rows))

    def begin(self) -> None:
        """Give the table the keys; where no study is chosen, the current one is, or the first."""
        self.table.setFocus()
        if not self.chosen_studies and self.model.rowCount():
            self.go_to(self.current_row or 0)

    def go_to(self, row: int) -> None:
        """Make a row current and bring it into sight."""
        self._went_on_at = None
        index = self.model.index(row, URGENCY)
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.table.scrollTo(index)
