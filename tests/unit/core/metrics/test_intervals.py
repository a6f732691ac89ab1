from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import binom

from lungdesk.core.metrics.intervals import grouped_bootstrap


def _share_of_ones(targets: NDArray[np.int64], _probabilities: NDArray[np.float64]) -> float:
    return float(targets.mean())


def _never(_targets: NDArray[np.int64], _probabilities: NDArray[np.float64]) -> float:
    return float("nan")


def _interval(targets: Any, groups: Any, **settings: Any) -> tuple[float, float]:
    return grouped_bootstrap(
        {"share": _share_of_ones}, targets, np.zeros((len(targets), 2)), groups, **settings
    )["share"]


def test_the_interval_of_a_proportion_is_the_binomials() -> None:
    size, ones = 200, 60
    targets = np.repeat([1, 0], [ones, size - ones])

    low, high = _interval(targets, np.arange(size), resamples=4000)

    expected = binom.ppf([0.025, 0.975], size, ones / size) / size
    np.testing.assert_allclose([low, high], expected, atol=0.01)


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    truth, size, trials = 0.4, 120, 200
    random = np.random.default_rng(5)

    covered = 0
    for trial in range(trials):
        targets = (random.random(size) < truth).astype(int)
        low, high = _interval(targets, np.arange(size), resamples=300, seed=trial)
        covered += low <= truth <= high

    # 95 % of 200, less three standard deviations of the count and a little bootstrap bias.
    assert covered / trials >= 0.89


def test_films_of_one_patient_count_once() -> None:
    patients, copies = 50, 8
    targets = np.repeat(np.arange(patients) % 2, copies)
    by_film = _interval(targets, np.arange(patients * copies))
    by_patient = _interval(targets, np.repeat(np.arange(patients), copies))
    one_film_each = _interval(targets[::copies], np.arange(patients))

    width = np.diff([by_film, by_patient, one_film_each], axis=1).ravel()

    assert width[1] == pytest.approx(width[2])
    assert width[1] == pytest.approx(width[0] * np.sqrt(copies), rel=0.15)


@settings(deadline=None)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.integers(0, 99))
def test_every_resample_is_made_of_whole_groups(groups: list[int], seed: int) -> None:
    drawn: list[NDArray[np.int64]] = []

    def collect(targets: NDArray[np.int64], _probabilities: NDArray[np.float64]) -> float:
        drawn.append(targets)
        return 0.0

    rows = np.arange(len(groups))
    grouped_bootstrap(
        {"x": collect}, rows, np.zeros((len(groups), 1)), groups, resamples=5, seed=seed
    )

    group_count = len(set(groups))
    for resample in drawn:
        times = np.bincount(resample, minlength=len(groups))
        times_of_group = {group: set(times[np.array(groups) == group]) for group in groups}
        assert all(len(counts) == 1 for counts in times_of_group.values())
        assert sum(next(iter(counts)) for counts in times_of_group.values()) == group_count


def test_the_same_seed_gives_the_same_interval() -> None:
    targets, groups = np.arange(30) ** 2, [str(i // 2) for i in range(30)]

    assert _interval(targets, groups, seed=3) == _interval(targets, groups, seed=3)
    assert _interval(targets, groups, seed=3) != _interval(targets, groups, seed=4)


def test_a_figure_that_is_never_defined_has_no_interval() -> None:
    low, high = grouped_bootstrap(
        {"never": _never}, np.zeros(3, int), np.zeros((3, 2)), ["a", "b", "c"], resamples=10
    )["never"]

    assert np.isnan([low, high]).all()


@pytest.mark.parametrize(
    ("size", "group_count", "words"), [(0, 0, "at least one"), (3, 2, "as many")]
)
def test_odd_input_is_rejected(size: int, group_count: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        _interval(np.zeros(size, int), np.arange(group_count))
