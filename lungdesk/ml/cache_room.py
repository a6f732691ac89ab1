"""Keeps caches on disk within bounds: the oldest that nobody uses goes first."""

from __future__ import annotations

import errno
import importlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import NO_ROOM

#: Held open by whoever uses a cache; its time of change says when that was last.
_LEASE = "in-use"

#: What is left free on the disk for everything else.
RESERVE_BYTES = 200 * 2**20

_NO_ROOM = (*NO_ROOM, errno.EFBIG)


def lease(folder: Path) -> BinaryIO:
    """Take a cache folder into use, until the stream that comes back is closed."""
    folder.mkdir(parents=True, exist_ok=True)
    stream = (folder / _LEASE).open("ab")
    (folder / _LEASE).touch()
    _lock(stream, is_exclusive=False)
    return stream


def make_room(root: Path, needed_bytes: int, limit_bytes: int, *, purpose: str) -> None:
    """Delete old cache folders below ``root`` until so much more fits.

    Raises
    ------
    LungDeskError
        ``DISK_FULL`` when it does not even then; it says how much is needed and how much there is.
    """
    used = {folder: _size(folder) for folder in sorted(root.glob("*")) if folder.is_dir()}
    for folder in sorted(used, key=_last_use):
        if _fits(root, sum(used.values()), needed_bytes, limit_bytes):
            break
        if _is_idle(folder):
            shutil.rmtree(folder, ignore_errors=True)
            used[folder] = _size(folder)
    total = sum(used.values())
    if total + needed_bytes > limit_bytes:
        raise LungDeskError(
            f"{purpose} need {in_words(needed_bytes)} and the cache may hold"
            f" {in_words(limit_bytes)}, of which {in_words(total)} are in use.",
            hint="Raise the limit with --cache-limit, or keep fewer views of each film.",
            code=ErrorCode.DISK_FULL,
        )
    if not _fits(root, total, needed_bytes, limit_bytes):
        raise disk_full(root, needed_bytes, purpose=purpose)


@contextmanager
def explained(root: Path, needed_bytes: int, *, purpose: str) -> Iterator[None]:
    """Say how much room is needed when a write inside fails because there is none."""
    try:
        yield
    except LungDeskError as error:
        cause = error.__cause__
        if isinstance(cause, OSError) and cause.errno in _NO_ROOM:
            raise disk_full(root, needed_bytes, purpose=purpose) from error
        raise


def disk_full(root: Path, needed_bytes: int, *, purpose: str) -> LungDeskError:
    """One sentence on what does not fit on the disk."""
    return LungDeskError(
        f"{purpose} need {in_words(needed_bytes)} and the disk of {root} has"
        f" {in_words(free_bytes(root))} left.",
        hint="Make room there, or keep fewer views of each film; then go on with --resume.",
        code=ErrorCode.DISK_FULL,
    )


def in_words(count: int) -> str:
    """So many bytes, for people."""
    return f"{count / 1e9:.1f} GB" if count >= 1e8 else f"{count / 1e6:.1f} MB"


def _fits(root: Path, total: int, needed: int, limit: int) -> bool:
    return total + needed <= limit and needed + RESERVE_BYTES <= free_bytes(root)


def free_bytes(root: Path) -> int:
    """What is left on the disk of a folder that need not be there yet."""
    while not root.exists():
        root = root.parent
    return shutil.disk_usage(root).free


def idle_bytes(root: Path) -> int:
    """Size of the caches below ``root`` that nobody uses: what `make_room` may delete."""
    folders = (folder for folder in root.glob("*") if folder.is_dir())
    return sum(_size(folder) for folder in folders if _is_idle(folder))


def _size(folder: Path) -> int:
    total = 0
    for path in folder.glob("*"):
        with suppress(FileNotFoundError):  # another training has given it its name meanwhile
            total += path.stat().st_size
    return total


def _last_use(folder: Path) -> float:
    marker = folder / _LEASE
    return (marker if marker.exists() else folder).stat().st_mtime


def _is_idle(folder: Path) -> bool:
    marker = folder / _LEASE
    if not marker.exists():
        return True
    with marker.open("ab") as stream:
        return _lock(stream, is_exclusive=True)


def _lock(stream: BinaryIO, *, is_exclusive: bool) -> bool:
    """Lock a file unless somebody else has; goes with the process, however that ends.

    Where the system has no such locks (Windows) a file that is open cannot be deleted either.
    """
    try:
        fcntl: Any = importlib.import_module("fcntl")
    except ModuleNotFoundError:
        return True
    try:
        fcntl.flock(stream, (fcntl.LOCK_EX if is_exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
