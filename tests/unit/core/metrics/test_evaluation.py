from __future__ import annotations

import json

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn import metrics as oracle

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.metrics.evaluation import OVERALL, PER_CLASS, evaluate
from lungdesk.core.metrics.intervals import grouped_bootstrap

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
    told = figures.as_dict()
    f1 = oracle.f1_score(targets, predictions, average="macro")
    brier = oracle.brier_score_loss(targets, probabilities, scale_by_half=False)
    areas = oracle.roc_auc_score(
        targets, probabilities, multi_class="ovr", average=None, labels=range(5)
    )
    assert told["accuracy"] == pytest.approx(oracle.accuracy_score(targets, predictions))
    assert told["loss"] == pytest.approx(oracle.log_loss(targets, probabilities))
    assert told["brier"] == pytest.approx(brier)
    assert told["macro_f1"] == pytest.approx(f1)
    assert told["macro_auroc"] == pytest.approx(areas.mean())
    assert told["intervals"] == {}
    for index, of_class in enumerate(told["per_class"].values()):
        is_class, p = targets == index, probabilities[:, index]
        precision = oracle.average_precision_score(is_class, p)
        assert of_class["auroc"] == pytest.approx(areas[index])
        assert of_class["auprc"] == pytest.approx(precision)


def test_json_has_the_words_of_the_command_line() -> None:
    figures = json.loads(json.dumps(evaluate(*_cases(), CHEST_LABELS, resamples=20).as_dict()))

    assert list(figures) == [
        "n", "loss", "accuracy", "balanced_accuracy", "macro_f1", "macro_auroc", "ece", "brier",
        "per_class", "confusion", "intervals",
    ]  # fmt: skip
    assert list(figures["per_class"]) == list(CHEST_LABELS.ids)
    assert set(figures["per_class"]["covid19"]) == {
        "precision", "recall", "specificity", "f1", "auroc", "auprc", "n",
    }  # fmt: skip
    assert np.sum(figures["confusion"]) == figures["n"]
    names = [*OVERALL, *(f"{name}.{label}" for label in CHEST_LABELS.ids for name in PER_CLASS)]
    assert set(figures["intervals"]) == set(names)
    for name in ("accuracy", "balanced_accuracy", "macro_f1", "loss", "brier", "ece"):
        low, high = figures["intervals"][name]
        assert low <= figures[name] <= high


def test_the_interval_of_the_calibration_error_is_not_that_of_its_resamples() -> None:
    """Films that count twice make it larger in nearly every resample."""
    targets = np.repeat([0, 1], 100)
    probabilities = np.full((200, 5), 0.1)
    # As sure as it is right: 60 % of the time, in each class and so in all.
    said = np.where(np.arange(200) % 100 < 60, targets, 1 - targets)
    probabilities[np.arange(200), said] = 0.6

    figures = evaluate(targets, probabilities, CHEST_LABELS)

    low, high = figures.intervals["ece"]
    assert figures.figures["ece"] == pytest.approx(0, abs=1e-12)
    drawn = figures.resampled["ece"]
    assert drawn.mean() > 0.01
    assert low == 0
    assert high == pytest.approx(np.quantile(drawn, 0.975) - drawn.mean(), abs=1e-12)


def test_the_interval_of_every_figure_is_that_of_resampled_films() -> None:
    targets, probabilities = _cases(60)
    groups = np.arange(60) // 3
    figures = evaluate(targets, probabilities, CHEST_LABELS, groups=groups, resamples=8, seed=4)

    drawn: list[NDArray[np.int64]] = []

    def collect(weights: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
        drawn.extend(weights)
        return {}

    grouped_bootstrap(collect, groups, resamples=8, seed=4)

    for number, weights in enumerate(drawn):
        rows = np.repeat(np.arange(60), weights)
        alone = evaluate(targets[rows], probabilities[rows], CHEST_LABELS, resamples=0).figures
        for name, values in figures.resampled.items():
            assert values[number] == pytest.approx(alone[name], nan_ok=True), name


def test_classes_that_the_set_lacks_are_left_out_of_the_means() -> None:
    targets, probabilities = _cases(classes=(0, 3, 4))
    predictions = probabilities.argmax(axis=1)
    assert {1, 2} & set(predictions), "the case is of interest only with false alarms"

    figures = evaluate(targets, probabilities, CHEST_LABELS, resamples=20)
    as_dict = figures.as_dict()

    assert as_dict["macro_f1"] == pytest.approx(
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


def test_every_case_needs_its_group() -> None:
    with pytest.raises(ValueError, match="a group of each"):
        evaluate(*_cases(3), CHEST_LABELS, groups=["a", "b"])


def test_no_interval_claims_certainty() -> None:
    """Eight films of six patients, all read rightly; two of covid19 are of one patient."""
    targets = np.array([0, 0, 0, 1, 1, 1, 3, 3])
    probabilities = 0.01 + 0.95 * np.eye(5)[targets]
    groups = ["a", "b", "c", "d", "e", "d", "f", "f"]

    intervals = evaluate(targets, probabilities, CHEST_LABELS, groups=groups).as_dict()["intervals"]

    def wilson(groups: int) -> list[float]:
        return pytest.approx([groups / (groups + 1.959964**2), 1.0], abs=1e-6)  # type: ignore[return-value]

    assert intervals["accuracy"] == wilson(6)
    assert intervals["recall.normal"] == intervals["precision.normal"] == wilson(3)
    assert intervals["specificity.normal"] == wilson(3)
    assert intervals["recall.bacterial_pneumonia"] == wilson(2)
    assert intervals["specificity.covid19"] == wilson(5)
    # Of one patient, or no share: nothing is known of chance.
    for name in ("recall.covid19", "balanced_accuracy", "auroc.normal", "f1.normal"):
        assert intervals[name] == [None, None], name


def test_films_of_one_patient_have_no_interval() -> None:
    targets, probabilities = _cases(8)

    figures = evaluate(targets, probabilities, CHEST_LABELS, groups=["a"] * 8).as_dict()

    assert all(bounds == [None, None] for bounds in figures["intervals"].values())
