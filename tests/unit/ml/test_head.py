from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.prediction import softmax
from lungdesk.ml.head import DenseLayer, Head
from tests.unit.ml.conftest import random_head

WIDTHS = st.lists(st.integers(1, 12), min_size=2, max_size=4)


@given(widths=WIDTHS, seed=st.integers(0, 100))
def test_gradient_equals_finite_differences(widths: list[int], seed: int) -> None:
    head = random_head(*widths, seed=seed)
    features = np.random.default_rng(seed + 1).normal(0, 1, widths[0]).astype(np.float32)
    # A step that crosses a ReLU's corner would measure the mean of two slopes.
    step = 1e-3
    gradient = head.feature_gradient(features)

    for index in range(widths[0]):
        moved = np.stack([features, features]).astype(np.float32)
        moved[0, index] += step
        moved[1, index] -= step
        same_side = _open_units(head, moved[0]) == _open_units(head, moved[1])
        if same_side:
            above, below = head.logits(moved)
            assert gradient[:, index] == pytest.approx((above - below) / (2 * step), abs=5e-3)


def _open_units(head: Head, features: np.ndarray) -> list[bool]:
    x, found = features, []
    for layer in head.layers[:-1]:
        x = x @ layer.kernel + layer.bias
        found += (x > 0).tolist()
        x = np.maximum(x, 0)
    return found


def test_a_single_layer_is_its_own_gradient() -> None:
    head = random_head(7, 5)
    features = np.ones(7, np.float32)

    assert np.array_equal(head.feature_gradient(features), head.layers[0].kernel.T)


@given(widths=WIDTHS)
def test_arrays_come_back_the_same(widths: list[int]) -> None:
    head = random_head(*widths)
    features = np.ones((3, widths[0]), np.float32)

    again = Head.from_arrays(head.arrays())

    assert np.array_equal(again.logits(features), head.logits(features))


def test_the_odds_of_one_class_are_multiplied_against_each_other_class() -> None:
    head = random_head(7, 6, 5)
    features = np.random.default_rng(0).normal(size=(9, 7)).astype(np.float32)

    before = softmax(head.logits(features))
    after = softmax(head.with_odds(2, 3.0).logits(features))

    others = np.array([0, 1, 3, 4])
    ratio = (after[:, [2]] / after[:, others]) / (before[:, [2]] / before[:, others])
    np.testing.assert_allclose(ratio, 3, rtol=1e-4)
    assert np.array_equal(
        head.feature_gradient(features[0]), head.with_odds(2, 3.0).feature_gradient(features[0])
    )


def test_layers_that_do_not_fit_are_refused() -> None:
    first, second = random_head(4, 3).layers[0], random_head(5, 2).layers[0]

    with pytest.raises(ValueError, match="cannot feed"):
        Head((first, second))
    with pytest.raises(ValueError, match="do not fit"):
        DenseLayer(first.kernel, second.bias)
    with pytest.raises(LungDeskError) as caught:
        Head.from_arrays({"kernel_0": first.kernel, "bias_1": first.bias})
    assert caught.value.code is ErrorCode.MODEL_INVALID
