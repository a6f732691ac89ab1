"""How long a piece of work takes, in a few seconds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

#: Work is timed so often, unless that takes longer than `_MOST_S`; never less than `_LEAST`.
_RUNS, _LEAST = 20, 3
_MOST_S = 3.0


def median_seconds(
    work: Callable[[], object], *, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Of work that is done again and again for a few seconds; the first time warms it up."""
    work()
    begun, laps = clock(), list[float]()
    while len(laps) < _LEAST or (len(laps) < _RUNS and clock() - begun < _MOST_S):
        started = clock()
        work()
        laps.append(clock() - started)
    return statistics.median(laps)
