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
from lungdesk.ml.bundle import LEARNT, LEARNT_BEFORE, Bundle, damaged
from lungdesk.ml.ensemble import AnyBundle, members_of
from lungdesk.ml.stored_arrays import stored_arrays

#: Bytes of a SHA-256 that are kept of each film.
_ID_BYTES = 16
#: Points are kept of films that could be read: so many of them, at least, are as good as all.
_ALL = 0.95


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
    ids = frozenset(one for member in members for one in _named_by(member))
    return LearntFilms(
        ids, all(LEARNT in one.manifest.files or len(ids) >= _ALL * _count(one) for one in members)
    )


def _named_by(bundle: Bundle) -> list[str]:
    found = [] if (points := bundle.neighbours()) is None else [points.ids]
    if LEARNT in bundle.manifest.files:
        try:
            found.append(stored_arrays(bundle.folder / LEARNT)["ids"])
        except (OSError, KeyError, ValueError) as error:
            raise damaged(bundle.folder, f"{LEARNT} cannot be read") from error
    return [row.tobytes().hex() for ids in found for row in ids]


def _count(bundle: Bundle) -> int:
    """How many films its network has learnt from, at least."""
    training = bundle.manifest.training
    own = sum(training.counts.get("train", {}).values())
    return max(own, int(training.settings.get(LEARNT_BEFORE, 0)))
