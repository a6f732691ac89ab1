"""Trials of a draft, the same from the window and from its command line."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lungdesk.cli.run import run
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, NullContext
from lungdesk.ml.preprocess import Framing
from lungdesk.ml.training.recipe import HeadSettings, Recipe
from lungdesk.services.paths import AppPaths
from lungdesk.services.training import draft_trials, trials
from lungdesk.services.training.data import write_selection
from lungdesk.services.training.draft import (
    BackboneChoice,
    DataChoice,
    NewSplit,
    Plan,
    Preparation,
    TrainingDraft,
)
from lungdesk.services.training.draft_store import DraftStore
from lungdesk.services.training.draft_trials import (
    BestTrial,
    DraftTrials,
    run_draft_trials,
    trials_line,
    trials_request,
)
from lungdesk.services.training.trials import TrialsRequest
from tests.unit.services.drafts import drawn_folder

RESULT: dict[str, Any] = {"failures": [], "trials": [], "best": {"backbone": "vgg16"}}


@pytest.fixture
def paths() -> AppPaths:
    return AppPaths.default()


@pytest.fixture
def draft(tmp_path: Path) -> TrainingDraft:
    folder = drawn_folder(tmp_path / "films of ours", each=4, names={"covid19": "Corona"})
    return TrainingDraft(
        "one",
        data=DataChoice(source=folder, location=folder, label_map={"Corona": "covid19"}),
        backbones=(BackboneChoice("vgg16"), BackboneChoice("densenet121")),
        plan=Plan(trials=12),
    )


def everything(draft: TrainingDraft) -> TrainingDraft:
    data = replace(draft.data, excluded=("normal/0.png",), split=NewSplit())
    weightless = tuple(replace(choice, weights="none") for choice in draft.backbones)
    return replace(
        draft,
        data=data,
        backbones=weightless,
        preparation=Preparation(input_size=128, augmentation=0.5, framing=Framing.LUNGS),
        plan=Plan("quick", {"views": 8}, trials=3, seed=5),
    )


@pytest.mark.parametrize("is_plain", [True, False])
def test_the_command_line_asks_for_the_same(
    draft: TrainingDraft, paths: AppPaths, monkeypatch: pytest.MonkeyPatch, is_plain: bool
) -> None:
    asked: list[TrialsRequest] = []

    def run_trials(request: TrialsRequest, _ctx: JobContext) -> dict[str, Any]:
        asked.append(request)
        return RESULT

    monkeypatch.setattr(trials, "run_trials", run_trials)
    draft = draft if is_plain else everything(draft)
    write_selection(draft, DraftStore.of(paths), NullContext())
    program, *arguments = shlex.split(trials_line(draft, paths))
    assert program == "lungdesk"
    assert run(arguments, _no_window, _no_window) == 0  # type: ignore[arg-type]
    wanted = trials_request(draft, paths)
    assert [one.as_plain() for one in asked] == [wanted.as_plain()]
    assert asked[0].run_folder == wanted.run_folder
    assert asked[0].is_resumed


def _no_window(*_: object) -> int:
    raise AssertionError("no window is wanted")


def test_more_trials_go_on_with_the_same_study_and_other_films_begin_another(
    draft: TrainingDraft, paths: AppPaths
) -> None:
    folder = trials_request(draft, paths).run_folder
    more = replace(draft, plan=replace(draft.plan, trials=40))
    assert trials_request(more, paths).run_folder == folder
    fewer_films = replace(draft, data=replace(draft.data, excluded=("normal/0.png",)))
    assert trials_request(fewer_films, paths).run_folder != folder


def test_networks_that_begin_differently_cannot_be_tried_together(
    draft: TrainingDraft, paths: AppPaths
) -> None:
    mixed = (BackboneChoice("vgg16", "none"), BackboneChoice("densenet121"))
    with pytest.raises(LungDeskError, match="same weights") as caught:
        trials_request(replace(draft, backbones=mixed), paths)
    assert caught.value.code is ErrorCode.USAGE


def test_the_recipe_of_the_best_comes_back(
    draft: TrainingDraft, paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    best = Recipe(heads=(HeadSettings(dropout=0.1),), mixup_alpha=0.2)

    def run_trials(request: TrialsRequest, _ctx: JobContext) -> dict[str, Any]:
        assert request.cache_limit_gb == 7.0
        assert (request.folder / "manifest.csv").is_file()
        path = request.run_folder / "best-recipe.json"
        path.write_text(json.dumps(best.as_plain()))
        return {**RESULT, "best": {"backbone": "densenet121"}}

    monkeypatch.setattr(draft_trials, "run_trials", run_trials)
    found = run_draft_trials(DraftTrials(everything(draft), paths, 7.0), NullContext())
    assert found == BestTrial("densenet121", best)
