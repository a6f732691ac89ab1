from __future__ import annotations

from itertools import accumulate

from lungdesk.ml.timing import median_seconds


class _Clock:
    """Moves on only while work is done."""

    def __init__(self, laps: list[float]) -> None:
        self._moments = iter(accumulate(laps))
        self.now = 0.0
        self.count = 0

    def work(self) -> None:
        self.now = next(self._moments)
        self.count += 1


def test_the_first_time_warms_the_work_up_and_does_not_count() -> None:
    clock = _Clock([100.0, *[0.1] * 9, 9.0, *[0.1] * 20])
    assert round(median_seconds(clock.work, clock=lambda: clock.now), 6) == 0.1


def test_quick_work_is_done_twenty_times_and_slow_work_three() -> None:
    quick, slow = _Clock([0.01] * 50), _Clock([60.0] * 50)
    median_seconds(quick.work, clock=lambda: quick.now)
    assert median_seconds(slow.work, clock=lambda: slow.now) == 60.0
    assert (quick.count, slow.count) == (21, 4)
