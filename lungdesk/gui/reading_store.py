"""What the model says of films, and who may see it yet."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError

if TYPE_CHECKING:
    from lungdesk.gui.window_services import FilmReading

#: A film, and a frame of it.
FrameKey = tuple[Path, int]


class Phase(StrEnum):
    """How far something is that takes a while."""

    EMPTY = "empty"
    BUSY = "busy"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, eq=False)
class ReadingState:
    """What the model says of the film in the centre.

    Attributes
    ----------
    reading
        What may be shown of it.
    refused
        What the gate withholds, in its place: its verdict may be told, and nothing else.
    is_sealed
        Whether there is an answer that nobody may see before saying what they see themselves.
    """

    phase: Phase = Phase.EMPTY
    reading: FilmReading | None = None
    error: LungDeskError | None = None
    refused: FilmReading | None = None
    is_sealed: bool = False

    @classmethod
    def of(cls, reading: FilmReading) -> ReadingState:
        """A film that has been read, or refused."""
        if reading.prediction.is_withheld:
            return cls(Phase.READY, refused=reading)
        return cls(Phase.READY, reading)


def frame_key(reading: FilmReading) -> FrameKey:
    """Which film and frame a reading is of."""
    return reading.instance.path, reading.frame


class ReadingStore(QObject):
    """Readings of the film in the centre and of all listed ones.

    Blinded, an answer stays sealed until the reader has said what the film shows: here and
    nowhere else, so that no part of the window has it to show. A refusal is no answer.

    Signals
    -------
    reading_changed()
        Another reading of the film in the centre, or it may be seen now.
    reading_kept(Path)
        A film of the list has been read, or its reading may be seen now.
    readings_forgotten()
        Nothing that was read holds any more: another model reads.
    blinding_changed()
        Readers are to say first what they see, or need not any more.
    """

    reading_changed = Signal()
    reading_kept = Signal(object)
    readings_forgotten = Signal()
    blinding_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading = ReadingState()
        self._kept: dict[FrameKey, FilmReading] = {}
        self._is_blinded = False
        self._opened: set[FrameKey] = set()

    # --- the film in the centre

    @property
    def reading(self) -> ReadingState:
        """What the model says of it, as far as it may be seen."""
        if self._is_sealed(self._reading.reading):
            return ReadingState(self._reading.phase, is_sealed=True)
        return self._reading

    def set_reading(self, reading: ReadingState) -> None:
        """Tell how far its reading is."""
        self._reading = reading
        self.reading_changed.emit()

    # --- the listed films

    def kept_reading(self, path: Path, frame: int = 0) -> FilmReading | None:
        """What has been read of a frame of a listed film, if it may be seen; may be withheld."""
        kept = self._kept.get((path, frame))
        return None if self._is_sealed(kept) else kept

    def stored_reading(self, path: Path, frame: int = 0) -> FilmReading | None:
        """The same, sealed or not: for who reads films, not for who shows what was read."""
        return self._kept.get((path, frame))

    def keep_reading(self, path: Path, reading: FilmReading) -> None:
        """Remember what has been read, so that coming back to the film costs nothing."""
        self._kept[path, reading.frame] = reading
        self.reading_kept.emit(path)

    def forget_readings(self) -> None:
        """What was read was said by another model."""
        self._kept = {}
        self.readings_forgotten.emit()

    def _keep_only(self, listed: Container[Path]) -> None:
        self._kept = {key: kept for key, kept in self._kept.items() if key[0] in listed}

    # --- the seal

    @property
    def is_blinded(self) -> bool:
        """Whether readers say first what they see."""
        return self._is_blinded

    def set_blinded(self, is_blinded: bool) -> None:
        """Seal what is read from now on, or open all; what has been seen stays open."""
        if is_blinded == self._is_blinded:
            return
        if is_blinded:
            self._opened |= set(self._kept)
        sealed = [key for key in self._kept if key not in self._opened]
        self._is_blinded = is_blinded
        self.blinding_changed.emit()
        self.reading_changed.emit()
        for path, _ in () if is_blinded else sealed:
            self.reading_kept.emit(path)

    def sealed_reading(self) -> FilmReading | None:
        """The answer for the film in the centre that is still sealed: to be kept, not shown."""
        reading = self._reading.reading
        return reading if self._is_sealed(reading) else None

    def unseal(self, key: FrameKey) -> None:
        """The reader has said what the film shows: the answer may be seen."""
        self._opened.add(key)
        self.reading_changed.emit()
        self.reading_kept.emit(key[0])

    def _is_sealed(self, reading: FilmReading | None) -> bool:
        return (
            self._is_blinded
            and reading is not None
            and not reading.prediction.is_withheld
            and frame_key(reading) not in self._opened
        )
