"""What files are known again by, whatever they are called."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def file_digests(paths: Iterable[Path]) -> list[str]:
    """SHA-256 of the content of each file, in order.

    Of the path where the content cannot be read: whoever decodes that film says what is wrong.
    """
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(_file_digest, paths))


def _file_digest(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError:
        content = os.fsencode(path)
    return hashlib.sha256(content).hexdigest()
