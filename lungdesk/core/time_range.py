"""How long something may take: a span, and how people say it."""

from __future__ import annotations

from dataclasses import dataclass

_MINUTE, _HOUR = 60.0, 3600.0
#: Above so many seconds, or minutes, people say the next larger unit.
_MOST = 90


@dataclass(frozen=True, slots=True)
class TimeRange:
    """Seconds, at least and at most."""

    low_s: float
    high_s: float

    def __post_init__(self) -> None:
        if not 0 <= self.low_s <= self.high_s:
            raise ValueError(f"0 <= low <= high, got {self.low_s} and {self.high_s}")

    def __add__(self, other: TimeRange) -> TimeRange:
        """One after the other."""
        return TimeRange(self.low_s + other.low_s, self.high_s + other.high_s)

    def times(self, count: float) -> TimeRange:
        """So many times as long."""
        return TimeRange(count * self.low_s, count * self.high_s)

    def in_words(self) -> str:
        """``20 to 45 seconds``, ``8 to 14 minutes``, ``1½ to 3 hours``."""
        if self.high_s < _MOST:
            low, high = (str(max(5, 5 * round(end / 5))) for end in (self.low_s, self.high_s))
            return f"about {high} seconds" if low == high else f"{low} to {high} seconds"
        if self.high_s < _MOST * _MINUTE:
            low, high = (str(max(1, round(end / _MINUTE))) for end in (self.low_s, self.high_s))
            return f"about {high} minutes" if low == high else f"{low} to {high} minutes"
        low, high = (_halves(max(1, round(2 * end / _HOUR))) for end in (self.low_s, self.high_s))
        return f"about {high} hours" if low == high else f"{low} to {high} hours"


def _halves(count: int) -> str:
    """``½``, ``1``, ``1½``, …; above ten whole ones only."""
    whole, half = divmod(count, 2)
    if whole >= 10:
        return str(whole + half)
    return f"{whole or ''}{'½' if half else ''}"
