"""Marks frames as key images, shows the marks, and goes from one to the next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.actions import Actions
from lungdesk.gui.item_models import FilmListModel
from lungdesk.gui.state import AppState, Phase
from lungdesk.gui.translation import tr
from lungdesk.gui.window_services import Shared
from lungdesk.services.job_runner import Lane
from lungdesk.services.kept_annotations import FrameRef
from lungdesk.services.key_images import KeyImages, MarkRequest


class KeyImagesPresenter(QObject):
    """Keeps stars true in the list and on the film."""

    def __init__(self, model: FilmListModel, state: AppState, shared: Shared) -> None:
        super().__init__(state)
        self._model, self._state = model, state
        self._services, self._messages = shared.services, shared.messages
        self._finding = shared.bridge.channel(Lane.IO)
        self._marking = shared.bridge.channel(Lane.IO, must_finish=True)
        self._finding.succeeded.connect(self._on_found)
        self._finding.failed.connect(self._on_not_found)
        self._marking.succeeded.connect(self._on_found)
        self._marking.failed.connect(self._on_not_marked)
        self._key_images = KeyImages()
        self._starred: set[Path] = set()
        self._waiting: list[MarkRequest] = []
        model.modelReset.connect(self._on_rows_replaced)
        state.film_changed.connect(self._on_film_changed)
        state.key_image_changed.connect(self._show_checked)

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        self._actions = actions
        actions["key_image"].triggered.connect(self._mark)
        actions["next_key_image"].triggered.connect(self.show_next)

    @property
    def is_saved(self) -> bool:
        """Whether every mark is on disk."""
        return not self._waiting and not self._marking.pending

    # --- what is marked

    def _frame(self) -> FrameRef | None:
        film = self._state.film
        if film.phase is not Phase.READY or film.film is None:
            return None
        return FrameRef(film.film.radiograph.instance, film.film.radiograph.frame)

    def _mark(self, is_key: bool) -> None:
        """Show it at once, save it in its turn: an older mark never comes last."""
        frame = self._frame()
        if frame is None:
            return
        self._state.set_key_image(is_key)
        self._waiting.append(MarkRequest(frame, is_key))
        self._mark_next()
        number = (
            tr(" (frame {frame})", frame=frame.frame + 1) if frame.instance.frame_count > 1 else ""
        )
        said = tr("is a key image") if is_key else tr("is no key image any more")
        self._messages.inform(f"{frame.instance.path.name}{number} {said}.")

    def _mark_next(self) -> None:
        if self._waiting and not self._marking.pending:
            self._finding.cancel()  # what it finds would be older
            self._marking.add(self._services.mark_key_image, self._waiting.pop(0))

    def _on_found(self, _tag: object, key_images: KeyImages) -> None:
        self._key_images = key_images
        if self.is_saved:
            self._show()
        self._mark_next()

    def _on_not_found(self, _tag: object, error: LungDeskError) -> None:
        self._messages.warn(error)

    def _on_not_marked(self, _tag: object, error: LungDeskError) -> None:
        self._messages.fail(error)
        self._show()
        self._mark_next()

    def _on_film_changed(self) -> None:
        frame = self._frame()
        self._show()
        if frame is not None and self.is_saved and not self._state.is_playing:
            self._finding.replace(self._services.key_images, frame)

    def _on_rows_replaced(self) -> None:
        self._starred = set()  # of what is new, no row has its star
        self._show()
        if self._state.paths and self.is_saved:
            self._finding.replace(self._services.key_images, None)

    # --- what to show

    def _show(self) -> None:
        frame = self._frame()
        frames = self._key_images.frames_of(frame.instance.path) if frame else ()
        self._state.set_key_image(frame is not None and frame.frame in frames)
        self._show_checked()
        kept = self._key_images.marked
        self._state.set_key_frames(frozenset((Path(one.path), one.frame) for one in kept))
        marked = {Path(one.path) for one in kept}
        for path in marked ^ self._starred:  # the list may be long
            self._model.change(path, is_key_image=path in marked)
        self._starred = marked

    def _show_checked(self) -> None:
        self._actions["key_image"].setChecked(self._state.is_key_image)

    def show_next(self) -> None:
        """Show the next marked frame, in the order of the list; after the last comes the first."""
        places = [
            (number, frame)
            for number, path in enumerate(self._state.paths)
            for frame in self._key_images.frames_of(path)
        ]
        if not places:
            self._messages.inform(
                tr("No listed film is a key image. K marks the one that is shown.")
            )
            return
        now = (self._model.number_of(self._state.current) or 0, self._state.frame)
        number, frame = next((place for place in places if place > now), places[0])
        path = self._state.paths[number]
        if path == self._state.current:
            self._state.set_frame(frame)
        else:
            self._state.set_current(path, frame)
