"""For how long each film has been looked at, before its reader has answered."""

from __future__ import annotations

import time
from collections.abc import Callable

from lungdesk.gui.reading_store import FrameKey


class LookingTime:
    """Adds up the visits to each film.

    Only the film in the centre is being read. Time in which another one was there does not count:
    who looks through a list first and answers afterwards has not read the first film all the while.

    Parameters
    ----------
    now
        Seconds that pass steadily.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._key: FrameKey | None = None
        self._since = 0.0
        self._seconds: dict[FrameKey, float] = {}

    def look_at(self, key: FrameKey | None) -> None:
        """Another film is in the centre, or none; to be told of the same one changes nothing."""
        if key == self._key:
            return
        now = self._now()
        if self._key is not None:
            self._seconds[self._key] = self._seconds.get(self._key, 0.0) + now - self._since
        self._key, self._since = key, now

    def taken(self, key: FrameKey) -> float:
        """Seconds that a film took; from now on it begins anew."""
        seconds = self._seconds.pop(key, 0.0)
        if key == self._key:
            now = self._now()
            seconds += now - self._since
            self._since = now
        return seconds

    def restart(self) -> None:
        """Somebody else reads: nobody has looked at anything yet."""
        self._seconds = {}
        self._since = self._now()
