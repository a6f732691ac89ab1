"""Figures by source: hospitals or collections, and how far a source gives the class away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.metrics.one_against_rest import Proportion


@dataclass(frozen=True, slots=True, eq=False)
class SourceFigures:
    """One source.

    Attributes
    ----------
    counts
        Cases of each true class, ``(C,)``.
    right
        Cases whose predicted class is the true one.
    """

    source: str
    counts: NDArray[np.int64]
    right: Proportion

    @property
    def n(self) -> int:
        """Number of cases."""
        return self.right.cases


@dataclass(frozen=True, slots=True)
class Confounding:
    """How far the class can be told from the source alone.

    Attributes
    ----------
    guessed, majority
        Share of cases that are right when the commonest class of their source, or of all cases,
        is guessed without a look at any film.
    single_class_sources, sources
        Sources whose cases are all of one class; all sources.
    """

    guessed: float
    majority: float
    single_class_sources: int
    sources: int


def figures_by_source(
    targets: NDArray[np.integer[Any]],
    predictions: NDArray[np.integer[Any]],
    sources: Sequence[str],
    class_count: int,
) -> tuple[SourceFigures, ...]:
    """Figures of each source with a name, the largest first; all arguments ``(N,)``."""
    named = np.asarray(sources, object)
    found = []
    for source in sorted(set(sources) - {""}):
        here = named == source
        right = int((targets[here] == predictions[here]).sum())
        counts = np.bincount(targets[here], minlength=class_count)
        found.append(SourceFigures(source, counts, Proportion(right, int(here.sum()))))
    return tuple(sorted(found, key=lambda one: -one.n))


def confounding(by_source: Sequence[SourceFigures]) -> Confounding | None:
    """How far the sources give the classes away; None where fewer than two are known."""
    if len(by_source) < 2:
        return None
    table = np.array([one.counts for one in by_source])
    total = int(table.sum())
    return Confounding(
        guessed=float(table.max(axis=1).sum()) / total,
        majority=float(table.sum(axis=0).max()) / total,
        single_class_sources=int(((table > 0).sum(axis=1) == 1).sum()),
        sources=len(by_source),
    )
