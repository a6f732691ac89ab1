"""How long a scale of lengths is."""

from __future__ import annotations

from typing import Final

#: Lengths in mm that people know.
_ROUND: Final = (1, 2, 5, 10, 20, 50, 100, 200)
_SHARE: Final = 0.3


def scale_bar(film_mm: float) -> tuple[float, str]:
    """Length in mm of a scale beside a film of a width, and the words for it."""
    fitting = [length for length in _ROUND if length <= _SHARE * film_mm]
    millimetres = fitting[-1] if fitting else _SHARE * film_mm
    if millimetres >= 10:
        return float(millimetres), f"{millimetres / 10:g} cm"
    return float(millimetres), f"{millimetres:.2g} mm"
