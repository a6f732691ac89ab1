"""What the user wants with models in the model library."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import Progress
from lungdesk.gui import open_dialog
from lungdesk.gui.job_bridge import Run
from lungdesk.gui.messages import Message, Messages
from lungdesk.gui.models.active_model import ActiveModel
from lungdesk.gui.models.models_dialog import ModelsDialog
from lungdesk.gui.models.shelf_model import ModelRow, rows_of
from lungdesk.gui.models.words import facts_of, removed_words, state_of
from lungdesk.gui.translation import tr
from lungdesk.services.job_runner import Lane
from lungdesk.services.models.exchange import ENDING, ExportRequest
from lungdesk.services.models.removed import RemovedModel
from lungdesk.services.models.shelf import ModelShelf, Shelf, ShelfEntry

if TYPE_CHECKING:
    from lungdesk.gui.viewer.panel import ViewerPanel
    from lungdesk.gui.window_services import Shared

_REMOVE_TIP = tr("Take the model off the list; can be undone (Del)")
_STAYS_TIP = tr("This model ships with LungDesk and stays")


class LibraryPresenter(QObject):
    """Owns the library's window; one thing is done at a time, and what is shown follows it."""

    def __init__(self, panel: ViewerPanel, active: ActiveModel, shared: Shared) -> None:
        super().__init__(panel)
        self._active = active
        self._service = ModelShelf(shared.services.paths)
        self._shelf = Shelf((), ())
        self._verified: set[str] = set()
        self._removed_while_active: set[Path] = set()
        self._messages = Messages(self)
        self._looking = shared.bridge.channel(Lane.IO)
        self._working = shared.bridge.channel(Lane.IO)
        self.dialog = ModelsDialog(panel.window())
        self._connect_dialog()
        self.dialog.strip.explain_wanted.connect(shared.messages.explain)
        self._looking.succeeded.connect(self._on_looked)
        self._looking.failed.connect(self._on_failed)
        self._working.succeeded.connect(self._on_done)
        self._working.failed.connect(self._on_failed)
        self._working.progressed.connect(self._on_progressed)
        active.progressed.connect(self._show_progress)
        active.failed.connect(self._messages.fail)
        active.ended.connect(self._end)
        active.changed.connect(self.look)

    # --- the window

    def open(self) -> None:
        """Show the library, or bring it to the front."""
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self.dialog.list.setFocus()
        self.look()

    def _connect_dialog(self) -> None:
        dialog, panel = self.dialog, self.dialog.panel
        dialog.chosen.connect(self._show_row)
        dialog.import_wanted.connect(self._ask_what_to_import)
        dialog.undo_wanted.connect(self._undo)
        dialog.cancel_wanted.connect(self._cancel)
        for button, slot in (
            (panel.use, self._use),
            (panel.verify, self._verify),
            (panel.export, self._ask_where_to_export),
            (panel.remove, self._remove),
            (panel.put_back, self._put_back),
            (panel.discard, self._discard),
        ):
            button.clicked.connect(slot)
        self._messages.posted.connect(dialog.strip.show_message)
        self._messages.noted.connect(partial(_show_note, dialog))
        self._messages.cleared.connect(dialog.strip.put_away)
        dialog.strip.dismissed.connect(self._messages.put_away)

    def look(self, select: str = "") -> None:
        """See what is installed now; select a row."""
        self._looking.replace(self._service.look, None, tag=select)

    def _on_looked(self, select: str, shelf: Shelf) -> None:
        self._shelf = shelf
        now = self.dialog.row
        key = select or (now.key if now else self._active.id)
        self.dialog.show_rows(rows_of(shelf, self._active.id), key)
        self._show_row(self.dialog.row)

    def _show_row(self, row: ModelRow | None) -> None:
        if row is not None:
            panel, entry = self.dialog.panel, row.entry
            panel.figures.show_bundle(entry.bundle if entry else None)
            card = entry.card if entry and entry.bundle else ""
            panel.show_model(row.name, facts_of(row), card)
            words, is_doubtful = state_of(row, _digest(entry) in self._verified)
            panel.show_state(words, is_doubtful=is_doubtful)
        self._enable()

    def _enable(self) -> None:
        dialog, is_free = self.dialog, not self.is_busy
        row, panel = dialog.row, dialog.panel
        entry = row.entry if row else None
        is_usable = entry is not None and entry.error is None
        is_own = entry is not None and not entry.is_shipped
        is_reading = row is not None and row.is_active
        for button, is_shown, is_possible in (
            (panel.use, entry is not None, is_usable and not is_reading),
            (panel.verify, entry is not None, True),
            (panel.export, entry is not None, is_usable),
            (panel.remove, entry is not None, is_own),
            (panel.put_back, entry is None, True),
            (panel.discard, entry is None, True),
        ):
            button.setVisible(is_shown)
            button.setEnabled(is_possible and is_free)
        panel.show_use(is_reading)
        panel.remove.setToolTip(_REMOVE_TIP if is_own else _STAYS_TIP)
        dialog.undo.setEnabled(bool(self._shelf.removed) and is_free)
        dialog.import_button.setEnabled(is_free)

    # --- what runs

    @property
    def is_busy(self) -> bool:
        """Whether something is being done with a model."""
        return bool(self._working.pending) or self._active.is_preparing

    def _start(self, run: Run, request: object, done: Callable[[Any], None], words: str) -> None:
        if self.is_busy:
            return
        self._messages.clear()
        self._working.replace(run, request, tag=done)
        self._leave_button()
        self._show_progress(Progress(0, 0, words))

    def _leave_button(self) -> None:
        """The button cannot be pressed while this runs: the keys go to the list."""
        self.dialog.list.setFocus()

    def _show_progress(self, progress: Progress | None) -> None:
        self.dialog.show_progress(progress)
        self._enable()

    def _on_progressed(self, _done: object, progress: Progress) -> None:
        self._show_progress(progress)

    def _on_done(self, done: Callable[[Any], None], result: object) -> None:
        self._end()
        done(result)

    def _on_failed(self, _done: object, error: LungDeskError) -> None:
        self._end()
        self._messages.fail(error)

    def _cancel(self) -> None:
        self._working.cancel()
        self._active.cancel()
        self._messages.inform(tr("Stopped."))
        self.look()

    def _end(self) -> None:
        self._show_progress(None)

    @property
    def _entry(self) -> ShelfEntry | None:
        """The selected model, if it is installed."""
        row = self.dialog.row
        return row.entry if row else None

    # --- what the user wants

    def _use(self) -> None:
        entry = self._entry
        if entry is not None and not self.is_busy:
            self._messages.clear()
            self._active.use(entry.id)
            self._leave_button()
            self._show_progress(Progress(0, 0, tr("Preparing {name}", name=entry.name)))

    def _verify(self) -> None:
        entry = self._entry
        if entry is not None:
            done = partial(self._on_verified, entry)
            self._start(
                self._service.verify, entry.id, done, tr("Checking {name}", name=entry.name)
            )

    def _on_verified(self, entry: ShelfEntry, error: LungDeskError | None) -> None:
        self._verified.discard(_digest(entry))
        if error is not None:
            self._messages.fail(error)
        else:
            self._verified.add(_digest(entry))
            self._messages.inform(
                tr("Every file of {name} is as it was released.", name=entry.name)
            )
        self._show_row(self.dialog.row)

    def _ask_where_to_export(self) -> None:
        entry = self._entry
        if entry is None or entry.bundle is None:
            return
        suggested = Path(entry.bundle.manifest.id + ENDING)
        target = open_dialog.ask_where_to_save_model(self.dialog, suggested)
        if target is not None:
            request = ExportRequest(entry.folder, target)
            words = tr("Packing {name}", name=entry.name)
            self._start(self._service.export, request, self._on_exported, words)

    def _on_exported(self, target: Path) -> None:
        self._messages.inform(tr("Saved as {name}.", name=target.name))

    def _ask_what_to_import(self) -> None:
        archive = open_dialog.ask_for_model(self.dialog)
        if archive is not None:
            words = tr("Reading {name}", name=archive.name)
            self._start(self._service.add, archive, self._on_imported, words)

    def _on_imported(self, id_: str) -> None:
        self._messages.inform(tr("{id} is installed; “Use for reading” lets it read.", id=id_))
        self.look(id_)

    def _remove(self) -> None:
        entry = self._entry
        if entry is not None:
            done = partial(self._on_removed, entry)
            self._start(
                self._service.remove, entry.id, done, tr("Removing {name}", name=entry.name)
            )

    def _on_removed(self, entry: ShelfEntry, removed: RemovedModel) -> None:
        was_active = entry.id == self._active.id
        if was_active:
            self._removed_while_active.add(removed.folder)
            self._active.use_default()
        self._messages.inform(removed_words(entry, was_active=was_active))
        self.look()

    def _undo(self) -> None:
        if self._shelf.removed:
            self._restore(self._shelf.removed[0])

    def _put_back(self) -> None:
        row = self.dialog.row
        if row is not None and row.removed is not None:
            self._restore(row.removed)

    def _restore(self, removed: RemovedModel) -> None:
        done = partial(self._on_restored, removed)
        self._start(self._service.restore, removed, done, tr("Putting {id} back", id=removed.id))

    def _on_restored(self, removed: RemovedModel, id_: str) -> None:
        words = tr("{id} is installed again.", id=id_)
        if removed.folder in self._removed_while_active:
            self._removed_while_active.discard(removed.folder)
            self._active.use(id_)
            words = tr("{id} is installed again, and reads the films as before.", id=id_)
        self._messages.inform(words)
        self.look(id_)

    def _discard(self) -> None:
        row = self.dialog.row
        if row is not None and row.removed is not None:
            words = tr("Deleting {id}", id=row.removed.id)
            self._start(self._service.discard, row.removed, self._on_discarded, words)

    def _on_discarded(self, id_: str) -> None:
        self._messages.inform(tr("{id} is deleted for good.", id=id_))
        self.look()


def _digest(entry: ShelfEntry | None) -> str:
    """SHA-256 of a model's manifest; empty where there is none."""
    return entry.bundle.model.sha256 if entry and entry.bundle else ""


def _show_note(dialog: ModelsDialog, words: str) -> None:
    if words:
        dialog.strip.show_message(Message(words))
