"""How often an epoch shows the films of each class, and of each source within it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lungdesk.ml.training.recipe import Imbalance


@dataclass(frozen=True, slots=True, eq=False)
class Showings:
    """Films in strata, and how many showings of each stratum an epoch has.

    Attributes
    ----------
    strata
        Number of the stratum of each film, ``(N,)``.
    counts
        Showings of each stratum, ``(S,)``; 0 for one without films.
    """

    strata: NDArray[np.int64]
    counts: NDArray[np.int64]

    @property
    def per_film(self) -> NDArray[np.float64]:
        """How often each film is shown, in the mean of its stratum, ``(N,)``."""
        return (self.counts / np.maximum(1, np.bincount(self.strata)))[self.strata]


def showings(
    targets: NDArray[np.int64],
    imbalance: Imbalance,
    *,
    sources: Sequence[str] = (),
    passes: int = 1,
) -> Showings:
    """Of an epoch.

    Parameters
    ----------
    targets
        Class of each film, ``(N,)``.
    sources
        Where each film comes from; empty where nothing is known.
    passes
        How often an epoch shows a film, where all are shown alike.
    """
    counts = np.bincount(targets) * passes
    if imbalance is Imbalance.SOURCES and len(targets):
        return _by_source(targets, sources or [""] * len(targets), passes)
    if imbalance is Imbalance.BALANCED:
        counts = np.where(counts > 0, counts.max(initial=0), 0)
    return Showings(targets, counts.astype(np.int64))


def _by_source(targets: NDArray[np.int64], sources: Sequence[str], passes: int) -> Showings:
    """Every class as often; of its sources each as the root of how many films it has.

    In proportion to its films a small hospital would not be seen, and alike with others its few
    films would be learnt by heart.
    """
    named = [f"{target}|{source}" for target, source in zip(targets, sources, strict=True)]
    _, first, strata = np.unique(named, return_index=True, return_inverse=True)
    roots = np.sqrt(np.bincount(strata))
    classes = targets[first]
    of_class = np.bincount(classes, weights=roots)[classes]
    showings_a_class = len(targets) * passes / len(np.unique(targets))
    counts = np.maximum(1, np.rint(showings_a_class * roots / of_class))
    return Showings(strata.astype(np.int64), counts.astype(np.int64))
