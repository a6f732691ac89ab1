"""Length between two points of a film.

Points are ``(x, y)`` in film pixels, x to the right, y down; the pixel of column ``j`` and row
``i`` covers ``[j, j + 1) x [i, i + 1)``. Rows are ``row_mm`` apart, so that is what y is scaled
by; x is scaled by ``column_mm`` (PS3.3 10.7.1.1).
"""

from __future__ import annotations

import math

from lungdesk.core.imaging.geometry import Point
from lungdesk.core.measure.units import Extent
from lungdesk.core.radiograph import PixelSpacing


def scale_of(spacing: PixelSpacing | None) -> tuple[float, float]:
    """Factors of x and y from pixels to mm; ones, which keep angles, without a spacing."""
    return (1.0, 1.0) if spacing is None else (spacing.column_mm, spacing.row_mm)


def to_plane(point: Point, spacing: PixelSpacing | None) -> Point:
    """A film point in mm, so that angles and lengths are true; in pixels without a spacing."""
    x_scale, y_scale = scale_of(spacing)
    return point[0] * x_scale, point[1] * y_scale


def from_plane(point: Point, spacing: PixelSpacing | None) -> Point:
    """The film point of a point in mm: the inverse of `to_plane`."""
    x_scale, y_scale = scale_of(spacing)
    return point[0] / x_scale, point[1] / y_scale


def distance(start: Point, end: Point, spacing: PixelSpacing | None) -> Extent:
    """Length of a straight line between two film points, in px and, with a spacing, in mm."""
    length_px = math.dist(start, end)
    if spacing is None:
        return Extent(length_px)
    length_mm = math.dist(to_plane(start, spacing), to_plane(end, spacing))
    return Extent(length_px, length_mm, spacing.source)
