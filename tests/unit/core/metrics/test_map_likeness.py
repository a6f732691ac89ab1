"""Likeness of two maps, beside scikit-image and SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import spearmanr
from skimage.metrics import structural_similarity as oracle

from lungdesk.core.metrics.map_likeness import rank_correlation, structural_similarity


def by_scikit_image(first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
    """With the settings that its documentation gives for the paper's own."""
    found = oracle(
        first.astype(np.float64),
        second.astype(np.float64),
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        data_range=1.0,
    )
    return float(found)


def maps(seed: int, rows: int, columns: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Two maps with something in common, as far as chance has it."""
    rng = np.random.default_rng(seed)
    common, *own = rng.random((3, rows, columns)) ** rng.uniform(0.5, 4)
    share = rng.random()
    first, second = (share * common + (1 - share) * one for one in own)
    return first.astype(np.float32), second.astype(np.float32)


@given(st.integers(0, 2**32 - 1), st.integers(11, 40), st.integers(11, 40))
def test_structural_similarity_is_that_of_scikit_image(seed: int, rows: int, columns: int) -> None:
    first, second = maps(seed, rows, columns)

    found = structural_similarity(first, second)

    assert found == pytest.approx(by_scikit_image(first, second), abs=1e-9)
    assert structural_similarity(second, first) == pytest.approx(found, abs=1e-12)
    assert structural_similarity(first, first) == pytest.approx(1)


def test_empty_maps_are_alike_and_one_empty_map_is_like_none() -> None:
    empty, full = np.zeros((20, 20), np.float32), np.ones((20, 20), np.float32)

    assert structural_similarity(empty, empty) == pytest.approx(1)
    assert structural_similarity(empty, full) == pytest.approx(by_scikit_image(empty, full))
    assert structural_similarity(empty, full) < 1e-3


@pytest.mark.parametrize("shapes", [((11, 11), (11, 12)), ((10, 20), (10, 20))])
def test_maps_of_other_or_of_too_small_sizes_are_refused(
    shapes: tuple[tuple[int, int], tuple[int, int]],
) -> None:
    first, second = (np.zeros(shape, np.float32) for shape in shapes)

    with pytest.raises(ValueError, match="two maps of one size"):
        structural_similarity(first, second)


@given(st.integers(0, 2**32 - 1), st.integers(2, 12), st.integers(2, 12))
def test_rank_correlation_is_that_of_scipy_with_ties_too(
    seed: int, rows: int, columns: int
) -> None:
    rng = np.random.default_rng(seed)
    first, second = rng.integers(0, 6, (2, rows, columns)).astype(np.float32)

    found = rank_correlation(first, second)

    if np.ptp(first) == 0 or np.ptp(second) == 0:
        assert found is None
    else:
        expected = spearmanr(first.ravel(), second.ravel()).statistic
        assert found == pytest.approx(expected, abs=1e-12)
