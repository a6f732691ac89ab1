"""Features on disk, so that a film runs through a frozen network once.

One folder per setting (trunk, preparation, augmentation, seed, number of views); in it one ``.npy``
file per batch of films: an array of their SHA-256 and, behind it, one of their float16 features. A
file appears whole or not at all, so a kill costs one batch, and two trainings may share a folder.
What is asked for is read from the files, not mapped: all of it need not fit into memory.
"""

from __future__ import annotations

import hashlib
import logging
import math
import uuid
import weakref
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.files import atomic_write
from lungdesk.ml import cache_room

_log = logging.getLogger(__name__)

#: float16 has nothing beyond it but infinity.
_LARGEST = float(np.finfo(np.float16).max)
#: Changes with the way files are laid out.
_LAYOUT = 2


class FeatureCache:
    """Store of float16 records by content; in use until it is closed or forgotten.

    Parameters
    ----------
    root
        Folder of all caches.
    setting
        All that decides the features besides the film's content, as text.
    shape
        Of one record: ``(K, F)`` for pooled features of K views, ``(K, h, w, F)`` for maps.
    """

    def __init__(self, root: Path, setting: str, shape: tuple[int, ...]) -> None:
        self.shape = shape
        self._folder = root / _folder_name(setting, shape)
        #: Others may delete the folder when this has been called.
        self.close = weakref.finalize(self, cache_room.lease(self._folder).close)
        self._places: dict[bytes, tuple[Path, int]] = {}
        for path in sorted(self._folder.glob("[!.]*.npy")):
            self._register(path)

    def __contains__(self, digest: str) -> bool:
        return bytes.fromhex(digest) in self._places

    @property
    def record_bytes(self) -> int:
        """Size of one record on disk."""
        return math.prod(self.shape) * 2

    def append(self, digests: Sequence[str], features: NDArray[np.float32]) -> None:
        """Store the features ``(n, *shape)`` of films."""
        if features.shape != (len(digests), *self.shape):
            raise ValueError(f"expected {(len(digests), *self.shape)}, got {features.shape}")
        keys = np.array([np.frombuffer(bytes.fromhex(d), np.uint8) for d in digests])
        path = self._folder / f"{uuid.uuid4().hex}.npy"
        with atomic_write(path) as stream:
            np.save(stream, keys)
            np.save(stream, np.clip(features, -_LARGEST, _LARGEST).astype("<f2"))
        self._register(path)

    def rows(self, digests: Sequence[str]) -> NDArray[np.float16]:
        """Features ``(N, *shape)`` in the order of ``digests``; KeyError when one is missing."""
        gathered = np.empty((len(digests), *self.shape), np.float16)
        for row, digest in enumerate(digests):
            gathered[row] = self._read(digest, 0, self.shape)
        return gathered

    def views(self, digests: Sequence[str], views: NDArray[np.int64]) -> NDArray[np.float16]:
        """One view of each film: ``(N, *shape[1:])``."""
        shape = self.shape[1:]
        gathered = np.empty((len(digests), *shape), np.float16)
        for row, (digest, view) in enumerate(zip(digests, views.tolist(), strict=True)):
            gathered[row] = self._read(digest, view * math.prod(shape) * 2, shape)
        return gathered

    def _read(self, digest: str, skip: int, shape: tuple[int, ...]) -> NDArray[np.float16]:
        path, start = self._places[bytes.fromhex(digest)]
        values = np.fromfile(path, "<f2", math.prod(shape), offset=start + skip)
        return values.reshape(shape)

    def _register(self, path: Path) -> None:
        """Note where each record of a file begins; a file that is not whole is deleted."""
        with path.open("rb") as stream:
            try:
                keys, begin = _opened(stream, self.shape)
            except (ValueError, EOFError) as error:
                _log.warning("%s is damaged and made anew: %s", path, error)
                keys = None
        if keys is None:
            path.unlink()
            return
        for row, key in enumerate(keys):
            self._places[key.tobytes()] = (path, begin + row * self.record_bytes)


def cached_count(root: Path, setting: str, shape: tuple[int, ...]) -> int:
    """Number of records of a `FeatureCache`, without taking it into use."""
    count = 0
    for path in (root / _folder_name(setting, shape)).glob("[!.]*.npy"):
        with path.open("rb") as stream, suppress(ValueError, EOFError):
            count += len(_opened(stream, shape)[0])
    return count


def _folder_name(setting: str, shape: tuple[int, ...]) -> str:
    return hashlib.sha256(f"{_LAYOUT}|{setting}|{shape}".encode()).hexdigest()[:24]


def _opened(stream: Any, shape: tuple[int, ...]) -> tuple[NDArray[np.uint8], int]:
    """Keys of a file and where its features begin; ValueError when they are not as they must be."""
    keys: NDArray[np.uint8] = np.load(stream, allow_pickle=False)
    version = np.lib.format.read_magic(stream)
    read_header = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }[version]
    stored_shape, _, dtype = read_header(stream)
    begin = int(stream.tell())
    end = stream.seek(0, 2)
    if stored_shape != (len(keys), *shape) or end - begin != math.prod(stored_shape) * 2:
        raise ValueError(f"{stored_shape} {dtype} in {end - begin} bytes")
    return keys, begin
