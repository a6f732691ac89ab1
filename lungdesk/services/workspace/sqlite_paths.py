"""Paths as SQLite is told them, and as it keeps them; loads no SQLAlchemy."""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import quote

#: Files that SQLite keeps beside a database while it is used; the journal comes first.
_BESIDE: Final = ("-wal", "-shm")


def uri_of(path: PurePath, *, mode: str) -> str:
    """How SQLite is told a file; also one of a network drive, whose server is no authority."""
    place = quote(os.fsencode(path.as_posix()))
    return f"file://{'' if place.startswith('/') else '/'}{place}?mode={mode}"


def uri_to_look(path: Path) -> str:
    """SQLite reads a database with a journal by a file beside it, which it must be able to make.

    Where it cannot, and nobody writes just now, the file is whole without one.
    """
    uri = uri_of(path.absolute(), mode="ro")
    is_still = not os.access(path.parent, os.W_OK) and not has_journal(path)
    return f"{uri}&immutable=1" if is_still else uri


def files_of(place: Path) -> tuple[Path, ...]:
    """A database, and what SQLite keeps beside it."""
    return (place, *(place.with_name(place.name + end) for end in _BESIDE))


def is_empty(place: Path) -> bool:
    """Whether nothing is in a file, or there is none."""
    try:
        return place.stat().st_size == 0
    except FileNotFoundError:
        return True


def has_journal(place: Path) -> bool:
    """Whether changes of a database wait beside it; SQLite drops them where its file is empty."""
    return not is_empty(files_of(place)[1])


def path_kept(path: str) -> str | bytes:
    """A path as SQLite can hold it: one that is no UTF-8 is kept as its bytes."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return path.encode(errors="surrogateescape")
    return path


def path_told(kept: str | bytes) -> str:
    """Counterpart of `path_kept`."""
    return kept if isinstance(kept, str) else kept.decode(errors="surrogateescape")
