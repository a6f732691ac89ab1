"""A pixel spacing from a line whose length in the patient is known, such as a marker ball."""

from __future__ import annotations

import math

from lungdesk.core.imaging.geometry import Point
from lungdesk.core.radiograph import PixelSpacing, SpacingSource


def spacing_from_line(
    start: Point, end: Point, length_mm: float, *, aspect: float = 1.0
) -> PixelSpacing:
    """Spacing at which the line between two film points is ``length_mm`` long.

    Parameters
    ----------
    aspect
        Row spacing over column spacing of the film, which one line cannot tell; see
        `aspect_of`.

    Raises
    ------
    ValueError
        When the line has no length, or the length or the aspect is not a positive number.
    """
    for what, value in (("length in mm", length_mm), ("aspect", aspect)):
        if not (math.isfinite(value) and value > 0):
            raise ValueError(f"the {what} is positive, got {value}")
    length_px = math.hypot(end[0] - start[0], (end[1] - start[1]) * aspect)
    if length_px == 0:
        raise ValueError(f"a line to calibrate with has two ends, got {start} twice")
    column_mm = length_mm / length_px
    return PixelSpacing(column_mm * aspect, column_mm, SpacingSource.CALIBRATED_BY_USER)


def aspect_of(spacing: PixelSpacing | None) -> float:
    """Row spacing over column spacing; 1 for a film that states none."""
    return 1.0 if spacing is None else spacing.row_mm / spacing.column_mm
