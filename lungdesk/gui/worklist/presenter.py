"""Opens the worklist; its window is loaded when it is first wanted, not when LungDesk starts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.core.worklist.states import StudyStatus
from lungdesk.gui import open_dialog
from lungdesk.gui.actions import Actions
from lungdesk.gui.messages import Message, Severity
from lungdesk.gui.translation import tr
from lungdesk.gui.window_services import Shared
from lungdesk.gui.worklist.care_presenter import CarePresenter
from lungdesk.gui.worklist.recording import Recording
from lungdesk.services.job_runner import Lane

if TYPE_CHECKING:
    from lungdesk.gui.activity import Activity
    from lungdesk.gui.state import AppState
    from lungdesk.gui.studies.presenter import StudiesPresenter
    from lungdesk.gui.viewer.panel import ViewerPanel
    from lungdesk.gui.worklist.batch_presenter import BatchPresenter
    from lungdesk.gui.worklist.batch_report_presenter import BatchReportPresenter
    from lungdesk.gui.worklist.listing_presenter import ListingPresenter
    from lungdesk.gui.worklist.work_presenter import WorkPresenter
    from lungdesk.gui.worklist.worklist_view import WorklistView
    from lungdesk.services.workspace.records import FilmRecord
    from lungdesk.services.workspace.requests import AddRead, SetNote

_ACTIONS = (
    *("worklist", "classify_folder", "next_unread", "read_and_next"),
    *("workspace_check", "workspace_backup", "workspace_restore"),
)
_GONE = Message(
    tr("The film of this study is not where it was: another file has been seen in its place."),
    tr("Open the film from where it is now."),
    severity=Severity.WARNING,
)

_NOT_FROM_HERE = tr("This film was not opened from the worklist: N opens the next unread study.")


class WorklistPresenter(QObject):
    """One worklist a window; without a workspace its actions are off.

    Signals
    -------
    settled()
        As of `WorkPresenter`.
    """

    settled = Signal()

    def __init__(
        self,
        panel: ViewerPanel,
        studies: StudiesPresenter,
        state: AppState,
        shared: Shared,
        activity: Activity,
    ) -> None:
        super().__init__(panel)
        self._panel, self._studies, self._state = panel, studies, state
        self._shared, self._activity = shared, activity
        self._desk = shared.services.workspace
        self._opening = shared.bridge.channel(Lane.WORKSPACE)
        self._opening.succeeded.connect(self._on_films)
        self._opening.failed.connect(self._on_failed)
        self._marking = shared.bridge.channel(Lane.WORKSPACE, must_finish=True)
        self._marking.succeeded.connect(self._on_marked)
        self._marking.failed.connect(self._on_failed)
        self._when_shown: Callable[[], None] | None = None
        self._opened: int | None = None
        self._opened_paths: tuple[Path, ...] = ()
        self.view: WorklistView | None = None
        self.listing: ListingPresenter | None = None
        self.work: WorkPresenter | None = None
        self.batch: BatchPresenter | None = None
        self.batch_report: BatchReportPresenter | None = None
        self.recording: Recording | None = None
        self.care: CarePresenter | None = None
        if self._desk is not None:
            self.recording = Recording(self._desk, state, shared)
            self.recording.recorded.connect(self._refresh)
            self.care = CarePresenter(panel, self._desk, shared, activity)
            self.care.restored.connect(self._on_restored)
            self.care.is_in_use = lambda: self.batch is not None and self.batch.is_running

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        for id_ in _ACTIONS:
            actions[id_].setEnabled(self._desk is not None)
        if self.care is None:
            return
        self.care.bind(actions)
        actions["worklist"].triggered.connect(self.open)
        actions["classify_folder"].triggered.connect(self.classify)
        actions["next_unread"].triggered.connect(self.open_next)
        actions["read_and_next"].triggered.connect(self.read_and_next)
        actions["read_and_next"].setAutoRepeat(False)

    # --- the window

    def open(self) -> None:
        """Show the worklist, or bring it to the front, with what is new in it."""
        view = self._made()
        self._bring_up(view)
        view.table.table.setFocus()
        self._update()

    def _bring_up(self, view: WorklistView) -> None:
        view.show()
        view.raise_()
        view.activateWindow()

    def try_again(self) -> None:
        """Keep what could not be kept before."""
        if self.work is not None:
            self.work.try_again()

    @property
    def unsaved(self) -> tuple[SetNote, ...]:
        """Notes that are not kept yet."""
        return self.work.unsaved if self.work is not None else ()

    @property
    def unsaved_verdicts(self) -> tuple[AddRead, ...]:
        """Verdicts that could not be kept."""
        return self.work.unsaved_verdicts if self.work is not None else ()

    def bring_back(self, notes: tuple[SetNote, ...], verdicts: tuple[AddRead, ...]) -> None:
        """Keep what could not be kept in another session."""
        self._made()
        assert self.work is not None
        self.work.bring_back(notes, verdicts)

    def close(self) -> None:
        """Close the window, and let others have the workspace."""
        if self.view is not None:
            self.view.close()
        if self.listing is not None:
            self.listing.stop()
        if self._desk is not None:
            self._desk.close()

    def _made(self) -> WorklistView:
        if self.view is not None:
            return self.view
        from lungdesk.gui.worklist.batch_presenter import BatchPresenter  # noqa: PLC0415
        from lungdesk.gui.worklist.batch_report_presenter import (  # noqa: PLC0415
            BatchReportPresenter,
        )
        from lungdesk.gui.worklist.listing_presenter import ListingPresenter  # noqa: PLC0415
        from lungdesk.gui.worklist.work_presenter import WorkPresenter  # noqa: PLC0415
        from lungdesk.gui.worklist.worklist_view import WorklistView  # noqa: PLC0415

        desk, classify = self._desk, self._shared.services.classify
        assert desk is not None
        assert classify is not None
        state, shared = self._state, self._shared
        view = self.view = WorklistView(self._panel.window())
        columns = view.table.columns
        columns.restore(state.worklist_columns)
        columns.changed.connect(lambda: state.set_worklist_columns(columns.kept()))
        listing = self.listing = ListingPresenter(view, desk, state, shared)
        self.work = WorkPresenter(view, listing, desk, state, shared)
        self.work.settled.connect(self.settled)
        self.batch = BatchPresenter(view, listing, classify, state, shared, self._activity)
        self.batch_report = BatchReportPresenter(view, self.batch, state, shared)
        if self.recording is not None:
            self.recording.failed.connect(listing.warn)
        view.table.opened.connect(self._open_current)
        view.study.open_wanted.connect(self._open_current)
        view.next_wanted.connect(self.open_next)
        view.classify_wanted.connect(self.classify)
        if self.care is not None:
            view.table.restore_wanted.connect(self.care.restore)
            self.care.restored.connect(self.work.forget)
        for place in (view.messages, view.table.notice):
            place.explain_wanted.connect(shared.messages.explain)
        listing.shown.connect(self._on_shown)
        listing.not_loaded.connect(self._on_not_loaded)
        return view

    def _update(self) -> None:
        assert self.listing is not None
        if self.listing.is_loaded and self.listing.is_writable:
            self.listing.refresh()
        else:
            self.listing.load()

    def _refresh(self) -> None:
        if self.listing is not None and self.listing.is_loaded:
            self.listing.refresh_soon()

    def _on_restored(self) -> None:
        """The number of what is open means another study now, or none."""
        self._opened, self._opened_paths = None, ()
        self._opening.cancel()
        if self.listing is not None:
            self.listing.load()

    def _on_shown(self) -> None:
        act, self._when_shown = self._when_shown, None
        if act is not None:
            act()
        if self.recording is not None:  # looks through all of it: what is wanted now goes first
            self.recording.care()

    def _on_not_loaded(self) -> None:
        """What waits for the studies is not done: the window says why."""
        if self._when_shown is not None:
            self._when_shown = None
            self._bring_up(self._made())

    # --- what the user wants

    def classify(self) -> None:
        """Ask for a folder and read all its films."""
        start = next(iter(self._state.recent), None)
        parent = self.view if self.view is not None and self.view.isVisible() else self._panel
        chosen = open_dialog.ask_for_folder(parent.window(), start.parent if start else None)
        if chosen:
            self.open()
            assert self.batch is not None
            self.batch.start(chosen)

    def open_next(self) -> None:
        """Show the films of the next unread study, in the order of the table."""
        self._made()
        assert self.listing is not None
        if self.listing.is_loaded:
            self._open_next()
        else:
            self._when_shown = self._open_next
            self.listing.load()

    def _open_next(self) -> None:
        assert self.view is not None
        table = self.view.table
        found = table.next_unread
        if found is None:
            self._shared.messages.inform(tr("No unread study is left in the worklist."))
            return
        table.go_to(found)
        self._open_current()

    def read_and_next(self) -> None:
        """Mark the study that is open as read, and go on to the next one."""
        from lungdesk.services.workspace.requests import SetStatus  # noqa: PLC0415

        opened = self._study_at_hand
        if self._state.current is None:
            self.open_next()
        elif opened is None or self.listing is None or self._desk is None:
            self._shared.messages.inform(_NOT_FROM_HERE)
        elif self.listing.refusal is not None:
            self._shared.messages.post(self.listing.refusal)
        elif not (self._marking.pending or self._opening.pending):
            self._marking.add(self._desk.set_status, SetStatus((opened,), StudyStatus.READ))

    @property
    def _study_at_hand(self) -> int | None:
        """The opened study, if one of its films is looked at, or a prior that hangs beside one."""
        current, listed = self._state.current, self._state.paths
        films = (current,) if current in listed else listed
        return self._opened if set(films) <= set(self._opened_paths) else None

    def _on_marked(self, *_: object) -> None:
        assert self.listing is not None
        self.open_next()
        self.listing.refresh()

    def _open_current(self) -> None:
        from lungdesk.services.workspace.requests import StudyQuery  # noqa: PLC0415

        assert self.view is not None
        study_id = self.view.table.current_study
        if study_id is not None and self._desk is not None:
            self._opening.replace(self._desk.films, StudyQuery(study_id), tag=study_id)

    def _on_films(self, study_id: int, films: tuple[FilmRecord, ...]) -> None:
        paths = [Path(film.path) for film in films if film.path]
        assert self.view is not None
        assert self.work is not None
        if not paths:
            self.view.messages.show_message(_GONE)
            return
        others = set(self._state.paths).difference(paths, self._opened_paths)
        self._opened, self._opened_paths = study_id, tuple(paths)
        model = self.view.table.model
        row = model.row_of(study_id)
        leading = str(model.columns.path[model.place(row)]) if row is not None else ""
        first = Path(leading) if Path(leading) in paths else paths[0]
        self._studies.show_only([first, *(path for path in paths if path != first)], first)
        if len(others) > 1:
            self._shared.messages.inform(
                tr("The study stands alone now: {count} films are closed.", count=len(others))
            )
        self.work.begin(study_id)
        window = self._panel.window()
        window.raise_()
        window.activateWindow()

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._shared.messages.fail(error)
