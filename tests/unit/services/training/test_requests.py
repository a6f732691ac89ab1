"""A draft and its command line ask for the very same training."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lungdesk.cli.run import run
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.ml.training.recipe import Imbalance
from lungdesk.services.paths import AppPaths
from lungdesk.services.training import run as training
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
from lungdesk.services.training.requests import (
    command_lines,
    recipe_file,
    recipe_text,
    training_requests,
)
from lungdesk.services.training.run import TrainingRequest
from tests.unit.services.drafts import drawn_folder

RESULT: dict[str, Any] = {
    "metrics": {},
    "findings": [],
    "failures": [],
    "remarks": [],
    "bundle_folder": "bundle",
}


@pytest.fixture
def paths() -> AppPaths:
    return AppPaths.default()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[TrainingRequest]:
    """What `lungdesk train` has asked for, while nothing is trained."""
    requests: list[TrainingRequest] = []

    def train(request: TrainingRequest, *_: object, **__: object) -> dict[str, Any]:
        requests.append(request)
        return RESULT

    monkeypatch.setattr(training, "train", train)
    return requests


def _nothing(*_: object) -> int:
    raise AssertionError("no window is wanted")


def typed(line: str) -> int:
    """What happens when the line is typed into a shell."""
    program, *arguments = shlex.split(line)
    assert program == "lungdesk"
    return run(arguments, _nothing, _nothing)  # type: ignore[arg-type]


PLAIN = TrainingDraft("one", backbones=(BackboneChoice("vgg16"),))
EVERYTHING = TrainingDraft(
    "two",
    data=DataChoice(excluded=("normal/0.png",), split=NewSplit(val=20, test=20, seed=2)),
    backbones=(BackboneChoice("vgg16", "none"), BackboneChoice("efficientnet_lite0")),
    preparation=Preparation(input_size=128, augmentation=0.0, imbalance=Imbalance.BALANCED),
    plan=Plan("thorough", {"views": 2, "block": None}, seed=7),
)


@pytest.mark.parametrize("draft", [PLAIN, EVERYTHING], ids=["plain", "everything"])
def test_the_command_line_asks_for_the_same(
    draft: TrainingDraft, paths: AppPaths, asked: list[TrainingRequest], tmp_path: Path
) -> None:
    folder = drawn_folder(tmp_path / "films of ours", each=4, names={"covid19": "Corona"})
    data = replace(draft.data, source=folder, location=folder, label_map={"Corona": "covid19"})
    draft = replace(draft, data=data)
    write_selection(draft, DraftStore.of(paths), NullContext())
    recipe_file(draft, paths).parent.mkdir(parents=True, exist_ok=True)
    recipe_file(draft, paths).write_text(recipe_text(draft))
    lines = command_lines(draft, paths)
    assert [typed(line) for line in lines] == [0] * len(draft.backbones)
    wanted = training_requests(draft, paths)
    assert [request.as_plain() for request in asked] == [one.as_plain() for one in wanted]
    assert all(request.is_resumed for request in asked)


def test_another_choice_is_another_run(paths: AppPaths, tmp_path: Path) -> None:
    data = DataChoice(source=tmp_path, location=tmp_path)
    draft = replace(PLAIN, data=data)
    others = (
        replace(draft, plan=Plan(seed=1)),
        replace(draft, backbones=(BackboneChoice("vgg16", "none"),)),
        replace(draft, data=replace(data, excluded=("a.png",))),
        replace(draft, preparation=Preparation(augmentation=0.3)),
    )
    folders = {training_requests(one, paths)[0].run_folder for one in (draft, *others)}
    assert len(folders) == 5
    assert training_requests(draft, paths) == training_requests(replace(draft, step="run"), paths)


def test_a_model_card_is_told_what_was_left_out(paths: AppPaths, tmp_path: Path) -> None:
    data = DataChoice(
        source=tmp_path,
        location=tmp_path,
        excluded=("a.png", "b.png"),
        excluded_sources=("delhi",),
        split=NewSplit(),
    )
    (request,) = training_requests(replace(PLAIN, data=data), paths)
    assert any("split from one collection" in note for note in request.notes)
    assert "2 films of the collection were left out." in request.notes
    assert "Films of these sources were left out: delhi." in request.notes


def test_without_films_nothing_can_be_asked_for(paths: AppPaths) -> None:
    with pytest.raises(LungDeskError) as caught:
        training_requests(PLAIN, paths)
    assert caught.value.code is ErrorCode.USAGE
