from __future__ import annotations

import json
import time

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn import metrics as oracle

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.metrics.evaluation import evaluate

Cases = tuple[NDArray[np.int64], NDArray[np.float64]]


def _cases(size: int = 300, classes: tuple[int, ...] = (0, 1, 2, 3, 4)) -> Cases:
    """Cases of some classes and probabilities that are right more often than not."""
    random = np.random.default_rng(1)
    targets = random.choice(classes, size=size)
    probabilities = random.dirichlet(np.ones(5), size)
    probabilities[np.arange(size), targets] += 0.4
    return targets, probabilities / probabilities.sum(axis=1, keepdims=True)


def test_figures_agree_with_scikit_learn() -> None:
    targets, probabilities = _cases()
    predictions = probabilities.argmax(axis=1)

    figures = evaluate(targets, probabilities, CHEST_LABELS, resamples=0)

    assert figures.n == 300
    assert figures.accuracy == pytest.approx(oracle.accuracy_score(targets, predictions))
    assert figures.macro_f1 == pytest.approx(oracle.f1_score(targets, predictions, average="macro"))
    expected_auroc = oracle.roc_auc_score(
        targets, probabilities, multi_class="ovr", average=None, labels=range(5)
    )
    np.testing.assert_allclose([c.auroc for c in figures.per_class], expected_auroc)


def test_json_has_the_words_of_the_command_line() -> None:
    figures = json.loads(json.dumps(evaluate(*_cases(), CHEST_LABELS, resamples=20).as_dict()))

    assert list(figures) == [
        "n", "accuracy", "balanced_accuracy", "macro_f1", "ece", "per_class", "confusion",
        "intervals",
    ]  # fmt: skip
    assert list(figures["per_class"]) == list(CHEST_LABELS.ids)
    assert set(figures["per_class"]["covid19"]) == {
        "precision", "recall", "specificity", "f1", "auroc", "auprc", "n",
    }  # fmt: skip
    assert np.sum(figures["confusion"]) == figures["n"]
    for name in ("accuracy", "balanced_accuracy", "macro_f1"):
        low, high = figures["intervals"][name]
        assert low <= figures[name] <= high


def test_classes_that_the_set_lacks_are_left_out_of_the_means() -> None:
    targets, probabilities = _cases(classes=(0, 3, 4))
    predictions = probabilities.argmax(axis=1)
    assert {1, 2} & set(predictions), "the case is of interest only with false alarms"

    figures = evaluate(targets, probabilities, CHEST_LABELS, resamples=20)
    as_dict = figures.as_dict()

    assert figures.macro_f1 == pytest.approx(
        oracle.f1_score(targets, predictions, average="macro", labels=[0, 3, 4])
    )
    absent = as_dict["per_class"]["viral_pneumonia"]
    assert (absent["n"], absent["recall"], absent["f1"], absent["auroc"]) == (0, None, None, None)
    assert "auroc.viral_pneumonia" not in as_dict["intervals"]
    json.dumps(as_dict, allow_nan=False)


def test_a_single_case_is_enough() -> None:
    targets, probabilities = _cases(1)

    figures = evaluate(targets, probabilities, CHEST_LABELS, groups=["a"], resamples=5).as_dict()

    assert figures["n"] == 1
    json.dumps(figures, allow_nan=False)


def test_groups_widen_the_intervals() -> None:
    targets, probabilities = _cases(80)
    targets, probabilities = np.repeat(targets, 4), np.repeat(probabilities, 4, axis=0)

    def width(groups: NDArray[np.int64] | None) -> float:
        figures = evaluate(targets, probabilities, CHEST_LABELS, groups=groups)
        low, high = figures.intervals["accuracy"]
        return high - low

    assert width(np.repeat(np.arange(80), 4)) > 1.5 * width(None)


def test_a_thousand_resamples_take_no_time_to_speak_of() -> None:
    start = time.perf_counter()
    evaluate(*_cases(500), CHEST_LABELS, resamples=1000)

    assert time.perf_counter() - start < 3


@pytest.mark.parametrize(
    ("targets", "shape", "value", "words"),
    [
        ([], (0, 5), 0.2, "at least one case"),
        ([0.5], (1, 5), 0.2, "class indices"),
        ([0, 1], (2, 3), 0.3, "shape"),
        ([0, 1], (2, 5), np.nan, "between 0 and 1"),
        ([0, 1], (2, 5), 1.5, "between 0 and 1"),
        ([0, 5], (2, 5), 0.2, "below 5"),
    ],
)
def test_odd_input_is_rejected(
    targets: list[int], shape: tuple[int, int], value: float, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        evaluate(np.array(targets), np.full(shape, value), CHEST_LABELS)
