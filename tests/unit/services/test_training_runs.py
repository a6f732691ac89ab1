"""Real trainings in real child processes: to the end, cancelled, killed, resumed, refused."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext, Progress
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.bundle import Bundle, load_bundle, verify_bundle
from lungdesk.ml.datasets import load_dataset
from lungdesk.ml.engine import Engine
from lungdesk.services.runs.tensorflow_child import CANCELLED
from lungdesk.services.training.run import TrainingRequest, train
from tests.unit.ml.real_films import few_films, write_manifest
from tests.unit.services.training_children import (
    RECIPE,
    Children,
    Listener,
    cached_files,
    cached_films,
    is_running,
)

pytestmark = pytest.mark.slow

#: Films of each class: sixty in all.
PER_CLASS = {"train": 8, "val": 2, "test": 2}
#: What a training says before it loads TensorFlow.
PREPARING = Progress(0, 0, "preparing EfficientNet-Lite0")
#: What a training says after it has written the features of its first batch.
AFTER_FIRST_BATCH = Progress(16, 40, "features of train")

#: What lies in the folder of a run that has not come far.
BEGUN = {"request.json", "run.lock", "training.log"}

RECORDED = ["phase", "epoch", "loss", "accuracy", "val_loss", "val_accuracy", "learning_rate"]

#: A parent that loads nothing but what it needs to wait for its child.
WAITING_PARENT = """
import json, sys
from tests.unit.services.training_children import RECIPE
from dataclasses import astuple
from pathlib import Path
from lungdesk.services.runs.tensorflow_child import CANCELLED
from lungdesk.services.training.run import TrainingRequest, train

class Listener:
    def __init__(self): self.reports = []
    def report(self, progress): self.reports.append(astuple(progress))
    def check(self): pass

films, run, cache = map(Path, sys.argv[1:])
request = TrainingRequest(films, "efficientnet_lite0", run, cache, RECIPE, is_resumed=True)
listener = Listener()
result = train(request, listener)
heavy = sorted({"keras", "tensorflow"} & set(sys.modules))
print(json.dumps({"result": result, "reports": listener.reports, "heavy": heavy}))
"""


@pytest.fixture(scope="module", autouse=True)
def _children() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess, "Popen", Children)
        yield
    Children.started.clear()


class KillsAfter(Listener):
    """Kills the child as soon as it has said such words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def report(self, progress: Progress) -> None:
        super().report(progress)
        if progress.message.startswith(self._words):
            Children.started[-1].kill()


@dataclass(frozen=True)
class Killed:
    request: TrainingRequest
    error: LungDeskError
    child: subprocess.Popen[str]
    cached: dict[str, bytes]


@dataclass(frozen=True)
class Attempt:
    """A training that was gone on with, and killed again: what it said and what it left."""

    reports: list[Progress]
    checkpoints: set[str]

    def said(self, words: str) -> list[Progress]:
        return [report for report in self.reports if report.message.startswith(words)]


@dataclass(frozen=True)
class Finished:
    """A training that was killed three times before it came to its end."""

    request: TrainingRequest
    result: dict[str, Any]
    attempts: list[Attempt]
    heavy: list[str]

    @property
    def bundle_folder(self) -> Path:
        return self.request.run_folder / "bundle"


@dataclass(frozen=True)
class Repeated:
    """The same training once more, on the same features, by nothing interrupted."""

    run: Path
    listener: Listener
    older: Bundle
    cached: dict[str, bytes]


def request_in(folder: Path, films: Path) -> TrainingRequest:
    return TrainingRequest(
        folder=films,
        backbone="efficientnet_lite0",
        run_folder=folder / "run",
        cache_folder=folder / "cache",
        recipe=RECIPE,
    )


@pytest.fixture(scope="module")
def films(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = few_films(shared_data, PER_CLASS)
    assert len(rows) == 60
    return write_manifest(tmp_path_factory.mktemp("films") / "films.csv", rows)


@pytest.fixture(scope="module")
def killed(films: Path, tmp_path_factory: pytest.TempPathFactory) -> Killed:
    """A training whose child was killed amid the films."""
    request = request_in(tmp_path_factory.mktemp("killed"), films)
    with pytest.raises(LungDeskError) as caught:
        train(request, Listener(AFTER_FIRST_BATCH, lambda _: Children.started[-1].kill()))
    return Killed(request, caught.value, Children.started[-1], cached_files(request))


@pytest.fixture(scope="module")
def finished(killed: Killed, repo_root: Path) -> Finished:
    """The same training, killed in each of its phases, and gone on with by another process."""
    request = replace(killed.request, is_resumed=True)
    attempts = [_killed_again(request, words) for words in ("head: epoch 2", "block: epoch 2")]
    folders = (request.folder, request.run_folder, request.cache_folder)
    parent = subprocess.run(
        [sys.executable, "-c", WAITING_PARENT, *map(str, folders)],
        cwd=repo_root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert parent.returncode == 0, parent.stderr
    said = json.loads(parent.stdout)
    attempts.append(Attempt([Progress(*report) for report in said["reports"]], set()))
    return Finished(request, said["result"], attempts, said["heavy"])


def _killed_again(request: TrainingRequest, words: str) -> Attempt:
    listener = KillsAfter(words)
    with pytest.raises(LungDeskError, match="exit code -9"):
        train(request, listener)
    kept = (request.run_folder / "checkpoint").iterdir()
    return Attempt(listener.reports, {path.stem for path in kept})


@pytest.fixture(scope="module")
def repeated(finished: Finished, tmp_path_factory: pytest.TempPathFactory) -> Repeated:
    run = tmp_path_factory.mktemp("repeated") / "run"
    older = load_bundle(finished.bundle_folder)
    done = Repeated(run, Listener(), older, cached_files(finished.request))
    train(replace(finished.request, run_folder=run), done.listener)
    return done


def test_a_killed_child_is_an_error_that_says_how_to_go_on(killed: Killed) -> None:
    assert killed.error.code is ErrorCode.TRAINING_FAILED
    assert "exit code -9" in killed.error.message
    assert str(killed.request.run_folder / "training.log") in killed.error.hint
    assert "--resume" in killed.error.hint
    assert not is_running(killed.child)
    assert {p.name for p in killed.request.run_folder.iterdir()} == BEGUN


def test_what_was_done_before_the_kill_is_not_done_again(
    killed: Killed, finished: Finished
) -> None:
    reports = finished.attempts[0].said(AFTER_FIRST_BATCH.message)

    assert killed.cached.items() <= cached_files(finished.request).items()
    assert 16 <= sum(len(np.load(io.BytesIO(raw))) for raw in killed.cached.values()) < 50
    # Train and val, each film once as features and once as activations.
    assert cached_films(finished.request) == 50 * 2
    assert AFTER_FIRST_BATCH not in reports
    assert reports[-1] == Progress(40, 40, AFTER_FIRST_BATCH.message)


def test_the_end_is_a_bundle_that_verifies_and_that_an_engine_reads(finished: Finished) -> None:
    bundle = load_bundle(finished.bundle_folder)
    verify_bundle(bundle)
    sample = load_dataset(finished.request.folder).split("test")[0]

    output = Engine(bundle).read(read_radiograph(sample.path))

    assert bundle.manifest.id == "run"
    assert bundle.manifest.preprocess.input_size == 96
    assert bundle.manifest.training.weights == "imagenet"
    assert bundle.manifest.training.weights_licence == "Apache-2.0"
    assert output.prediction.probabilities.sum() == pytest.approx(1.0, abs=1e-5)
    assert len(output.saliency_maps) == 5
    assert finished.bundle_folder / "MODEL_CARD.md" in finished.bundle_folder.iterdir()


@pytest.mark.parametrize("split", ["val", "test"])
def test_the_manifest_has_figures_with_intervals(finished: Finished, split: str) -> None:
    figures = load_bundle(finished.bundle_folder).manifest.metrics[split]

    assert figures["n"] == 10
    assert figures["failed"] == 0
    for name in ("accuracy", "balanced_accuracy", "macro_f1"):
        low, high = figures["intervals"][name]
        assert 0 <= low <= figures[name] <= high <= 1
        assert low < high
    assert {f"auroc.{label}" for label in CHEST_LABELS.ids} <= set(figures["intervals"])


def test_the_run_folder_keeps_what_was_asked_and_how_it_went(finished: Finished) -> None:
    run = finished.request.run_folder
    record = json.loads((run / "run.json").read_text())
    with (run / "history.csv").open(newline="") as stream:
        history = list(csv.DictReader(stream))

    assert {p.name for p in run.iterdir()} == {
        "bundle", "history.csv", "network.weights.h5", "predictions", "request.json", "run.json",
        "run.lock", "training.log",
    }  # fmt: skip
    assert record == finished.result
    assert record["network_weights"] == "network.weights.h5"
    assert record["metrics"] == load_bundle(finished.bundle_folder).manifest.metrics
    assert record["failures"] == []
    assert json.loads((run / "request.json").read_text()) == finished.request.as_plain()
    heads = [row for row in history if row["phase"] == "head"]
    assert [int(row["epoch"]) for row in heads] == list(range(1, len(heads) + 1))
    assert len(heads) == record["heads"][0]["epochs_run"]
    assert float(heads[-1]["loss"]) < float(heads[0]["loss"])
    assert [row["phase"] for row in record["phases"]] == ["head", "block"]
    assert record["facts"]["parameters"] > 0
    assert record["limits"]  # a comparison states them even where the bundle is gone
    assert set(RECORDED) <= set(history[0])
    assert {p.name for p in (run / "predictions").iterdir()} == {"train.csv", "val.csv", "test.csv"}


def test_a_finished_run_is_not_overwritten_nor_trained_again(finished: Finished) -> None:
    started = len(Children.started)
    manifest = (finished.bundle_folder / "manifest.json").read_bytes()

    with pytest.raises(LungDeskError, match="holds a training already") as caught:
        train(replace(finished.request, is_resumed=False), NullContext())

    assert caught.value.code is ErrorCode.TRAINING_OUTPUT_EXISTS
    assert "--resume" in caught.value.hint
    assert train(replace(finished.request, is_resumed=True), NullContext()) == finished.result
    assert len(Children.started) == started
    assert (finished.bundle_folder / "manifest.json").read_bytes() == manifest


def test_the_parent_of_a_training_loads_no_tensorflow(finished: Finished) -> None:
    assert finished.heavy == []


def test_the_same_training_in_another_folder_uses_the_features_and_gives_the_same_head(
    finished: Finished, repeated: Repeated
) -> None:
    newer = load_bundle(repeated.run / "bundle")

    expected, head = repeated.older.head().arrays(), newer.head().arrays()
    assert newer.model.sha256 != repeated.older.model.sha256  # it was trained anew
    assert head.keys() == expected.keys()
    assert all(np.array_equal(head[name], expected[name]) for name in head)
    assert cached_files(finished.request) == repeated.cached
    messages = [report.message for report in repeated.listener.reports]
    assert "head: epoch 1" in {words.partition(",")[0] for words in messages}
    assert not [words for words in messages if words.startswith(("features", "activations"))]


def test_a_training_that_was_killed_goes_on_to_the_same_curve_and_the_same_figures(
    finished: Finished, repeated: Repeated
) -> None:
    first, in_head, in_block = finished.attempts

    assert first.said("head: epoch 1,")
    assert "head-0" in first.checkpoints
    assert not in_head.said("head: epoch 1,")
    assert in_head.said("block: epoch 1,")
    assert in_head.checkpoints == {"head-0", "block"}
    assert not in_block.said("head: epoch")
    assert not in_block.said("block: epoch 1,")
    assert not (finished.request.run_folder / "checkpoint").exists()
    for name in ("history.csv", "predictions/test.csv", "predictions/train.csv"):
        expected = (repeated.run / name).read_bytes()
        assert (finished.request.run_folder / name).read_bytes() == expected


def test_cancelling_ends_a_child_that_is_silent_because_it_loads_tensorflow(
    films: Path, tmp_path: Path
) -> None:
    request = request_in(tmp_path, films)
    listener = Listener(PREPARING, Listener.cancel)

    with pytest.raises(Cancelled):
        train(request, listener)

    assert listener.reports[-1] == PREPARING
    assert not is_running(Children.started[-1])
    # It is ended, or has loaded everything by then and hears the wish itself.
    assert Children.started[-1].returncode in (-signal.SIGTERM, CANCELLED)
    assert not [t for t in threading.enumerate() if t.name == "lungdesk-cancel-watch"]
    assert {p.name for p in request.run_folder.iterdir()} == BEGUN


def test_what_the_child_finds_wrong_with_the_data_is_the_error_of_the_training(
    shared_data: Path, tmp_path: Path
) -> None:
    rows = [row for row in few_films(shared_data, PER_CLASS) if row["label"] != "tuberculosis"]
    request = request_in(tmp_path, write_manifest(tmp_path / "films.csv", rows))

    with pytest.raises(LungDeskError) as caught:
        train(request, NullContext())

    assert caught.value.code is ErrorCode.DATASET_CLASS_MISSING
    assert caught.value.message == "The train split has no film of tuberculosis."
    assert not is_running(Children.started[-1])
    assert not request.run_folder.exists()


def test_a_child_that_dies_in_the_middle_of_a_line_has_given_no_result(
    films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interpreter = tmp_path / "interpreter"
    interpreter.write_text('#!/bin/sh\nprintf \'{"kind": "result", "res\'\nkill -9 $$\n')
    interpreter.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(interpreter))

    with pytest.raises(LungDeskError) as caught:
        train(request_in(tmp_path, films), NullContext())

    assert caught.value.code is ErrorCode.TRAINING_FAILED
