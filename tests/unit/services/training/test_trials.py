"""Real trials in real child processes: killed, resumed, refused."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext, Progress
from lungdesk.ml.training.recipe import HeadSettings, Recipe, read_recipe
from lungdesk.services.runs import tensorflow_child
from lungdesk.services.runs.lock import held_run
from lungdesk.services.runs.tensorflow_child import ChildError
from lungdesk.services.training.trials import TrialsRequest, run_trials
from tests.unit.ml.drawn_films import DrawnCollection
from tests.unit.services.training_children import Children, Listener


@pytest.fixture
def request_(tmp_path: Path) -> TrialsRequest:
    return TrialsRequest(
        folder=tmp_path / "films" / "manifest.csv",
        backbones=("EfficientNet-Lite0",),
        run_folder=tmp_path / "run",
        cache_folder=tmp_path / "cache",
        trial_count=4,
        # So many that the kill comes before the last, on a fast machine too.
        base=Recipe(heads=(HeadSettings(epochs=60),), patience=60, views=1, input_size=64),
        weights="none",
    )


@pytest.fixture
def _children(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(subprocess, "Popen", Children)
    yield
    Children.started.clear()


class KillsThirdTrial(Listener):
    """Kills the child, with no warning, in an epoch of the third trial, which has some."""

    def report(self, progress: Progress) -> None:
        super().report(progress)
        if progress.message.startswith("trial 3 of 4") and "epoch" in progress.message:
            Children.started[-1].kill()


def table(run: Path) -> list[dict[str, Any]]:
    with (run / "trials.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.slow
@pytest.mark.usefixtures("_children")
def test_trials_that_were_killed_are_gone_on_with_and_none_is_lost(
    request_: TrialsRequest,
) -> None:
    DrawnCollection(request_.folder.parent).fill({"train": 2, "val": 2})
    with pytest.raises(LungDeskError) as caught:
        run_trials(request_, KillsThirdTrial())
    assert caught.value.code is ErrorCode.TRAINING_FAILED
    before = table(request_.run_folder)

    result = run_trials(replace(request_, is_resumed=True), NullContext())

    rows = table(request_.run_folder)
    assert [row["state"] for row in before] == ["complete", "complete"]
    assert rows[:2] == before
    assert [(row["number"], row["state"]) for row in rows] == [
        (str(number), "complete") for number in range(4)
    ]
    best = result["best"]
    assert best["val_loss"] == min(float(row["val_loss"]) for row in rows)
    recipe = read_recipe(request_.run_folder / "best-recipe.json")
    assert recipe.heads[0].weight_decay == (best["penalty"] or best["weight_decay"])
    assert json.loads((request_.run_folder / "trials.json").read_text()) == result
    assert (request_.run_folder / "trials.png").stat().st_size > 1000


def test_a_run_folder_is_not_used_twice_unless_resumed(request_: TrialsRequest) -> None:
    request_.run_folder.mkdir()
    (request_.run_folder / "request.json").write_text("{}")

    with pytest.raises(LungDeskError) as caught:
        run_trials(request_, NullContext())

    assert caught.value.code is ErrorCode.TRAINING_OUTPUT_EXISTS
    assert "--resume" in caught.value.hint


def test_trials_that_may_not_be_gone_on_with_keep_the_request_that_they_were_begun_with(
    request_: TrialsRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = request_.run_folder / "request.json"
    begun.parent.mkdir()
    begun.write_text("{}")
    (request_.run_folder / "trials.db").touch()
    asked: list[Any] = []

    def refused(_module: str, run: Path, *_: object, **__: object) -> None:
        asked.append(json.loads((run / "request.json").read_text()))
        raise ChildError("Other data.", hint="", code=ErrorCode.TRAINING_OUTPUT_EXISTS)

    monkeypatch.setattr(tensorflow_child, "result_of", refused)

    with pytest.raises(LungDeskError, match="Other data"):
        run_trials(replace(request_, is_resumed=True), NullContext())

    assert asked[0]["trial_count"] == 4
    assert begun.read_text() == "{}"
    kept = {"request.json", "run.lock", "trials.db"}
    assert {path.name for path in request_.run_folder.iterdir()} == kept


def test_two_do_not_try_in_one_folder(request_: TrialsRequest) -> None:
    with held_run(request_.run_folder), pytest.raises(LungDeskError) as caught:
        run_trials(request_, NullContext())

    assert caught.value.code is ErrorCode.TRAINING_IN_USE


def test_a_backbone_that_is_not_known_is_refused_before_anything_is_written(
    request_: TrialsRequest,
) -> None:
    with pytest.raises(LungDeskError, match="no backbone called vgg99") as caught:
        run_trials(replace(request_, backbones=("vgg16", "vgg99")), NullContext())

    assert caught.value.code is ErrorCode.USAGE
    assert not request_.run_folder.exists()
