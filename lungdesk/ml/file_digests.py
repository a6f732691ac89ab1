"""What files are known again by, whatever they are called."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

from lungdesk.core.files import FileStamp

#: Files whose digests are remembered: one job asks for those of a collection several times.
_REMEMBERED = 50_000


def file_digests(paths: Iterable[Path]) -> list[str]:
    """SHA-256 of the content of each file, in order.

    Of the path where the content cannot be read: whoever decodes that film says what is wrong.
    """
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(_file_digest, paths))


def _file_digest(path: Path) -> str:
    try:
        return _digest_of_content(path, FileStamp.of(path.stat()))
    except OSError:
        return hashlib.sha256(os.fsencode(path)).hexdigest()


@lru_cache(_REMEMBERED)
def _digest_of_content(path: Path, _stamp: FileStamp) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
