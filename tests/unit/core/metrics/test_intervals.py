from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import binom, binomtest

from lungdesk.core.metrics.calibration import expected_calibration_error
from lungdesk.core.metrics.intervals import (
    figure_interval,
    grouped_bootstrap,
    overstated_interval,
    percentile_interval,
    wilson_interval,
)


def _resampled(targets: Any, groups: Any, **settings: Any) -> NDArray[np.float64]:
    """Share of ones in each resample."""
    ones = np.asarray(targets)

    def figures_of(weights: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
        return {"share": weights @ ones / weights.sum(axis=1)}

    return grouped_bootstrap(figures_of, groups, **settings)["share"]


def _interval(targets: Any, groups: Any, **settings: Any) -> tuple[float, float]:
    return percentile_interval(_resampled(targets, groups, **settings))


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

    def collect(weights: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
        drawn.extend(weights)
        return {"x": np.zeros(len(weights))}

    grouped_bootstrap(collect, groups, resamples=5, seed=seed)

    assert len(drawn) == 5
    group_count = len(set(groups))
    for times in drawn:
        times_of_group = {group: set(times[np.array(groups) == group]) for group in groups}
        assert all(len(counts) == 1 for counts in times_of_group.values())
        assert sum(next(iter(counts)) for counts in times_of_group.values()) == group_count


def test_the_same_seed_gives_the_same_interval() -> None:
    targets, groups = np.arange(30) ** 2, [str(i // 2) for i in range(30)]

    assert _interval(targets, groups, seed=3) == _interval(targets, groups, seed=3)
    assert _interval(targets, groups, seed=3) != _interval(targets, groups, seed=4)


def test_two_figures_of_the_same_films_are_drawn_in_pairs() -> None:
    targets, groups = np.arange(30) ** 2, [str(i // 2) for i in range(30)]

    np.testing.assert_allclose(_resampled(targets + 7, groups), _resampled(targets, groups) + 7)


def test_large_sets_are_drawn_in_several_goes() -> None:
    size = 60_000
    drawn = _resampled(np.arange(size) % 2, np.arange(size) // 2, resamples=3)

    np.testing.assert_array_equal(drawn, [0.5, 0.5, 0.5])


def test_a_figure_that_is_never_defined_has_no_interval() -> None:
    assert np.isnan(percentile_interval(np.full(10, np.nan))).all()


@pytest.mark.parametrize("films", [1, 8])
def test_a_single_group_tells_nothing_of_chance(films: int) -> None:
    drawn = _resampled([1] * (films - 1) + [0], ["a"] * films)

    assert drawn.size == 1000
    assert np.isnan(drawn).all()


def test_a_share_that_does_not_vary_has_wilsons_interval_of_the_groups() -> None:
    alike = np.ones(1000)

    assert figure_interval(1.0, alike, shared_by=8) == pytest.approx((0.676, 1.0), abs=1e-3)
    assert figure_interval(0.0, 0 * alike, shared_by=8) == pytest.approx((0, 0.324), abs=1e-3)
    assert figure_interval(0.5, 0.5 * alike, shared_by=2) == pytest.approx((0.095, 0.905), abs=1e-3)
    for shared_by in (0, 1):
        assert np.isnan(figure_interval(1.0, alike, shared_by=shared_by)).all()
    assert np.isnan(figure_interval(np.nan, np.nan * alike, shared_by=8)).all()
    varying = np.linspace(0.2, 0.4, 1000)
    assert figure_interval(0.3, varying, shared_by=8) == percentile_interval(varying)


def test_resamples_without_the_figure_are_left_out() -> None:
    drawn = np.array([np.nan, 0.2, 0.4, np.inf])

    low, high = percentile_interval(drawn)

    assert 0.2 <= low < high <= 0.4


def test_an_interval_of_what_resamples_overstate_goes_back_by_what_they_add() -> None:
    drawn = np.linspace(0.3, 0.7, 1001)
    low, high = percentile_interval(drawn)

    assert overstated_interval(0.5, drawn) == pytest.approx((low, high))
    assert overstated_interval(0.5, drawn + 0.1) == pytest.approx((low - 0.1, high))


def test_it_holds_the_estimate_and_nothing_that_cannot_be() -> None:
    """The figures that the card of LungDesk Duo told: 0.015 [0.016, 0.058]."""
    drawn = np.linspace(0.016, 0.058, 1001)

    low, high = overstated_interval(0.015, drawn, least=0.0)
    assert low == 0.0
    assert high == pytest.approx(0.015 + (0.058 - 0.016) / 2, abs=0.002)
    assert overstated_interval(0.5, np.full(9, 0.5)) == (0.5, 0.5)
    assert np.isnan(overstated_interval(np.nan, drawn)).all()
    assert np.isnan(overstated_interval(0.1, np.full(9, np.nan))).all()


def test_the_interval_of_a_calibration_error_covers_the_truth() -> None:
    """Percentiles of its resamples do so in a third of the trials."""
    truth, size, trials = 0.05, 200, 100
    random = np.random.default_rng(5)

    covered = 0
    for trial in range(trials):
        confidence = random.uniform(0.6, 1.0, size)
        targets = (random.random(size) >= confidence - truth).astype(int)
        said = np.stack([confidence, 1 - confidence], axis=1)

        def figures_of(
            weights: NDArray[np.int64], t: Any = targets, p: Any = said
        ) -> dict[str, NDArray[np.float64]]:
            return {"ece": expected_calibration_error(t, p, weights)}

        drawn = grouped_bootstrap(figures_of, np.arange(size), resamples=200, seed=trial)["ece"]
        estimate = float(expected_calibration_error(targets, said))
        low, high = overstated_interval(estimate, drawn, least=0.0)
        assert low <= estimate <= high
        covered += low <= truth <= high

    assert covered / trials >= 0.85


def test_wilsons_interval_is_scipys() -> None:
    cases = np.array([1, 1, 10, 10, 40, 7])
    successes = np.array([0, 1, 3, 10, 31, 0])

    low, high = wilson_interval(successes, cases)

    expected = [
        binomtest(k, n).proportion_ci(method="wilson")
        for k, n in zip(successes, cases, strict=True)
    ]
    np.testing.assert_allclose(low, [e.low for e in expected], atol=1e-12)
    np.testing.assert_allclose(high, [e.high for e in expected], atol=1e-12)


def test_no_case_is_rejected() -> None:
    with pytest.raises(ValueError, match="at least one"):
        _interval([], [])
