"""Reads every listed film in the background, few at a time."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import Progress
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.study import Instance
from lungdesk.gui.activity import Activity
from lungdesk.gui.job_bridge import JobBridge
from lungdesk.gui.key_bindings import key_words
from lungdesk.gui.messages import Message, Messages, Severity
from lungdesk.gui.state import AppState, Phase
from lungdesk.gui.translation import tr
from lungdesk.gui.window_services import FilmReading, WindowServices
from lungdesk.services.job_runner import Lane
from lungdesk.services.studies import DecodeRequest

if TYPE_CHECKING:
    from lungdesk.gui.studies.presenter import StudiesPresenter

#: Films between decoding and answer: two to read ahead, one for the model. More would only
#: cost memory and keep the film that the user looks at waiting.
_IN_FLIGHT = 3
_READING_ALL = tr("reading all")


class ReadAllPresenter(QObject):
    """Runs through the list: decode in the file lane, read in the compute lane.

    Signals
    -------
    begun()
        Films are being read from now on.
    finished()
        Every film has been read, or the user has stopped it.
    """

    begun = Signal()
    finished = Signal()

    def __init__(
        self,
        studies: StudiesPresenter,
        state: AppState,
        *,
        services: WindowServices,
        bridge: JobBridge,
        speakers: tuple[Messages, Activity],
    ) -> None:
        super().__init__(studies)
        self._studies, self._state, self._services = studies, state, services
        self._messages, self._activity = speakers
        self._decoding = bridge.channel(Lane.IO)
        self._reading = bridge.channel(Lane.COMPUTE)
        self._waiting: deque[Path] = deque()
        self._total = self._done = self._failed = 0
        self._decoding.succeeded.connect(self._on_decoded)
        self._decoding.failed.connect(self._on_failed)
        self._reading.succeeded.connect(self._on_read)
        self._reading.failed.connect(self._on_failed)
        state.paths_changed.connect(self._on_paths_changed)
        state.readings_forgotten.connect(self.cancel)
        state.film_replaced.connect(self._on_film_replaced)

    @property
    def is_running(self) -> bool:
        """Whether films are being read."""
        return self._total > 0

    def start(self) -> None:
        """Read every listed film that has not been read yet."""
        if self.is_running:
            return
        model = self._state.model
        if model.reader is None or model.phase is Phase.FAILED:
            if model.error is not None:
                self._messages.fail(model.error)
            return
        unread = [p for p in self._state.paths if self._state.stored_reading(p) is None]
        if not unread:
            done = (
                tr("Every listed film has been read.")
                if self._state.paths
                else tr("No film is open.")
            )
            self._messages.inform(done)
            return
        self._messages.clear()
        self._waiting = deque(unread)
        self._total, self._done, self._failed = len(unread), 0, 0
        self.begun.emit()
        self._go_on()

    def cancel(self) -> None:
        """Stop; what has been read stays."""
        if not self.is_running:
            return
        for path in (*self._decoding.pending, *self._reading.pending):
            self._studies.mark_reading(Path(str(path)), False)
        self._waiting.clear()
        self._decoding.cancel()
        self._reading.cancel()
        done, total = self._done, self._total
        self._end()
        stopped = tr("Stopped after {done:,} of {total:,} films.", done=done, total=total)
        key = key_words(self._state.keys, "read_all")
        self._messages.inform(f"{stopped} {tr('{key} goes on.', key=key)}" if key else stopped)

    def _go_on(self) -> None:
        while self._waiting and self._in_flight < _IN_FLIGHT:
            path = self._waiting.popleft()
            self._studies.mark_reading(path, True)
            self._decoding.add(self._services.decode, DecodeRequest(path), tag=path)
        if self._waiting or self._in_flight:
            progress = Progress(self._done, self._total, tr("Reading films"))
            self._activity.show(_READING_ALL, progress, self.cancel)
            return
        failed, total = self._failed, self._total
        self._end()
        words = tr("{total:,} of {total_2:,} films read.", total=total - failed, total_2=total)
        if failed:
            hint = tr("{failed:,} could not be read; the list says why.", failed=failed)
            self._messages.post(Message(words, hint, severity=Severity.WARNING))
        else:
            self._messages.inform(words)

    @property
    def _in_flight(self) -> int:
        return len(self._decoding.pending) + len(self._reading.pending)

    def _end(self) -> None:
        self._total = 0
        self._activity.end(_READING_ALL)
        self.finished.emit()

    def _on_decoded(self, path: Path, radiograph: Radiograph) -> None:
        reader = self._state.model.reader
        if reader is not None:
            self._reading.add(reader.read, radiograph, tag=path)
        self._go_on()

    def _on_read(self, path: Path, reading: FilmReading) -> None:
        self._done += 1
        self._state.keep_reading(path, reading)
        self._go_on()

    def _on_failed(self, path: Path, error: LungDeskError) -> None:
        self._done += 1
        self._failed += 1
        self._studies.mark_failed(path, error)
        self._state.keep_failure(path)
        self._go_on()

    def _on_film_replaced(self, gone: Instance) -> None:
        """What is under way may be of the file that is gone: its film begins anew."""
        path, channels = gone.path, (self._decoding, self._reading)
        if any(path in channel.pending for channel in channels):
            for channel in channels:
                channel.keep_only(tuple(tag for tag in channel.pending if tag != path))
            self._waiting.append(path)
            self._go_on()

    def _on_paths_changed(self) -> None:
        if self.is_running and not self._state.paths:
            self.cancel()
            self._messages.clear()
