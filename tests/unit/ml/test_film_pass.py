import numpy as np
import pytest

from lungdesk.ml.film_pass import WINDOWS, pooled


def test_the_first_row_is_global_average_pooling() -> None:
    feature_map = np.random.default_rng(0).normal(0, 1, (7, 7, 4)).astype(np.float32)
    features = pooled(feature_map)
    assert features.shape == (len(WINDOWS), 4)
    assert features[0] == pytest.approx(feature_map.mean(axis=(0, 1)), abs=1e-6)


def test_every_view_averages_over_its_own_part() -> None:
    rows = np.repeat(np.arange(12, dtype=np.float32)[:, None], 12, axis=1)
    both = np.stack([rows, rows.T], axis=-1)

    whole, inner, upper, lower, left, right = pooled(both)

    assert whole.tolist() == pytest.approx([5.5, 5.5])
    assert inner.tolist() == pytest.approx([5.5, 5.5])
    assert upper.tolist() == pytest.approx([3.5, 5.5])
    assert lower.tolist() == pytest.approx([7.5, 5.5])
    assert left.tolist() == pytest.approx([5.5, 3.5])
    assert right.tolist() == pytest.approx([5.5, 7.5])


def test_a_cell_that_is_cut_counts_with_its_share() -> None:
    # 4 cells: all but one third of the height is 2 cells and two thirds of the third.
    column = np.array([0.0, 0.0, 1.0, 0.0], np.float32)
    upper = pooled(np.tile(column[:, None, None], (1, 4, 1)))[2]
    assert upper[0] == pytest.approx((2 / 3) / (8 / 3))
