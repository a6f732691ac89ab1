from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.special import softmax as oracle

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.prediction import ModelRef, Prediction, softmax
from tests.unit.core.imaging.films import unhurried

MODEL = ModelRef("model", "1.0", "ab" * 32)
finite = st.floats(-1e4, 1e4, width=32)


def prediction(*probabilities: float) -> Prediction:
    values = np.array(probabilities, np.float32)
    return Prediction(CHEST_LABELS, np.log(values + 1e-6), values, MODEL)


@unhurried
@given(arrays.arrays(np.float32, arrays.array_shapes(max_dims=3, max_side=6), elements=finite))
def test_softmax_agrees_with_scipy(logits: np.ndarray) -> None:
    probabilities = softmax(logits)

    assert probabilities.dtype == np.float32
    np.testing.assert_allclose(
        probabilities, oracle(logits.astype(np.float64), axis=-1), rtol=1e-6, atol=1e-12
    )


@unhurried
@given(arrays.arrays(np.float32, 5, elements=st.floats(-20, 20, width=32)), st.integers(-50, 50))
def test_softmax_knows_differences_only(logits: np.ndarray, shift: int) -> None:
    np.testing.assert_allclose(softmax(logits), softmax(logits + shift), rtol=1e-4)
    assert softmax(logits).sum() == pytest.approx(1, abs=1e-6)


def test_the_most_probable_class_is_predicted() -> None:
    covid = prediction(0.1, 0.2, 0.05, 0.6, 0.05)

    assert covid.class_index == 3
    assert covid.predicted.id == "covid19"
    assert covid.by_label()["bacterial_pneumonia"] == pytest.approx(0.2)
    assert tuple(covid.by_label()) == CHEST_LABELS.ids


@pytest.mark.parametrize(
    ("leading", "is_uncertain"), [(0.9, False), (0.5, False), (0.499, True), (0.21, True)]
)
def test_below_one_half_a_reading_is_uncertain(leading: float, is_uncertain: bool) -> None:
    others = [(1 - leading) / 4] * 4

    assert prediction(leading, *others).is_uncertain is is_uncertain


@pytest.mark.parametrize(("logits", "probabilities"), [(4, 5), (5, 4), (6, 6)])
def test_there_is_one_value_for_each_class(logits: int, probabilities: int) -> None:
    with pytest.raises(ValueError, match="expected"):
        Prediction(
            CHEST_LABELS, np.zeros(logits, np.float32), np.zeros(probabilities, np.float32), MODEL
        )


def test_a_batch_is_not_a_prediction() -> None:
    batch = np.zeros((1, 5), np.float32)
    with pytest.raises(ValueError, match="expected"):
        Prediction(CHEST_LABELS, batch, batch, MODEL)
