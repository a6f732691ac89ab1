from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.ml.training.recipe import PRESETS, Imbalance
from lungdesk.services.runs.lock import held_run
from lungdesk.services.training.draft import (
    BackboneChoice,
    DataChoice,
    KeepChoice,
    NewSplit,
    Plan,
    Preparation,
    RunChoice,
    TrainingDraft,
    draft_of,
    draft_text,
)
from lungdesk.services.training.draft_store import DRAFT_FILE, DraftStore

DRAFT = TrainingDraft(
    "2026-01-31-1",
    step="plan",
    data=DataChoice(
        source=Path("/films.zip"),
        location=Path("/films"),
        label_map={"Corona": "covid19", "other": ""},
        excluded=("normal/ä.png",),
        excluded_sources=("delhi",),
        joined=(("a.png", "b.png"),),
        split=NewSplit(val=10, test=20, seed=3),
    ),
    backbones=(BackboneChoice("vgg16", "none"), BackboneChoice("resnet50v2")),
    preparation=Preparation(input_size=320, augmentation=0.5, imbalance=Imbalance.FOCAL),
    plan=Plan("thorough", {"views": 2, "block": {"epochs": 3}}, trials=4, seed=9),
    run=RunChoice(Path("/runs"), ("vgg16-1f0c5a",)),
    keep=KeepChoice("external", ("vgg16-1f0c5a",), "Ours", True),
)

#: Saves one draft after another for ever, each with one film less, and says each number.
SAVE_FOR_EVER = """
import itertools, sys
from dataclasses import replace
from pathlib import Path
from lungdesk.core.jobs import NullContext
from lungdesk.services.training.draft_store import DraftStore

store = DraftStore(Path(sys.argv[1]))
draft = store.new()
for number in itertools.count(1):
    out = (*draft.data.excluded, f"film-{number}.png")
    draft = replace(draft, data=replace(draft.data, excluded=out))
    store.save(draft, NullContext())
    print(number, flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> DraftStore:
    return DraftStore(tmp_path / "trainings")


def test_every_choice_survives_the_disk() -> None:
    assert draft_of(draft_text(DRAFT)) == DRAFT


def test_names_whose_bytes_are_no_text_survive_the_disk(store: DraftStore) -> None:
    name = os.fsdecode(b"caf\xe9")
    data = DataChoice(
        source=Path("/films", name),
        location=Path("/films", name),
        label_map={name: "covid19"},
        excluded=(f"{name}/1.png",),
    )
    draft = TrainingDraft("2026-01-31-2", data=data)
    store.save(draft, NullContext())
    assert store.latest() == draft
    assert store.data_location(draft) != store.data_location(replace(draft, data=DRAFT.data))


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema_version": 99, "id": "a"}', '{"schema_version": 1, "x": 2}']
)
def test_a_draft_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(LungDeskError) as caught:
        draft_of(text)
    assert caught.value.code is ErrorCode.DRAFT_DAMAGED


def test_the_recipe_is_the_preset_changed_by_the_plan_and_then_by_the_preparation() -> None:
    recipe = DRAFT.recipe
    assert recipe.mixup_alpha == PRESETS["thorough"].mixup_alpha
    assert (recipe.views, recipe.block and recipe.block.epochs) == (2, 3)
    assert (recipe.input_size, recipe.augmentation, recipe.imbalance) == (320, 0.5, Imbalance.FOCAL)
    assert recipe.seed == 9
    assert TrainingDraft("a", plan=Plan("quick")).recipe == PRESETS["quick"]


@pytest.mark.parametrize(("val", "test"), [(4, 15), (15, 41)])
def test_shares_that_leave_a_part_empty_are_refused(val: int, test: int) -> None:
    with pytest.raises(ValueError, match="equal to"):
        NewSplit(val=val, test=test)


def test_what_somebody_else_has_changed_is_not_written_over(store: DraftStore) -> None:
    read = TrainingDraft("a")
    store.save_over((read, read), NullContext())
    here, there = replace(read, step="plan"), replace(read, step="backbones")
    store.save_over((there, read), NullContext())

    with pytest.raises(LungDeskError, match="has changed the training a") as caught:
        store.save_over((here, read), NullContext())

    assert caught.value.code is ErrorCode.TRAINING_IN_USE
    assert store.latest() == there
    store.save_over((here, there), NullContext())
    assert store.latest() == here


def test_the_draft_that_was_saved_last_is_gone_on_with(store: DraftStore) -> None:
    first = store.new()
    store.save(first, NullContext())
    second = store.new()
    assert second.id != first.id
    store.save(second, NullContext())
    changed = replace(first, step="plan")
    store.save(changed, NullContext())
    assert store.latest() == changed


def test_a_damaged_draft_is_passed_over_and_kept(store: DraftStore) -> None:
    sound = store.new()
    store.save(sound, NullContext())
    damaged = store.new()
    store.save(damaged, NullContext())
    path = store.folder(damaged) / DRAFT_FILE
    path.write_text(path.read_text()[:40])
    assert store.latest() == sound
    assert path.exists()
    assert store.new().id not in (sound.id, damaged.id)


def test_without_any_draft_a_new_one_is_begun(store: DraftStore) -> None:
    draft = store.latest()
    assert draft == TrainingDraft(draft.id)
    assert not store.root.exists()


def test_a_kill_at_any_moment_leaves_the_last_draft_whole(store: DraftStore) -> None:
    for kill_after in (1, 4, 9):
        child = subprocess.Popen(
            [sys.executable, "-c", SAVE_FOR_EVER, str(store.root)], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        said = 0
        while said < kill_after:
            said = int(child.stdout.readline())
        child.kill()
        child.wait()
        said = max([said, *(int(line) for line in child.stdout.read().split())])
        child.stdout.close()
        # What was said to be saved is there; the one after may be, if it was renamed in time.
        assert len(store.latest().data.excluded) in (said, said + 1)


@pytest.mark.parametrize("place", ["runs/vgg16-1f0c5a", "trials/3c1f0a", "elsewhere/vgg16-1f0c5a"])
def test_a_draft_that_somebody_trains_is_not_removed(store: DraftStore, place: str) -> None:
    draft = replace(DRAFT, run=RunChoice(ids=("vgg16-1f0c5a",)))
    if place.startswith("elsewhere"):
        draft = replace(draft, run=replace(draft.run, folder=store.folder(DRAFT) / "elsewhere"))
    store.save(draft, NullContext())
    run = store.folder(draft) / place
    with held_run(run):
        (run / "request.json").write_text("{}")
        ((_, is_in_use),) = store.found(None, NullContext())
        with pytest.raises(LungDeskError, match="training it just now") as caught:
            store.remove(draft, NullContext())
    assert is_in_use
    assert caught.value.code is ErrorCode.TRAINING_IN_USE
    assert run.is_dir()

    store.remove(draft, NullContext())
    assert not store.folder(draft).exists()
