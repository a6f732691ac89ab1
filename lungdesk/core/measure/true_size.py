"""The scale at which a millimetre of the film is a millimetre of the monitor."""

from __future__ import annotations

import math
from typing import Final

from lungdesk.core.radiograph import PixelSpacing

#: How far the spacings of rows and columns may differ: a view enlarges both alike, so that each
#: is then true to half of this.
SQUARE_WITHIN: Final = 0.01


def true_scale(spacing: PixelSpacing, view_pixel_mm: float) -> float | None:
    """View pixels per film pixel at which lengths on the screen are those of the film.

    Parameters
    ----------
    spacing
        Of the film, rows and columns.
    view_pixel_mm
        Side of a view pixel on the monitor, > 0.

    Returns
    -------
    float or None
        None when the film's pixels are not square: shown at one scale, no view is true to both
        directions.

    Raises
    ------
    ValueError
        When a length is not a positive number.
    """
    for what, mm in (
        ("row spacing", spacing.row_mm),
        ("column spacing", spacing.column_mm),
        ("side of a view pixel", view_pixel_mm),
    ):
        if not (math.isfinite(mm) and mm > 0):
            raise ValueError(f"the {what} is a positive length, got {mm} mm")
    longer, shorter = (f(spacing.row_mm, spacing.column_mm) for f in (max, min))
    if longer / shorter - 1 > SQUARE_WITHIN:
        return None
    return math.sqrt(longer / view_pixel_mm) * math.sqrt(shorter / view_pixel_mm)
