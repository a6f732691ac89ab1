"""A file of a batch where it lies: its content by SHA-256, and the film in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from lungdesk.core.radiograph import Radiograph
from lungdesk.formats import failures
from lungdesk.services.film_files import local_file, read_film, read_film_instance

Result = TypeVar("Result")

#: What a file would change when it is written to: its place on the disk, size and time.
_Stamp = tuple[int, int, int]


class FilmFile(Protocol):
    """What a film is read from; all of it may raise LungDeskError with the reason."""

    @property
    def path(self) -> Path:
        """What names the film, in the table too."""

    def sha256(self) -> str:
        """Of the content; asked first. Empty for what is no regular file: `film` says why."""

    def film(self) -> Radiograph:
        """The film, decoded; of the very content that `sha256` has told of."""


class LocalFile:
    """A file of this machine, or inside of a ZIP file; used by one thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: _Stamp | None = None

    @property
    def path(self) -> Path:
        """As it was found."""
        return self._path

    @property
    def name(self) -> str:
        """What messages call it."""
        return local_file(self._path).name

    def sha256(self) -> str:
        """See `FilmFile`; a pipe is not waited for."""

        def digest(local: Path) -> str:
            with local.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()

        return self._of_regular_file(digest) or ""

    def film(self) -> Radiograph:
        """See `FilmFile`; raises ``FILE_CHANGED`` when the content is another by now."""
        film = read_film(self._path)
        self.require_unchanged()
        return film

    def content(self) -> bytes:
        """All bytes of a regular file; raises LungDeskError for what is none."""
        content = self._of_regular_file(Path.read_bytes)
        if content is None:
            read_film_instance(self._path)  # says what it is instead
            raise failures.changed(self._path)
        self.require_unchanged()
        return content

    def require_unchanged(self) -> None:
        """Raise ``FILE_CHANGED`` when the content is another by now than `sha256` has told of."""
        if self._seen is None:
            return
        try:
            is_same = _stamp(self._path) == self._seen
        except (OSError, ValueError) as error:
            raise failures.not_readable(self._path, error) from error
        if not is_same:
            raise failures.changed(self._path)

    def _of_regular_file(self, read: Callable[[Path], Result]) -> Result | None:
        local = local_file(self._path)
        try:
            if not local.is_file():
                return None
            # What is unpacked of a ZIP file is LungDesk's own, which notes there when it was used.
            self._seen = _stamp(local) if local == self._path else None
            return read(local)
        except (OSError, ValueError) as error:
            raise failures.not_readable(local, error) from error


def _stamp(path: Path) -> _Stamp:
    state = path.stat()
    return state.st_ino, state.st_size, state.st_mtime_ns
