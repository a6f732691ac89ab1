from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics as oracle

from lungdesk.core.metrics.one_against_rest import OneAgainstRest, Proportion


def made(count: int = 300, seed: int = 0) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Five classes, read better than by chance."""
    random = np.random.default_rng(seed)
    targets = random.integers(0, 5, count)
    scores = np.exp(random.normal(size=(count, 5)) + 1.5 * np.eye(5)[targets])
    return targets, scores / scores.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("threshold", [0.0, 0.1, 0.37, 0.5, 0.9, 1.0])
def test_a_threshold_gives_what_scikit_learn_counts(threshold: float) -> None:
    targets, probabilities = made()
    is_class, called = targets == 2, probabilities[:, 2] >= threshold

    figures = OneAgainstRest(targets, probabilities, 2).at(threshold)

    assert figures.sensitivity.value == pytest.approx(oracle.recall_score(is_class, called))
    assert figures.specificity.value == pytest.approx(oracle.recall_score(~is_class, ~called))
    assert figures.precision.cases == called.sum()
    if called.any():
        assert figures.precision.value == pytest.approx(oracle.precision_score(is_class, called))


def test_the_matrix_follows_the_threshold_and_every_film_keeps_one_class() -> None:
    targets, probabilities = made()
    rest = OneAgainstRest(targets, probabilities, 2)

    confusion = rest.confusion(0.3)

    predictions = np.where(
        probabilities[:, 2] >= 0.3, 2, np.delete(probabilities, 2, axis=1).argmax(axis=1)
    )
    predictions[(probabilities[:, 2] < 0.3) & (predictions >= 2)] += 1
    np.testing.assert_array_equal(confusion, oracle.confusion_matrix(targets, predictions))
    assert confusion.sum() == targets.size
    figures = rest.at(0.3)
    assert confusion[2, 2] == figures.sensitivity.successes
    assert confusion[:, 2].sum() == figures.precision.cases


def test_a_film_at_the_threshold_is_called() -> None:
    probabilities = np.array([[0.6, 0.4], [0.4, 0.6]])

    assert OneAgainstRest(np.array([0, 1]), probabilities, 0).at(0.4).sensitivity.value == 1.0
    assert OneAgainstRest(np.array([0, 1]), probabilities, 0).predictions(0.6).tolist() == [0, 1]


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 4))
def test_a_lower_threshold_finds_more_and_spares_less(a: float, b: float, index: int) -> None:
    rest = OneAgainstRest(*made(60), index)
    low, high = rest.at(min(a, b)), rest.at(max(a, b))

    assert low.sensitivity.successes >= high.sensitivity.successes
    assert low.specificity.successes <= high.specificity.successes


def test_given_predictions_are_counted_as_they_are() -> None:
    targets, probabilities = made()
    predictions = probabilities.argmax(axis=1)

    figures = OneAgainstRest(targets, probabilities, 4).of_predictions(predictions)

    expected = oracle.recall_score(targets, predictions, labels=[4], average="macro")
    assert figures.sensitivity.value == pytest.approx(expected)
    assert math.isnan(figures.threshold)


def test_a_proportion_knows_how_sure_it_is() -> None:
    # Wilson's interval of 8 of 10, as tables have it.
    assert Proportion(8, 10).interval == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert Proportion(0, 20).interval[0] == 0.0
    assert Proportion(20, 20).interval[1] == 1.0
    assert math.isnan(Proportion(0, 0).value)
    assert all(math.isnan(end) for end in Proportion(0, 0).interval)
