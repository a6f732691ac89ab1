"""The folder of films that were unpacked of ZIP files, kept within its limit, and its stand-in."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

#: What is left of a full cache, as a share of its limit: all films have to be looked at to find the
#: oldest, which is not to be done for each that comes.
_LEFT: Final = 0.9

#: Bytes of the `temporary_cache`, which may lie in memory.
TEMPORARY_LIMIT_BYTES: Final = 256 << 20
#: How its folder is called, before the number of the process.
_TEMPORARY: Final = "lungdesk-films-"

_sizes: Final[dict[Path, int]] = {}
_lock: Final = threading.Lock()


def count_in(cache: Path, film: Path, size_bytes: int, limit_bytes: int) -> None:
    """Count a film that has come into the cache; when there is too much, the oldest ones go.

    What other processes put there is counted at the first film, and whenever the cache is full. May
    be called from several threads at a time.
    """
    with _lock:
        size = _sizes.get(cache)
        if size is None or size + size_bytes > limit_bytes:
            _sizes[cache] = _without_oldest(cache, limit_bytes, kept=film)
        else:
            _sizes[cache] = size + size_bytes


@functools.cache
def temporary_cache() -> Path:
    """Stands in for a cache that cannot be written, until this process ends.

    A process that is killed leaves its films behind: the next one takes them away.
    """
    import psutil  # noqa: PLC0415 - only here

    for left in Path(tempfile.gettempdir()).glob(f"{_TEMPORARY}*-*"):
        process = left.name.removeprefix(_TEMPORARY).partition("-")[0]
        if process.isdecimal() and not psutil.pid_exists(int(process)):
            shutil.rmtree(left, ignore_errors=True)  # those of other users stay
    folder = tempfile.mkdtemp(prefix=f"{_TEMPORARY}{os.getpid()}-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _without_oldest(cache: Path, limit_bytes: int, *, kept: Path) -> int:
    """Bytes of all films, after what was used longest ago has been deleted from a full cache."""
    found: list[tuple[float, int, Path]] = []
    for path in cache.glob("*/*"):
        with suppress(OSError):  # another process may have deleted it
            state = path.stat()
            found.append((state.st_mtime, state.st_size, path))
    total = sum(size for _, size, _ in found)
    if total <= limit_bytes:
        return total
    for _, size, path in sorted(found):
        if total <= _LEFT * limit_bytes:
            break
        if path == kept:
            continue
        with suppress(OSError):
            path.unlink()
            total -= size
            path.parent.rmdir()
    return total
