"""Trials on a tiny backbone in this process, and studies that train nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.training.plan import TrainRequest
from lungdesk.ml.training.recipe import HeadSettings, Recipe
from lungdesk.ml.training.search import SearchRequest, SearchResult, search
from lungdesk.ml.training.search_space import SearchSpace
from lungdesk.ml.training.study import DrawnTrial, TrialStudy
from lungdesk.ml.training.trial import TrialOutcome
from tests.unit.ml.drawn_films import DrawnCollection
from tests.unit.ml.tiny_backbone import TINY

SPACE = SearchSpace(("tiny",), Recipe(heads=(HeadSettings(epochs=4),), views=2, input_size=32))


@pytest.fixture
def request_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SearchRequest:
    monkeypatch.setitem(BACKBONES, "tiny", TINY)
    DrawnCollection(tmp_path / "films").fill({"train": 3, "val": 2})
    training = TrainRequest(
        folder=tmp_path / "films" / "manifest.csv",
        backbone="tiny",
        bundle_folder=tmp_path,
        checkpoint_folder=tmp_path,
        cache_folder=tmp_path / "cache",
        cache_limit_bytes=10**9,
        weights="none",
    )
    return SearchRequest(training, SPACE, tmp_path / "run" / "trials.db", 3)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[TrialStudy]:
    opened = TrialStudy(tmp_path / "trials.db", 7, batch_size=1)
    yield opened
    opened.close()


def run(request: SearchRequest) -> tuple[SearchResult, list[int]]:
    """The result, and how many trials there were each time that they were to be kept."""
    counts: list[int] = []

    def keep(rows: Sequence[dict[str, Any]], recipe: Recipe | None) -> None:
        counts.append(len(rows))

    return search(request, read_radiograph, keep, NullContext()), counts


def without_times(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "seconds": None} for row in rows]


def outcome_of(trial: DrawnTrial, losses: Sequence[float]) -> TrialOutcome:
    """Of a trial that has these val losses, epoch by epoch, unless it is given up before."""
    for epoch, limit in enumerate(trial.limits[: len(losses)], start=1):
        if min(losses[:epoch]) > limit:
            return TrialOutcome(tuple(losses[:epoch]), 1.0)
    return TrialOutcome(tuple(losses), 1.0, losses[-1], 0.5)


def ended(study: TrialStudy, losses: Sequence[float]) -> None:
    """One trial more."""
    trial = study.draw(SPACE)[0]
    study.add(trial, outcome_of(trial, losses))


@pytest.mark.slow
def test_a_study_in_two_parts_goes_the_way_of_one_and_is_bound_to_its_data(
    request_: SearchRequest, tmp_path: Path
) -> None:
    whole, counts = run(request_)
    parted = replace(request_, database=tmp_path / "other" / "trials.db")
    run(replace(parted, trial_count=1))
    second, later = run(parted)

    assert counts == [1, 2, 3, 3]
    assert later == [2, 3, 3]
    assert without_times(second.rows) == without_times(whole.rows)
    assert second.best["number"] == whole.best["number"]
    assert whole.best["val_loss"] == min(row["val_loss"] for row in whole.rows)

    other = DrawnCollection(tmp_path / "others")
    other.fill({"train": 2, "val": 2})
    training = replace(request_.training, folder=other.folder / "manifest.csv")
    with pytest.raises(LungDeskError, match="another data set") as caught:
        run(replace(request_, training=training))
    assert caught.value.code is ErrorCode.TRAINING_OUTPUT_EXISTS
    space = replace(SPACE, base=replace(SPACE.base, seed=1))
    with pytest.raises(LungDeskError, match="other networks or settings"):
        run(replace(request_, space=space))


def test_a_trial_that_does_worse_than_the_median_is_pruned(study: TrialStudy) -> None:
    for number in range(5):
        ended(study, [1.0, 0.9, 0.8, 0.7 + number / 100, 0.6, 0.6])

    ended(study, [2.0, 2.0, 2.0, 2.0, 2.0, 0.1])

    row = study.rows()[-1]
    assert (row["state"], row["epochs"], row["val_loss"]) == ("pruned", 5, 2.0)
    best = study.best()
    assert best is not None
    assert best["val_loss"] == 0.6
    assert study.ended_count == 6


def test_what_is_drawn_follows_from_the_trials_before_its_batch(tmp_path: Path) -> None:
    losses = [[0.9 - number / 10] * 3 for number in range(6)]
    whole = TrialStudy(tmp_path / "whole.db", 7, batch_size=3)
    batches = []
    for _ in range(2):
        batches.append(whole.draw(SPACE))
        for trial in batches[-1]:
            whole.add(trial, outcome_of(trial, losses[trial.number]))

    # Killed in the middle of a batch, after each trial.
    values = []
    for number in range(6):
        parted = TrialStudy(tmp_path / "parted.db", 7, batch_size=3)
        left = parted.draw(SPACE)
        assert [trial.number for trial in left] == list(range(number, 3 * (number // 3 + 1)))
        values.append(left[0].values)
        parted.add(left[0], outcome_of(left[0], losses[number]))
        parted.close()

    assert values == [trial.values for batch in batches for trial in batch]
    assert len({values["learning_rate"] for values in values}) == 6
    whole.close()


def test_trials_are_kept_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    study = TrialStudy(tmp_path / "trials.db", 7, batch_size=2)
    _, second = study.draw(SPACE)

    with pytest.raises(ValueError, match="expected trial 0, got 1"):
        study.add(second, TrialOutcome((0.5,), 1.0, 0.5, 0.5))

    study.close()


def test_views_are_parts_of_the_most() -> None:
    assert replace(SPACE, base=replace(SPACE.base, views=6)).view_counts == [1, 2, 4, 6]
    assert replace(SPACE, base=replace(SPACE.base, views=1)).view_counts == [1]


def test_the_recipe_is_what_the_trial_tried(study: TrialStudy) -> None:
    values = study.draw(SPACE)[0].values

    recipe = SPACE.recipe(values)

    head = recipe.heads[0]
    assert (head.learning_rate, head.dropout) == (values["learning_rate"], values["dropout"])
    assert (recipe.views, recipe.mixup_alpha) == (values["views"], values["mixup_alpha"])
    assert (recipe.input_size, head.epochs) == (32, 4)


def test_importances_need_losses_that_differ(study: TrialStudy) -> None:
    ended(study, [0.5])
    assert study.importances() == {}

    for loss in (0.4, 0.7, 0.6):
        ended(study, [loss])
    shares = study.importances()
    assert set(shares) >= {"learning_rate", "dropout"}
    assert shares.keys().isdisjoint({"backbone", "augmentation"})  # they had one value
    assert sum(shares.values()) == pytest.approx(1, abs=0.01)
