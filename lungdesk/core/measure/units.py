"""Extents on a film, and figures in words.

A length is never more certain than its spacing: millimetres always come with their source, and
without a spacing there are pixels only. A spacing at the detector is not that of the body, which
lies nearer to the tube (PS3.3 10.7.1.3).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from lungdesk.core.radiograph import SpacingSource

_PHRASES: Final = {
    SpacingSource.CALIBRATED: "(calibrated)",
    SpacingSource.CALIBRATED_BY_USER: "(calibrated by user)",
    SpacingSource.AT_DETECTOR: "at detector",
    SpacingSource.MAGNIFICATION: "by magnification factor",
    SpacingSource.UNCALIBRATED: "(as stated, not calibrated)",
}


@dataclass(frozen=True, slots=True)
class Extent:
    """A length or an area on a film.

    Attributes
    ----------
    px
        In pixels (of an area: square pixels).
    mm
        In mm (of an area: mm²); None when the film has no spacing.
    source
        Where the millimetres come from; None exactly when there are none.
    """

    px: float
    mm: float | None = None
    source: SpacingSource | None = None

    def __post_init__(self) -> None:
        if (self.mm is None) != (self.source is None):
            raise ValueError(f"millimetres need a source, got {self.mm} from {self.source}")


def length_text(length: Extent) -> str:
    """A length in words: ``12.3 mm at detector``, or ``37 px`` when no spacing is known."""
    return _extent_text(length, "")


def area_text(area: Extent) -> str:
    """An area in words: ``12.3 mm² (calibrated)``, or ``37 px²`` when no spacing is known."""
    return _extent_text(area, "²")


def source_text(source: SpacingSource) -> str:
    """What millimetres of a source are: ``at detector``, ``(calibrated)``."""
    return _PHRASES[source]


def angle_text(angle_deg: float) -> str:
    """An angle in words: ``12.3°``; NaN, of lines without a direction, is ``no angle``."""
    return "no angle" if math.isnan(angle_deg) else f"{angle_deg:.1f}°"


def figure_text(value: float) -> str:
    """A pixel value in words: whole numbers as they are, others with some four digits."""
    if value == round(value):
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 100 else f"{value:.4g}"


def _extent_text(extent: Extent, power: str) -> str:
    if extent.mm is None or extent.source is None:
        return f"{extent.px:,.0f} px{power}"
    return f"{extent.mm:,.1f} mm{power} {source_text(extent.source)}"
