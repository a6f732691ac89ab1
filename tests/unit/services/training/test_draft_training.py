"""The backbones of a draft, one after the other; the trainings themselves are stood in for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, JobContext, NullContext, Progress
from lungdesk.ml.training.epoch import Epoch
from lungdesk.services.paths import AppPaths
from lungdesk.services.training import run as training
from lungdesk.services.training.draft import BackboneChoice, DataChoice, Plan, TrainingDraft
from lungdesk.services.training.draft_store import DraftStore
from lungdesk.services.training.draft_training import (
    DraftRun,
    RunBegan,
    RunControl,
    RunEpochs,
    RunEvent,
    RunFailed,
    RunFindings,
    RunFinished,
    RunStage,
    train_draft,
)
from lungdesk.services.training.requests import training_requests
from lungdesk.services.training.run import PauseControl, TrainingRequest

EPOCH = Epoch("head", "-0", 1, 4, 0.5, 0.75, 0.5, 0.75, 2.0)
ERROR = LungDeskError("No room.", hint="Free some.", code=ErrorCode.DISK_FULL)

Train = Callable[..., Any]


class Bench:
    """A draft of two backbones, and what was told of its training."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.store = DraftStore.of(AppPaths.default())
        self.control = RunControl()
        self.told: list[RunEvent] = []
        self.trained: list[str] = []
        data = DataChoice(source=folder, location=folder)
        backbones = (BackboneChoice("vgg16"), BackboneChoice("densenet201"))
        plan = Plan("quick", changes={"views": 2})
        self.draft = TrainingDraft("d", data=data, backbones=backbones, plan=plan)
        self.requests = training_requests(self.draft, AppPaths.default())
        self._patch = patch

    def train(self, train: Train, ctx: JobContext | None = None) -> None:
        def stand_in(request: TrainingRequest, *rest: Any, **listeners: Any) -> None:
            self.trained.append(request.backbone)
            train(request, *rest, **listeners)

        self._patch.setattr(training, "train", stand_in)
        run = DraftRun(self.draft, self.store, self.requests, self.control, self.told.append)
        train_draft(run, ctx or NullContext())


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(tmp_path, monkeypatch)


def test_each_is_trained_in_its_turn_and_told_of(bench: Bench) -> None:
    def train(_r: TrainingRequest, _c: JobContext, _p: PauseControl, **listeners: Any) -> None:
        listeners["on_findings"]([{"sentence": "Few films."}])
        listeners["on_epochs"]([EPOCH], is_history=False)

    bench.train(train)

    assert bench.trained == ["vgg16", "densenet201"]
    assert bench.told == [
        event
        for number in (0, 1)
        for event in (
            RunBegan(number),
            RunFindings(number, ("Few films.",)),
            RunEpochs(number, (EPOCH,), is_history=False),
            RunFinished(number),
        )
    ]
    recipe = bench.store.folder(bench.draft) / "recipe.json"
    assert recipe.read_text() == '{\n  "views": 2\n}\n'


def test_what_it_does_is_told_even_when_progress_comes_too_fast_to_be_shown(bench: Bench) -> None:
    writing = Progress(0, 0, "writing the model")

    def train(_request: TrainingRequest, ctx: JobContext, *_: Any, **__: Any) -> None:
        ctx.report(Progress(3, 9, "features of train"))
        ctx.report(writing)

    bench.train(train)

    assert [event for event in bench.told if isinstance(event, RunStage)] == [
        RunStage(0, writing),
        RunStage(1, writing),
    ]


def test_one_that_fails_does_not_keep_the_next_from_being_trained(bench: Bench) -> None:
    def train(request: TrainingRequest, *_: Any, **__: Any) -> None:
        if request.backbone == "vgg16":
            raise ERROR

    bench.train(train)

    assert bench.told == [RunBegan(0), RunFailed(0, ERROR), RunBegan(1), RunFinished(1)]


def test_what_has_ended_is_not_trained_again(bench: Bench) -> None:
    folder = bench.requests[0].run_folder
    folder.mkdir(parents=True)
    (folder / "run.json").write_text("{}")

    bench.train(lambda *_, **__: None)

    assert bench.trained == ["densenet201"]


def test_paused_amid_the_first_the_second_is_not_begun(bench: Bench) -> None:
    with pytest.raises(Cancelled):
        bench.train(lambda *_, **__: bench.control.pause())

    assert bench.trained == ["vgg16"]


def test_stopping_reaches_the_training_through_its_context(bench: Bench) -> None:
    def train(_request: TrainingRequest, ctx: JobContext, *_: Any, **__: Any) -> None:
        ctx.check()
        bench.control.stop()
        ctx.check()

    with pytest.raises(Cancelled):
        bench.train(train)

    assert bench.told == [RunBegan(0)]
