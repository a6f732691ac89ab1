"""How many films are read right by chance alone."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: How often a share of films read right by chance lies in its interval.
LEVEL = 0.99
_NOT_TRAINED_ON = ("val", "test", "external")


@dataclass(frozen=True, slots=True)
class ChanceLevel:
    """What accuracy would be if classes and readings had nothing to do with each other.

    Attributes
    ----------
    expected
        The mean.
    low, high
        The interval that holds it with a probability of at least `LEVEL`.
    """

    expected: float
    low: float
    high: float

    def is_above(self, accuracy: float) -> bool:
        """Whether an accuracy is better than chance explains."""
        return accuracy > self.high


def chance_level(confusion: NDArray[np.int64]) -> ChanceLevel:
    """Chance of a model that reads films as often for each class as was counted.

    A film of class c is read right with the share of all films that are read as c, so that a
    model that always says the commonest class is no better than chance. The number of films that
    are read right is binomial.

    Parameters
    ----------
    confusion
        ``(C, C)`` counts: row the true class, column the class that was read; not all 0.
    """
    films = int(confusion.sum())
    expected = float(confusion.sum(axis=1) @ confusion.sum(axis=0)) / films**2
    reached = np.cumsum(_binomial(films, expected))
    low = int(np.searchsorted(reached, (1 - LEVEL) / 2))
    high = int(np.searchsorted(reached, (1 + LEVEL) / 2))
    return ChanceLevel(expected, low / films, min(high, films) / films)


def against_chance(metrics: Mapping[str, Mapping[str, Any]]) -> dict[str, ChanceLevel]:
    """Chance level of each split that a model was not trained on.

    Parameters
    ----------
    metrics
        Figures by split, with their ``confusion``, as they stand in a manifest.
    """
    return {
        split: chance_level(np.array(metrics[split]["confusion"], np.int64))
        for split in _NOT_TRAINED_ON
        if split in metrics
    }


def _binomial(count: int, p: float) -> NDArray[np.float64]:
    """Probability of each number of successes from 0 to ``count``."""
    if p in (0.0, 1.0):
        sure = np.zeros(count + 1)
        sure[count if p else 0] = 1.0
        return sure
    log_p, log_q = math.log(p), math.log1p(-p)
    all_ways = math.lgamma(count + 1)
    logs = [
        all_ways - math.lgamma(k + 1) - math.lgamma(count - k + 1) + k * log_p + (count - k) * log_q
        for k in range(count + 1)
    ]
    return np.asarray(np.exp(np.array(logs)), np.float64)
