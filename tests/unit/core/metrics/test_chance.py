"""What is read right by chance, beside SciPy and beside shuffled readings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from lungdesk.core.metrics.chance import LEVEL, against_chance, chance_level


@given(st.lists(st.integers(0, 60), min_size=9, max_size=9).filter(any))
def test_the_interval_is_that_of_the_binomial_distribution(counts: list[int]) -> None:
    confusion = np.array(counts).reshape(3, 3)
    films = confusion.sum()

    level = chance_level(confusion)

    shares = confusion.sum(axis=1) / films, confusion.sum(axis=0) / films
    p = float(shares[0] @ shares[1])
    low, high = binom.ppf([(1 - LEVEL) / 2, (1 + LEVEL) / 2], films, p)
    # Where a sum falls on an edge to the last bit, either number of films is right.
    assert level.expected == pytest.approx(p)
    assert level.low * films == pytest.approx(low, abs=1.001)
    assert level.high * films == pytest.approx(high, abs=1.001)
    inside = binom.cdf(round(level.high * films), films, p) - binom.cdf(
        round(level.low * films) - 1, films, p
    )
    assert inside >= LEVEL - 1e-9


def test_always_saying_the_commonest_class_is_chance() -> None:
    confusion = np.array([[70, 0], [30, 0]])

    level = chance_level(confusion)

    assert level.expected == pytest.approx(0.7)
    assert not level.is_above(0.7)
    assert level.is_above(0.82)
    assert not level.is_above(level.high)


def test_shuffled_labels_seldom_leave_the_interval() -> None:
    rng = np.random.default_rng(0)
    read = rng.integers(0, 5, 120) % 3
    outside = 0
    for _ in range(1000):
        truth = rng.permutation(np.arange(120) % 3)
        confusion = np.zeros((3, 3), np.int64)
        np.add.at(confusion, (truth, read), 1)
        level = chance_level(confusion)
        accuracy = float(np.trace(confusion)) / 120
        outside += not level.low <= accuracy <= level.high
    assert outside <= 20


def test_only_splits_that_were_not_trained_on_are_compared_with_chance() -> None:
    figures = {"confusion": [[8, 2], [3, 7]]}

    found = against_chance({"train": figures, "val": figures, "local": figures})

    assert list(found) == ["val"]
    assert found["val"].expected == pytest.approx(0.5)
