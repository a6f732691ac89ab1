"""The films a model learnt from, as points: which of them lie nearest to a film that is read.

Features are taken to their square roots and standardized as in `lungdesk.ml.outlier`, projected on
the leading principal axes, whitened, and brought to length 1. No picture and no path is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.files import atomic_write
from lungdesk.core.similar import NEAREST, SimilarFilm, SimilarFilms
from lungdesk.ml.outlier import rooted, spread_of
from lungdesk.ml.stored_arrays import stored_arrays

#: Dimensions of a point, at most.
AXES = 48
#: Fewer films give no axes worth the name.
FEWEST = 20
_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class KnownFilm:
    """What is kept of a film besides its point; ``sha256`` is that of its file, in full."""

    sha256: str
    class_index: int
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """Points of the films that a model learnt from.

    Attributes
    ----------
    mean, spread
        Of the square roots of the features, ``(F,)`` float32.
    axes
        Principal axes, each divided by the spread along it, ``(K, F)`` float32.
    points
        Of length 1, ``(N, K)`` float32.
    class_index
        ``(N,)`` int16.
    source
        Places in ``source_names``, ``(N,)`` int16.
    ids
        The first bytes of the SHA-256 of the files, ``(N, 16)`` uint8.
    """

    mean: NDArray[np.float32]
    spread: NDArray[np.float32]
    axes: NDArray[np.float32]
    points: NDArray[np.float32]
    class_index: NDArray[np.int16]
    source: NDArray[np.int16]
    source_names: tuple[str, ...]
    ids: NDArray[np.uint8]

    def __post_init__(self) -> None:
        count, (kept, features) = len(self.points), self.axes.shape
        is_sound = (
            self.mean.shape == self.spread.shape == (features,)
            and self.points.shape == (count, kept)
            and self.class_index.shape == self.source.shape == (count,)
            and self.ids.shape == (count, _ID_BYTES)
            and (not count or int(self.source.max()) < len(self.source_names))
        )
        if not is_sound:
            raise ValueError("its arrays do not fit together")

    @classmethod
    def of(cls, features: NDArray[np.float32], films: Sequence[KnownFilm]) -> Neighbours:
        """Points of pooled features ``(N, F)``; raises ValueError below `FEWEST` films."""
        count = len(films)
        if count < FEWEST or len(features) != count:
            raise ValueError(f"neighbours need at least {FEWEST} films, got {count}")
        roots = rooted(features)
        mean, spread = roots.mean(axis=0), spread_of(roots)
        standard = (roots - mean) / spread
        _, singular, directions = np.linalg.svd(standard, full_matrices=False)
        kept = min(AXES, count // 2)
        along = np.maximum(singular[:kept] / np.sqrt(count), 1e-6)
        names = sorted({film.source for film in films})
        # Stored as float16: what is measured is what will be used.
        axes = _stored(directions[:kept] / along[:, None])
        return cls(
            mean=mean,
            spread=spread,
            axes=axes,
            points=_stored(_of_length_1(standard @ axes.T)),
            class_index=np.array([film.class_index for film in films], np.int16),
            source=np.array([names.index(film.source) for film in films], np.int16),
            source_names=tuple(names),
            ids=np.frombuffer(
                b"".join(bytes.fromhex(film.sha256)[:_ID_BYTES] for film in films), np.uint8
            ).reshape(count, _ID_BYTES),
        )

    def nearest(self, features: NDArray[np.float32], count: int = NEAREST) -> SimilarFilms:
        """The films nearest to pooled features ``(F,)``."""
        standard = (rooted(features) - self.mean) / self.spread
        point = _of_length_1(self.axes @ standard)
        distances = 1 - self.points @ point
        count = min(count, len(distances))
        among = np.argpartition(distances, count - 1)[:count]
        order = among[np.argsort(distances[among], kind="stable")]
        return SimilarFilms(
            tuple(self._film(int(place), float(distances[place])) for place in order),
            len(self.points),
        )

    def _film(self, place: int, distance: float) -> SimilarFilm:
        return SimilarFilm(
            self.ids[place].tobytes().hex(),
            int(self.class_index[place]),
            self.source_names[int(self.source[place])],
            max(distance, 0.0),
        )

    def write(self, path: Path) -> None:
        """Write the arrays, without pickle."""
        with atomic_write(path) as stream:
            np.savez(
                stream,
                allow_pickle=False,
                mean=self.mean,
                spread=self.spread,
                axes=self.axes.astype(np.float16),
                points=self.points.astype(np.float16),
                class_index=self.class_index,
                source=self.source,
                source_names=np.array(self.source_names, np.str_),
                ids=self.ids,
            )

    @classmethod
    def read(cls, path: Path) -> Neighbours:
        """Counterpart of `write`; raises ValueError for a file that holds something else."""
        try:
            named = stored_arrays(path)
            for name in ("axes", "points"):
                named[name] = named[name].astype(np.float32)
            names = tuple(str(name) for name in named.pop("source_names"))
            return cls(**named, source_names=names)
        except (OSError, KeyError, TypeError) as error:
            raise ValueError(str(error)) from error


def _stored(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return values.astype(np.float16).astype(np.float32)


def _of_length_1(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Points ``(…, K)`` scaled to length 1; one in the very middle stays there."""
    lengths = np.linalg.norm(points, axis=-1, keepdims=True)
    return np.asarray(points / np.maximum(lengths, 1e-6), np.float32)
