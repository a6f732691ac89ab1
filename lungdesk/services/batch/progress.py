"""How far a batch is, how fast, and how long it will take."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from lungdesk.core.jobs import JobContext, Progress

#: The rate is that of the last so many reports: a pause long ago does not count.
_REPORTS = 40


class BatchProgress:
    """Tells a context of finished files, with rate and time left in words.

    The first report begins the clock: before it, folders were looked into and the network loaded,
    which says nothing of how long the rest will take.

    Parameters
    ----------
    clock
        Seconds that only rise.
    """

    def __init__(
        self, total: int, ctx: JobContext, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._total = total
        self._ctx = ctx
        self._clock = clock
        self._done = self._read = 0
        self._seen: deque[tuple[float, int]] = deque(maxlen=_REPORTS)

    def done(self, count: int, *, known: int = 0) -> None:
        """So many more files have their rows on the disk; ``known`` of them had been read before.

        Those pass by in no time, and say nothing of how long the rest will take.
        """
        self._done += count
        self._read += count - known
        if known == count:
            self._seen.clear()
        self._seen.append((self._clock(), self._read))
        (before, then), (now, read) = self._seen[0], self._seen[-1]
        message = "reading films"
        if now > before and read > then:
            rate = (read - then) / (now - before)
            left = max(0, self._total - self._done) / rate
            message = f"{rate:.3g} films/s, {_duration(left)} left"
            if rate < 1:
                each = 1 / rate
                message = f"{each:.3g} s a film, {_duration(left)} left"
        self._ctx.report(Progress(self._done, self._total, message))


def _duration(seconds: float) -> str:
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
