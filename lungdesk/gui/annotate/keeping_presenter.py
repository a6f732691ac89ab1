"""Loads the annotations of each film and saves every step at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.history import History
from lungdesk.gui.annotate.annotation_state import AnnotationState
from lungdesk.gui.job_bridge import JobBridge
from lungdesk.gui.messages import Messages
from lungdesk.gui.state import AppState, Phase
from lungdesk.gui.window_services import WindowServices
from lungdesk.services.job_runner import Lane
from lungdesk.services.kept_annotations import FrameRef, SaveRequest

if TYPE_CHECKING:
    from lungdesk.services.annotation_store import StoredAnnotations

#: Films whose steps can still be undone after they were left.
_LEFT_LIMIT = 50


class KeepingPresenter(QObject):
    """One save at a time, so that an older one can never come last.

    What is drawn before the kept annotations have come is put on top of them when they do, wherever
    the user is by then.
    """

    def __init__(
        self,
        annotations: AnnotationState,
        state: AppState,
        *,
        services: WindowServices,
        bridge: JobBridge,
        messages: Messages,
    ) -> None:
        super().__init__(annotations)
        self._annotations, self._state = annotations, state
        self._services, self._messages = services, messages
        self._loading = bridge.channel(Lane.FILM, must_finish=True)
        self._saving = bridge.channel(Lane.IO, must_finish=True)
        self._loading.succeeded.connect(self._on_loaded)
        self._loading.failed.connect(self._on_failed)
        self._saving.succeeded.connect(self._on_saved)
        self._saving.failed.connect(self._on_save_failed)
        self._frame: FrameRef | None = None
        self._awaited: FrameRef | None = None
        self._ahead: dict[FrameRef, AnnotationSet] = {}
        self._unsaved: dict[FrameRef, AnnotationSet] = {}
        self._failed: set[FrameRef] = set()
        self._told: dict[FrameRef, ErrorCode] = {}
        #: Why something could not be kept, the last time.
        self.error: LungDeskError | None = None
        self._left: dict[FrameRef, History[AnnotationSet]] = {}
        annotations.committed.connect(self._on_committed)
        state.film_changed.connect(self._on_film_changed)

    @property
    def unsaved(self) -> tuple[SaveRequest, ...]:
        """What is not on disk."""
        waiting = (*self._ahead.items(), *self._unsaved.items())
        return tuple(SaveRequest(frame, annotations) for frame, annotations in waiting)

    def bring_back(self, saved: SaveRequest) -> None:
        """Put what was drawn in another session on top of what is kept of its frame."""
        frame, drawn = saved.frame, saved.annotations
        if frame == self._frame:
            self._annotations.replace_all(drawn.over(self._annotations.annotations))
        elif frame in self._unsaved:
            self._keep(frame, drawn.over(self._unsaved[frame]))
        else:
            self._ahead[frame] = drawn.over(self._ahead.get(frame, AnnotationSet()))
            if frame == self._awaited:
                self._annotations.load(self._ahead[frame])
            self.try_again()

    def _on_film_changed(self) -> None:
        film = self._state.film
        self._loading.keep_only(tuple(self._ahead))
        self._remember()
        self._frame = self._awaited = None
        self._annotations.load(AnnotationSet())
        if film.phase is not Phase.READY or film.film is None:
            return
        radiograph = film.film.radiograph
        frame = FrameRef(radiograph.instance, radiograph.frame)
        waiting = self._unsaved.get(frame)
        if waiting is not None:
            self._begin(frame, waiting)
        else:
            self._awaited = frame
            self._annotations.load(self._ahead.get(frame, AnnotationSet()))
            self._load(frame)
        if not self._state.is_playing:
            self.try_again()

    def _load(self, frame: FrameRef) -> None:
        if frame not in self._loading.pending:
            self._loading.add(self._services.load_annotations, frame, tag=frame)

    def _begin(self, frame: FrameRef, annotations: AnnotationSet) -> None:
        self._frame = frame
        left = self._left.pop(frame, None)
        if left is not None and left.present == annotations:
            self._annotations.resume(left)
        else:
            self._annotations.load(annotations)

    def _remember(self) -> None:
        """Keep the steps of a film that is left, so that they can be undone on coming back."""
        if self._frame is None:
            return
        self._left[self._frame] = self._annotations.history
        if len(self._left) > _LEFT_LIMIT:
            del self._left[next(iter(self._left))]

    def _on_loaded(self, frame: FrameRef, stored: StoredAnnotations) -> None:
        drawn = self._ahead.pop(frame, AnnotationSet())
        whole = drawn.over(stored.annotations)
        if frame == self._awaited:
            self._awaited = None
            if drawn.annotations:
                self._frame = frame
                self._annotations.put_below(stored.annotations)
            else:
                self._begin(frame, whole)
        if drawn.annotations:
            self._keep(frame, whole)
        if stored.damage is not None:
            self._messages.warn(stored.damage)

    def _on_failed(self, frame: FrameRef, error: LungDeskError) -> None:
        # Without a place to keep them, measurements still serve while the film is open.
        if frame in self._ahead:
            self._tell(frame, error)
        else:
            self._messages.warn(error)

    def _on_committed(self) -> None:
        if self._frame is not None:
            self._keep(self._frame, self._annotations.annotations)
        elif self._awaited is not None:
            self._ahead.pop(self._awaited, None)
            self._told.pop(self._awaited, None)
            if self._annotations.annotations.annotations:
                self._ahead[self._awaited] = self._annotations.annotations
            self.try_again()

    def _keep(self, frame: FrameRef, annotations: AnnotationSet) -> None:
        self._unsaved[frame] = annotations
        self._told.pop(frame, None)
        self.try_again()

    def try_again(self) -> None:
        """Save what could not be saved before, and all that waits."""
        for frame in self._ahead:
            self._load(frame)
        self._failed.clear()
        self._save_next()

    def _save_next(self) -> None:
        frame = next((one for one in self._unsaved if one not in self._failed), None)
        if frame is not None and not self._saving.pending:
            annotations = self._unsaved[frame]
            request = SaveRequest(frame, annotations)
            self._saving.add(self._services.save_annotations, request, tag=(frame, annotations))

    def _on_saved(self, saved: tuple[FrameRef, AnnotationSet], _result: object) -> None:
        frame, annotations = saved
        self._told.pop(frame, None)
        if self._unsaved.get(frame) == annotations:
            del self._unsaved[frame]
        self._save_next()

    def _on_save_failed(self, saved: tuple[FrameRef, AnnotationSet], error: LungDeskError) -> None:
        # Tried again with the next step or film; the user is told once that it is not kept.
        frame, annotations = saved
        if self._unsaved.get(frame) == annotations:
            self._failed.add(frame)
        self._tell(frame, error)
        self._save_next()

    def _tell(self, frame: FrameRef, error: LungDeskError) -> None:
        self.error = error
        if self._told.get(frame) != error.code:
            self._told[frame] = error.code
            self._messages.fail(error)
