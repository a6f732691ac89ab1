"""How far two who name a class of each film agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of a reader and a model on the same films.

    Attributes
    ----------
    films, agreed
        How many both have named a class of, and how many of those the same class.
    kappa
        Cohen's; None where it is not defined.
    """

    films: int
    agreed: int
    kappa: float | None

    @property
    def raw(self) -> float | None:
        """Share of films on which both agree; None without films."""
        return self.agreed / self.films if self.films else None


def agreement(first: Sequence[str], second: Sequence[str]) -> Agreement:
    """Agreement of two lists of classes, one entry a film each; raises ValueError if not so."""
    if len(first) != len(second):
        raise ValueError(f"{len(first)} films and {len(second)} films are not the same ones")
    agreed = sum(a == b for a, b in zip(first, second, strict=True))
    return Agreement(len(first), agreed, cohens_kappa(first, second))


def cohens_kappa(first: Sequence[str], second: Sequence[str]) -> float | None:
    """Agreement beyond what chance would give, 1 when perfect.

    Cohen, Educ Psychol Meas 1960; 20:37. None without films, and where both name one and the same
    class throughout: then chance alone would agree on everything.
    """
    names = sorted({*first, *second})
    if not names:
        return None
    rows = np.array([names.index(name) for name in first])
    columns = np.array([names.index(name) for name in second])
    table = np.zeros((len(names), len(names)))
    np.add.at(table, (rows, columns), 1.0 / len(first))
    by_chance = float(table.sum(axis=1) @ table.sum(axis=0))
    if by_chance >= 1:
        return None
    return float((np.trace(table) - by_chance) / (1 - by_chance))
