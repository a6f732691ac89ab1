"""What an estimate makes of a measurement, without any measuring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, NullContext
from lungdesk.core.time_range import TimeRange
from lungdesk.ml.backbones import backbone_named
from lungdesk.ml.datasets import load_dataset
from lungdesk.ml.training.rates import Rates
from lungdesk.ml.training.recipe import PRESETS, Imbalance, Recipe, with_phases
from lungdesk.services.measured_times import MeasuredTimes
from lungdesk.services.paths import AppPaths
from lungdesk.services.training import estimate as training_estimate
from lungdesk.services.training.disk import DiskNeed, Pieces, disk_need
from lungdesk.services.training.estimate import (
    EstimateRequest,
    FilmCounts,
    estimate_training,
    stage_times,
    trials_time,
)
from lungdesk.services.training.rates import RatesRequest
from lungdesk.services.training.run import TrainingRequest
from tests.unit.services.drafts import drawn_folder

RATES = Rates(
    start_s=10.0,
    read_s=0.01,
    augment_s=0.002,
    view_s=0.02,
    head_step_s=0.005,
    exact_view_s=5e-5,
    lower_view_s=0.015,
    block_start_s=8.0,
    block_film_s=0.03,
    map_bytes=50_000.0,
    whole_start_s=20.0,
    whole_film_s=0.3,
)
COUNTS = FilmCounts(train=(600, 200, 200), val=100, all=1200)


def high(recipe: Recipe, counts: FilmCounts = COUNTS, rates: Rates = RATES) -> float:
    return sum(stage.high_s for stage in stage_times(recipe, counts, rates).values())


@pytest.fixture
def paths() -> AppPaths:
    return AppPaths.default()


def test_the_films_run_through_the_network_once_a_view() -> None:
    recipe = replace(PRESETS["balanced"], views=3, augmentation=1.0)
    features = stage_times(recipe, COUNTS, RATES)["features"]
    seconds = 1100 * 0.01 + 1000 * 2 * 0.002 + (1000 * 3 + 100) * 0.02
    assert features.low_s < seconds < features.high_s
    assert features.high_s / features.low_s == pytest.approx(1.3 / 0.8)


def test_without_augmentation_there_is_one_view() -> None:
    eight = replace(PRESETS["balanced"], views=8, augmentation=0.0)
    one = replace(eight, views=1)
    assert stage_times(eight, COUNTS, RATES) == stage_times(one, COUNTS, RATES)


def test_each_phase_takes_its_own_time_on_top() -> None:
    head = PRESETS["balanced"]
    block, whole = with_phases(head, "block"), with_phases(head, "whole")
    assert list(stage_times(head, COUNTS, RATES)) == ["start", "features", "head", "evaluation"]
    assert "block" in stage_times(block, COUNTS, RATES)
    assert high(head) < high(block) < high(whole)


def test_the_low_end_stops_early_and_the_high_end_trains_every_epoch() -> None:
    recipe = with_phases(replace(PRESETS["balanced"], patience=3), "block")
    assert recipe.block is not None
    longer = replace(recipe, block=replace(recipe.block, epochs=10 * recipe.block.epochs))
    few, many = (stage_times(r, COUNTS, RATES)["block"] for r in (recipe, longer))
    assert few.low_s == many.low_s
    steps = few.high_s - 1.3 * RATES.block_start_s
    assert many.high_s - 1.3 * RATES.block_start_s == pytest.approx(10 * steps)


def test_showing_classes_alike_shows_more_films() -> None:
    plain = with_phases(PRESETS["balanced"], "whole")
    balanced = replace(plain, imbalance=Imbalance.BALANCED)
    assert COUNTS.shown(plain) == 1000
    assert COUNTS.shown(balanced) == 1800
    assert high(balanced) > 1.5 * high(plain)


def test_trials_take_time_by_their_number_and_none_take_none() -> None:
    recipe = PRESETS["balanced"]
    assert trials_time(0, [recipe], COUNTS, [RATES]) == TimeRange(0, 0)
    ten, forty = (trials_time(n, [recipe], COUNTS, [RATES]) for n in (10, 40))
    assert ten.high_s < forty.high_s < 4 * ten.high_s
    # Another network is another pass over the films; trials are not more of them.
    two = trials_time(40, [recipe] * 2, COUNTS, [RATES] * 2)
    features = stage_times(recipe, COUNTS, RATES)["features"]
    assert two.high_s - forty.high_s == pytest.approx(features.high_s + 1.3 * RATES.start_s)


def test_an_exact_head_takes_longer_with_more_views_whatever_its_epochs() -> None:
    one = replace(PRESETS["quick"], augmentation=1.0)
    assert one.is_exact(one.heads[0])
    four, longer = replace(one, views=4), replace(one, heads=(replace(one.heads[0], epochs=99),))
    time, of_four, of_longer = (
        stage_times(recipe, COUNTS, RATES)["head"] for recipe in (one, four, longer)
    )
    assert time.high_s == pytest.approx(1.3 * 150 * 1000 * 5e-5)
    assert of_four.low_s == pytest.approx(4 * time.low_s)
    assert of_longer == time


def test_activations_are_what_fills_the_disk(paths: AppPaths) -> None:
    vgg, films = backbone_named("vgg16"), (1000, 100)
    head = replace(PRESETS["balanced"], views=4)
    block = with_phases(head, "block")
    assert block.block is not None
    small, large = (Pieces.of(vgg, recipe, films, films, RATES) for recipe in (head, block))
    assert small.features == (4 * 1000 + 100) * 512 * 2
    assert small.maps == 0
    assert large.maps == (block.block.views * 1000 + 100) * 50_000
    need = disk_need([small, large], paths, limit_bytes=10**12)
    assert need.cache_bytes == small.features + large.features + large.maps
    assert need.least_cache_bytes == large.maps
    assert need.free_bytes > 0
    assert need.obstacle() is None


def test_what_is_on_the_disk_already_takes_neither_time_nor_room(paths: AppPaths) -> None:
    recipe, films, missing = replace(PRESETS["balanced"], views=4), (1000, 100), (10, 0)
    all_, few = (stage_times(recipe, COUNTS, RATES, left) for left in (None, missing))
    assert few["features"].high_s < 0.1 * all_["features"].high_s
    assert {**few, "features": all_["features"]} == all_
    piece = Pieces.of(backbone_named("vgg16"), recipe, films, missing, RATES)
    need = disk_need([piece], paths, limit_bytes=10**12)
    assert need.cache_bytes == 4 * 10 * 512 * 2
    assert need.least_cache_bytes == (4 * 1000 + 100) * 512 * 2  # all of it has to stay


def test_what_does_not_fit_is_refused_in_words() -> None:
    need = DiskNeed(9 * 10**9, 8 * 10**9, 10**8, free_bytes=10**12, limit_bytes=5 * 10**9)
    assert "8.0 GB" in str(need.obstacle())
    assert "5.0 GB may be kept" in str(need.obstacle())
    full = replace(need, limit_bytes=10**12, free_bytes=7 * 10**9)
    assert "8.1 GB and the disk has 7.0 GB left" in str(full.obstacle())
    assert replace(full, free_bytes=9 * 10**9).obstacle() is None


# --- measured once


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[RatesRequest]:
    """What was measured, which takes no time here."""
    requests: list[RatesRequest] = []

    def measure(request: RatesRequest, ctx: JobContext) -> Rates:
        requests.append(request)
        figures = {name: getattr(RATES, name) for name in RATES.__dataclass_fields__}
        MeasuredTimes(request.paths.measured_times).keep(request.key, figures)
        return RATES

    monkeypatch.setattr(training_estimate, "measure_rates", measure)
    return requests


@pytest.fixture
def ask(tmp_path: Path, paths: AppPaths) -> Callable[..., EstimateRequest]:
    folder = drawn_folder(tmp_path / "films", each=10)
    dataset = load_dataset(folder)

    def request(*names: str, recipe: Recipe = PRESETS["balanced"]) -> EstimateRequest:
        trainings = tuple(
            TrainingRequest(folder, name, tmp_path / "run", paths.cache, recipe=recipe)
            for name in names
        )
        return EstimateRequest(dataset, trainings, paths)

    return request


def test_the_same_is_measured_once(
    measured: list[RatesRequest], ask: Callable[..., EstimateRequest]
) -> None:
    first = estimate_training(ask("vgg16", "mobilenetv2"), NullContext())
    assert [request.backbone for request in measured] == ["vgg16", "mobilenetv2"]
    again = estimate_training(
        ask("vgg16", recipe=replace(PRESETS["balanced"], views=4)), NullContext()
    )
    assert len(measured) == 2
    assert first.time.high_s == pytest.approx(sum(part.time.high_s for part in first.parts))
    assert again.time.high_s < first.time.high_s


def test_what_was_not_measured_is(
    measured: list[RatesRequest], ask: Callable[..., EstimateRequest]
) -> None:
    recipes = [
        PRESETS["balanced"],
        replace(PRESETS["balanced"], input_size=320),
        with_phases(PRESETS["balanced"], "block"),
        with_phases(PRESETS["balanced"], "block", "block4"),
        with_phases(PRESETS["balanced"], "whole"),
    ]
    for recipe in recipes:
        estimate_training(ask("vgg16", recipe=recipe), NullContext())
    assert len({request.key for request in measured}) == len(recipes)
    assert all(request.class_count == 5 for request in measured)
    assert all(0 < len(request.films) <= 16 for request in measured)


def test_a_measurement_that_fails_is_the_answer(
    ask: Callable[..., EstimateRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: RatesRequest, __: JobContext) -> Rates:
        raise LungDeskError("No.", code=ErrorCode.UNEXPECTED)

    monkeypatch.setattr(training_estimate, "measure_rates", fail)
    with pytest.raises(LungDeskError, match="No"):
        estimate_training(ask("vgg16"), NullContext())
