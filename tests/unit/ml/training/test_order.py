"""Which film is shown when; learning rates and mixing against Keras and their formulas."""

from __future__ import annotations

from collections import Counter

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.ml.training import order
from lungdesk.ml.training.balance import showings
from lungdesk.ml.training.recipe import Imbalance, PhaseSettings

some_targets = st.lists(st.integers(0, 4), min_size=1, max_size=40).map(
    lambda drawn: np.array(drawn, np.int64)
)


@given(some_targets, st.integers(0, 9), st.integers(1, 4), st.integers(0, 99))
def test_an_epoch_shows_each_film_as_often_as_it_has_passes(
    targets: np.ndarray, epoch: int, passes: int, seed: int
) -> None:
    films, times = order.epoch_order(
        showings(targets, Imbalance.NONE, passes=passes), epoch, seed=seed
    )

    assert Counter(films.tolist()) == dict.fromkeys(range(len(targets)), passes)
    shown = {(film, time) for film, time in zip(films.tolist(), times.tolist(), strict=True)}
    first = epoch * passes
    assert shown == {(f, first + n) for f in range(len(targets)) for n in range(passes)}


@given(some_targets, st.integers(0, 9), st.integers(1, 4))
def test_a_balanced_epoch_shows_each_class_as_often_and_each_film_at_least_once(
    targets: np.ndarray, epoch: int, passes: int
) -> None:
    films, _ = order.epoch_order(
        showings(targets, Imbalance.BALANCED, passes=passes), epoch, seed=0
    )

    most = passes * np.bincount(targets).max()
    by_class = Counter(targets[films].tolist())
    assert set(by_class.values()) == {most}
    by_film = Counter(films.tolist())
    assert min(by_film[film] for film in range(len(targets))) >= passes
    for index in by_class:
        shown = [by_film[film] for film in np.flatnonzero(targets == index)]
        assert max(shown) - min(shown) <= 1


def test_another_epoch_or_seed_is_another_order_and_the_same_is_the_same() -> None:
    targets = np.arange(60) % 5

    def shown(epoch: int, seed: int) -> list[int]:
        films, _ = order.epoch_order(showings(targets, Imbalance.NONE), epoch, seed=seed)
        return [int(film) for film in films]

    assert shown(0, 0) == shown(0, 0)
    assert len({tuple(shown(epoch, seed)) for epoch in range(3) for seed in range(3)}) == 9


@pytest.mark.parametrize("way", [Imbalance.NONE, Imbalance.BALANCED])
def test_a_film_shows_all_its_views_before_one_comes_again(way: Imbalance) -> None:
    targets = np.array([0] * 7 + [1] * 2)
    seen: dict[int, list[int]] = {film: [] for film in range(9)}
    for epoch in range(12):
        films, times = order.epoch_order(showings(targets, way), epoch, seed=3)
        views = order.views_shown(films, times, film_count=9, view_count=4)
        by_time = sorted(zip(times.tolist(), films.tolist(), views.tolist(), strict=True))
        for _, film, shown in by_time:
            seen[film].append(shown)

    frequent = seen[0]
    assert len(frequent) == 12
    assert all(sorted(frequent[n : n + 4]) == [0, 1, 2, 3] for n in (0, 4, 8))
    assert len({tuple(every[:4]) for every in seen.values()}) > 1  # each in its own order
    for every in seen.values():
        counts = Counter(every)
        assert max(counts.values()) - min(counts.values()) <= len(every) // 12 + 1


def test_without_warm_up_the_learning_rate_is_the_cosine_of_keras() -> None:
    settings = PhaseSettings(learning_rate=0.3, warm_up=0.0)
    schedule = keras.optimizers.schedules.CosineDecay(0.3, 50)

    rates = [order.learning_rate_at(step, 50, settings) for step in range(50)]

    assert rates == pytest.approx([float(schedule(step)) for step in range(50)], rel=1e-5)


def test_the_warm_up_rises_in_a_line_to_the_highest_rate() -> None:
    settings = PhaseSettings(learning_rate=0.1, warm_up=0.2)

    rates = [order.learning_rate_at(step, 50, settings) for step in range(50)]

    assert rates[:11] == pytest.approx([*(0.01 * n for n in range(1, 11)), 0.1])
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert 0 < rates[-1] < 1e-3


def test_soft_targets_are_those_that_keras_smooths() -> None:
    targets = np.array([2, 0, 1, 2])
    logits = np.random.default_rng(0).normal(size=(4, 3)).astype(np.float32)
    loss = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.2)

    soft = order.soft_targets(targets, 3, 0.2)

    expected = float(loss(np.eye(3)[targets], logits))
    log_shares = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    assert float(-(soft * log_shares).sum(axis=1).mean()) == pytest.approx(expected, rel=1e-5)
    assert order.soft_targets(targets, 3, 0.0).tolist() == np.eye(3)[targets].tolist()


def test_mixing_mixes_inputs_targets_and_weights_of_the_same_two_films() -> None:
    # Input, target and weight of a film are the same number, so they must stay the same.
    numbers = np.arange(8, dtype=np.float32)
    partners = order.any_partners(8, 0.4, np.random.default_rng(1))
    inputs, targets, weights = (
        order.mixed(one, *partners)
        for one in (numbers[:, None, None].astype(np.float16), numbers[:, None], numbers)
    )

    assert inputs[:, 0, 0].tolist() == pytest.approx(weights.tolist())
    assert targets[:, 0].tolist() == pytest.approx(weights.tolist())
    assert inputs.dtype == np.float32
    assert weights.mean() == pytest.approx(numbers.mean(), rel=1e-5)  # each film is mixed in once
    assert weights.tolist() != numbers.tolist()


def test_related_films_share_their_source_or_their_class_but_not_both() -> None:
    targets = np.array([0, 0, 0, 1, 1, 2, 2, 3])
    sources = np.array(["a", "a", "b", "a", "b", "b", "b", "c"])
    ways = set()
    for seed in range(40):
        others, shares = order.related_partners(targets, sources, 2.0, np.random.default_rng(seed))
        has_partner = others != np.arange(8)
        same_class = (targets == targets[others])[has_partner]
        same_source = (sources == sources[others])[has_partner]
        assert (same_class != same_source).all()
        assert len(set(same_class.tolist())) == 1  # one way for a batch
        ways.add(bool(same_class[0]))
        assert others[7] == 7  # the only film of its class and source
        assert ((shares > 0) & (shares <= 1)).all()
        # In one way all that have a partner have one: classes 0 and 1 are in both sources.
        assert has_partner[:5].all()
    assert ways == {True, False}


def test_some_films_stay_as_they_are_among_related_ones() -> None:
    targets, sources = np.arange(2000) % 2, np.array(["a"] * 2000)
    shares = np.concatenate(
        [
            order.related_partners(targets, sources, 2.0, np.random.default_rng(seed))[1]
            for seed in range(3)
        ]
    )

    assert (shares == 1).mean() == pytest.approx(1 - order.MIXED_SHARE, abs=0.03)
    assert shares[shares < 1].mean() == pytest.approx(0.5, abs=0.03)
