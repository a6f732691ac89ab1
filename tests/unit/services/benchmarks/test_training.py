from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from lungdesk.core.jobs import NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.prediction import softmax
from lungdesk.ml.datasets import load_dataset
from lungdesk.ml.training.checkpoint import Checkpoint
from lungdesk.services.benchmarks import full_training, training
from lungdesk.services.benchmarks.contestants import Contestants, TrainingTask
from lungdesk.services.benchmarks.drawn_films import draw_films
from lungdesk.services.benchmarks.subjects import Subject
from lungdesk.services.benchmarks.training import TrainingMeasurement, measure_training
from tests.unit.ml.tiny_backbone import TINY
from tests.unit.services.fakes import Listener

#: What the design promises to programs.
PROMISED = {
    "plain_head_ms",
    "head_ms",
    "ratio_head",
    "plain_block_ms",
    "block_ms",
    "ratio_block",
}


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Films in three splits whose classes can be told apart by where they are bright."""
    rng = np.random.default_rng(0)
    for split, count in (("train", 8), ("val", 4), ("test", 6)):
        for index, label in enumerate(CHEST_LABELS.ids):
            folder = tmp_path / "films" / split / label
            folder.mkdir(parents=True)
            for number in range(count):
                film = rng.integers(0, 60, (64, 64), np.uint8)
                film[:, 12 * index : 12 * index + 12] += 190
                cv2.imwrite(str(folder / f"{number}.png"), film)
    return tmp_path / "films"


def measurement(tiny: Subject, tmp_path: Path, **changes: Any) -> TrainingMeasurement:
    usual: dict[str, Any] = {"data": None, "film_count": 5, "runs": 1, "is_full": False}
    return TrainingMeasurement((tiny,), work_folder=tmp_path / "work", **{**usual, **changes})


def test_a_head_and_a_block_are_trained_both_ways(tiny: Subject, tmp_path: Path) -> None:
    listener = Listener()

    figures = measure_training(measurement(tiny, tmp_path), listener)["backbones"]["tiny"]

    assert set(figures) > PROMISED
    for phase in ("head", "block"):
        expected = figures[f"plain_{phase}_ms"] / figures[f"{phase}_ms"]
        assert figures[f"ratio_{phase}"] == pytest.approx(expected, rel=0.05)
        assert figures[f"{phase}_cache_ms"] / 20 < figures[f"{phase}_ms"]
    assert (figures["epochs"], figures["epochs_measured"], figures["films"]) == (20, 1, 10)
    epochs = [report.message for report in listener.reports if report.total == 20]
    # All epochs of the head; of the block one to warm up: that which is timed ends it untold.
    assert sum(message.startswith("head: ") for message in epochs) == 20
    assert sum(message.startswith("block: ") for message in epochs) == 1
    assert list((tmp_path / "work").iterdir()) == []


def test_in_full_every_film_is_trained_on_and_both_ways_are_measured_on_test(
    tiny: Subject, tmp_path: Path, collection: Path
) -> None:
    asked = measurement(tiny, tmp_path, data=collection, is_full=True)
    listener = Listener()

    figures = measure_training(asked, listener)["backbones"]["tiny"]

    assert set(figures) > PROMISED
    assert (figures["films"], figures["epochs_measured"]) == (60, 20)
    for name in ("plain_head", "head", "plain_block", "block"):
        low, high = figures[f"{name}_accuracy_interval"]
        assert 0 <= low <= figures[f"{name}_accuracy"] <= high <= 1
    epochs = [report.message for report in listener.reports if report.total == 20]
    assert sum(message.startswith("block: ") for message in epochs) == 20


def test_the_accuracy_in_full_is_that_of_the_network_as_it_has_become(
    tiny: Subject, tmp_path: Path, collection: Path
) -> None:
    both = Contestants(TrainingTask(tiny, collection, None, 1, tmp_path / "c"), NullContext())
    head = full_training._trained_head(both, NullContext())
    before = full_training._own_probabilities(both, head)
    tuned = full_training._trained_block(both, head, NullContext())
    views = [both.films().view(sample) for sample in both.dataset.split("test")]
    images = TINY.normalization.apply(np.stack([view for view in views if view is not None]))

    probabilities = full_training._own_probabilities(both, tuned)

    features = both.keras_trunk.predict(images, verbose=0).mean(axis=(1, 2))
    expected = softmax(tuned.head.logits(features))
    np.testing.assert_allclose(probabilities, expected, atol=1e-3)
    assert np.abs(probabilities - before).max() > 4e-3


def test_so_many_films_are_taken_of_each_class_in_turn(
    tiny: Subject, tmp_path: Path, collection: Path
) -> None:
    some = Contestants(TrainingTask(tiny, collection, 12, 1, tmp_path / "c"), NullContext())
    few = Contestants(TrainingTask(tiny, collection, 5, 1, tmp_path / "c"), NullContext())

    counts = np.bincount([sample.class_index for sample in some.train])
    assert sorted(counts) == [2, 2, 2, 3, 3]
    assert [len(some.val), some.film_count] == [5, 17]
    assert sorted(sample.class_index for sample in few.val) == [0, 1, 2, 3, 4]


def test_caches_are_filled_anew_each_time(tiny: Subject, tmp_path: Path, collection: Path) -> None:
    both = Contestants(TrainingTask(tiny, collection, 5, 1, tmp_path / "c"), NullContext())

    roots = {both.films().place.root for _ in range(3)}

    assert len(roots) == 3


def test_epochs_are_timed_by_the_seconds_of_the_training_itself() -> None:
    told: list[int] = []
    epochs = training._EpochLaps(lambda: told.append(1))

    for count in (1, 2, 3):
        epochs.save("block", Checkpoint({}, {"epoch_seconds": [5.0, 2.0, 3.0][:count]}))

    assert epochs.laps.seconds == [5.0, 2.0, 3.0]
    assert len(told) == 3


def test_drawn_films_are_a_collection_of_all_classes(tmp_path: Path) -> None:
    folder = draw_films(tmp_path / "films", 12)

    dataset = load_dataset(folder)

    assert not dataset.is_split_here
    assert {len(dataset.split("train")), len(dataset.split("val"))} == {15, 5}
    assert all(n for counts in dataset.counts().values() for n in counts.values())
    assert len({path.read_bytes() for path in folder.rglob("*.jpg")}) == 20
    film = cv2.imread(str(next(folder.rglob("*.jpg"))), cv2.IMREAD_GRAYSCALE)
    assert film is not None
    assert film.shape == (1024, 1024)
    shutil.rmtree(folder)
