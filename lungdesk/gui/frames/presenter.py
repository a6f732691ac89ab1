"""Steps through the frames of a film, and plays them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.actions import Actions
from lungdesk.gui.film import Film, loader
from lungdesk.gui.state import Phase
from lungdesk.gui.viewer.presenter import ViewerPresenter
from lungdesk.gui.window_services import Shared
from lungdesk.services.cine import DEFAULT_RATE
from lungdesk.services.job_runner import Lane
from lungdesk.services.studies import DecodeRequest
from lungdesk.services.tags import TagsRequest

if TYPE_CHECKING:
    from lungdesk.gui.frames.panel import FramesPanel

_SECOND_MS = 1000


class FramesPresenter(QObject):
    """Decodes one frame at a time: the newest that is wanted; older answers are dropped."""

    def __init__(self, panel: FramesPanel, viewer: ViewerPresenter, shared: Shared) -> None:
        super().__init__(panel)
        self._panel, self._viewer = panel, viewer
        self._state = state = viewer.state
        self._services, self._messages = shared.services, shared.messages
        self._load = loader(shared.services.decode)
        self._loading = shared.bridge.channel(Lane.IO)
        self._loading.succeeded.connect(self._on_loaded)
        self._loading.failed.connect(self._on_failed)
        self._asking = shared.bridge.channel(Lane.IO)
        self._asking.succeeded.connect(self._on_rate)
        self.clock = QTimer(self)
        self.clock.timeout.connect(self._on_beat)
        panel.frame_chosen.connect(self.go_to)
        state.current_changed.connect(self._on_current_changed)
        state.frame_changed.connect(self._on_frame_changed)
        state.film_changed.connect(self._on_film_changed)

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        self._actions = actions
        actions["next_frame"].triggered.connect(lambda: self.go_to(self._state.frame + 1))
        actions["previous_frame"].triggered.connect(lambda: self.go_to(self._state.frame - 1))
        actions["play"].toggled.connect(self._set_playing)
        self._panel.set_play(actions["play"])
        self._on_film_changed()

    @property
    def count(self) -> int:
        """How many frames the film has; 0 without a film."""
        film = self._state.film.film
        return film.radiograph.instance.frame_count if film else 0

    def go_to(self, frame: int) -> None:
        """Want a frame, counted from 0; the ends hold."""
        if self.count:
            self._state.set_frame(min(max(frame, 0), self.count - 1))

    def step(self, step_films: Callable[[int], None], by: int) -> None:
        """Want a frame further on, or before; where the film has one, another film."""
        if self.count > 1:
            self.go_to(self._state.frame + by)
        else:
            step_films(by)

    # --- playing

    def _set_playing(self, is_playing: bool) -> None:
        self._state.set_playing(is_playing)
        self._panel.show_playing(is_playing)
        self._asking.cancel()
        path = self._state.current
        if is_playing and path is not None:
            self._start(DEFAULT_RATE)
            self._asking.replace(self._services.frame_rate, TagsRequest(path))
        else:
            self.clock.stop()

    def _start(self, rate: float) -> None:
        self.clock.start(round(_SECOND_MS / rate))

    def _on_rate(self, _tag: object, rate: float) -> None:
        self._start(rate)

    def _on_beat(self) -> None:
        """Want the next frame, the first one after the last; a beat that comes too early waits."""
        if self.count > 1 and not self._loading.pending:
            self._state.set_frame((self._state.frame + 1) % self.count)

    # --- frames

    def _on_current_changed(self) -> None:
        self._loading.cancel()
        self._actions["play"].setChecked(False)

    def _on_frame_changed(self) -> None:
        path, frame = self._state.current, self._state.frame
        self._panel.show_frame(frame, self.count)
        self._loading.cancel()
        film = self._state.film.film
        if path is not None and film is not None and film.radiograph.frame != frame:
            self._loading.replace(self._load, DecodeRequest(path, frame), tag=path)

    def _on_loaded(self, _path: Path, film: Film) -> None:
        self._viewer.show_frame(film)

    def _on_failed(self, _path: Path, error: LungDeskError) -> None:
        """The film that is shown stays."""
        self._actions["play"].setChecked(False)
        self._messages.fail(error)
        film = self._state.film.film
        if film is not None:
            self._state.set_frame(film.radiograph.frame)

    def _on_film_changed(self) -> None:
        has_several = self._state.film.phase is Phase.READY and self.count > 1
        self._panel.show_frame(self._state.frame, self.count)
        for id_ in ("next_frame", "previous_frame", "play"):
            self._actions[id_].setEnabled(has_several)
