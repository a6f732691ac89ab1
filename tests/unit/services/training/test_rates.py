"""Measuring a network, in the process of the tests and once in a real child."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, JobContext, NullContext
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.training.rates import Rates, RatesTask, measured_rates
from lungdesk.ml.training.recipe import BlockSettings, PhaseSettings, Recipe, with_phases
from lungdesk.services import reading_time
from lungdesk.services.measured_times import MeasuredTimes
from lungdesk.services.paths import AppPaths
from lungdesk.services.reading_time import (
    ReadingTimeRequest,
    kept_reading_times,
    measure_reading_time,
)
from lungdesk.services.training import rates as training_rates
from lungdesk.services.training.rates import (
    RatesRequest,
    kept_rates,
    measure_rates,
    some_films,
)
from tests.unit.ml.tiny_backbone import TINY
from tests.unit.services.drafts import drawn_folder
from tests.unit.services.fakes import Listener

FULL = Recipe(block=BlockSettings(), whole=PhaseSettings(epochs=2))


@pytest.fixture
def films(tmp_path: Path) -> tuple[Path, ...]:
    return tuple(sorted(drawn_folder(tmp_path / "films", each=2).rglob("*.png")))


@pytest.fixture
def paths() -> AppPaths:
    return AppPaths.default()


def _here(
    work: Callable[[Any, JobContext], Any], request: Any, _folder: Path, ctx: JobContext
) -> Any:
    return work(request, ctx)


def test_every_part_of_a_training_is_timed(films: tuple[Path, ...]) -> None:
    rates = measured_rates(RatesTask(TINY, FULL, 5, films), read_radiograph, NullContext())
    assert all(value > 0 for value in (getattr(rates, n) for n in Rates.__dataclass_fields__))
    # 15 x 15 cells behind the first layer, of 8 channels, two bytes each.
    assert rates.map_bytes == 15 * 15 * 8 * 2


def test_a_phase_that_is_not_trained_is_not_timed(films: tuple[Path, ...]) -> None:
    head = with_phases(FULL, "head")
    rates = measured_rates(RatesTask(TINY, head, 5, films), read_radiograph, NullContext())
    assert rates.head_step_s > 0
    fitted = replace(head, heads=(replace(head.heads[0], hidden_units=8),))
    task = RatesTask(TINY, fitted, 5, films)
    assert measured_rates(task, read_radiograph, NullContext()).exact_view_s == 0
    assert (rates.block_film_s, rates.lower_view_s, rates.whole_film_s) == (0, 0, 0)


def test_films_that_cannot_be_read_are_told_of(tmp_path: Path) -> None:
    missing = (tmp_path / "none.png",)
    with pytest.raises(LungDeskError, match="none of the films") as caught:
        measured_rates(RatesTask(TINY, FULL, 5, missing), read_radiograph, NullContext())
    assert caught.value.code is ErrorCode.DATASET_EMPTY


def test_films_of_the_whole_collection_are_tried() -> None:
    many = [Path(f"{number:04d}.png") for number in range(1000)]
    some = some_films(many)
    assert len(some) == 16
    assert {path.name[0:2] for path in some} >= {"00", "05", "09"}
    assert some_films(many[:3]) == tuple(many[:3])


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tiny network under any name, in this process."""
    for module in (reading_time, training_rates):
        monkeypatch.setattr(module, "run_in_child", _here)
        monkeypatch.setattr(module, "backbone_named", lambda _: TINY)


@pytest.mark.usefixtures("tiny")
def test_a_reading_time_is_kept_for_the_next_time(paths: AppPaths) -> None:
    request = ReadingTimeRequest("tiny", 32, paths)
    assert kept_reading_times(paths, NullContext()) == {}
    listener = Listener()
    time = measure_reading_time(request, listener)
    assert 0 <= time.milliseconds < 60_000
    assert "measuring Tiny" in [report.message for report in listener.reports]
    assert kept_reading_times(paths, NullContext()) == {request.key: time}
    assert ReadingTimeRequest("tiny", 64, paths).key != request.key


@pytest.mark.usefixtures("tiny")
def test_rates_are_kept_and_a_file_of_another_version_is_not_used(
    paths: AppPaths, films: tuple[Path, ...]
) -> None:
    request = RatesRequest("tiny", with_phases(FULL, "head"), 5, films, films[0].parent, paths)
    times = MeasuredTimes(paths.measured_times)
    assert kept_rates(request, times) is None
    rates = measure_rates(request, NullContext())
    assert rates.view_s > 0
    assert kept_rates(request, times) == rates
    assert kept_rates(replace(request, place=Path("/other")), times) is None
    times.keep(request.key, {"start_s": 1.0})
    assert kept_rates(request, times) is None


@pytest.mark.usefixtures("tiny")
def test_a_size_that_the_network_does_not_take_is_refused(paths: AppPaths) -> None:
    with pytest.raises(LungDeskError, match="does not take films of 33 px"):
        measure_reading_time(ReadingTimeRequest("tiny", 33, paths), NullContext())


@pytest.mark.slow
def test_a_real_network_is_measured_in_a_child_that_leaves_nothing_behind(
    paths: AppPaths, films: tuple[Path, ...]
) -> None:
    recipe = replace(with_phases(Recipe(), "block"), input_size=64)
    request = RatesRequest("mobilenetv2", recipe, 5, films, films[0].parent, paths)
    rates = measure_rates(request, NullContext())
    assert rates == kept_rates(request, MeasuredTimes(paths.measured_times))
    assert 0 < rates.view_s < rates.start_s
    assert 0 < rates.block_film_s < rates.block_start_s
    assert list(paths.benchmarks.iterdir()) == []


@pytest.mark.slow
def test_cancel_ends_a_measurement_and_keeps_nothing(
    paths: AppPaths, films: tuple[Path, ...]
) -> None:
    request = RatesRequest("mobilenetv2", Recipe(), 5, films, films[0].parent, paths)
    with pytest.raises(Cancelled):
        measure_rates(request, Listener(cancels_at_check=1))
    assert not paths.measured_times.exists()
    assert list(paths.benchmarks.iterdir()) == []
