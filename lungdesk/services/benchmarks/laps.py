"""How long the same work takes, done several times."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


class Laps:
    """Seconds of each time that some work was done; the first one warms it up.

    Parameters
    ----------
    clock
        Seconds that only rise; None for those of the wall.
    """

    def __init__(self, clock: Callable[[], float] | None = None) -> None:
        self.seconds: list[float] = []
        self._clock = clock or time.perf_counter

    def time(self, work: Callable[[], Result]) -> Result:
        """Do the work and note its time."""
        started = self._clock()
        result = work()
        self.seconds.append(self._clock() - started)
        return result

    def median(self) -> float:
        """Of all times but the first one."""
        return statistics.median(self.seconds[1:])

    def warm_up(self) -> float:
        """By how much the first one took longer."""
        return max(0.0, self.seconds[0] - self.median())
