"""How often films of each class and source are shown, against counting."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.ml.training import order
from lungdesk.ml.training.balance import showings
from lungdesk.ml.training.recipe import Imbalance

some_films = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from(["", "a", "b", "c"])), min_size=1, max_size=60
)


@given(some_films, st.integers(1, 3))
def test_classes_are_shown_alike_and_no_film_is_left_out_for_good(
    films: list[tuple[int, str]], passes: int
) -> None:
    targets = np.array([target for target, _ in films], np.int64)
    shown = showings(
        targets, Imbalance.SOURCES, sources=[source for _, source in films], passes=passes
    )

    strata = {
        (target, source): int(n) for n, (target, source) in zip(shown.strata, films, strict=True)
    }
    by_class = Counter[int]()
    for (target, _), stratum in strata.items():
        by_class[target] += int(shown.counts[stratum])
    wanted = len(films) * passes / len(by_class)
    # Each of at most four sources is rounded, and shown at least once.
    assert all(abs(count - wanted) <= 4 for count in by_class.values())
    seen = {int(n) for epoch in range(60) for n in order.epoch_order(shown, epoch, seed=1)[0]}
    assert shown.counts.min() > 0
    assert len(seen) >= 0.9 * len(films)


def test_sources_of_a_class_share_it_by_the_roots_of_their_films() -> None:
    sources = ["large"] * 90 + ["small"] * 10 + ["other"] * 100
    targets = np.array([0] * 100 + [1] * 100)

    shown = showings(targets, Imbalance.SOURCES, sources=sources)
    films, _ = order.epoch_order(shown, 0, seed=0)

    counted = Counter(sources[film] for film in films)
    assert counted == {"large": 75, "small": 25, "other": 100}
    assert shown.per_film[95] == pytest.approx(2.5)


def test_without_sources_classes_alone_are_balanced() -> None:
    targets = np.array([0] * 30 + [1] * 10)

    shown = showings(targets, Imbalance.SOURCES)

    assert np.bincount(targets, shown.per_film).tolist() == [20, 20]
