"""How long something will take, from how long it has taken."""

from __future__ import annotations

import time
from collections.abc import Callable

from lungdesk.core.jobs import Progress
from lungdesk.gui.translation import tr
from lungdesk.gui.words import progress_words

#: Before so many steps a guess would jump about.
_LEAST_STEPS = 5
_MINUTE, _HOUR = 60, 3600


class TimeLeft:
    """Counts from the first report of a message; another message begins anew."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._message: str | None = None
        self._began_s = 0.0
        self._began_at = 0

    def words(self, progress: Progress) -> str:
        """``reading test: 214 of 471, 8 s left``."""
        now = self._clock()
        if progress.message != self._message:
            self._message, self._began_s, self._began_at = progress.message, now, progress.done
        if not progress.total:
            return f"{progress.message}…"
        said = progress_words(progress)
        steps = progress.done - self._began_at
        if steps < _LEAST_STEPS or progress.done >= progress.total:
            return said
        left_s = (now - self._began_s) / steps * (progress.total - progress.done)
        return tr("{said}, {duration} left", said=said, duration=duration(left_s))


def duration(seconds: float) -> str:
    """``8 s``, ``2 min``, ``1 h 5 min``; never 0."""
    whole = max(1, round(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return tr("{whole} min", whole=round(whole / _MINUTE))
    hours, rest = divmod(whole, _HOUR)
    minutes = rest // _MINUTE
    return tr("{hours} h {minutes} min", hours=hours, minutes=minutes) if minutes else f"{hours} h"
