"""Fetches the studies, keeps them up to date, and shows those that are wanted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Progress
from lungdesk.core.words import local_time
from lungdesk.core.worklist.columns import StudyColumns
from lungdesk.core.worklist.selection import Order, Worklist, WorklistFilter
from lungdesk.gui.messages import Message, Severity, to_message
from lungdesk.gui.privacy import shown_message
from lungdesk.gui.translation import told_error, tr
from lungdesk.gui.window_services import Shared
from lungdesk.gui.worklist.table_panel import Offer
from lungdesk.services.job_runner import Lane
from lungdesk.services.workspace.requests import RowsAnswer, RowsRequest

if TYPE_CHECKING:
    from lungdesk.gui.state import AppState
    from lungdesk.gui.worklist.worklist_view import WorklistView
    from lungdesk.services.workspace.desk import WorkspaceDesk
    from lungdesk.services.workspace.records import BatchRecord

#: Rows that come while a batch runs are shown so often.
_REFRESH_MS = 700
_EMPTY = Message(
    tr("Films that are read in LungDesk come here, the most urgent first."),
    tr("Open films in the window, or classify a folder."),
)
_NOTHING_FOUND = Message(
    tr("No study is as the filters want it."), tr("Clear them to see all studies.")
)
_IN_USE = Message(
    tr("Another LungDesk has the workspace open: it can be looked at here, but not changed."),
    tr("Close the other one, then press F5."),
)


class ListingPresenter(QObject):
    """The studies of the worklist.

    Signals
    -------
    shown()
        The rows are those of the newest answer, filters and order, be they others or the same.
    not_loaded()
        The studies cannot be fetched: in the place of the table stands why.
    """

    shown = Signal()
    not_loaded = Signal()

    def __init__(
        self, view: WorklistView, desk: WorkspaceDesk, state: AppState, shared: Shared
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._state = view, desk, state
        self._loading = shared.bridge.channel(Lane.WORKSPACE)
        self._loading.succeeded.connect(self._on_rows)
        self._loading.failed.connect(self._on_failed)
        self._loading.stopped.connect(lambda _tag: self._view.task.show_progress(None))
        self.worklist = Worklist(StudyColumns.empty())
        self.batches: tuple[BatchRecord, ...] = ()
        self._refusal: LungDeskError | None = None
        self._revision = -1
        self._is_stale = self._is_held = False
        self._filter, self._order = WorklistFilter(), Order()
        self._sealed = (self.worklist, "", self.worklist)
        self._later = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._later.timeout.connect(self.refresh)
        view.filters.changed.connect(self._on_filter)
        view.table.order_wanted.connect(self._on_order)
        view.refresh_wanted.connect(self.load)
        view.study.written.connect(self._on_written)
        view.messages.shown = partial(shown_message, state)
        state.preferences_changed.connect(self._on_preferences)
        state.blinding_changed.connect(self._select)
        state.reader_changed.connect(self._select)
        self._on_preferences()

    @property
    def is_loaded(self) -> bool:
        """Whether an answer has come."""
        return self._revision >= 0

    @property
    def is_writable(self) -> bool:
        """Whether studies can be changed here."""
        return self._refusal is None

    @property
    def refusal(self) -> Message | None:
        """Why they cannot, if they cannot."""
        if self._refusal is None:
            return None
        if self._refusal.code is ErrorCode.WORKSPACE_IN_USE:
            return _IN_USE
        return to_message(told_error(self._refusal), Severity.WARNING)

    @property
    def is_current(self) -> bool:
        """Whether nothing newer than what is shown has been asked for."""
        return not (self._is_stale or self._is_held or self._loading.pending)

    def load(self) -> None:
        """Fetch all studies anew; what another LungDesk has let go of can then be changed."""
        self._revision = -1
        self._view.task.show_progress(Progress(0, 0, tr("Opening the worklist")))
        self._ask()

    def stop(self) -> None:
        """Ask for nothing any more, until it is asked to."""
        self._later.stop()
        self._loading.cancel()
        self._is_stale = False

    def refresh(self) -> None:
        """Fetch what has changed."""
        if self._loading.pending:
            self._is_stale = True
        else:
            self._ask()

    def refresh_soon(self) -> None:
        """Fetch what has changed, though not too often."""
        if not self._later.isActive():
            self._later.start()

    def _on_written(self) -> None:
        """The study stays yet: the field may have been left for a verdict on it."""
        if self._is_held:
            self.refresh_soon()

    def _ask(self) -> None:
        self._is_stale = False
        self._loading.replace(self._desk.rows, RowsRequest(self._revision), tag=self._revision)

    def _on_rows(self, since: int, answer: RowsAnswer) -> None:
        merged = answer.worklist if since < 0 else self.worklist.merged(answer.worklist)
        if len(merged.columns) != answer.study_count and since >= 0:
            self.load()  # some have gone
            return
        is_same = merged is self.worklist and answer.batches == self.batches
        self.worklist, self._revision = merged, answer.revision
        self.batches, self._refusal = answer.batches, answer.refusal
        self._view.task.show_progress(None)
        if since < 0:
            self._say_whether_writable()
        self._view.filters.show_batches(
            tuple((batch.batch_id, self.batch_name(batch)) for batch in self.batches)
        )
        for part in (self._view.filters, self._view.study):
            part.show_classes(merged.columns.labels)
        if not is_same or since < 0 or self._is_held:
            self._select(may_wait=True)
        else:
            self.shown.emit()
        if self._is_stale:
            self._ask()

    def batch_name(self, batch: BatchRecord) -> str:
        """What a batch is called: its folder, and the day."""
        day = local_time(batch.started_at)
        name = batch.sources[0].rstrip("/\\").replace("\\", "/").rpartition("/")[2]
        more = f" + {len(batch.sources) - 1}" if len(batch.sources) > 1 else ""
        is_private = self._state.preferences.is_private
        return (
            tr("Batch {batch_id} · {day}", batch_id=batch.batch_id, day=day)
            if is_private
            else f"{name}{more} · {day}"
        )

    def warn(self, error: LungDeskError) -> None:
        """Say what is wrong with the workspace whose studies are shown."""
        if self.is_loaded:
            self._view.messages.show_message(to_message(error, Severity.WARNING))

    def _say_whether_writable(self) -> None:
        if self.refusal is None:
            self._view.messages.put_away()
        else:
            self._view.messages.show_message(self.refusal)

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._view.task.show_progress(None)
        message = to_message(error)
        if self.is_loaded:
            self._view.messages.show_message(message)
        else:
            message = shown_message(self._state, message)
            offer = Offer.RESTORE if error.code is ErrorCode.WORKSPACE_DAMAGED else None
            self._view.table.show_notice(tr("The worklist cannot be opened"), message, offer)
            self._view.filters.show_nothing()
            self.not_loaded.emit()

    # --- which of them

    def _on_filter(self, wanted: WorklistFilter) -> None:
        self._filter = wanted
        self._select()

    def _on_order(self, order: Order) -> None:
        self._order = order
        self._select()

    def _select(self, *, may_wait: bool = False) -> None:
        if not self.is_loaded:
            return  # what is said of the worklist stays
        seen = self._seen()
        columns, places = seen.columns, seen.select(self._filter, self._order)
        table, is_writing = self._view.table, self._view.study.is_writing
        self._is_held = may_wait and is_writing and table.moves_on(columns, places)
        if self._is_held:
            return  # what is being written would go on with the next study
        self._view.table.show_rows(columns, places)
        self._view.filters.show_count(len(places), len(columns))
        if not len(columns):
            self._view.table.show_notice(tr("Nothing has been read yet"), _EMPTY, Offer.CLASSIFY)
        elif not len(places):
            self._view.table.show_notice(tr("Nothing found"), _NOTHING_FOUND, Offer.CLEAR)
        self.shown.emit()

    def _seen(self) -> Worklist:
        """The studies as they may be seen: blinded, without findings not judged by who reads."""
        if not self._state.is_blinded:
            return self.worklist
        reader = self._state.reader_name
        whole, sealed_for, sealed = self._sealed
        if whole is not self.worklist or sealed_for != reader:
            sealed = Worklist(self.worklist.columns.sealed(reader))
            self._sealed = (self.worklist, reader, sealed)
        return sealed

    def _on_preferences(self) -> None:
        self._view.table.model.show_names(self._state.preferences.is_private)
        self._view.messages.say_again()
        named = partial(map, lambda batch: (batch.batch_id, self.batch_name(batch)))
        self._view.filters.show_batches(tuple(named(self.batches)))
