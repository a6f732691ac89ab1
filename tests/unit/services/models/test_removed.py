"""A removed model is moved aside whole, and comes back whole."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.services.models.library import DEFAULT_MODEL_ID
from lungdesk.services.models.removed import KEPT_DAYS, RemovedModel, RemovedModels
from lungdesk.services.models.shelf import ModelShelf
from lungdesk.services.paths import AppPaths
from tests.shipped_models import SHIPPED_MODEL_IDS
from tests.unit.services.model_copies import copy_of_model
from tests.unit.services.models.test_exchange import contents

CTX = NullContext()


def ids(shelf: ModelShelf) -> list[str]:
    return [entry.id for entry in shelf.look(None, CTX).entries]


def test_removed_and_put_back_it_is_the_same(shelf: ModelShelf, models: Path) -> None:
    before = contents(copy_of_model(models / "mine", "mine").folder)

    removed = shelf.remove("mine", CTX)

    assert ids(shelf) == list(SHIPPED_MODEL_IDS)
    assert contents(removed.folder) == before
    assert shelf.look(None, CTX).removed == (removed,)
    assert shelf.restore(removed, CTX) == "mine"
    assert contents(models / "mine") == before
    assert shelf.removed() == ()
    assert list(AppPaths.default().removed_models.iterdir()) == []


def test_a_damaged_model_can_be_removed_and_put_back(shelf: ModelShelf, models: Path) -> None:
    (models / "broken").mkdir(parents=True)
    (models / "broken" / "manifest.json").write_text("{")

    removed = shelf.remove("broken", CTX)

    assert ids(shelf) == list(SHIPPED_MODEL_IDS)
    shelf.restore(removed, CTX)
    assert ids(shelf) == [DEFAULT_MODEL_ID, "broken", *SHIPPED_MODEL_IDS[1:]]


@pytest.mark.parametrize("id_", [*SHIPPED_MODEL_IDS, "nobody", "", ".", "..", "../data"])
def test_what_is_not_the_users_stays(shelf: ModelShelf, models: Path, id_: str) -> None:
    copy_of_model(models / "mine", "mine")

    with pytest.raises(LungDeskError) as caught:
        shelf.remove(id_, CTX)

    assert caught.value.code is ErrorCode.MODEL_NOT_REMOVABLE
    assert ids(shelf) == [DEFAULT_MODEL_ID, "mine", *SHIPPED_MODEL_IDS[1:]]


def test_its_place_may_be_taken_when_it_is_to_come_back(shelf: ModelShelf, models: Path) -> None:
    first = contents(copy_of_model(models / "mine", "mine", 1).folder)
    removed = shelf.remove("mine", CTX)
    second = contents(copy_of_model(models / "mine", "mine", 2).folder)

    with pytest.raises(LungDeskError) as caught:
        shelf.restore(removed, CTX)

    assert caught.value.code is ErrorCode.MODEL_EXISTS
    assert contents(removed.folder) == first
    assert contents(models / "mine") == second


def test_two_of_one_name_are_both_kept_and_the_latest_comes_first(
    shelf: ModelShelf, models: Path
) -> None:
    copy_of_model(models / "mine", "mine", 1)
    one = shelf.remove("mine", CTX)
    one.folder.parent.rename(one.folder.parent.with_name("20000101T000000-x"))
    copy_of_model(models / "mine", "mine", 2)
    other = shelf.remove("mine", CTX)

    assert [removed.id for removed in shelf.removed()] == ["mine", "mine"]
    assert shelf.removed()[0] == other


def test_deleted_for_good_it_is_gone(shelf: ModelShelf, models: Path) -> None:
    copy_of_model(models / "mine", "mine")
    removed = shelf.remove("mine", CTX)

    shelf.discard(removed, CTX)

    assert not removed.folder.exists()
    for act in (shelf.restore, shelf.discard):
        with pytest.raises(LungDeskError) as caught:
            act(removed, CTX)
        assert caught.value.code is ErrorCode.MODEL_MISSING


def test_nothing_outside_of_the_trash_is_deleted(
    shelf: ModelShelf, models: Path, tmp_path: Path
) -> None:
    precious = tmp_path / "precious" / "mine"
    precious.mkdir(parents=True)

    with pytest.raises(LungDeskError):
        shelf.discard(RemovedModel(precious), CTX)

    assert precious.exists()


def test_what_was_removed_long_ago_and_what_a_kill_has_left_goes(tmp_path: Path) -> None:
    models, trash = tmp_path / "models", tmp_path / "trash"
    for name in ("old", "new", "last"):
        (models / name).mkdir(parents=True)
    store = RemovedModels(models, trash)
    old, new = store.remove("old"), store.remove("new")
    (trash / "killed-before-the-rename").mkdir()
    long_ago = time.time() - (KEPT_DAYS + 1) * 86_400
    os.utime(old.folder.parent, (long_ago, long_ago))

    last = store.remove("last")

    assert set(store.list()) == {new, last}
    assert len(list(trash.iterdir())) == 2
