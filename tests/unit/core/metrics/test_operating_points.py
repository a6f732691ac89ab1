from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as oracle

from lungdesk.core.metrics.operating_points import operating_point, threshold_for_sensitivity


@given(
    st.lists(st.integers(0, 20), min_size=1, max_size=40),
    st.lists(st.integers(0, 20), max_size=40),
    st.sampled_from([0.05, 0.3, 0.5, 0.9, 0.95, 1.0]),
)
def test_the_threshold_is_the_largest_that_finds_enough(
    positives: list[int], negatives: list[int], sensitivity: float
) -> None:
    is_positive = np.repeat([True, False], [len(positives), len(negatives)])
    scores = np.array([*positives, *negatives]) / 20

    threshold = threshold_for_sensitivity(is_positive, scores, sensitivity)

    found = scores[is_positive]
    assert (found >= threshold).mean() >= sensitivity - 1e-9
    assert threshold in found
    higher = found[found > threshold]
    assert not higher.size or (found >= higher.min()).mean() < sensitivity


def test_55_of_100_are_not_56() -> None:
    scores = np.arange(1, 101) / 100

    assert threshold_for_sensitivity(np.ones(100, bool), scores, 0.55) == 0.46


def test_a_film_at_the_threshold_is_called() -> None:
    is_positive, scores = np.array([True, True, False]), np.array([0.9, 0.6, 0.6])

    point = operating_point(is_positive, scores, 0.6, groups=range(3), resamples=5)

    assert (point.sensitivity, point.specificity) == (1.0, 0.0)


def test_a_point_is_what_scikit_learn_counts() -> None:
    random = np.random.default_rng(3)
    is_positive = random.random(200) < 0.3
    scores = np.clip(random.normal(0.4 + 0.3 * is_positive, 0.2), 0, 1)

    point = operating_point(is_positive, scores, 0.5, groups=np.arange(200) // 2)

    called = scores >= 0.5
    assert point.sensitivity == pytest.approx(oracle.recall_score(is_positive, called))
    assert point.specificity == pytest.approx(oracle.recall_score(~is_positive, ~called))
    for value, (low, high) in (
        (point.sensitivity, point.sensitivity_interval),
        (point.specificity, point.specificity_interval),
    ):
        assert low < value < high
    # Twice as many cases of no new patients tell no more.
    again = operating_point(
        np.tile(is_positive, 2), np.tile(scores, 2), 0.5, groups=np.tile(np.arange(200) // 2, 2)
    )
    assert again.sensitivity_interval == pytest.approx(point.sensitivity_interval)


def test_a_point_that_errs_in_no_film_is_not_certain() -> None:
    is_positive = np.repeat([True, False], 4)
    groups = ["a", "a", "b", "b", "c", "c", "c", "c"]

    point = operating_point(is_positive, np.where(is_positive, 0.9, 0.1), 0.5, groups=groups)

    assert (point.sensitivity, point.specificity) == (1.0, 1.0)
    # Of two patients; the negative films are of one.
    assert point.sensitivity_interval == pytest.approx((0.342, 1.0), abs=1e-3)
    assert np.isnan(point.specificity_interval).all()


def test_without_negative_cases_there_is_no_specificity() -> None:
    point = operating_point(np.ones(4, bool), np.full(4, 0.7), 0.5, groups=range(4), resamples=5)

    assert point.sensitivity == 1.0
    assert np.isnan([point.specificity, *point.specificity_interval]).all()


@pytest.mark.parametrize("sensitivity", [0.0, -0.1, 1.01, float("nan")])
def test_a_sensitivity_is_a_share(sensitivity: float) -> None:
    with pytest.raises(ValueError, match="sensitivity"):
        threshold_for_sensitivity(np.array([True]), np.array([0.5]), sensitivity)


def test_a_threshold_needs_a_positive_case() -> None:
    with pytest.raises(ValueError, match="positive case"):
        threshold_for_sensitivity(np.array([False]), np.array([0.5]), 0.9)


def test_a_patient_with_many_films_does_not_choose_the_threshold_alone() -> None:
    scores = np.concatenate([np.linspace(0.1, 1.0, 10), np.full(90, 0.02)])
    groups = np.array([*map(str, range(10)), *["many"] * 90])
    is_positive = np.ones(100, bool)
    assert threshold_for_sensitivity(is_positive, scores, 0.9) == 0.02
    # 11 patients: 9 films of 9 patients are not yet 90 %.
    assert threshold_for_sensitivity(is_positive, scores, 0.9, groups) == 0.1


def test_films_of_other_classes_have_no_part_in_a_patients_share() -> None:
    scores = np.array([0.9, 0.5, 0.3, 0.8, 0.8])
    groups = np.array(["a", "a", "b", "b", "b"])
    is_positive = np.array([True, True, True, False, False])
    # Half of a's films and all of b's are three quarters.
    assert threshold_for_sensitivity(is_positive, scores, 0.5, groups) == 0.5
    assert threshold_for_sensitivity(is_positive, scores, 0.75, groups) == 0.3
