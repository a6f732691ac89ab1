"""What the model says of films, and who may see it yet."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.core.files import FileStamp

if TYPE_CHECKING:
    from lungdesk.core.radiograph import Radiograph
    from lungdesk.core.study import Instance
    from lungdesk.gui.window_services import FilmReading

#: A film, a frame of it, and the file that it was read from: another one may take its place.
FrameKey = tuple[Path, int, FileStamp | None]


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


def frame_key(film: Radiograph | FilmReading) -> FrameKey:
    """Which film and frame it is, or a reading is of."""
    return film.instance.path, film.frame, film.instance.stamp


class ReadingStore(QObject):
    """Readings of the film in the centre and of all listed ones.

    Blinded, an answer stays sealed until the reader has said what the film shows: here and
    nowhere else, so that no part of the window has it to show. A refusal is no answer. What a
    reader may see they have seen, also when its film is listed no more; another one has not. That
    holds for the session; the answer that was shown in the centre is told, to be kept for good.

    Signals
    -------
    reading_changed()
        Another reading of the film in the centre, or it may be seen now.
    reading_kept(Path)
        A film of the list has been read, or its reading may be seen now.
    reading_failed(Path)
        A film of the list could not be read.
    answer_seen(FilmReading)
        Its answer stands in the centre before this reader, who has not said what the film shows.
    readings_forgotten()
        Nothing that was read holds any more: another model reads.
    film_replaced(Instance)
        Another file lies where this one was: nothing that is known of it holds any more.
    blinding_changed()
        Readers are to say first what they see, or need not any more.
    reader_changed()
        Somebody else reads.
    """

    reading_changed = Signal()
    reading_kept = Signal(object)
    reading_failed = Signal(object)
    answer_seen = Signal(object)
    readings_forgotten = Signal()
    film_replaced = Signal(object)
    blinding_changed = Signal()
    reader_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader_name = ""
        self._reading = ReadingState()
        self._kept: dict[tuple[Path, int], FilmReading] = {}
        self._failed: set[tuple[Path, int]] = set()
        self._is_blinded = False
        self._opened: dict[str, set[FrameKey]] = {}
        self._told: dict[str, set[FrameKey]] = {}

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
        self._remember(reading.reading)
        self._tell_shown()
        self.reading_changed.emit()

    # --- the listed films

    def kept_reading(self, path: Path, frame: int = 0) -> FilmReading | None:
        """What has been read of a frame of a listed film, if it may be seen; may be withheld."""
        kept = self._kept.get((path, frame))
        return None if self._is_sealed(kept) else kept

    def stored_reading(self, path: Path, frame: int = 0) -> FilmReading | None:
        """The same, sealed or not: for who reads films, not for who shows what was read."""
        return self._kept.get((path, frame))

    def kept_reading_of(self, film: Radiograph) -> FilmReading | None:
        """What has been read of a film, if it may be seen; nothing of another file at its path."""
        kept = self.stored_reading_of(film)
        return None if self._is_sealed(kept) else kept

    def stored_reading_of(self, film: Radiograph) -> FilmReading | None:
        """The same, sealed or not."""
        kept = self.stored_reading(film.instance.path, film.frame)
        return kept if kept is not None and frame_key(kept) == frame_key(film) else None

    def keep_reading(self, path: Path, reading: FilmReading) -> None:
        """Remember what has been read, so that coming back to the film costs nothing."""
        self._kept[path, reading.frame] = reading
        self._failed.discard((path, reading.frame))
        self._remember(reading)
        self.reading_kept.emit(path)

    def keep_failure(self, path: Path, frame: int = 0) -> None:
        """Remember that a film could not be read: nothing waits for its reading."""
        self._failed.add((path, frame))
        self.reading_failed.emit(path)

    def has_failed(self, film: Radiograph) -> bool:
        """Whether it could not be read."""
        return (film.instance.path, film.frame) in self._failed

    def forget_readings(self) -> None:
        """What was read was said by another model."""
        self._kept, self._failed = {}, set()
        self.readings_forgotten.emit()

    def forget_film(self, gone: Instance) -> None:
        """Another file has taken the place of this one."""
        self._kept = {
            key: kept for key, kept in self._kept.items() if not kept.instance.is_same_file(gone)
        }
        self._failed = {key for key in self._failed if key[0] != gone.path}
        self.reading_kept.emit(gone.path)
        self.film_replaced.emit(gone)

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
        sealed = self._sealed_paths()
        self._is_blinded = is_blinded
        self._remember_all()
        self._tell_shown()
        self.blinding_changed.emit()
        self.reading_changed.emit()
        for path in sorted(sealed):
            self.reading_kept.emit(path)

    @property
    def reader_name(self) -> str:
        """Who reads; empty where nobody says."""
        return self._reader_name

    def set_reader_name(self, name: str) -> None:
        """Let somebody else read: blinded, they are asked about what they have not seen."""
        if name == self._reader_name:
            return
        before = self._sealed_paths()
        self._reader_name = name
        self._remember_all()
        self._tell_shown()
        self.reader_changed.emit()
        self.reading_changed.emit()
        for path in sorted(before ^ self._sealed_paths()):
            self.reading_kept.emit(path)

    def sealed_reading(self) -> FilmReading | None:
        """The answer for the film in the centre that is still sealed: to be kept, not shown."""
        reading = self._reading.reading
        return reading if self._is_sealed(reading) else None

    def unseal(self, key: FrameKey) -> None:
        """The reader has said what the film shows: the answer may be seen."""
        self._seen.add(key)
        self._told_of.add(key)
        self.reading_changed.emit()
        self.reading_kept.emit(key[0])

    @property
    def _seen(self) -> set[FrameKey]:
        """Films whose answer this reader has seen."""
        return self._opened.setdefault(self._reader_name, set())

    @property
    def _told_of(self) -> set[FrameKey]:
        """Films that need not be told of: their answer was, or this reader has said their own."""
        return self._told.setdefault(self._reader_name, set())

    def _remember_all(self) -> None:
        for reading in (self._reading.reading, *self._kept.values()):
            self._remember(reading)

    def _remember(self, reading: FilmReading | None) -> None:
        """What is read while nothing is sealed may be seen, and is as good as seen."""
        if reading is not None and not self._is_blinded and not reading.prediction.is_withheld:
            self._seen.add(frame_key(reading))

    def _tell_shown(self) -> None:
        """Of thousands of listed films few are looked at: only these are told of."""
        reading = self._reading.reading
        if reading is None or reading.prediction.is_withheld or self._is_sealed(reading):
            return
        if frame_key(reading) not in self._told_of:
            self._told_of.add(frame_key(reading))
            self.answer_seen.emit(reading)

    def _sealed_paths(self) -> set[Path]:
        return {path for (path, _), kept in self._kept.items() if self._is_sealed(kept)}

    def _is_sealed(self, reading: FilmReading | None) -> bool:
        return (
            self._is_blinded
            and reading is not None
            and not reading.prediction.is_withheld
            and frame_key(reading) not in self._seen
        )
