"""The heatmap of an ensemble: its members' maps on one grid."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from lungdesk.core.prediction import softmax
from lungdesk.core.saliency import ImageRegion, SaliencyMap
from lungdesk.ml.ensemble_engine import mean_logits, mean_map

FILM = ImageRegion(0, 0, 400, 300)


def saliency(values: NDArray[Any], region: ImageRegion = FILM) -> SaliencyMap:
    return SaliencyMap(np.asarray(values, np.float32), 2, "Grad-CAM", "last", region)


def test_maps_of_one_grid_are_averaged_cell_by_cell() -> None:
    rng = np.random.default_rng(0)
    first, second = rng.random((7, 7)), rng.random((7, 7))

    mean = mean_map([saliency(first), saliency(second)], (0.25, 0.75))

    np.testing.assert_allclose(mean.values, 0.25 * first + 0.75 * second, rtol=1e-5)
    assert (mean.class_index, mean.region, mean.target_layer) == (2, FILM, "last")


def test_the_finest_grid_is_kept_and_a_coarse_map_is_interpolated_into_it() -> None:
    coarse = np.array([[0.0, 4.0]])

    mean = mean_map([saliency(coarse), saliency(np.zeros((2, 4)))], (0.5, 0.5))

    # Centres of four cells lie at 1/8, 3/8, 5/8, 7/8; those of two at 1/4 and 3/4.
    np.testing.assert_allclose(mean.values, [[0.0, 0.5, 1.5, 2.0]] * 2)


def test_what_a_member_has_not_seen_counts_as_nothing() -> None:
    inside = ImageRegion(50, 0, 350, 300)  # the square in the middle of the film
    cropped, whole = saliency(np.ones((8, 8)), inside), saliency(np.ones((8, 8)))

    mean = mean_map([cropped, whole], (0.5, 0.5))

    assert mean.region == FILM
    np.testing.assert_allclose(mean.values[:, [0, 7]], 0.5)
    np.testing.assert_allclose(mean.values[:, 1:7], 1.0)


@given(
    arrays(np.float32, (3, 5), elements=st.floats(0, 50, width=32)),
    arrays(np.float32, (6, 4), elements=st.floats(0, 50, width=32)),
    st.floats(0.01, 0.99),
)
def test_a_mean_is_never_beyond_what_the_members_say(
    first: NDArray[np.float32], second: NDArray[np.float32], share: float
) -> None:
    mean = mean_map([saliency(first), saliency(second)], (share, 1 - share)).values

    assert mean.shape == (6, 5)
    assert mean.min() >= share * first.min() + (1 - share) * second.min() - 1e-3
    assert mean.max() <= share * first.max() + (1 - share) * second.max() + 1e-3


def test_probabilities_are_averaged_not_logits() -> None:
    sure, other = np.array([[9.0, 0, 0]], np.float32), np.array([[0, 1.0, 2.0]], np.float32)

    logits = mean_logits([sure, other], (0.3, 0.7))

    wanted = 0.3 * softmax(sure) + 0.7 * softmax(other)
    np.testing.assert_allclose(softmax(logits), wanted, rtol=1e-5)
    assert logits.dtype == np.float32


def test_a_class_that_no_member_believes_in_has_a_finite_logit() -> None:
    logits = mean_logits([np.array([[1000.0, 0.0]], np.float32)] * 2, (0.5, 0.5))

    assert np.isfinite(logits).all()
    assert softmax(logits)[0, 0] == pytest.approx(1)
