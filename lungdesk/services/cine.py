"""How fast the frames of a film are meant to be played."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.services.tags import TagsRequest, tags

if TYPE_CHECKING:
    from lungdesk.formats.dicom_tags import TagRow

#: Frames a second of a film that does not say.
DEFAULT_RATE: Final = 10.0

#: Whatever a file states, playing stays between these.
_SLOWEST, _FASTEST = 0.5, 60.0

#: Frames a second, in the order in which they count (PS3.3 C.7.6.5 and C.7.6.16.1).
_RATES: Final = ("RecommendedDisplayFrameRate", "CineRate")
_MILLISECONDS: Final = "FrameTime"


def frame_rate(request: TagsRequest, ctx: JobContext) -> float:
    """Frames a second that the header of a film states, else the default.

    A film that is no DICOM file, or whose header cannot be read, states nothing.
    """
    try:
        return stated_rate(tags(request, ctx))
    except LungDeskError:
        return DEFAULT_RATE


def stated_rate(rows: Iterable[TagRow]) -> float:
    """Frames a second that the elements on the first level state, else the default."""
    stated = {row.keyword: _number(row.value) for row in rows if row.depth == 0}
    time_ms = stated.get(_MILLISECONDS, 0.0)
    candidates = [stated.get(keyword, 0.0) for keyword in _RATES]
    candidates.append(1000 / time_ms if time_ms > 0 else 0.0)
    rate = next((candidate for candidate in candidates if candidate > 0), DEFAULT_RATE)
    return min(max(rate, _SLOWEST), _FASTEST)


def _number(text: str) -> float:
    """A value as a number; 0 when it is none."""
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) else 0.0
