"""Points and spacings as films have them, and how to move them, for the geometry tests."""

from __future__ import annotations

import math

from hypothesis import strategies as st

from lungdesk.core.imaging.geometry import Point
from lungdesk.core.radiograph import PixelSpacing, SpacingSource

coordinates = st.floats(-4000, 4000)
points = st.tuples(coordinates, coordinates)
degrees = st.floats(0, 360)
millimetres = st.floats(0.05, 2.0)
sources = st.sampled_from(SpacingSource)
spacings = st.builds(PixelSpacing, millimetres, millimetres, sources)
isotropic_spacings = st.builds(
    lambda mm, source: PixelSpacing(mm, mm, source), millimetres, sources
)

ANISOTROPIC = PixelSpacing(row_mm=0.2, column_mm=0.1, source=SpacingSource.CALIBRATED)


def apart(start: Point, end: Point) -> bool:
    """Whether two points are a pixel or more apart, so that a direction means something."""
    return math.dist(start, end) >= 1


def shifted(point: Point, by: Point) -> Point:
    return point[0] + by[0], point[1] + by[1]


def turned(point: Point, angle_deg: float, about: Point = (0.0, 0.0)) -> Point:
    angle = math.radians(angle_deg)
    x, y = point[0] - about[0], point[1] - about[1]
    cos, sin = math.cos(angle), math.sin(angle)
    return about[0] + cos * x - sin * y, about[1] + sin * x + cos * y


def towards(start: Point, angle_deg: float, length: float) -> Point:
    """The point at a distance from another, in a direction."""
    return shifted(start, turned((length, 0.0), angle_deg))
