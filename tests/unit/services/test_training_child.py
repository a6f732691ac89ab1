from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.ml.evaluator import FilmFailure
from lungdesk.ml.trainer import TrainRequest, TrainResult
from lungdesk.services import training_child
from lungdesk.services.training import TrainingRequest

Train = Callable[..., TrainResult]


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
        input_size=256,
        is_quick=True,
        label_map={"Other": ""},
    )
    (run / "request.json").write_text(json.dumps(request.as_plain()))
    return run


def run_child(
    run: Path, monkeypatch: pytest.MonkeyPatch, train: Train
) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and messages of a child whose training is replaced."""
    monkeypatch.setattr(training_child, "train", train)
    stream = io.StringIO()
    code = training_child.main(run, stream)
    return code, [json.loads(line) for line in stream.getvalue().splitlines()]


def result(run: Path) -> TrainResult:
    return TrainResult(
        bundle_folder=run / "bundle",
        history=({"epoch": 1, "loss": 0.5}, {"epoch": 2, "loss": 0.25}),
        metrics={"val": {"accuracy": 0.75}},
        heads=({"loss": 0.25},),
        failures=(FilmFailure(run / "a.png", "LD-IMAGE-001", "a.png is damaged."),),
        seconds={"training": 12.5},
    )


def test_the_request_of_the_parent_is_understood(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    understood: list[TrainRequest] = []

    def train(request: TrainRequest, **_: Any) -> TrainResult:
        understood.append(request)
        return result(run_folder)

    run_child(run_folder, monkeypatch, train)

    (request,) = understood
    assert request.folder == run_folder.parent / "films"
    assert request.bundle_folder == run_folder / "bundle"
    assert (request.backbone, request.model_id) == ("efficientnet_lite0", "run")
    assert (request.input_size, request.is_quick) == (256, True)
    assert request.label_map == {"Other": ""}


def test_a_training_that_went_well_leaves_its_record_and_its_history(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, messages = run_child(run_folder, monkeypatch, lambda _request, **_: result(run_folder))

    record = json.loads((run_folder / "run.json").read_text())
    assert code == 0
    assert messages == [{"kind": "result", "result": record}]
    assert record["metrics"] == {"val": {"accuracy": 0.75}}
    assert record["failures"][0]["code"] == "LD-IMAGE-001"
    assert record["bundle_folder"] == "bundle"
    with (run_folder / "history.csv").open(newline="") as stream:
        assert [row["loss"] for row in csv.DictReader(stream)] == ["0.5", "0.25"]


def test_progress_is_told_line_by_line(run_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def train(_request: TrainRequest, *, ctx: JobContext, **_: Any) -> TrainResult:
        ctx.check()
        ctx.report(Progress(3, 9, "reading films\nof two lines"))
        return result(run_folder)

    _, messages = run_child(run_folder, monkeypatch, train)

    assert messages[0] == {
        "kind": "progress",
        "done": 3,
        "total": 9,
        "message": "reading films\nof two lines",
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
    def train(_request: TrainRequest, **_: Any) -> TrainResult:
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

    exit_code, (message,) = run_child(run_folder, monkeypatch, lambda *_, **__: result(run_folder))

    assert (exit_code, message["kind"]) == (1, "error")
