"""What files are known again by, whatever they are called."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from lungdesk.core.files import FileStamp

#: Files whose digests are remembered: one job asks for those of a collection several times, always
#: in the same order, so that of a larger one none would be known again.
_REMEMBERED = 300_000


def file_digests(paths: Iterable[Path]) -> list[str]:
    """SHA-256 of the content of each file, in order.

    Of the path where there is no content, or it cannot be read: whoever decodes that film says what
    is wrong, and two broken downloads are no copies.
    """
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(_file_digest, paths))


def _file_digest(path: Path) -> str:
    with suppress(OSError):
        status = path.stat()
        if status.st_size:
            return _digest_of_content(path, FileStamp.of(status))
    return hashlib.sha256(os.fsencode(path)).hexdigest()


@lru_cache(_REMEMBERED)
def _digest_of_content(path: Path, _stamp: FileStamp) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
