from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.ml.openvino_runtime import Precision
from lungdesk.services.benchmarks import reading
from lungdesk.services.benchmarks.reading import ReadingMeasurement, measure_reading
from lungdesk.services.benchmarks.subjects import Subject
from tests.unit.services.fakes import Listener

#: What the design promises to programs.
PROMISED = {
    "reference_ms",
    "float32_ms",
    "bfloat16_ms",
    "ratio_float32",
    "ratio_bfloat16",
    "maps_over_forward",
    "class_changes_bfloat16",
}


@pytest.fixture
def measurement(tiny: Subject, tmp_path: Path) -> ReadingMeasurement:
    return ReadingMeasurement((tiny,), (), 3, tmp_path / "work")


def test_a_reading_is_measured_both_ways(
    measurement: ReadingMeasurement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "has_bfloat16", lambda: False)
    listener = Listener()

    figures = measure_reading(measurement, listener)["backbones"]["tiny"]

    assert set(figures) > PROMISED
    assert figures["float32_ms"] > 0
    expected = figures["reference_ms"] / figures["float32_ms"]
    # The times are rounded to a hundredth of a millisecond, the ratio is not made of rounded ones.
    rounding = 0.005 / figures["float32_ms"] + 0.005 / figures["reference_ms"] + 1e-3
    assert figures["ratio_float32"] == pytest.approx(expected, rel=rounding)
    assert figures["maps_over_forward"] > 1
    assert [figures[name] for name in sorted(PROMISED) if "bfloat16" in name] == [None] * 3
    assert (figures["weights"], figures["views_compared"]) == ("none", 32)
    assert max(figures["probability_difference"], figures["map_difference"]) < 0.01
    assert [report.done for report in listener.reports] == [0, 0, 1, 2, 3]


def test_nothing_is_left_behind(measurement: ReadingMeasurement) -> None:
    measure_reading(measurement, NullContext())

    assert list(measurement.work_folder.iterdir()) == []


def test_the_times_are_medians_without_the_first_round(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = {"slow": iter([9.0, 4.0, 8.0, 6.0]), "fast": iter([9.0, 0.1, 0.3, 0.2])}
    clock = SimpleNamespace(now=0.0, order=[])
    monkeypatch.setattr(
        reading, "time", SimpleNamespace(perf_counter=lambda: clock.now), raising=True
    )

    def work(way: str) -> None:
        clock.order.append(way)
        clock.now += next(seconds[way])

    ways = {way: (lambda way=way: work(way)) for way in seconds}
    times = reading._timed_in_turn(ways, 3, "tiny", NullContext())

    assert times == pytest.approx({"slow": 6000, "fast": 200})
    assert clock.order == ["slow", "fast"] * 4


def test_ratios_are_the_reference_over_ours() -> None:
    milliseconds = {"reference": 600.0, "float32": 100.0, "bfloat16": 20.0, "forward": 80.0}
    milliseconds["maps"] = 20.0

    figures = reading._figures(milliseconds)

    assert figures == {
        "reference_ms": 600.0,
        "float32_ms": 100.0,
        "ratio_float32": 6.0,
        "bfloat16_ms": 20.0,
        "ratio_bfloat16": 30.0,
        "maps_over_forward": 1.25,
    }


def answer(*probabilities: float, hottest: float = 1.0) -> tuple[Any, Any]:
    return np.array(probabilities, np.float32), np.full((2, 2), hottest, np.float32)


def test_answers_that_are_not_the_same_are_not_compared() -> None:
    usual = answer(0.7, 0.3, hottest=10.0)
    maps = np.stack([np.full((2, 2), 10.1), np.zeros((2, 2))]).astype(np.float32)
    own = np.array([0.69, 0.31], np.float32)

    near = reading._differences(usual, (own, maps))
    with pytest.raises(LungDeskError) as other_map:
        reading._differences(usual, (own, maps[::-1]))
    with pytest.raises(LungDeskError):
        reading._differences(usual, (own[::-1], maps))
    with pytest.raises(LungDeskError):
        reading._differences(usual, (own * np.float32("nan"), maps))

    assert near == {"probability_difference": 0.01, "map_difference": 0.01}
    assert other_map.value.code is ErrorCode.UNEXPECTED


def test_films_whose_leading_class_bfloat16_changes_are_counted() -> None:
    def network(*classes: int) -> Any:
        leading = iter(classes)

        def run(_: NDArray[np.uint8]) -> tuple[NDArray[np.float32], ...]:
            return (np.eye(5, dtype=np.float32)[[next(leading)]],)

        return SimpleNamespace(run=run)

    networks = {
        Precision.FLOAT32: network(0, 1, 2, 3),
        Precision.BFLOAT16: network(0, 2, 2, 4),
    }

    views = [np.zeros((8, 8), np.uint8)] * 4
    assert reading._class_changes(networks, views) == 2
