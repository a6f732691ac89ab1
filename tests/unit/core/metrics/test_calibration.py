from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as oracle

from lungdesk.core.metrics.calibration import (
    LEAST_PROBABILITY,
    brier_score,
    cross_entropy,
    expected_calibration_error,
    reliability,
)

seeds = st.integers(0, 2**32 - 1)


@given(seeds, st.integers(1, 60), st.integers(1, 20))
def test_calibration_error_is_the_sum_over_bins(seed: int, size: int, bins: int) -> None:
    random = np.random.default_rng(seed)
    probabilities = random.dirichlet(np.ones(3), size)
    targets = random.integers(3, size=size)
    confidence, is_right = probabilities.max(axis=1), probabilities.argmax(axis=1) == targets
    expected = 0.0
    for low, high in zip(np.arange(bins) / bins, np.arange(1, bins + 1) / bins, strict=True):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            gap = abs(is_right[inside].mean() - confidence[inside].mean())
            expected += inside.mean() * gap

    error = expected_calibration_error(targets, probabilities, bins=bins)

    assert error == pytest.approx(expected)


def test_certain_and_right_is_perfect_certain_and_wrong_is_worst() -> None:
    certain = np.array([[1.0, 0.0], [0.0, 1.0]])

    assert expected_calibration_error(np.array([0, 1]), certain) == 0.0
    assert expected_calibration_error(np.array([1, 0]), certain) == 1.0


@given(seeds, st.integers(1, 60))
def test_brier_score_agrees_with_scikit_learn(seed: int, size: int) -> None:
    random = np.random.default_rng(seed)
    probabilities = random.dirichlet(np.ones(3), size)
    targets = random.integers(3, size=size)

    expected = oracle.brier_score_loss(
        targets, probabilities, labels=[0, 1, 2], scale_by_half=False
    )

    assert brier_score(targets, probabilities) == pytest.approx(expected)


@given(seeds, st.integers(1, 60))
def test_cross_entropy_agrees_with_scikit_learn(seed: int, size: int) -> None:
    random = np.random.default_rng(seed)
    probabilities = random.dirichlet(np.full(3, 0.3), size)
    targets = random.integers(3, size=size)

    expected = oracle.log_loss(targets, probabilities, labels=[0, 1, 2])

    assert cross_entropy(targets, probabilities) == pytest.approx(expected)


def test_a_certain_mistake_costs_much_and_not_everything() -> None:
    loss = cross_entropy(np.array([0, 1]), np.array([[0.0, 1.0], [0.0, 1.0]]))

    assert loss == pytest.approx(-np.log(LEAST_PROBABILITY) / 2)


@given(seeds, st.integers(1, 60), st.integers(1, 20))
def test_the_bins_of_the_diagram_add_up_to_the_calibration_error(
    seed: int, size: int, bins: int
) -> None:
    random = np.random.default_rng(seed)
    probabilities = random.dirichlet(np.ones(3), size)
    targets = random.integers(3, size=size)

    points = reliability(targets, probabilities, bins=bins)

    assert points.n.sum() == size
    assert (points.n > 0).all()
    gap = (points.n * np.abs(points.confidence - points.accuracy)).sum() / size
    expected = expected_calibration_error(targets, probabilities, bins=bins)
    assert gap == pytest.approx(float(expected))


@given(seeds, st.integers(1, 30))
def test_weights_count_cases_as_often_as_they_say(seed: int, size: int) -> None:
    random = np.random.default_rng(seed)
    probabilities = random.dirichlet(np.ones(3), size)
    targets = random.integers(3, size=size)
    rows = random.integers(size, size=(2, 3, size))
    weights = np.apply_along_axis(np.bincount, -1, rows, minlength=size)

    for figure in (cross_entropy, brier_score, expected_calibration_error):
        weighted = figure(targets, probabilities, weights)
        expected = [[figure(targets[r], probabilities[r]) for r in row] for row in rows]
        np.testing.assert_allclose(weighted, expected, atol=1e-12)


def test_no_cases_have_no_figures() -> None:
    nothing = np.empty(0, int), np.empty((0, 3))

    assert np.isnan(cross_entropy(*nothing))
    assert np.isnan(expected_calibration_error(*nothing))
    assert np.isnan(brier_score(*nothing))


def test_bins_know_how_many_patients_their_films_are_of() -> None:
    targets = np.zeros(5, np.int64)
    probabilities = np.array([[0.55, 0.45], [0.55, 0.45], [0.95, 0.05], [0.95, 0.05], [0.95, 0.05]])

    by_patient = reliability(targets, probabilities, ["a", "a", "a", "b", "b"])

    assert (by_patient.n.tolist(), by_patient.groups.tolist()) == ([2, 3], [1, 2])
    assert reliability(targets, probabilities).groups.tolist() == [2, 3]


def test_a_record_counts_patients_where_they_are_known() -> None:
    probabilities = np.array([[0.9, 0.1], [0.88, 0.12], [0.45, 0.55]])
    bins = reliability(np.array([0, 1, 1]), probabilities, ["ada", "ada", "bob"])

    assert bins.plain(is_by_patient=True) == {
        "confidence": [0.55, 0.89],
        "accuracy": [1.0, 0.5],
        "n": [1, 2],
        "groups": [1, 1],
    }
    assert "groups" not in bins.plain(is_by_patient=False)
