"""Has the film in the centre read, as soon as it is there, and forgets it when another comes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import Progress
from lungdesk.core.verdict import Correction
from lungdesk.gui.activity import Activity
from lungdesk.gui.job_bridge import JobBridge
from lungdesk.gui.state import AppState, ModelState, Phase, ReadingState
from lungdesk.gui.translation import tr
from lungdesk.gui.window_services import FilmReading, Reader, WindowServices
from lungdesk.services.gate_log import is_wanted
from lungdesk.services.job_runner import Lane
from lungdesk.services.read_request import ReadRequest

_READING = "reading"
_WARMING = tr("warming up")


class ReadingPresenter(QObject):
    """Drives the model. Only the newest film is read; the answer for any other is dropped.

    Signals
    -------
    decided(FilmReading)
        A film has been read corrected, or although it is refused, as the reader wanted.
    """

    decided = Signal(object)

    def __init__(
        self,
        state: AppState,
        *,
        services: WindowServices,
        bridge: JobBridge,
        activity: Activity,
    ) -> None:
        super().__init__(state)
        self._state, self._activity = state, activity
        self._reader = services.reader
        self._reading = bridge.channel(Lane.COMPUTE)
        self._warming = bridge.channel(Lane.COMPUTE)
        self._reading.succeeded.connect(self._on_read)
        self._reading.failed.connect(self._on_failed)
        self._warming.succeeded.connect(self._on_warm)
        self._warming.failed.connect(self._on_model_failed)
        state.film_changed.connect(self._on_film_changed)
        state.reading_kept.connect(self._on_reading_kept)
        state.playing_changed.connect(self._on_playing_changed)
        self._show_model(Phase.EMPTY, services.reader_error)

    def use(self, reader: Reader | None, error: LungDeskError | None = None) -> None:
        """Read with a model that is ready, or with none; what was read before is forgotten."""
        self._warming.cancel()
        self._activity.end(_WARMING)
        self._reader = reader
        self._state.forget_readings()
        self._show_model(Phase.EMPTY if reader is None else Phase.READY, error)
        self._on_film_changed()

    def warm_up(self) -> None:
        """Compile the model, so that the first film need not wait for it."""
        reader = self._reader
        if reader is not None and self._state.model.phase is Phase.EMPTY:
            self._show_model(Phase.BUSY)
            self._activity.show(_WARMING, Progress(0, 0, tr("Preparing the model")))
            self._warming.replace(reader.warm_up, None)

    def _show_model(self, phase: Phase, error: LungDeskError | None = None) -> None:
        reader = self._reader
        if reader is None:
            self._state.set_model(ModelState(Phase.EMPTY, error=error))
            return
        model = reader.model
        self._state.set_model(
            ModelState(
                *(phase, reader.display_name, model.id, model.version, model.sha256),
                error=error,
                reader=reader,
            )
        )

    def _on_warm(self, _tag: object, _result: object) -> None:
        self._activity.end(_WARMING)
        self._show_model(Phase.READY)

    def _on_model_failed(self, _tag: object, error: LungDeskError) -> None:
        self._activity.end(_WARMING)
        self._show_model(Phase.FAILED, error)

    def _on_film_changed(self) -> None:
        film = self._state.film
        self._reading.cancel()
        self._activity.end(_READING)
        if film.phase is not Phase.READY or film.film is None or film.path is None:
            self._state.set_reading(ReadingState())
            return
        if self._state.is_playing:  # findings that flash by say nothing
            self._state.set_reading(ReadingState())
            return
        kept = self._state.stored_reading_of(film.film.radiograph)
        if kept is not None:
            self._state.set_reading(ReadingState.of(kept))
            return
        reader = self._reader
        if reader is None:
            self._state.set_reading(ReadingState())
            return
        self.warm_up()
        self._activity.show(_READING, Progress(0, 0, tr("Reading {name}", name=film.path.name)))
        self._state.set_reading(ReadingState(Phase.BUSY))
        self._reading.replace(reader.read, film.film.radiograph, tag=film.path)

    def read_as(self, correction: Correction, *, is_overridden: bool = False) -> None:
        """Read the film in the centre again, corrected, or although it is refused."""
        film, reader = self._state.film, self._reader
        if film.film is None or film.path is None or reader is None:
            return
        self._activity.show(_READING, Progress(0, 0, tr("Reading {name}", name=film.path.name)))
        self._state.set_reading(ReadingState(Phase.BUSY))
        request = ReadRequest(film.film.radiograph, correction, is_overridden)
        self._reading.replace(reader.read_as, request, tag=film.path)

    def _on_playing_changed(self) -> None:
        """What comes by while frames are played is not read; where it stops is."""
        if not self._state.is_playing and self._state.reading.phase is Phase.EMPTY:
            self._on_film_changed()

    def _on_read(self, path: Path, reading: FilmReading) -> None:
        self._activity.end(_READING)
        self._state.set_reading(ReadingState.of(reading))
        self._state.keep_reading(path, reading)
        if is_wanted(reading.prediction.verdict):
            self.decided.emit(reading)

    def _on_failed(self, path: Path, error: LungDeskError) -> None:
        self._activity.end(_READING)
        self._state.keep_failure(path, self._state.frame)
        self._state.set_reading(ReadingState(Phase.FAILED, error=error))

    def _on_reading_kept(self, path: Path) -> None:
        film = self._state.film
        if film.film is None or path != film.path or self._state.reading.phase is Phase.READY:
            return
        kept = self._state.stored_reading_of(film.film.radiograph)
        if kept is not None:
            self._reading.cancel()
            self._activity.end(_READING)
            self._state.set_reading(ReadingState.of(kept))
