"""What is known of a training: from what it tells, and from what its folder holds."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.jobs import NullContext
from lungdesk.ml.training.checkpoint import Checkpoint, Checkpoints
from lungdesk.ml.training.epoch import Epoch
from lungdesk.ml.training.recipe import BlockSettings, HeadSettings, Recipe, Solver
from lungdesk.services.training.progress import RunProgress, look_at_runs, phases_of, progress_of
from lungdesk.services.training.run import TrainingRequest

RECIPE = Recipe(
    heads=(HeadSettings(epochs=4), HeadSettings(epochs=6)), block=BlockSettings(epochs=3)
)


def epoch(number: int, variant: str = "-0", *, phase: str = "head", seconds: float = 2.0) -> Epoch:
    of = {"-0": 4, "-1": 6, "": 3}[variant]
    return Epoch(phase, variant, number, of, 1 / number, 0.5, 1 / number, 0.5, seconds)


@pytest.fixture
def run(tmp_path: Path) -> RunProgress:
    request = TrainingRequest(
        folder=tmp_path / "films",
        backbone="vgg16",
        run_folder=tmp_path / "vgg16-1f0c5a",
        cache_folder=tmp_path / "cache",
        recipe=RECIPE,
    )
    return RunProgress(request)


def told(run: RunProgress, *epochs: Epoch) -> RunProgress:
    for one in epochs:
        run = run.with_epochs([one], is_history=False)
    return run


def places(run: RunProgress) -> list[tuple[str, str, int]]:
    return [(e.phase, e.variant, e.epoch) for e in run.epochs]


def test_each_head_and_the_block_are_phases() -> None:
    found = [(p.phase, p.variant, p.epochs) for p in phases_of(RECIPE)]

    assert found == [("head", "-0", 4), ("head", "-1", 6), ("block", "", 3)]


def test_last_heads_come_after_what_was_tuned_and_an_exact_one_has_one_epoch() -> None:
    exact = HeadSettings(epochs=9, solver=Solver.EXACT)
    recipe = replace(RECIPE, heads=(exact,), last_heads=(exact, HeadSettings(epochs=5)))

    assert [(p.phase, p.variant, p.epochs) for p in phases_of(recipe)] == [
        ("head", "-0", 1), ("block", "", 3), ("last_head", "-0", 1), ("last_head", "-1", 5)
    ]  # fmt: skip
    assert [p.phase for p in phases_of(replace(recipe, block=None))] == ["head"]


def test_what_is_told_again_is_there_once(run: RunProgress) -> None:
    before = told(run, epoch(1), epoch(2), epoch(3))

    # It was killed before the third was kept: two come as history, and the third anew.
    again = before.with_epochs([epoch(1), epoch(2)], is_history=True)
    assert places(again) == [("head", "-0", 1), ("head", "-0", 2)]
    anew = told(again, replace(epoch(3), val_loss=0.125), epoch(1, "-1"))

    assert places(anew) == [*(("head", "-0", n) for n in (1, 2, 3)), ("head", "-1", 1)]
    assert anew.best == replace(epoch(3), val_loss=0.125)
    assert told(anew, epoch(2)).epochs[1] == epoch(2)  # what came after it was lost


def test_no_history_changes_nothing(run: RunProgress) -> None:
    before = told(run, epoch(1))

    assert before.with_epochs([], is_history=True) is before


def test_the_time_is_that_of_the_epochs_to_come_as_far_as_their_speed_is_known(
    run: RunProgress,
) -> None:
    assert run.time_bound() is None
    in_head = told(run, epoch(1, seconds=3.0), epoch(2, seconds=1.0)).time_bound()
    in_block = told(run, epoch(4), epoch(1, "", phase="block", seconds=20.0)).time_bound()

    assert in_head is not None
    assert in_block is not None
    assert (in_head.seconds, in_head.is_whole) == ((2 + 6) * 2.0, False)  # and the other head
    assert (in_block.seconds, in_block.is_whole) == (2 * 20.0, True)


def test_only_the_last_epochs_say_how_fast_it_is(run: RunProgress) -> None:
    slow_at_first = [epoch(1, "-1", seconds=60.0), *(epoch(n, "-1") for n in range(2, 7))]

    bound = told(run, *slow_at_first[:-1]).time_bound()
    last = told(run, *slow_at_first).time_bound()

    assert bound is not None
    assert bound.seconds == pytest.approx((60 + 4 * 2) / 5)
    assert last is not None
    assert last.seconds == 0


def test_a_run_that_was_interrupted_is_known_by_its_checkpoints(run: RunProgress) -> None:
    folder = run.request.run_folder
    checkpoints = Checkpoints(folder / "checkpoint", "mine")
    row = {"phase": "head", "loss": 0.5, "accuracy": 0.75, "val_loss": 0.5, "val_accuracy": 0.25}
    for variant, of, count in (("-0", 4, 4), ("-1", 6, 2)):
        history = [{**row, "epoch": number + 1} for number in range(count)]
        facts = {"variant": variant, "of": of, "history": history, "epoch_seconds": [2.5] * count}
        checkpoints.save(f"head{variant}", Checkpoint({"state0": np.zeros(3)}, facts))
    (folder / "checkpoint" / "block.npz").write_bytes(b"half of a file")
    (folder / "request.json").write_text("{}")

    (found,) = look_at_runs((run.request,), NullContext())

    assert found.is_begun
    assert not found.is_finished
    assert places(found) == [
        *(("head", "-0", n) for n in (1, 2, 3, 4)),
        *(("head", "-1", n) for n in (1, 2)),
    ]
    assert found.epochs[-1].seconds == 2.5
    assert found.epochs[-1].val_accuracy == 0.25


def test_a_finished_run_shows_the_epochs_of_its_model(run: RunProgress) -> None:
    folder = run.request.run_folder
    folder.mkdir()
    metrics = {"val": {"accuracy": 0.75, "loss": 0.375}}
    result = {"metrics": metrics, "phases": [{"phase": "head", "seconds": 5.0}]}
    (folder / "run.json").write_text(json.dumps(result))
    (folder / "history.csv").write_text(
        "phase,epoch,loss,accuracy,val_loss,val_accuracy,learning_rate\n"
        "head,1,0.5,0.5,0.75,0.25,0.001\nhead,2,0.25,0.75,0.5,0.5,0.0005\n"
    )

    found = progress_of(run.request)

    assert found.is_finished
    assert found.time_bound() is None
    assert (found.val_accuracy, found.val_loss) == (0.75, 0.375)  # of the model, not of an epoch
    assert [(e.epoch, e.of, e.val_loss, e.seconds) for e in found.epochs] == [
        (1, 2, 0.75, 2.5),
        (2, 2, 0.5, 2.5),
    ]


def test_a_folder_that_is_not_there_is_a_run_that_was_not_begun(run: RunProgress) -> None:
    assert not progress_of(run.request).is_begun
