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
    """One save at a time, so that an older one can never come last."""

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
        self._loading = bridge.channel(Lane.FILM)
        self._saving = bridge.channel(Lane.IO, must_finish=True)
        self._loading.succeeded.connect(self._on_loaded)
        self._loading.failed.connect(self._on_failed)
        self._saving.succeeded.connect(self._on_saved)
        self._saving.failed.connect(self._on_save_failed)
        self._frame: FrameRef | None = None
        self._unsaved: dict[FrameRef, AnnotationSet] = {}
        self._failed: set[FrameRef] = set()
        self._told: dict[FrameRef, ErrorCode] = {}
        self._left: dict[FrameRef, History[AnnotationSet]] = {}
        annotations.committed.connect(self._on_committed)
        state.film_changed.connect(self._on_film_changed)

    @property
    def is_saved(self) -> bool:
        """Whether every step is on disk."""
        return not self._unsaved

    def _on_film_changed(self) -> None:
        film = self._state.film
        self._loading.cancel()
        self._remember()
        self._frame = None
        self._annotations.load(AnnotationSet())
        if film.phase is not Phase.READY or film.film is None:
            return
        radiograph = film.film.radiograph
        frame = FrameRef(radiograph.instance, radiograph.frame)
        waiting = self._unsaved.get(frame)
        if waiting is not None:
            self._begin(frame, waiting)
        else:
            self._loading.replace(self._services.load_annotations, frame, tag=frame)
        if not self._state.is_playing:
            self.try_again()

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
        drawn = self._annotations.annotations.annotations
        if drawn:  # while the worker was busy with other films: it comes on top of what was kept
            kept = (one for one in stored.annotations.annotations if one not in drawn)
            self._begin(frame, AnnotationSet((*kept, *drawn)))
            self._on_committed()
        else:
            self._begin(frame, stored.annotations)
        if stored.damage is not None:
            self._messages.warn(stored.damage)

    def _on_failed(self, _frame: FrameRef, error: LungDeskError) -> None:
        # Without a place to keep them, measurements still serve while the film is open.
        self._messages.warn(error)

    def _on_committed(self) -> None:
        if self._frame is not None:
            self._unsaved[self._frame] = self._annotations.annotations
            self._told.pop(self._frame, None)
            self.try_again()

    def try_again(self) -> None:
        """Save what could not be saved before, and all that waits."""
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
        if self._told.get(frame) != error.code:
            self._told[frame] = error.code
            self._messages.fail(error)
        self._save_next()
