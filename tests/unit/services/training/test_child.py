from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, Progress
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.ml.audit.findings import Finding, FindingKind, Severity
from lungdesk.ml.datasets import Sample
from lungdesk.ml.evaluator import FilmFailure, SplitPredictions
from lungdesk.ml.labelled_files import FILMS_FOLDER
from lungdesk.ml.trainer import Surroundings, TrainResult
from lungdesk.ml.training.plan import TrainRequest
from lungdesk.ml.training.recipe import Recipe
from lungdesk.services.runs import tensorflow_child
from lungdesk.services.training import child as training_child
from lungdesk.services.training.run import TrainingRequest

Train = Callable[..., TrainResult]

FOUND = Finding(
    FindingKind.CLASS_SMALL, Severity.WARNING, "Few films.", "They are few.", "Add.", (Path("a"),)
)


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    """Run folder with the request that the parent leaves there."""
    run = tmp_path / "run"
    run.mkdir()
    request = TrainingRequest(
        folder=tmp_path / "films",
        backbone="efficientnet_lite0",
        run_folder=run,
        cache_folder=tmp_path / "cache",
        recipe=Recipe(input_size=256, views=2),
        label_map={"Other": ""},
    )
    (run / "request.json").write_text(json.dumps(request.as_plain()))
    return run


def run_child(
    run: Path, monkeypatch: pytest.MonkeyPatch, train: Train
) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and messages of a child whose training is replaced."""
    monkeypatch.setattr(training_child, "train", train)
    monkeypatch.setattr(
        training_child, "_about", lambda folder: {"facts": {"backbone": folder.name}}
    )
    stream = io.StringIO()
    code = tensorflow_child.answer(training_child.work, run, tensorflow_child.LineContext(stream))
    return code, [json.loads(line) for line in stream.getvalue().splitlines()]


def result(run: Path) -> TrainResult:
    return TrainResult(
        bundle_folder=run / "bundle",
        history=({"phase": "head", "loss": 0.5}, {"phase": "block", "loss": 0.25}),
        metrics={"val": {"accuracy": 0.75}},
        heads=({"loss": 0.25},),
        phases=({"phase": "head", "seconds": 2.0},),
        findings=(FOUND,),
        failures=(FilmFailure(run / "a.png", "LD-IMAGE-001", "a.png is damaged."),),
        seconds={"training": 12.5},
    )


def test_the_request_of_the_parent_is_understood(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    understood: list[TrainRequest] = []

    def train(request: TrainRequest, _: Surroundings) -> TrainResult:
        understood.append(request)
        return result(run_folder)

    run_child(run_folder, monkeypatch, train)

    (request,) = understood
    assert request.folder == run_folder.parent / "films"
    assert request.bundle_folder == run_folder / "bundle"
    assert (request.backbone, request.model_id) == ("efficientnet_lite0", "run")
    assert request.recipe == Recipe(input_size=256, views=2)
    assert request.checkpoint_folder == run_folder / "checkpoint"
    assert request.cache_limit_bytes == 40 * 10**9
    assert request.label_map == {"Other": ""}


def test_a_training_that_went_well_leaves_its_record_and_its_history(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, messages = run_child(run_folder, monkeypatch, lambda *_: result(run_folder))

    record = json.loads((run_folder / "run.json").read_text())
    assert code == 0
    assert messages == [{"kind": "result", "result": record}]
    assert record["metrics"] == {"val": {"accuracy": 0.75}}
    assert record["phases"] == [{"phase": "head", "seconds": 2.0}]
    assert record["findings"] == [FOUND.in_words()]
    assert record["failures"][0]["code"] == "LD-IMAGE-001"
    assert record["bundle_folder"] == "bundle"
    assert "network_weights" not in record
    with (run_folder / "history.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["phase"], row["loss"]) for row in rows] == [("head", "0.5"), ("block", "0.25")]


def test_the_record_names_the_weights_of_a_network_that_was_tuned(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def train(*_: object) -> TrainResult:
        return replace(result(run_folder), network_weights=run_folder / "network.weights.h5")

    _, messages = run_child(run_folder, monkeypatch, train)

    assert messages[0]["result"]["network_weights"] == "network.weights.h5"


def test_progress_is_told_line_by_line(run_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def train(_request: TrainRequest, around: Surroundings) -> TrainResult:
        around.ctx.check()
        around.ctx.report(Progress(3, 9, "reading films\nof two lines"))
        return result(run_folder)

    _, messages = run_child(run_folder, monkeypatch, train)

    assert messages[0] == {
        "kind": "progress",
        "done": 3,
        "total": 9,
        "message": "reading films\nof two lines",
    }


def test_what_is_doubtful_about_the_data_is_told_when_it_is_found(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def train(_request: TrainRequest, around: Surroundings) -> TrainResult:
        around.tell_findings((FOUND,))
        raise Cancelled

    _, messages = run_child(run_folder, monkeypatch, train)

    assert messages[0] == {
        "kind": "findings",
        "findings": [
            {
                "kind": "class_small",
                "severity": "warning",
                "sentence": "Few films.",
                "reason": "They are few.",
                "advice": "Add.",
            }
        ],
    }


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (LungDeskError("Empty.", hint="Add films.", code=ErrorCode.DATASET_EMPTY), "LD-DATA-001"),
        (ZeroDivisionError("division by zero"), "LD-UNEXPECTED-001"),
    ],
)
def test_a_training_that_fails_says_why_and_leaves_no_record(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    def train(*_: Any) -> TrainResult:
        raise error

    exit_code, (message,) = run_child(run_folder, monkeypatch, train)

    assert exit_code == 1
    assert (message["kind"], message["code"]) == ("error", code)
    assert message["message"]
    assert not (run_folder / "run.json").exists()


def test_a_request_that_cannot_be_read_is_told_too(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (run_folder / "request.json").write_text("{")

    exit_code, (message,) = run_child(run_folder, monkeypatch, lambda *_: result(run_folder))

    assert (exit_code, message["kind"]) == (1, "error")


def test_checkpoints_go_when_the_record_is_written(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (run_folder / "checkpoint").mkdir()
    (run_folder / "checkpoint" / "head-0.npz").write_bytes(b"weights")

    run_child(run_folder, monkeypatch, lambda *_: result(run_folder))

    assert not (run_folder / "checkpoint").exists()


@pytest.mark.parametrize("is_chosen_of", [False, True])
def test_what_the_model_says_of_a_split_is_kept_from_the_root_of_the_collection(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch, is_chosen_of: bool
) -> None:
    films = run_folder.parent / "films"
    films.mkdir()
    if is_chosen_of:  # the manifest of a wizard names films that lie elsewhere
        (films / "manifest.csv").write_text("path,label\ntest/a.png,normal\n")
        elsewhere = run_folder.parent / "elsewhere"
        elsewhere.mkdir()
        (films / FILMS_FOLDER).write_text(f"{elsewhere}\n")
        films = elsewhere
    sample = Sample(films / "test" / "a.png", 1, "test", "g", "s")
    said = SplitPredictions((sample,), np.zeros((1, 5), np.float32), (), 1.0)

    def train(_request: TrainRequest, around: Surroundings) -> TrainResult:
        around.keep_predictions("test", said, CHEST_LABELS)
        return result(run_folder)

    run_child(run_folder, monkeypatch, train)

    with (run_folder / "predictions" / "test.csv").open(newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["path"], row["label"]) == ("test/a.png", CHEST_LABELS.ids[1])


def test_what_an_earlier_attempt_has_measured_is_no_part_of_the_record(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its test films may be gone by now."""
    (run_folder / "predictions").mkdir()
    (run_folder / "predictions" / "test.csv").write_text("path,label\n")

    run_child(run_folder, monkeypatch, lambda *_: result(run_folder))

    assert not (run_folder / "predictions" / "test.csv").exists()


def test_a_training_that_is_cancelled_says_so(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def train(*_: Any) -> TrainResult:
        raise Cancelled

    assert run_child(run_folder, monkeypatch, train) == (130, [{"kind": "cancelled"}])
