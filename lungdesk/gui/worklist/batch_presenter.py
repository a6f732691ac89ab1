"""Classifies a folder while its rows come into the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import Progress
from lungdesk.gui.messages import Message, Severity, to_message
from lungdesk.gui.translation import all_told, grouped, tr
from lungdesk.gui.window_services import Shared
from lungdesk.gui.worklist.words import not_read
from lungdesk.services.job_runner import Lane
from lungdesk.services.workspace.requests import ClassifyRequest

if TYPE_CHECKING:
    from lungdesk.gui.activity import Activity
    from lungdesk.gui.state import AppState
    from lungdesk.gui.worklist.listing_presenter import ListingPresenter
    from lungdesk.gui.worklist.worklist_view import WorklistView
    from lungdesk.services.workspace.folder_batch import FolderBatch
    from lungdesk.services.workspace.records import BatchRecord

_TASK = "batch"


class BatchPresenter(QObject):
    """One batch at a time; it goes on while the window of the worklist is closed."""

    def __init__(
        self,
        view: WorklistView,
        listing: ListingPresenter,
        batch: FolderBatch,
        state: AppState,
        shared: Shared,
        activity: Activity,
    ) -> None:
        super().__init__(view)
        self._view, self._listing, self._batch = view, listing, batch
        self._state, self._messages, self._activity = state, shared.messages, activity
        self._running = shared.bridge.channel(Lane.LONG)
        self._running.progressed.connect(self._on_progress)
        self._running.succeeded.connect(self._on_done)
        self._running.failed.connect(self._on_failed)
        self._running.stopped.connect(lambda _tag: self._give_up())
        self._sources: tuple[Path, ...] = ()
        self._progress = Progress(0, 0, tr("looking for films"))
        self._started_at = ""
        self._is_paused, self._is_followed = False, True
        self._unfinished: tuple[Path, ...] = ()
        self._told: int | None = None
        self._chosen: int | None = None
        self._declined: int | None = None
        #: Says again what the line says, with names as they may be shown now.
        self._say: Callable[[], None] = self._say_how_far
        panel = view.batch
        panel.pause_wanted.connect(self.pause)
        panel.go_on_wanted.connect(self.go_on)
        panel.stop_wanted.connect(self.stop)
        panel.put_away.connect(self._put_away)
        listing.shown.connect(self._on_shown)
        state.preferences_changed.connect(self._say_again)

    @property
    def is_running(self) -> bool:
        """Whether films are being read, or wait in a pause."""
        return bool(self._running.pending)

    @property
    def told(self) -> BatchRecord | None:
        """The batch that the line above the table tells of; None while it is not known."""
        return self._recorded(self._told)

    def start(self, sources: tuple[Path, ...]) -> None:
        """Read all films of some folders; while a batch runs, say so instead."""
        if self.is_running:
            said = Message(
                tr("A folder is being classified already."), tr("Stop it, or wait for its end.")
            )
            self._view.messages.show_message(said)
            return
        model = self._state.model
        if model.reader is None:
            if model.error is not None:
                self._view.messages.show_message(to_message(model.error))
            return
        self._view.messages.put_away()
        self._sources, self._unfinished = sources, ()
        self._told = self._chosen = self._declined = None
        self._is_paused = self._is_followed = False
        self._started_at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._progress = Progress(0, 0, tr("looking for films"))
        self._batch.go_on()  # the one before may have been stopped in a pause
        self._running.replace(self._batch.run, ClassifyRequest(sources, model.id), tag=sources)
        self._show()

    # --- the hand

    def pause(self) -> None:
        """Wait before the next film."""
        self._is_paused = True
        self._batch.pause()
        self._show()

    def go_on(self) -> None:
        """Let a paused batch go on, or begin where an earlier one has ended."""
        if self.is_running:
            self._is_paused = False
            self._batch.go_on()
            self._show()
        elif self._unfinished:
            self.start(self._unfinished)

    def stop(self) -> None:
        """End it; what has been read is kept."""
        done, total = self._progress.done, self._progress.total
        sources = self._sources
        self._running.cancel()
        self._give_up()
        self._unfinished = sources
        how_far = tr(" after {done:,} of {total:,} films", done=done, total=total) if total else ""
        said = tr("Stopped{how_far}. What has been read is kept.", how_far=how_far)
        self._tell(lambda: self._view.batch.show_unfinished(said))

    def _put_away(self) -> None:
        self._unfinished = ()
        self._declined = self._told
        self._view.batch.hide()

    # --- how it goes

    def _on_progress(self, _tag: object, progress: Progress) -> None:
        self._progress = progress
        self._show()
        self._listing.refresh_soon()

    def _tell(self, say: Callable[[], None]) -> None:
        self._say = say
        say()

    def _say_again(self) -> None:
        if not self._view.batch.isHidden():
            self._say()

    def _say_how_far(self) -> None:
        name = tr("Films") if self._state.preferences.is_private else _title(self._sources)
        self._view.batch.show_running(name, self._progress, is_paused=self._is_paused)

    def _show(self) -> None:
        self._tell(self._say_how_far)
        said = tr("paused") if self._is_paused else self._progress.message
        words = Progress(
            self._progress.done, self._progress.total, tr("Classifying ({said})", said=said)
        )
        self._activity.show(_TASK, words, self.stop)

    def _on_shown(self) -> None:
        """Look at the rows of the batch just begun; offer to go on with one that was cut off."""
        if not self._is_followed:
            self._follow()
        elif self._unfinished and self._told is None:  # stopped before its rows were shown
            begun = self._begun()
            self._told = begun.batch_id if begun else None
        elif not self.is_running and not self._unfinished:
            self._tell_of_chosen()

    def _follow(self) -> None:
        begun = self._begun()
        if begun is not None:
            self._is_followed = True
            self._told = begun.batch_id
            self._view.filters.choose_batch(begun.batch_id)

    def _begun(self) -> BatchRecord | None:
        """The batch that was begun last here, as soon as it is known."""
        sources = [path.absolute() for path in self._sources]
        return next(
            (
                batch
                for batch in self._listing.batches
                if [Path(source).absolute() for source in batch.sources] == sources
                and batch.started_at >= self._started_at
            ),
            None,
        )

    def _tell_of_chosen(self) -> None:
        """Tell of the batch whose studies are shown; else of one that was cut off."""
        chosen = self._recorded(self._view.filters.wanted.batch_id)
        number = chosen.batch_id if chosen else None
        is_new, self._chosen = number != self._chosen, number
        if chosen is None:
            self._told = None
            self._view.batch.hide()
            self._offer_unfinished()
        elif is_new or number != self._declined:
            self._told = chosen.batch_id
            self._tell(lambda: self._view.batch.show_ended(self._listing.batch_name(chosen)))

    def _recorded(self, number: int | None) -> BatchRecord | None:
        return next((one for one in self._listing.batches if one.batch_id == number), None)

    def _offer_unfinished(self) -> None:
        newest = next(iter(self._listing.batches), None)
        if newest is None or newest.ended_at or not self._listing.is_writable:
            return
        if newest.batch_id == self._declined:
            return
        self._told = newest.batch_id
        self._unfinished = tuple(Path(source) for source in newest.sources)
        self._tell(lambda: self._say_unfinished(newest))

    def _say_unfinished(self, batch: BatchRecord) -> None:
        name = self._listing.batch_name(batch)
        self._view.batch.show_unfinished(
            tr("{name}: not all of its films have been read.", name=name)
        )

    def _on_done(self, _tag: object, summary: dict[str, Any]) -> None:
        self._end()
        self._declined = self._told  # it has ended, which the batches known so far do not say
        if self._is_followed:
            self._tell_of_chosen()
        else:
            self._view.batch.hide()  # until its rows are there
        self._state.add_named(self._sources)  # an empty one is named
        is_whole = summary["ok"] == summary["files"]
        severity = Severity.INFO if is_whole and summary["ok"] else Severity.WARNING
        hint = "" if is_whole else tr("Their rows say why; the filter for certainty finds them.")
        more = " ".join(filter(None, (hint, *all_told(summary.get("notes", ())))))
        message = Message(_outcome(summary), more, severity=severity)
        self._view.messages.show_message(message)
        if not self._view.isVisible():
            self._messages.post(message)

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._give_up()
        self._view.batch.hide()
        self._state.add_named(self._sources)
        self._view.messages.show_message(to_message(error))
        if not self._view.isVisible():
            self._messages.fail(error)

    def _give_up(self) -> None:
        """End, and wait no longer for its rows: there may be none."""
        self._is_followed = True
        self._end()

    def _end(self) -> None:
        self._activity.end(_TASK)
        self._listing.refresh()


def _outcome(summary: Mapping[str, Any]) -> str:
    """How many films were read, and what has become of the others."""
    ok, now, copies = summary["ok"], summary["read_now"], summary["copies"]
    parts = [tr("{ok:,} of {files:,} films were read", ok=ok, files=summary["files"])]
    if now < ok - copies:
        parts.append(tr("{of_them} of them now", of_them=grouped(now) if now else tr("none")))
    if copies == 1:
        parts.append(tr("1 of them as a copy"))
    elif copies:
        parts.append(tr("{copies:,} of them as copies of others", copies=copies))
    if refused := summary.get("refused", 0):
        parts.append(tr("{refused:,} refused", refused=refused))
    if failed := summary.get("failed", 0):
        parts.append(not_read(failed))
    return f"{', '.join(parts)}."


def _title(sources: tuple[Path, ...]) -> str:
    name = sources[0].name or str(sources[0])
    return f"{name} + {len(sources) - 1}" if len(sources) > 1 else name
