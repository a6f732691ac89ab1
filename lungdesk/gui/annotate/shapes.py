"""What is painted of an annotation: strokes in film pixels. Plain values, no Qt."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import singledispatch

from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.marks import Arrow, Polyline, TextNote
from lungdesk.core.annotation.measurements import (
    Angle,
    CalibrationLine,
    CardiothoracicRatio,
    Cobb,
    Length,
    Probe,
)
from lungdesk.core.annotation.regions import EllipseRoi, FreehandRoi, RectangleRoi
from lungdesk.core.imaging.geometry import Point
from lungdesk.core.radiograph import Radiograph

_ELLIPSE_STEPS = 72


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points.

    Attributes
    ----------
    is_helper
        Painted dashed: it leads to the measure and is not measured itself.
    head
        Size of an arrow head at the last point or of ticks at both ends, in view pixels; 0: none.
    """

    points: tuple[Point, ...]
    is_closed: bool = False
    is_helper: bool = False
    has_head: bool = False
    has_ticks: bool = False


@singledispatch
def strokes(annotation: Annotation, radiograph: Radiograph) -> tuple[Stroke, ...]:
    """Strokes of an annotation on its film."""
    raise TypeError(f"{annotation.title} cannot be painted on {radiograph.instance.path.name}")


@strokes.register
def _(annotation: Length, _film: Radiograph) -> tuple[Stroke, ...]:
    return (Stroke(annotation.points, has_ticks=True),)


@strokes.register
def _(annotation: CalibrationLine, _film: Radiograph) -> tuple[Stroke, ...]:
    return (Stroke(annotation.points, has_ticks=True),)


@strokes.register
def _(annotation: Arrow, _film: Radiograph) -> tuple[Stroke, ...]:
    return (Stroke(annotation.points, has_head=True),)


@strokes.register(Polyline)
@strokes.register(Angle)
def _(annotation: Annotation, _film: Radiograph) -> tuple[Stroke, ...]:
    return (Stroke(annotation.points),)


@strokes.register
def _(annotation: Cobb, _film: Radiograph) -> tuple[Stroke, ...]:
    a, b, c, d = annotation.points
    middles = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), ((c[0] + d[0]) / 2, (c[1] + d[1]) / 2)
    return Stroke((a, b)), Stroke((c, d)), Stroke(middles, is_helper=True)


@strokes.register
def _(annotation: RectangleRoi, _film: Radiograph) -> tuple[Stroke, ...]:
    return (Stroke(annotation.handles[:4], is_closed=True),)


@strokes.register
def _(annotation: EllipseRoi, _film: Radiograph) -> tuple[Stroke, ...]:
    (x0, y0), (x1, y1) = annotation.points
    center, radii = ((x0 + x1) / 2, (y0 + y1) / 2), ((x1 - x0) / 2, (y1 - y0) / 2)
    angles = [2 * math.pi * step / _ELLIPSE_STEPS for step in range(_ELLIPSE_STEPS)]
    outline = tuple(
        (center[0] + radii[0] * math.cos(t), center[1] + radii[1] * math.sin(t)) for t in angles
    )
    return (Stroke(outline, is_closed=True),)


@strokes.register
def _(annotation: FreehandRoi, _film: Radiograph) -> tuple[Stroke, ...]:
    return (Stroke(annotation.points, is_closed=True),)


@strokes.register
def _(annotation: CardiothoracicRatio, film: Radiograph) -> tuple[Stroke, ...]:
    measure = annotation.measure(film)
    return (
        Stroke(annotation.points[:2], is_helper=True),
        *(Stroke(line) for line in measure.heart_strokes),
        Stroke(measure.thorax_stroke, has_ticks=True),
        Stroke((measure.thorax_stroke[1], annotation.points[5]), is_helper=True),
    )


@strokes.register(Probe)
@strokes.register(TextNote)
def _(_annotation: Annotation, _film: Radiograph) -> tuple[Stroke, ...]:
    return ()


def distance_to(shape: tuple[Stroke, ...], point: Point) -> float:
    """Distance of a point from the nearest stroke; infinite without strokes."""
    distances = [
        _distance_to_segment(point, start, end)
        for stroke in shape
        for start, end in _segments(stroke)
    ]
    return min(distances, default=math.inf)


def _segments(stroke: Stroke) -> list[tuple[Point, Point]]:
    points = (*stroke.points, stroke.points[0]) if stroke.is_closed else stroke.points
    return list(itertools.pairwise(points))


def _distance_to_segment(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    square = dx * dx + dy * dy
    if square == 0:
        return math.dist(point, start)
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / square
    along = min(max(along, 0.0), 1.0)
    return math.dist(point, (start[0] + along * dx, start[1] + along * dy))
