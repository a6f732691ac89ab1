"""Writes that are whole or not there at all, and names that nothing has yet.

What else may happen to a write is said by `not_writable`, whose codes others name after it.
"""

from __future__ import annotations

import errno
import itertools
import os
import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, Self

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.words import printable_line

#: A disk without room, or more than the user may take of it; not every system knows both.
NO_ROOM: Final = frozenset(
    getattr(errno, name) for name in ("ENOSPC", "EDQUOT") if hasattr(errno, name)
)


class FileStamp(NamedTuple):
    """What is another one as soon as another file takes a file's place."""

    size_bytes: int
    mtime_ns: int

    @classmethod
    def of(cls, state: os.stat_result) -> Self:
        """Stamp of what the system says of a file."""
        return cls(state.st_size, state.st_mtime_ns)


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes ``path``'s place only when the block ends without an error.

    Who may read it is what the umask says, as of every new file.

    Raises
    ------
    LungDeskError
        Those of `not_writable`, when the folder is missing, full or not permitted.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.parent / f".{path.name}.{secrets.token_hex(4)}"
        with beside.open("xb") as stream:
            temporary = beside
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as error:
        raise not_writable(path, error) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def not_writable(path: Path, error: OSError, *, hint: str = "") -> LungDeskError:
    """Why a file or folder is not written: ``DISK_FULL``, or else ``FILE_NOT_WRITABLE``.

    Parameters
    ----------
    hint
        What to do about it, where that is not to look after the folder and try again.
    """
    name, folder = printable_line(path.name or str(path)), path.absolute().parent
    if error.errno in NO_ROOM:
        return disk_full(name, hint=hint or f"Make room on the disk of {folder}, then try again.")
    return LungDeskError(
        f"{name} cannot be written ({error.strerror or error}).",
        hint=hint or f"Check the space and the permissions of {folder}.",
        code=ErrorCode.FILE_NOT_WRITABLE,
    )


def disk_full(name: str, *, hint: str) -> LungDeskError:
    """There is no room for something."""
    return LungDeskError(
        f"{name} cannot be written: the disk is full.", hint=hint, code=ErrorCode.DISK_FULL
    )


def write_text_atomically(path: Path, text: str) -> None:
    """Write UTF-8 text, whole or not at all; names of files that are no UTF-8 keep their bytes."""
    with atomic_write(path) as stream:
        stream.write(text.encode(errors="surrogateescape"))


def replace_folder(new: Path, place: Path) -> None:
    """Put a finished folder in its place; an older one goes only when the new one is there."""
    old = place.with_name(f".{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def placing() -> Callable[[str | Path], str]:
    """Tells where files lie, however their paths are spelled; a folder is asked for once.

    A link to a file lies where the link does.
    """
    real = cache(os.path.realpath)  # a folder holds many files

    def place(path: str | Path) -> str:
        # Not with Path, which takes three times as long, and rows may be a hundred thousand.
        folder, name = os.path.split(path)
        try:
            return os.path.normcase(os.path.join(real(folder), name))  # noqa: PTH118
        except ValueError:  # a null character in the name: there is no such file
            return str(path)

    return place


def free_name(name: str, is_taken: Callable[[str], bool]) -> str:
    """The first of `numbered_names` that is not taken."""
    return next(one for one in numbered_names(name) if not is_taken(one))


def telling_names(paths: Iterable[Path]) -> dict[Path, str]:
    """What to call files so that no two are called alike: by name, after as many folders as needed.

    ``IM0001`` of a folder each is ``PAT1/SER1/IM0001`` and ``PAT2/SER1/IM0001``.
    """
    found: dict[Path, str] = {}
    alike, depth = {path: path.name for path in paths}, 1
    while alike:
        times = Counter(alike.values())
        found |= {path: name for path, name in alike.items() if times[name] == 1}
        alike = {path: name for path, name in alike.items() if times[name] > 1}
        depth += 1
        alike = {path: "/".join(path.parts[-depth:]) for path in alike}
    return found


def numbered_names(name: str) -> Iterator[str]:
    """The name itself, ``name-2``, ``name-3`` and so on without an end."""
    yield name
    yield from (f"{name}-{number}" for number in itertools.count(2))
