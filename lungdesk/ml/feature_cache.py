"""Features on disk, so that a film runs through a frozen trunk once.

One folder per setting (trunk, preparation, augmentation, seed, number of views); in it one ``.npy``
file per batch of films, each record a film's SHA-256 and its float16 features. A file appears whole
or not at all, so a kill costs one batch, and two trainings may share a folder.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.files import atomic_write


class FeatureCache:
    """Store of ``(K, F)`` features by content.

    Parameters
    ----------
    root
        Folder of all caches.
    setting
        All that decides the features besides the film's content, as text.
    shape
        ``(K, F)`` of one record.
    """

    def __init__(self, root: Path, setting: str, shape: tuple[int, int]) -> None:
        self._folder = root / hashlib.sha256(f"{setting}|{shape}".encode()).hexdigest()[:24]
        self._shape = shape
        self._dtype = np.dtype([("key", "u1", (32,)), ("features", "<f2", shape)])
        self._records: dict[str, NDArray[np.float16]] = {}
        for path in sorted(self._folder.glob("*.npy")):
            self._register(np.load(path, mmap_mode="r"))

    def __contains__(self, digest: str) -> bool:
        return digest in self._records

    def append(self, digests: Sequence[str], features: NDArray[np.float32]) -> None:
        """Store the features ``(n, K, F)`` of films."""
        if features.shape != (len(digests), *self._shape):
            raise ValueError(f"expected {(len(digests), *self._shape)}, got {features.shape}")
        batch = np.empty(len(digests), self._dtype)
        batch["key"] = [np.frombuffer(bytes.fromhex(digest), np.uint8) for digest in digests]
        batch["features"] = features
        path = self._folder / f"{uuid.uuid4().hex}.npy"
        with atomic_write(path) as stream:
            np.save(stream, batch)
        self._register(np.load(path, mmap_mode="r"))

    def rows(self, digests: Sequence[str]) -> NDArray[np.float16]:
        """Features ``(N, K, F)`` in the order of ``digests``; KeyError when one is missing."""
        gathered = np.empty((len(digests), *self._shape), np.float16)
        for row, digest in enumerate(digests):
            gathered[row] = self._records[digest]
        return gathered

    def _register(self, batch: NDArray[Any]) -> None:
        for record in batch:
            self._records[bytes(record["key"]).hex()] = record["features"]
