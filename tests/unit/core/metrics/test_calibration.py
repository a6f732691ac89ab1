from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as oracle

from lungdesk.core.metrics.calibration import brier_score, expected_calibration_error

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


def test_no_cases_have_no_figures() -> None:
    nothing = np.empty(0, int), np.empty((0, 3))

    assert np.isnan(expected_calibration_error(*nothing))
    assert np.isnan(brier_score(*nothing))
