from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics as oracle

from lungdesk.core.metrics import classification as ours

CLASSES = 4
Labels = NDArray[np.int64]


@st.composite
def targets_and_predictions(draw: st.DrawFn) -> tuple[Labels, Labels]:
    """Some cases; now and then of a few of the classes only."""
    size = draw(st.integers(1, 40))
    present = draw(st.lists(st.integers(0, CLASSES - 1), min_size=1, max_size=CLASSES))
    targets = draw(st.lists(st.sampled_from(present), min_size=size, max_size=size))
    predictions = draw(st.lists(st.integers(0, CLASSES - 1), min_size=size, max_size=size))
    return np.array(targets), np.array(predictions)


@given(targets_and_predictions())
def test_overall_figures_agree_with_scikit_learn(cases: tuple[Labels, Labels]) -> None:
    targets, predictions = cases
    present = np.unique(targets)

    confusion = ours.confusion_matrix(targets, predictions, CLASSES)

    np.testing.assert_array_equal(
        confusion, oracle.confusion_matrix(targets, predictions, labels=range(CLASSES))
    )
    assert ours.accuracy(confusion) == pytest.approx(oracle.accuracy_score(targets, predictions))
    assert ours.balanced_accuracy(confusion) == pytest.approx(
        oracle.recall_score(targets, predictions, labels=present, average="macro", zero_division=0)
    )
    assert ours.macro_f1(confusion) == pytest.approx(
        oracle.f1_score(targets, predictions, labels=present, average="macro", zero_division=0)
    )


def test_balanced_accuracy_is_scikit_learns_own() -> None:
    targets, predictions = np.array([0, 0, 1, 1, 1, 2]), np.array([0, 1, 1, 1, 0, 2])

    confusion = ours.confusion_matrix(targets, predictions, CLASSES)

    expected = oracle.balanced_accuracy_score(targets, predictions)
    assert ours.balanced_accuracy(confusion) == pytest.approx(expected)


@given(targets_and_predictions())
def test_figures_of_each_class_agree_with_scikit_learn(cases: tuple[Labels, Labels]) -> None:
    targets, predictions = cases
    confusion = ours.confusion_matrix(targets, predictions, CLASSES)
    precision, recall, f1, cases_of = oracle.precision_recall_fscore_support(
        targets, predictions, labels=range(CLASSES), zero_division=np.nan
    )
    negatives_recall = [
        oracle.recall_score(targets != index, predictions != index, zero_division=np.nan)
        for index in range(CLASSES)
    ]

    np.testing.assert_allclose(ours.precision(confusion), precision)
    np.testing.assert_allclose(ours.recall(confusion), recall)
    np.testing.assert_allclose(ours.f1(confusion), np.where(cases_of > 0, f1, np.nan))
    np.testing.assert_allclose(ours.specificity(confusion), negatives_recall)


@given(st.lists(targets_and_predictions(), min_size=1, max_size=5))
def test_a_stack_of_matrices_gives_what_each_gives_alone(
    cases: list[tuple[Labels, Labels]],
) -> None:
    matrices = [ours.confusion_matrix(*case, CLASSES) for case in cases]

    for figure in (
        ours.accuracy,
        ours.balanced_accuracy,
        ours.macro_f1,
        ours.precision,
        ours.recall,
        ours.specificity,
        ours.f1,
    ):
        np.testing.assert_array_equal(
            figure(np.stack(matrices)), np.stack([figure(matrix) for matrix in matrices])
        )


@given(targets_and_predictions(), st.integers(0, 999))
def test_weights_count_cases_as_often_as_they_say(cases: tuple[Labels, Labels], seed: int) -> None:
    targets, predictions = cases
    rows = np.random.default_rng(seed).integers(targets.size, size=(3, targets.size))
    weights = np.apply_along_axis(np.bincount, -1, rows, minlength=targets.size)

    weighted = ours.confusion_matrix(targets, predictions, CLASSES, weights)

    assert weighted.dtype == np.int64
    for row, matrix in zip(rows, weighted, strict=True):
        expected = ours.confusion_matrix(targets[row], predictions[row], CLASSES)
        np.testing.assert_array_equal(matrix, expected)


def test_a_mean_is_over_the_classes_that_have_a_value() -> None:
    confusion = ours.confusion_matrix(np.array([0, 0, 2]), np.array([0, 0, 2]), CLASSES)

    assert ours.mean_over_present(np.array([0.5, 1.0, 0.7, 1.0]), confusion) == pytest.approx(0.6)
    assert ours.mean_over_present(np.array([0.5, 1.0, np.nan, 1.0]), confusion) == 0.5


def test_absent_classes_do_not_pull_the_means_down() -> None:
    targets, predictions = np.array([0, 0, 2, 2]), np.array([0, 0, 2, 2])

    confusion = ours.confusion_matrix(targets, predictions, CLASSES)

    assert ours.balanced_accuracy(confusion) == ours.macro_f1(confusion) == 1.0
    assert np.isnan(ours.recall(confusion)[1])


def test_an_empty_matrix_has_no_figures() -> None:
    nothing = ours.confusion_matrix(np.array([], int), np.array([], int), CLASSES)

    assert np.isnan(ours.accuracy(nothing))
    assert np.isnan(ours.balanced_accuracy(nothing))
    assert np.isnan(ours.macro_f1(nothing))


@pytest.mark.parametrize(
    ("targets", "predictions", "words"),
    [
        ([0, 1], [0], "one length"),
        ([[0, 1]], [[0, 1]], "one length"),
        ([0, 4], [0, 1], "targets must be class indices below 4"),
        ([0, 1], [0, -1], "predictions must be class indices below 4"),
    ],
)
def test_what_is_not_class_indices_is_rejected(
    targets: list[int], predictions: list[int], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        ours.confusion_matrix(np.array(targets), np.array(predictions), CLASSES)
