from __future__ import annotations

from typing import Any

import numpy as np
import openvino
import pytest
from openvino import opset13 as op

from lungdesk.ml.film_pass import WINDOWS, pooled, windowed


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


def network_with_map(height: int, width: int, features: int) -> Any:
    """Logits and feature map, as a bundle's network has them; the map is the view itself."""
    view = op.parameter([1, height, width * features], np.uint8)
    shape = np.array([1, height, width, features])
    feature_map = op.reshape(op.convert(view, np.float32), shape, special_zero=False)
    pooled_map = op.reduce_mean(feature_map, np.array([1, 2]), keep_dims=False)
    kernel = np.random.default_rng(0).normal(0, 1, (features, 5)).astype(np.float32)
    logits = op.matmul(pooled_map, kernel, transpose_a=False, transpose_b=False)
    return openvino.Model([logits, feature_map], [view], "with_map")


@pytest.mark.parametrize("shape", [(12, 12), (6, 6), (7, 7), (10, 12)])
def test_the_network_itself_can_average_over_the_windows(shape: tuple[int, int]) -> None:
    view = np.random.default_rng(1).integers(0, 256, (1, shape[0], shape[1] * 8), np.uint8)

    whole, means = (
        openvino.compile_model(made, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
        for made in (network_with_map(*shape, 8), windowed(network_with_map(*shape, 8)))
    )
    logits, feature_map = whole(view).values()
    same_logits, features = means(view).values()

    assert features.shape == (1, len(WINDOWS), 1, 8)
    assert same_logits == pytest.approx(logits, rel=1e-5)
    assert features[0, :, 0] == pytest.approx(pooled(feature_map[0]), rel=1e-5)
