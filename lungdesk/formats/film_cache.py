"""The folder of films that were unpacked of ZIP files, kept within its limit."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

#: What is left of a full cache, as a share of its limit: all films have to be looked at to find the
#: oldest, which is not to be done for each that comes.
_LEFT: Final = 0.9

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
