"""Marks frames as key images, shows the marks, and goes from one to the next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.gui.actions import Actions
from lungdesk.gui.item_models import FilmListModel
from lungdesk.gui.state import AppState, Phase
from lungdesk.gui.translation import tr
from lungdesk.gui.window_services import Shared
from lungdesk.services.job_runner import Lane
from lungdesk.services.kept_annotations import FrameRef
from lungdesk.services.key_images import KeyImages, MarkRequest


class KeyImagesPresenter(QObject):
    """Keeps stars true in the list and on the film.

    One mark is saved at a time, so that an older one of a frame never comes last. What could not be
    saved is tried again with the next mark, at the next film, and when it is asked to.
    """

    def __init__(self, model: FilmListModel, state: AppState, shared: Shared) -> None:
        super().__init__(state)
        self._model, self._state = model, state
        self._services, self._messages = shared.services, shared.messages
        self._finding = shared.bridge.channel(Lane.IO)
        self._marking = shared.bridge.channel(Lane.IO, must_finish=True)
        self._finding.succeeded.connect(self._on_found)
        self._finding.failed.connect(self._on_not_found)
        self._marking.succeeded.connect(self._on_marked)
        self._marking.failed.connect(self._on_not_marked)
        self._key_images = KeyImages()
        self._starred: set[Path] = set()
        self._unkept: dict[FrameRef, MarkRequest] = {}
        self._failed: set[FrameRef] = set()
        self._told: ErrorCode | None = None
        #: Why a mark could not be kept, the last time.
        self.error: LungDeskError | None = None
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
        return not self._unkept

    @property
    def unsaved(self) -> tuple[MarkRequest, ...]:
        """Marks that are not on disk."""
        return tuple(self._unkept.values())

    def bring_back(self, marks: tuple[MarkRequest, ...]) -> None:
        """Mark as was wanted in another session."""
        for request in marks:
            self._want(request)
        self._show()

    # --- what is marked

    def _frame(self) -> FrameRef | None:
        film = self._state.film
        if film.phase is not Phase.READY or film.film is None:
            return None
        return FrameRef(film.film.radiograph.instance, film.film.radiograph.frame)

    def _mark(self, is_key: bool) -> None:
        """Show it at once, save it in its turn."""
        frame = self._frame()
        if frame is None:
            return
        self._state.set_key_image(is_key)
        self._want(MarkRequest(frame, is_key))
        number = (
            tr(" (frame {frame})", frame=frame.frame + 1) if frame.instance.frame_count > 1 else ""
        )
        said = tr("is a key image") if is_key else tr("is no key image any more")
        self._messages.inform(f"{frame.instance.path.name}{number} {said}.")

    def _want(self, request: MarkRequest) -> None:
        self._unkept.pop(request.frame, None)
        self._unkept[request.frame] = request
        self._told = None
        self.try_again()

    def try_again(self) -> None:
        """Save what could not be saved before, and all that waits."""
        self._failed.clear()
        self._mark_next()

    @property
    def _next(self) -> MarkRequest | None:
        """What is to be saved, and has not been tried in vain."""
        waiting = (one for frame, one in self._unkept.items() if frame not in self._failed)
        return next(waiting, None)

    def _mark_next(self) -> None:
        request = self._next
        if request is not None and not self._marking.pending:
            self._finding.cancel()  # what it finds would be older
            self._marking.add(self._services.mark_key_image, request, tag=request)

    def _on_marked(self, request: MarkRequest, key_images: KeyImages) -> None:
        self._told = None
        if self._unkept.get(request.frame) is request:
            del self._unkept[request.frame]
        self._on_found(request, key_images)

    def _on_found(self, _tag: object, key_images: KeyImages) -> None:
        self._key_images = key_images
        self._show()
        self._mark_next()

    def _on_not_found(self, _tag: object, error: LungDeskError) -> None:
        self._messages.warn(error)

    def _on_not_marked(self, request: MarkRequest, error: LungDeskError) -> None:
        if self._unkept.get(request.frame) is request:
            self._failed.add(request.frame)
        self.error = error
        if error.code != self._told:
            self._told = error.code
            self._messages.fail(error)
        if self._next is None:  # what is saved would have told the other marks
            self._find(self._frame())
        self._mark_next()

    def _on_film_changed(self) -> None:
        frame = self._frame()
        self._show()
        if frame is not None and not self._state.is_playing:
            self.try_again()
            self._find(frame)

    def _on_rows_replaced(self) -> None:
        self._starred = set()  # of what is new, no row has its star
        self._show()
        if self._state.paths:
            self._find(None)

    def _find(self, frame: FrameRef | None) -> None:
        if not self._marking.pending:  # what is saved just now tells it, too
            self._finding.replace(self._services.key_images, frame)

    # --- what to show

    @property
    def _marked(self) -> frozenset[tuple[Path, int]]:
        """Frames that are key images, as the user wants them, kept or not."""
        marked = {(Path(one.path), one.frame) for one in self._key_images.marked}
        for frame, request in self._unkept.items():
            place = (frame.instance.path, frame.frame)
            (marked.add if request.is_key else marked.discard)(place)
        return frozenset(marked)

    def _show(self) -> None:
        frame, frames = self._frame(), self._marked
        is_key = frame is not None and (frame.instance.path, frame.frame) in frames
        self._state.set_key_image(is_key)
        self._show_checked()
        self._state.set_key_frames(frames)
        marked = {path for path, _ in frames}
        for path in marked ^ self._starred:  # the list may be long
            self._model.change(path, is_key_image=path in marked)
        self._starred = marked

    def _show_checked(self) -> None:
        self._actions["key_image"].setChecked(self._state.is_key_image)

    def show_next(self) -> None:
        """Show the next marked frame, in the order of the list; after the last comes the first."""
        numbers = {path: number for number, path in enumerate(self._state.paths)}
        marked = self._state.key_frames
        places = sorted((numbers[path], frame) for path, frame in marked if path in numbers)
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
