"""Which films a model has learnt from, known again by the SHA-256 of their files.

A bundle names them in ``learnt.npz``, those of the networks that its own began with included; older
ones name at least the films whose points they keep (`lungdesk.ml.neighbours`). No picture and no
path is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lungdesk.core.files import atomic_write
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.ml.bundle import LEARNT, LEARNT_BEFORE, Bundle, damaged
from lungdesk.ml.datasets import Sample
from lungdesk.ml.ensemble import AnyBundle, members_of
from lungdesk.ml.file_digests import file_digests
from lungdesk.ml.stored_arrays import stored_arrays

#: Bytes of a SHA-256 that are kept of each film.
_ID_BYTES = 16
#: Points are kept of films that could be read: so many of them, at least, are as good as all.
_ALL = 0.95
#: Files that are hashed between two looks whether anybody still waits.
_CHUNK = 64


@dataclass(frozen=True, slots=True)
class LearntFilms:
    """Films that the networks of a model have learnt from.

    Attributes
    ----------
    ids
        The first half of the SHA-256 of their files, in hexadecimal digits.
    is_whole
        Whether these are all.
    """

    ids: frozenset[str]
    is_whole: bool

    def known(self, digests: Sequence[str]) -> list[bool]:
        """Of which files, by their SHA-256, it has learnt."""
        return [digest[: 2 * _ID_BYTES] in self.ids for digest in digests]

    def among(self, samples: Sequence[Sample], ctx: JobContext) -> list[bool]:
        """Of which films it has learnt."""
        if not self.ids:
            return [False] * len(samples)
        digests: list[str] = []
        for start in range(0, len(samples), _CHUNK):
            ctx.check()
            ctx.report(Progress(start, len(samples), "comparing films with those of the training"))
            digests += file_digests(s.path for s in samples[start : start + _CHUNK])
        return self.known(digests)


def write_learnt(folder: Path, digests: Iterable[str]) -> None:
    """Write ``learnt.npz`` into a bundle; it is listed when its manifest is written."""
    kept = sorted({bytes.fromhex(digest)[:_ID_BYTES] for digest in digests})
    ids = np.frombuffer(b"".join(kept), np.uint8).reshape(len(kept), _ID_BYTES)
    with atomic_write(folder / LEARNT) as stream:
        np.savez(stream, allow_pickle=False, ids=ids)


def learnt_by(bundle: AnyBundle) -> LearntFilms:
    """Films that a model has learnt from; an ensemble has learnt from those of all its members.

    Raises
    ------
    LungDeskError
        ``MODEL_DAMAGED``.
    """
    members = members_of(bundle)
    named = [_named_by(member) for member in members]
    return LearntFilms(
        frozenset().union(*named),
        all(
            any(_is_whole(other, ids, one) for other, ids in zip(members, named, strict=True))
            for one in members
        ),
    )


def _is_whole(naming: Bundle, ids: frozenset[str], bundle: Bundle) -> bool:
    """Whether what one bundle names is all that a bundle, itself or beside it, has learnt from."""
    if naming is bundle and LEARNT in bundle.manifest.files:
        return True
    own, other = bundle.manifest.training, naming.manifest.training
    count = sum(own.counts.get("train", {}).values())
    # Points are kept of its own training alone; as many before are taken to be the same films.
    if own.settings.get(LEARNT_BEFORE, 0) not in (0, count):
        return False
    is_same = (own.data, own.seed, own.counts) == (other.data, other.seed, other.counts)
    return is_same and len(ids) >= _ALL * count


def _named_by(bundle: Bundle) -> frozenset[str]:
    found = [] if (points := bundle.neighbours()) is None else [points.ids]
    if LEARNT in bundle.manifest.files:
        try:
            found.append(stored_arrays(bundle.folder / LEARNT)["ids"])
        except (OSError, KeyError, ValueError) as error:
            raise damaged(bundle.folder, f"{LEARNT} cannot be read") from error
    return frozenset(row.tobytes().hex() for ids in found for row in ids)
