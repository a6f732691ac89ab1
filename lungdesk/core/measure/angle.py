"""Angles on a film, in the plane of the patient: rows and columns may be spaced differently."""

from __future__ import annotations

import math

from lungdesk.core.imaging.geometry import Point
from lungdesk.core.measure.distance import to_plane
from lungdesk.core.radiograph import PixelSpacing

Line = tuple[Point, Point]


def angle_deg(first: Point, vertex: Point, second: Point, spacing: PixelSpacing | None) -> float:
    """Angle at ``vertex`` between its arms to two other film points.

    Returns
    -------
    float
        Degrees in [0, 180]; NaN when an arm has no length.
    """
    cross, dot = _products(_vector((vertex, first), spacing), _vector((vertex, second), spacing))
    return _degrees(abs(cross), dot)


def cobb_deg(first: Line, second: Line, spacing: PixelSpacing | None) -> float:
    """Angle between two lines, whichever way they are drawn.

    This is Cobb's angle between the end plates of two vertebrae (J. R. Cobb, Instr. Course Lect.
    5, 261, 1948), read as the smaller of the two angles at which the lines cross.

    Returns
    -------
    float
        Degrees in [0, 90]; NaN when a line has no length.
    """
    cross, dot = _products(_vector(first, spacing), _vector(second, spacing))
    return _degrees(abs(cross), abs(dot))


def _vector(line: Line, spacing: PixelSpacing | None) -> Point:
    """Direction of a line, of length 1; zeros when it has no length."""
    (x0, y0), (x1, y1) = line
    dx, dy = to_plane((x1 - x0, y1 - y0), spacing)
    length = math.hypot(dx, dy)
    return (dx / length, dy / length) if length > 0 else (0.0, 0.0)


def _products(first: Point, second: Point) -> tuple[float, float]:
    """Cross and dot product."""
    return (
        first[0] * second[1] - first[1] * second[0],
        first[0] * second[0] + first[1] * second[1],
    )


def _degrees(cross: float, dot: float) -> float:
    # The arc tangent is exact near 0 and 180 degrees, where an arc cosine is not.
    return math.degrees(math.atan2(cross, dot)) if cross or dot else math.nan
