"""What the user wants when a model is adapted: which films, go, save, read with it or not."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import Progress
from lungdesk.gui import open_dialog
from lungdesk.gui.adapt.adapt_dialog import AdaptDialog
from lungdesk.gui.adapt.words import (
    change_rows,
    count_rows,
    counted_words,
    doubt_words,
    for_the_window,
    sentence_and_hint,
)
from lungdesk.gui.messages import Message, Messages
from lungdesk.gui.translation import told, tr
from lungdesk.services.adaptation import Adaptation, AdaptRequest, LocalCounts, adapt, look
from lungdesk.services.job_runner import Lane
from lungdesk.services.lungs.finder import lung_source
from lungdesk.services.models.adapted import SaveRequest, save
from lungdesk.services.models.library import ModelLibrary, installed

if TYPE_CHECKING:
    from lungdesk.gui.models.active_model import ActiveModel
    from lungdesk.gui.state import AppState
    from lungdesk.gui.viewer.panel import ViewerPanel
    from lungdesk.gui.window_services import Shared
    from lungdesk.ml.ensemble import AnyBundle


class AdaptingPresenter(QObject):
    """Owns the window; one thing is done at a time."""

    def __init__(
        self, panel: ViewerPanel, state: AppState, active: ActiveModel, shared: Shared
    ) -> None:
        super().__init__(panel)
        self._state, self._active = state, active
        self._paths = shared.services.paths
        self._library = ModelLibrary.of(self._paths)
        self._messages = Messages(self)
        self._base_id = active.id
        self._data: Path | None = None
        self._counts: LocalCounts | None = None
        self._adaptation: Adaptation | None = None
        self._looking = shared.bridge.channel(Lane.IO)
        self._working = shared.bridge.channel(Lane.LONG)
        self._saving = shared.bridge.channel(Lane.IO)
        self.dialog = AdaptDialog(panel.window())
        self._connect_dialog()
        self.dialog.strip.explain_wanted.connect(shared.messages.explain)
        self._looking.succeeded.connect(self._on_looked)
        self._looking.failed.connect(self._on_failed)
        self._working.succeeded.connect(self._on_adapted)
        self._working.failed.connect(self._on_failed)
        self._working.progressed.connect(self._on_progressed)
        self._saving.succeeded.connect(self._on_saved)
        self._saving.failed.connect(self._on_failed)
        active.changed.connect(self._on_model_changed)
        active.failed.connect(self._messages.fail)
        state.preferences_changed.connect(self._show)

    def _connect_dialog(self) -> None:
        dialog = self.dialog
        dialog.folder_wanted.connect(self._ask_for_folder)
        dialog.list_wanted.connect(self._ask_for_list)
        dialog.adapt_wanted.connect(self.adapt)
        dialog.cancel_wanted.connect(self._cancel)
        dialog.finished.connect(self._stop)
        dialog.save.wanted.connect(self._save)
        dialog.save.back_wanted.connect(self._read_as_before)
        self._messages.posted.connect(dialog.strip.show_message)
        self._messages.noted.connect(partial(_show_note, dialog))
        self._messages.cleared.connect(dialog.strip.put_away)
        dialog.strip.dismissed.connect(self._messages.put_away)

    # --- the window

    def open(self) -> None:
        """Show the window, or bring it to the front; it adapts the model that reads."""
        if not self.is_busy and self._adaptation is None:
            self._begin_with(self._active.id)
        was_open = self.dialog.isVisible()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._enable()
        if not was_open:
            self.dialog.folder.setFocus()

    def _begin_with(self, model_id: str) -> None:
        """Adapt this model, or the one that it was made from."""
        bundle = self._bundle(model_id)
        adaptation = bundle.manifest.adaptation if bundle else None
        self._base_id = adaptation.base.id if adaptation else model_id
        self.dialog.show_subject(self._name_of(self._base_id))

    def _bundle(self, model_id: str) -> AnyBundle | None:
        try:
            return installed(self._library.folder_of(model_id)).bundle
        except LungDeskError:
            return None

    def _name_of(self, model_id: str) -> str:
        bundle = self._bundle(model_id)
        return bundle.manifest.name if bundle else ""

    @property
    def is_busy(self) -> bool:
        """Whether films are counted, a model is fitted or saved."""
        channels = (self._looking, self._working, self._saving)
        return any(channel.pending for channel in channels)

    @property
    def _is_enough(self) -> bool:
        return self._counts is not None and self._counts.shortage is None

    def _enable(self) -> None:
        is_free = not self.is_busy
        self.dialog.folder.setEnabled(is_free)
        self.dialog.list.setEnabled(is_free)
        self.dialog.adapt.setEnabled(is_free and self._is_enough)
        self.dialog.save.set_enabled(can_save=is_free and self._adaptation is not None)

    def _show(self) -> None:
        self._show_films()
        self._show_changes()

    def _show_films(self) -> None:
        if self._data is not None and self._counts is not None:
            is_private = self._state.preferences.is_private
            place = tr("A folder") if is_private else str(self._data)
            words, rows = counted_words(self._counts), count_rows(self._counts)
            self.dialog.show_films(place, words, rows)
        shortage = None if self._counts is None else self._counts.shortage
        self.dialog.show_shortage("" if shortage is None else sentence_and_hint(shortage))

    # --- which films

    def _ask_for_folder(self) -> None:
        self._choose(open_dialog.ask_for_data_folder(self.dialog, self._start))

    def _ask_for_list(self) -> None:
        self._choose(open_dialog.ask_for_film_list(self.dialog, self._start))

    @property
    def _start(self) -> Path | None:
        return self._data.parent if self._data else None

    def _choose(self, data: Path | None) -> None:
        if data is None or self.is_busy:
            return
        self._messages.clear()
        self._data, self._counts = data, None
        self.dialog.show_shortage("")
        self._forget()
        self._begin_with(self._active.id)
        self._looking.replace(look, self._request(data))
        self._run(Progress(0, 0, tr("Counting the films")))

    def _request(self, data: Path) -> AdaptRequest:
        folder = self._library.folder_of(self._base_id)
        paths = self._paths
        return AdaptRequest(
            folder, data, cache_folder=paths.compiled_networks, lungs=lung_source(paths)
        )

    def _on_looked(self, _tag: object, found: LocalCounts) -> None:
        self._counts = found
        self._show_films()
        self._end()
        (self.dialog.adapt if self._is_enough else self.dialog.folder).setFocus()

    # --- adapting

    def adapt(self) -> None:
        """Fit the model to the films that were chosen."""
        if self._data is None or not self._is_enough or self.is_busy:
            return
        self._messages.clear()
        self._forget()
        self._working.replace(adapt, self._request(self._data))
        self._run(Progress(0, 0, tr("Preparing the model")))

    def _on_progressed(self, _tag: object, progress: Progress) -> None:
        self.dialog.show_progress(progress)

    def _on_adapted(self, _tag: object, adaptation: Adaptation) -> None:
        self._adaptation = adaptation
        self._show_changes()
        self._end()
        self.dialog.save.site.setFocus()

    def _show_changes(self) -> None:
        adaptation = self._adaptation
        if adaptation is None:
            self.dialog.show_changes((), "", "")
            return
        doubts = doubt_words(adaptation, is_private=self._state.preferences.is_private)
        self.dialog.show_changes(change_rows(adaptation), told(adaptation.outcome), doubts)

    def _forget(self) -> None:
        """What was adapted before, and the offer to go back from it."""
        self._adaptation = None
        self._show_changes()
        self.dialog.save.show_back("")

    # --- saving, and which model reads

    def _save(self, site: str, is_to_read: bool) -> None:
        if self._adaptation is None or self.is_busy:
            return
        self._messages.clear()
        request = SaveRequest(self._adaptation, site, self._library.folders)
        self._saving.replace(save, request, tag=is_to_read)
        self._run(Progress(0, 0, tr("Saving the model")))

    def _on_saved(self, is_to_read: bool, folder: Path) -> None:
        self._end()
        name = self._name_of(folder.name)
        if is_to_read:
            self._messages.inform(tr("Saved as {name}; it is being prepared to read.", name=name))
            self._active.use(folder.name)
        else:
            self._messages.inform(tr("Saved as {name}; the model library lets it read.", name=name))

    def _on_model_changed(self, model_id: str) -> None:
        is_back = model_id == self._base_id
        self.dialog.save.show_back("" if is_back else self._name_of(self._base_id))
        if self.dialog.isVisible():
            self._messages.inform(
                tr("{name_of} reads the films now.", name_of=self._name_of(model_id))
            )

    def _read_as_before(self) -> None:
        self._messages.clear()
        self._active.use(self._base_id)

    # --- beginning and end

    def _run(self, progress: Progress) -> None:
        self.dialog.show_progress(progress)
        self.dialog.lend_keys()
        self._enable()

    def _end(self) -> None:
        self._enable()
        self.dialog.task.give_keys_back()
        self.dialog.show_progress(None)

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._end()
        if self._counts is None:
            self.dialog.show_films("", tr("No films are chosen."), ())
        said = for_the_window(error)
        if self._state.preferences.is_private:  # a hint may name a film
            said = LungDeskError(said.message, hint="", code=said.code)
        self._messages.fail(said)

    def _cancel(self) -> None:
        self._stop()
        self._messages.inform(tr("Stopped."))

    def _stop(self) -> None:
        for channel in (self._looking, self._working, self._saving):
            channel.cancel()
        self._end()


def _show_note(dialog: AdaptDialog, words: str) -> None:
    if words:
        dialog.strip.show_message(Message(words))
