"""Several trainings around a service that trains nothing; a cluster in this process."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, NullContext, Progress
from lungdesk.core.metrics.evaluation import OVERALL
from lungdesk.services.runs.lock import held_run, is_held
from lungdesk.services.training import run as training
from lungdesk.services.training import series as training_series
from lungdesk.services.training.run import TrainingRequest
from lungdesk.services.training.series import SeriesRequest, train_series
from tests.unit.services.fakes import Listener

#: Accuracy on val of each run, by the folder's last part.
ACCURACY = {"fold-1": 0.5, "fold-2": 0.7, "vgg16": 0.8, "densenet121": 0.6}


@dataclass
class Trainings:
    """What the service was asked for; a run named in ``failing`` fails."""

    asked: list[TrainingRequest] = field(default_factory=list)
    failing: str = ""

    def train(
        self, request: TrainingRequest, ctx: JobContext, on_findings: Callable[..., None] = print
    ) -> dict[str, Any]:
        self.asked.append(request)
        ctx.report(Progress(1, 2, "head"))
        name = request.model_id.split("-", 1)[1]
        if name == self.failing:
            raise LungDeskError("No films.", code=ErrorCode.DATASET_EMPTY)
        figures = dict.fromkeys(OVERALL, 0.25) | {"accuracy": ACCURACY[name], "n": 9}
        result = {
            "metrics": {"val": figures, "test": figures | {"macro_auroc": None}},
            "failures": [{"path": "a.png", "code": "LD-IMAGE-001", "message": "Damaged."}],
            "findings": [{"sentence": "Copies."}],
            "seconds": {"head": 2.0, "features": 1.0},
        }
        on_findings(result["findings"])
        (request.run_folder / "bundle").mkdir(parents=True)
        (request.run_folder / "bundle" / "engine.bin").write_bytes(name.encode())
        (request.run_folder / "request.json").write_text(json.dumps(request.as_plain()))
        (request.run_folder / "run.json").write_text(json.dumps(result))
        return result


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> Trainings:
    fake = Trainings()
    monkeypatch.setattr(training, "train", fake.train)
    return fake


@pytest.fixture
def base(tmp_path: Path) -> TrainingRequest:
    (tmp_path / "films").mkdir()
    return TrainingRequest(tmp_path / "films", "vgg16", tmp_path / "run", tmp_path / "cache")


def test_folds_are_runs_of_their_own_and_summed_up(
    trainings: Trainings, base: TrainingRequest
) -> None:
    told: list[Any] = []
    listener = Listener()

    record = train_series(SeriesRequest(base, ("vgg16",), 2), listener, told.append)

    assert [str(run.fold) for run in trainings.asked] == ["1 of 2", "2 of 2"]
    assert [run.run_folder.name for run in trainings.asked] == ["fold-1", "fold-2"]
    assert trainings.asked[1].notes == ("Val is fold 2 of 2 of the films of train and val.",)
    (summary,) = record["summary"]
    assert (summary["backbone"], summary["runs"]) == ("vgg16", 2)
    assert summary["metrics"]["val"]["accuracy"] == {"mean": 0.6, "sd": 0.1414}
    assert summary["metrics"]["test"]["macro_auroc"] == {"mean": None, "sd": None}
    assert [(run["folder"], run["fold"], run["seconds"]) for run in record["runs"]] == [
        ("fold-1", 1, 3.0), ("fold-2", 2, 3.0),
    ]  # fmt: skip
    assert len(record["failures"]) == 1
    assert told == [[{"sentence": "Copies."}]]
    assert listener.reports[1].message == "training 2 of 2 (vgg16, fold 2): head"
    assert json.loads((base.run_folder / "series.json").read_text()) == record


def test_networks_and_folds_multiply(base: TrainingRequest) -> None:
    runs = SeriesRequest(base, ("vgg16", "DenseNet121", "vgg16"), 2).runs()

    folders = [run.run_folder.relative_to(base.run_folder).as_posix() for run in runs]
    assert folders == ["vgg16/fold-1", "vgg16/fold-2", "densenet121/fold-1", "densenet121/fold-2"]
    assert [run.backbone for run in runs] == ["vgg16"] * 2 + ["densenet121"] * 2
    assert runs[3].model_id == "run-densenet121-fold-2"


def test_what_has_ended_before_a_failure_is_not_trained_again(
    trainings: Trainings, base: TrainingRequest
) -> None:
    series = SeriesRequest(base, ("vgg16", "densenet121"))
    trainings.failing = "densenet121"
    with pytest.raises(LungDeskError, match=r"No films\."):
        train_series(series, NullContext())
    trainings.failing = ""

    with pytest.raises(LungDeskError) as caught:
        train_series(series, NullContext())
    assert caught.value.code is ErrorCode.TRAINING_OUTPUT_EXISTS
    resumed = replace(series, base=replace(base, is_resumed=True, cache_limit_gb=1.0))
    record = train_series(resumed, NullContext())

    assert [run.backbone for run in trainings.asked] == ["vgg16", "densenet121", "densenet121"]
    assert [row["metrics"]["val"]["accuracy"]["mean"] for row in record["summary"]] == [0.8, 0.6]


def test_runs_with_other_settings_are_not_gone_on_with(
    trainings: Trainings, base: TrainingRequest
) -> None:
    train_series(SeriesRequest(base, ("vgg16", "densenet121")), NullContext())
    other = replace(base, is_resumed=True, weights="none")

    with pytest.raises(LungDeskError, match="other settings") as caught:
        train_series(SeriesRequest(other, ("vgg16", "densenet121")), NullContext())

    assert caught.value.code is ErrorCode.TRAINING_OUTPUT_EXISTS


class Pickling:
    """Workers in this process that are handed, and hand back, copies."""

    def each(
        self,
        work: Callable[[Any, Any, JobContext], Any],
        parts: Iterable[tuple[Any, Any]],
        ctx: JobContext,
    ) -> Iterator[tuple[Any, Any]]:
        for shared, item in parts:
            copied = pickle.loads(pickle.dumps((work, shared, item)))
            yield item, pickle.loads(pickle.dumps(copied[0](*copied[1:], ctx)))


@pytest.fixture
def scheduled(
    base: TrainingRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> TrainingRequest:
    """The request with a scheduler whose workers are here, in a folder of their own."""
    (tmp_path / "worker").mkdir()
    worker = SimpleNamespace(local_directory=str(tmp_path / "worker"))
    monkeypatch.setattr("distributed.get_worker", lambda: worker)

    @contextmanager
    def workers_at(scheduler: str) -> Iterator[Pickling]:
        assert scheduler == "tcp://a:1"
        yield Pickling()

    monkeypatch.setattr(training_series, "workers_at", workers_at)
    return replace(base, scheduler="tcp://a:1")


def test_a_worker_trains_in_its_own_folder_and_sends_the_run_back(
    trainings: Trainings, scheduled: TrainingRequest, tmp_path: Path
) -> None:
    told: list[Any] = []
    listener = Listener()

    record = train_series(SeriesRequest(scheduled, ("vgg16",), 2), listener, told.append)

    run = scheduled.run_folder / "fold-2"
    assert (run / "bundle" / "engine.bin").read_bytes() == b"fold-2"
    asked = json.loads((run / "request.json").read_text())
    assert asked["bundle_folder"] == str(run / "bundle")
    assert record["summary"][0]["metrics"]["val"]["accuracy"]["mean"] == 0.6
    for request in trainings.asked:
        assert request.run_folder.is_relative_to(tmp_path / "worker")
        assert request.cache_folder != scheduled.cache_folder
        assert request.scheduler == ""
    assert not list((tmp_path / "worker").iterdir())
    assert told == [[{"sentence": "Copies."}]]
    assert listener.reports[0].message == "training 1 of 2 (vgg16, fold 1): head"


def test_folders_that_a_cluster_is_to_fill_are_held_against_others(
    trainings: Trainings, scheduled: TrainingRequest
) -> None:
    series = SeriesRequest(scheduled, ("vgg16",), 2)
    folders = [run.run_folder for run in series.runs()]
    with held_run(folders[1]), pytest.raises(LungDeskError) as caught:
        train_series(series, NullContext())
    assert caught.value.code is ErrorCode.TRAINING_IN_USE
    assert not trainings.asked
    assert not any(folder.exists() for folder in folders)

    held: list[list[bool]] = []
    train_series(series, NullContext(), lambda _: held.append([is_held(one) for one in folders]))

    assert held == [[True, True]]
    assert not any(is_held(folder) for folder in folders)


@pytest.mark.usefixtures("trainings")
def test_a_worker_without_the_films_is_told(scheduled: TrainingRequest) -> None:
    scheduled.folder.rmdir()

    with pytest.raises(LungDeskError, match="finds no films at") as caught:
        train_series(SeriesRequest(scheduled, ("vgg16",), 2), NullContext())

    assert caught.value.code is ErrorCode.CLUSTER_DIFFERS


def test_a_file_of_weights_is_found_from_any_folder(
    base: TrainingRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kept").write_bytes(b"weights")
    (tmp_path / "linked.weights.h5").symlink_to("kept")

    asked = replace(base, weights="own/network.weights.h5")

    assert asked.weights == str(tmp_path / "own" / "network.weights.h5")
    assert replace(base, weights="none").weights == "none"
    # Its name, not what it is a link to, tells what kind of file it is.
    assert replace(base, weights="linked.weights.h5").weights.endswith("linked.weights.h5")


def test_the_films_are_found_from_any_folder(
    base: TrainingRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    (run,) = SeriesRequest(replace(base, folder=Path("films")), ("vgg16",)).runs()

    assert run.folder == tmp_path / "films"
