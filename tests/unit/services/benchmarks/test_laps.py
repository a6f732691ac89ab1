from __future__ import annotations

from functools import partial
from types import SimpleNamespace

import pytest

from lungdesk.services.benchmarks import laps


@pytest.fixture
def timed(monkeypatch: pytest.MonkeyPatch) -> laps.Laps:
    """Laps of 9, 1, 3 and 2 seconds."""
    moments = iter([0.0, 9.0, 20.0, 21.0, 30.0, 33.0, 40.0, 42.0])
    monkeypatch.setattr(laps, "time", SimpleNamespace(perf_counter=lambda: next(moments)))
    timed = laps.Laps()
    assert [timed.time(partial(abs, n)) for n in range(4)] == [0, 1, 2, 3]
    return timed


def test_the_median_leaves_the_first_time_out(timed: laps.Laps) -> None:
    assert timed.median() == 2.0


def test_the_warm_up_is_what_the_first_time_took_longer(timed: laps.Laps) -> None:
    assert timed.warm_up() == 7.0


def test_a_first_time_that_was_shorter_is_no_warm_up() -> None:
    timed = laps.Laps()
    timed.seconds = [1.0, 2.0]

    assert timed.warm_up() == 0.0
