"""What a training calls its model: an id under which it can be installed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.services.training.lung_network import LungTrainingRequest
from lungdesk.services.training.run import TrainingRequest, train
from lungdesk.services.training.series import SeriesRequest


@pytest.fixture
def wanted(tmp_path: Path) -> TrainingRequest:
    return TrainingRequest(tmp_path / "films", "vgg16", tmp_path / "run", tmp_path / "cache")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, as ``--out .`` names it."""
    (tmp_path / "My Run").mkdir()
    monkeypatch.chdir(tmp_path / "My Run")
    return Path()


@pytest.mark.parametrize(
    ("folder", "id_"), [("My Run", "my-run"), ("VGG16", "vgg16"), ("肺の写真", "model")]
)
def test_a_model_is_called_as_its_run_folder(
    wanted: TrainingRequest, tmp_path: Path, folder: str, id_: str
) -> None:
    assert replace(wanted, run_folder=tmp_path / folder).as_plain()["model_id"] == id_


def test_a_model_in_the_current_folder_is_called_as_that(
    wanted: TrainingRequest, here: Path, tmp_path: Path
) -> None:
    one = replace(wanted, run_folder=here)

    assert one.as_plain()["model_id"] == "my-run"
    assert LungTrainingRequest(tmp_path, here).as_plain()["model_id"] == "my-run"
    folds = SeriesRequest(one, ("vgg16",), 2).runs()
    assert [run.model_id for run in folds] == ["my-run-fold-1", "my-run-fold-2"]


def test_a_series_in_a_folder_with_a_long_name_has_ids_that_fit(
    wanted: TrainingRequest, tmp_path: Path
) -> None:
    series = SeriesRequest(replace(wanted, run_folder=tmp_path / ("a" * 90)), ("vgg16",), 10)

    ids = [run.as_plain()["model_id"] for run in series.runs()]

    assert ids[0] == "a" * 57 + "-fold-1"
    assert ids[9] == "a" * 56 + "-fold-10"


def test_a_stated_id_is_refused_where_those_of_its_series_are_too_long(
    wanted: TrainingRequest,
) -> None:
    series = SeriesRequest(replace(wanted, model_id="a" * 60), ("vgg16",), 2)

    with pytest.raises(LungDeskError, match="a-fold-1” cannot be the id") as caught:
        series.runs()

    assert caught.value.code is ErrorCode.MODEL_NAME_INVALID


def test_an_id_that_no_model_can_have_is_refused_before_the_training(
    wanted: TrainingRequest,
) -> None:
    with pytest.raises(LungDeskError, match="“My Run”") as caught:
        train(replace(wanted, model_id="My Run"), NullContext())

    assert caught.value.code is ErrorCode.MODEL_NAME_INVALID
    assert not wanted.run_folder.exists()
