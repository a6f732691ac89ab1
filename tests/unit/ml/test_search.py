"""Trials on a tiny backbone in this process, and trainings by the recipes that come of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import optuna
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.trainer import Surroundings, train
from lungdesk.ml.training.plan import TrainRequest
from lungdesk.ml.training.recipe import BlockSettings, HeadSettings, Recipe, read_recipe
from lungdesk.ml.training.search import SearchRequest, SearchResult, search
from lungdesk.ml.training.search_space import SearchSpace, TrialKind, kind_of
from lungdesk.ml.training.study import TrialStudy
from tests.unit.ml.drawn_films import DrawnCollection
from tests.unit.ml.tiny_backbone import TINY

pytestmark = pytest.mark.slow

BASE = Recipe(
    heads=(HeadSettings(epochs=4),),
    block=BlockSettings(epochs=2, batch_size=8, views=2),
    views=2,
    input_size=32,
)
SPACE = SearchSpace(("tiny",), BASE, most_cuts=1)
#: So many that each kind of trial is among them.
COUNT = 9


@dataclass(frozen=True)
class Searched:
    """A search, and how many trials there were each time that they were to be kept."""

    request: SearchRequest
    result: SearchResult
    kept: list[int]


@pytest.fixture(scope="module", autouse=True)
def _tiny() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(BACKBONES, "tiny", TINY)
        yield


@pytest.fixture(scope="module")
def request_(tmp_path_factory: pytest.TempPathFactory) -> SearchRequest:
    folder = tmp_path_factory.mktemp("search")
    DrawnCollection(folder / "films").fill({"train": 3, "val": 2})
    training = TrainRequest(
        folder=folder / "films" / "manifest.csv",
        backbone="tiny",
        bundle_folder=folder / "bundle",
        checkpoint_folder=folder / "checkpoint",
        cache_folder=folder / "cache",
        cache_limit_bytes=10**9,
        weights="none",
    )
    return SearchRequest(training, SPACE, folder / "run" / "trials.db", COUNT)


@pytest.fixture(scope="module")
def searched(request_: SearchRequest) -> Searched:
    return run(request_)


def run(request: SearchRequest) -> Searched:
    counts: list[int] = []

    def keep(rows: Sequence[dict[str, Any]], recipe: Recipe | None) -> None:
        counts.append(len(rows))

    result = search(request, read_radiograph, keep, NullContext())
    return Searched(request, result, counts)


def without_times(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "seconds": None} for row in rows]


def test_all_kinds_are_tried_and_the_best_has_the_least_loss(searched: Searched) -> None:
    rows = searched.result.rows

    assert {kind_of(row) for row in rows} == set(TrialKind)
    assert {row["cut_point"] for row in rows} == {None, "top"}
    assert searched.result.best["val_loss"] == min(row["val_loss"] for row in rows)
    assert searched.kept == [*range(1, COUNT + 1), COUNT]
    epochs = {kind_of(row): row["epochs"] for row in rows}
    assert epochs == {TrialKind.EXACT: 1, TrialKind.ADAMW: 4, TrialKind.BLOCK: 2}


def test_a_study_in_two_parts_goes_the_way_of_one(searched: Searched, tmp_path: Path) -> None:
    parted = replace(searched.request, database=tmp_path / "other" / "trials.db")
    run(replace(parted, trial_count=2))

    second = run(parted)

    assert second.kept == [*range(3, COUNT + 1), COUNT]
    assert without_times(second.result.rows) == without_times(searched.result.rows)


@pytest.mark.parametrize("kind", TrialKind)
def test_a_training_by_the_recipe_of_a_trial_has_its_loss(
    searched: Searched, tmp_path: Path, kind: TrialKind
) -> None:
    row = next(row for row in searched.result.rows if kind_of(row) is kind)
    path = tmp_path / "best-recipe.json"
    path.write_text(json.dumps(SPACE.recipe(row).as_plain()))
    wanted = replace(
        searched.request.training,
        recipe=read_recipe(path),
        bundle_folder=tmp_path / "bundle",
        # Neither what the trials have cached nor where they stopped.
        checkpoint_folder=tmp_path / "checkpoint",
        cache_folder=tmp_path / "cache",
    )

    around = Surroundings(
        read_radiograph, lambda _: "", keep_predictions=lambda *_: None, ctx=NullContext()
    )
    last = train(wanted, around).phases[-1]

    assert (last["phase"] == "block") is (kind is TrialKind.BLOCK)
    assert last["val_loss"] == row["val_loss"]


def test_a_study_is_bound_to_its_data_and_its_settings(searched: Searched, tmp_path: Path) -> None:
    request = searched.request
    other = DrawnCollection(tmp_path / "others")
    other.fill({"train": 2, "val": 2})
    training = replace(request.training, folder=other.folder / "manifest.csv")
    with pytest.raises(LungDeskError, match="another data set") as caught:
        run(replace(request, training=training))
    assert caught.value.code is ErrorCode.TRAINING_OUTPUT_EXISTS
    for space in (
        replace(SPACE, base=replace(BASE, seed=1)),
        replace(SPACE, most_cuts=0),
        replace(SPACE, base=replace(BASE, block=BlockSettings(epochs=3))),
    ):
        with pytest.raises(LungDeskError, match="other networks or settings"):
            run(replace(request, space=space))


def test_trials_of_an_earlier_lungdesk_with_other_parameters_are_refused(
    request_: SearchRequest, tmp_path: Path
) -> None:
    path = tmp_path / "trials.db"
    earlier = TrialStudy(path, 0, 4)
    earlier.require_same("settings", "0" * 64, "other networks or settings")
    earlier.close()
    url = f"sqlite:///{path}"
    storage = optuna.storages.RDBStorage(url)
    study = optuna.load_study(study_name="trials", storage=storage)
    study.optimize(lambda trial: trial.suggest_float("learning_rate", 1e-4, 1e-2), n_trials=2)
    storage.remove_session()
    storage.engine.dispose()

    with pytest.raises(LungDeskError, match="other networks or settings") as caught:
        run(replace(request_, database=path))

    assert caught.value.code is ErrorCode.TRAINING_OUTPUT_EXISTS
    assert "another folder" in caught.value.hint


def test_activations_that_do_not_fit_end_the_search_with_a_sentence(
    searched: Searched, tmp_path: Path
) -> None:
    training = replace(
        searched.request.training, cache_folder=tmp_path / "cache", cache_limit_bytes=100_000
    )

    with pytest.raises(LungDeskError, match="The activations of 15 films need") as caught:
        run(replace(searched.request, training=training, database=tmp_path / "trials.db"))

    assert caught.value.code is ErrorCode.DISK_FULL
