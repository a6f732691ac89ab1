"""The films a model learnt from that are most like one it reads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

#: Of so many films the shares of the classes are told.
NEAREST = 20


@dataclass(frozen=True, slots=True)
class SimilarFilm:
    """A film that the model learnt from.

    Attributes
    ----------
    id
        The first half of the SHA-256 of its file, 32 hexadecimal digits.
    source
        Where it comes from; empty when that is not known.
    distance
        In [0, 2]: one minus the cosine of the angle between the features.
    """

    id: str
    class_index: int
    source: str
    distance: float


@dataclass(frozen=True, slots=True)
class SimilarFilms:
    """The nearest films, the nearest first, at most `NEAREST`, among ``known`` ones."""

    nearest: tuple[SimilarFilm, ...]
    known: int

    def counts(self) -> tuple[tuple[int, int], ...]:
        """Class index and number of the nearest films of it, the most frequent first."""
        return tuple(Counter(film.class_index for film in self.nearest).most_common())
