"""Predictions in the right order, and figures against scikit-learn."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from scipy.special import softmax
from sklearn import metrics

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext, Progress
from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.core.radiograph import Photometric, Radiograph, Window
from lungdesk.core.study import Instance
from lungdesk.ml import ensemble_engine
from lungdesk.ml.datasets import Sample
from lungdesk.ml.engine import Engine
from lungdesk.ml.ensemble import load_model
from lungdesk.ml.ensemble_engine import AnyEngine, open_engine
from lungdesk.ml.evaluator import (
    PREPARATION,
    FilmFailure,
    SplitPredictions,
    decoded_view,
    predict,
    split_metrics,
    within_source,
)
from lungdesk.ml.preprocess import model_view
from lungdesk.services.models.library import DEFAULT_MODEL_ID
from lungdesk.services.paths import shipped_models_folder
from tests.unit.ml.conftest import SPEC, SmallModel

#: More than are prefetched at once.
COUNT = 40


def film(path: Path) -> Radiograph:
    """A film whose number in its name decides its picture."""
    rng = np.random.default_rng(int(path.stem))
    waves = np.sin(np.outer(rng.uniform(0, 8, 60), np.linspace(0, 1, 50)) + rng.uniform(0, 6))
    pixels = np.asarray(127 + 120 * waves, np.uint8)
    instance = Instance(path, *waves.shape)
    return Radiograph(pixels, Photometric.MONOCHROME2, 8, instance, voi=(Window(128, 256),))


@dataclass
class Decoder:
    """Decodes films, all but those that it is told to refuse."""

    refuses: Sequence[int] = ()

    def __call__(self, path: Path) -> Radiograph:
        if int(path.stem) in self.refuses:
            raise LungDeskError(f"{path.name} is damaged.", code=ErrorCode.IMAGE_DAMAGED)
        return film(path)


def samples(count: int) -> list[Sample]:
    return [Sample(Path(f"{n}.png"), n % 5, "test", f"group{n}") for n in range(count)]


@pytest.fixture(scope="module")
def engine(small_model: SmallModel) -> Engine:
    return Engine(small_model.bundle, is_for_throughput=True)


@pytest.fixture(scope="module")
def expected(small_model: SmallModel) -> np.ndarray:
    """Logits of each film, read alone by the Keras network."""
    views = np.stack([model_view(film(s.path), SPEC).grey for s in samples(COUNT)])
    logits = small_model.keras_model(SPEC.normalization.apply(views))[0]
    return np.asarray(logits, np.float32)


class Vanishing(Decoder):
    """A folder from which one film goes once it has been read so often."""

    def __init__(self, number: int, reads: int) -> None:
        super().__init__()
        self._left = {number: reads}

    def __call__(self, path: Path) -> Radiograph:
        number = int(path.stem)
        if number in self._left:
            self._left[number] -= 1
            self.refuses = [number] if self._left[number] < 0 else []
        return super().__call__(path)


@pytest.fixture(scope="module")
def duo() -> AnyEngine:
    return open_engine(load_model(shipped_models_folder() / DEFAULT_MODEL_ID))


def test_a_film_that_goes_between_two_members_of_an_ensemble_counts_for_none(
    duo: AnyEngine,
) -> None:
    few = samples(4)
    without = [few[0], few[1], few[3]]

    found = ensemble_engine.predict(duo, few, Vanishing(2, 1), NullContext(), "reading")

    assert found.samples == tuple(without)
    assert [failure.path for failure in found.failures] == [few[2].path]
    alone = ensemble_engine.predict(duo, without, film, NullContext(), "reading")
    np.testing.assert_allclose(found.logits, alone.logits, rtol=1e-5)


def test_without_any_film_that_all_members_could_read_it_is_said(duo: AnyEngine) -> None:
    with pytest.raises(LungDeskError) as caught:
        ensemble_engine.predict(duo, samples(1), Vanishing(0, 1), NullContext(), "reading")

    assert caught.value.code is ErrorCode.DATASET_EMPTY


def test_films_that_are_seen_otherwise_than_they_were_raise_the_version_of_preparation() -> None:
    """Else features and figures that are kept of them would stand beside those of other pixels."""
    rows, columns = np.mgrid[0:192, 0:192]
    values = (8 * rows + 12 * columns).astype(np.uint16)
    framed = np.where(columns < 24, 4000, values).astype(np.uint16)
    grey, inverted, window = Photometric.MONOCHROME2, Photometric.MONOCHROME1, (Window(1500, 2000),)
    instance = Instance(Path("film"), 192, 192)
    shown = (
        Radiograph((values >> 4).astype(np.uint8), grey, 8, instance),
        Radiograph(values, inverted, 12, instance, voi=window),
        Radiograph(framed, grey, 12, instance, voi=window, padding=(4000, 4000)),
        Radiograph(framed, inverted, 12, instance, padding=(4000, 4000)),
    )
    views = [decoded_view(instance.path, SPEC, partial(lambda one, _: one, one)) for one in shown]
    digest = hashlib.sha256(np.stack(cast("list[np.ndarray]", views)).tobytes()).hexdigest()

    assert (PREPARATION, digest[:16]) == (2, "4f0c9ce8e631532c")


@pytest.mark.parametrize(
    "unreadable",
    [(), (17,), (0, 1, 2), (COUNT - 1,), tuple(range(1, COUNT, 2)), tuple(range(35))],
    ids=["none", "one", "the first", "the last", "every other", "more than are prefetched"],
)
def test_logits_stay_with_their_films_when_others_cannot_be_decoded(
    engine: Engine, expected: np.ndarray, unreadable: tuple[int, ...]
) -> None:
    everything = samples(COUNT)
    readable = [n for n in range(COUNT) if n not in unreadable]

    found = predict(engine, everything, Decoder(unreadable), NullContext(), "reading")

    assert found.samples == tuple(everything[n] for n in readable)
    assert found.targets.tolist() == [n % 5 for n in readable]
    assert found.logits.shape == (len(readable), 5)
    assert np.abs(found.logits - expected[readable]).max() <= 1e-3
    assert found.failures == tuple(
        FilmFailure(Path(f"{n}.png"), ErrorCode.IMAGE_DAMAGED, f"{n}.png is damaged.")
        for n in unreadable
    )


def test_the_films_of_these_tests_can_be_told_apart_by_their_logits(expected: np.ndarray) -> None:
    apart = np.abs(expected[:, None] - expected[None]).max(axis=2)

    assert apart[~np.eye(COUNT, dtype=bool)].min() > 5e-3


def test_when_no_film_can_be_read_one_sentence_says_why(engine: Engine) -> None:
    with pytest.raises(LungDeskError, match=r"None of the 4 films") as caught:
        predict(engine, samples(4), Decoder(range(4)), NullContext(), "reading")

    assert caught.value.code is ErrorCode.DATASET_EMPTY
    assert caught.value.hint == "0.png is damaged."


def test_an_error_that_is_no_users_error_is_not_taken_for_a_bad_film(engine: Engine) -> None:
    def broken(path: Path) -> Radiograph:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        predict(engine, samples(4), broken, NullContext(), "reading")


@dataclass
class Listener:
    cancels_at: int
    reports: list[Progress] = field(default_factory=list)

    def report(self, progress: Progress) -> None:
        self.reports.append(progress)

    def check(self) -> None:
        if len(self.reports) == self.cancels_at:
            raise Cancelled


def test_every_film_is_reported_and_the_last_report_is_complete(engine: Engine) -> None:
    listener = Listener(cancels_at=-1)

    predict(engine, samples(6), Decoder((2,)), listener, "reading test")

    assert listener.reports == [Progress(n, 6, "reading test") for n in range(7)]


def test_cancelling_stops_between_films_and_the_engine_can_be_used_again(
    engine: Engine, expected: np.ndarray
) -> None:
    listener = Listener(cancels_at=10)

    with pytest.raises(Cancelled):
        predict(engine, samples(COUNT), Decoder(), listener, "reading")

    assert len(listener.reports) == 10
    again = predict(engine, samples(COUNT), Decoder(), NullContext(), "reading")
    assert np.abs(again.logits - expected).max() <= 1e-3


def test_a_view_is_what_the_network_sees_or_why_there_is_none() -> None:
    view = decoded_view(Path("3.png"), SPEC, Decoder((4,)))
    failure = decoded_view(Path("4.png"), SPEC, Decoder((4,)))

    assert isinstance(view, np.ndarray)
    assert np.array_equal(view, model_view(film(Path("3.png")), SPEC).grey)
    assert failure == FilmFailure(Path("4.png"), ErrorCode.IMAGE_DAMAGED, "4.png is damaged.")


def random_predictions(
    targets: np.ndarray, *, sources: Sequence[str] = ("",), seed: int = 0
) -> SplitPredictions:
    """Predictions that are right more often than not."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 1.5, (len(targets), 5)) + 2 * np.eye(5)[targets]
    films = tuple(
        Sample(Path(f"{n}.png"), int(target), "test", f"g{n // 2}", sources[n % len(sources)])
        for n, target in enumerate(targets)
    )
    failures = (FilmFailure(Path("x.png"), "LD-IMAGE-001", "x.png is damaged."),)
    return SplitPredictions(films, logits.astype(np.float32), failures, 1.2345)


@pytest.fixture(params=[range(5), (0, 2, 3)], ids=["all classes", "three classes"])
def predictions(request: pytest.FixtureRequest) -> SplitPredictions:
    present = np.array(list(request.param))
    return random_predictions(present[np.random.default_rng(1).integers(0, len(present), 160)])


@pytest.fixture
def figures(predictions: SplitPredictions) -> dict[str, Any]:
    return split_metrics(predictions, CHEST_LABELS, resamples=50)


def test_overall_figures_are_those_of_scikit_learn(
    predictions: SplitPredictions, figures: dict[str, Any]
) -> None:
    truth, said = predictions.targets, predictions.logits.argmax(axis=1)
    present = np.unique(truth)

    assert figures["n"] == 160
    assert figures["accuracy"] == pytest.approx(metrics.accuracy_score(truth, said))
    recalls = metrics.recall_score(truth, said, labels=present, average="macro")
    assert figures["balanced_accuracy"] == pytest.approx(recalls)
    f1 = metrics.f1_score(truth, said, labels=present, average="macro")
    assert figures["macro_f1"] == pytest.approx(f1)
    confusion = metrics.confusion_matrix(truth, said, labels=range(5))
    assert figures["confusion"] == confusion.tolist()


def test_figures_of_each_class_are_those_of_scikit_learn(
    predictions: SplitPredictions, figures: dict[str, Any]
) -> None:
    truth, said = predictions.targets, predictions.logits.argmax(axis=1)
    probabilities = softmax(predictions.logits.astype(np.float64), axis=1)

    for index, label in enumerate(CHEST_LABELS.ids):
        of_class, is_class, p = figures["per_class"][label], truth == index, probabilities[:, index]
        assert of_class["n"] == is_class.sum()
        if not is_class.any():
            assert of_class["auroc"] is None
            assert of_class["recall"] is None
            continue
        assert of_class["auroc"] == pytest.approx(metrics.roc_auc_score(is_class, p))
        assert of_class["auprc"] == pytest.approx(metrics.average_precision_score(is_class, p))
        recall = metrics.recall_score(is_class, said == index)
        assert of_class["recall"] == pytest.approx(recall)
        precision = metrics.precision_score(is_class, said == index)
        assert of_class["precision"] == pytest.approx(precision)


def test_failures_seconds_and_intervals_are_stated(
    predictions: SplitPredictions, figures: dict[str, Any]
) -> None:
    assert (figures["failed"], figures["seconds"]) == (1, 1.23)
    low, high = figures["intervals"]["balanced_accuracy"]
    assert low < figures["balanced_accuracy"] < high
    assert split_metrics(predictions, CHEST_LABELS, resamples=50) == figures  # every time


def test_intervals_draw_whole_groups() -> None:
    one = random_predictions(np.arange(60) % 5)
    eightfold = SplitPredictions(one.samples * 8, np.tile(one.logits, (8, 1)), (), 0.0)

    once, often = (
        split_metrics(p, CHEST_LABELS, resamples=100)["intervals"]["accuracy"]
        for p in (one, eightfold)
    )

    # Copies of the same films in the same groups are no further evidence.
    assert often == pytest.approx(once)


def test_within_one_source_a_class_is_compared_with_its_normal_films_only() -> None:
    rng = np.random.default_rng(5)
    predictions = random_predictions(rng.integers(0, 5, 300), sources=("A", "A", "B", ""))

    rows = within_source(predictions, CHEST_LABELS)

    truth = predictions.targets
    sources = np.array([sample.source for sample in predictions.samples])
    assert [(row["source"], row["label"]) for row in rows] == [
        (source, label) for source in ("A", "B") for label in CHEST_LABELS.ids[1:]
    ]
    for row in rows:
        index = CHEST_LABELS.index(row["label"])
        here = (sources == row["source"]) & np.isin(truth, (0, index))
        # p / (p + p_normal) has the order of the difference of the logits.
        score = predictions.logits[here, index] - predictions.logits[here, 0]
        assert row["n"] == here.sum()
        area = metrics.roc_auc_score(truth[here] == index, score)
        assert row["auroc"] == pytest.approx(area, abs=5.1e-5)


@pytest.mark.parametrize(("normals", "others"), [(9, 30), (30, 9), (0, 30)])
def test_too_few_films_of_either_class_within_a_source_are_not_compared(
    normals: int, others: int
) -> None:
    targets = np.array([0] * normals + [3] * others)

    assert within_source(random_predictions(targets, sources=("A",)), CHEST_LABELS) == []


def test_ten_films_of_each_class_are_enough_and_no_source_is_no_source() -> None:
    targets = np.array([0] * 10 + [3] * 10)

    (row,) = within_source(random_predictions(targets, sources=("A",)), CHEST_LABELS)

    assert (row["source"], row["label"], row["n"]) == ("A", "covid19", 20)
    assert within_source(random_predictions(targets), CHEST_LABELS) == []


def test_normal_is_found_by_its_name_wherever_it_stands() -> None:
    labels = LabelSet.from_ids(("covid19", "normal", "tuberculosis", "x", "y"))
    targets = np.repeat([0, 1, 2], 12)

    rows = within_source(random_predictions(targets, sources=("A",)), labels)

    assert [row["label"] for row in rows] == ["covid19", "tuberculosis"]


def test_where_no_class_is_normal_nothing_is_compared_with_it() -> None:
    labels = LabelSet.from_ids(("covid19", "x", "tuberculosis", "y", "z"))
    targets = np.repeat([0, 1, 2], 12)

    assert within_source(random_predictions(targets, sources=("A",)), labels) == []
