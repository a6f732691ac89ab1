"""Reads graphics and texts of a presentation state as annotations (PS3.3 C.10.5)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pydicom.dataset import Dataset

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.marks import Arrow, Polyline, TextNote
from lungdesk.core.annotation.regions import EllipseRoi
from lungdesk.core.imaging.geometry import Point
from lungdesk.formats.dicom_header import text
from lungdesk.formats.private_presentation import annotation_of

#: Points of an ellipse that does not lie along rows and columns.
_ELLIPSE_STEPS: Final = 72
#: Half an arm of the cross that a point is shown as, over the longer side of the film.
_CROSS_SHARE: Final = 0.005
_INVALID: Final = (ValueError, TypeError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True)
class GraphicFrame:
    """How coordinates of a state become film pixels.

    Attributes
    ----------
    film_size
        Columns and rows.
    first, last
        Film points in the upper left and the lower right corner of the displayed area.
    is_turned
        Whether the rows of the display lie along columns of the film.
    """

    film_size: tuple[int, int]
    first: Point
    last: Point
    is_turned: bool

    def to_film(self, point: Point, units: str) -> Point:
        """Film point of a graphic; raises ValueError for units that a film does not have."""
        if units == "PIXEL":
            return point
        if units != "DISPLAY":
            raise ValueError(f"graphics in units of {units}")
        u, v = reversed(point) if self.is_turned else point
        (x0, y0), (x1, y1) = self.first, self.last
        return x0 + u * (x1 - x0), y0 + v * (y1 - y0)


@dataclass(slots=True)
class ReadGraphics:
    """Annotations of a state, and how many of its graphics could not be shown."""

    annotations: AnnotationSet = field(default_factory=AnnotationSet)
    left_out: int = 0

    def add(self, annotation: Annotation) -> None:
        """Add one, unless it is there already."""
        if annotation.id not in self.annotations:
            self.annotations = self.annotations.added(annotation)


def read_graphics(items: list[Dataset], frame: GraphicFrame) -> ReadGraphics:
    """Annotations of the items that apply to a film."""
    read = ReadGraphics()
    for item in items:
        own = annotation_of(item)
        if own is not None:
            read.add(own)
            continue
        for annotation in _foreign(item, frame, read):
            read.add(annotation)
    return read


def _foreign(item: Dataset, frame: GraphicFrame, read: ReadGraphics) -> Iterator[Annotation]:
    """Shapes and texts of another program; the only text names the only shape."""
    shapes: list[Annotation] = []
    notes: list[Annotation] = []
    for graphic in item.get("GraphicObjectSequence") or ():
        try:
            shapes.append(_shape(graphic, frame))
        except _INVALID:
            read.left_out += 1
    for words in item.get("TextObjectSequence") or ():
        try:
            notes.append(_note(words, frame))
        except _INVALID:
            read.left_out += 1
    if not shapes and not notes:
        read.left_out += len(item.get("CompoundGraphicSequence") or ())
    if len(shapes) == len(notes) == 1 and isinstance(notes[0], TextNote):
        yield shapes[0].renamed(notes[0].content)
        return
    yield from shapes
    yield from notes


def _shape(graphic: Dataset, frame: GraphicFrame) -> Annotation:
    units = text(graphic, "GraphicAnnotationUnits")
    flat = [float(number) for number in graphic.GraphicData]
    pairs = zip(flat[::2], flat[1::2], strict=True)
    points = tuple(frame.to_film(point, units) for point in pairs)
    match text(graphic, "GraphicType"):
        case "POINT":
            return Polyline(_cross(points[0], max(frame.film_size) * _CROSS_SHARE))
        case "POLYLINE" | "INTERPOLATED":
            return Polyline(points)
        case "CIRCLE":
            center, on = points
            radius = math.dist(center, on)
            (x, y) = center
            return EllipseRoi(((x - radius, y - radius), (x + radius, y + radius)))
        case "ELLIPSE":
            return _ellipse(points)
    raise ValueError(text(graphic, "GraphicType"))


def _cross(point: Point, arm: float) -> tuple[Point, ...]:
    x, y = point
    return (x - arm, y), (x + arm, y), (x, y), (x, y - arm), (x, y + arm)


def _ellipse(points: tuple[Point, ...]) -> Annotation:
    """An ellipse from the ends of its axes."""
    (a0, a1, b0, b1) = points
    xs, ys = ([point[axis] for point in points] for axis in (0, 1))
    slack = 1e-3 * max(math.dist(a0, a1), math.dist(b0, b1))
    is_upright = min(abs(a1[0] - a0[0]), abs(a1[1] - a0[1])) <= slack
    if is_upright:
        return EllipseRoi(((min(xs), min(ys)), (max(xs), max(ys))))
    x, y = (a0[0] + a1[0]) / 2, (a0[1] + a1[1]) / 2
    turns = [2 * math.pi * step / _ELLIPSE_STEPS for step in range(_ELLIPSE_STEPS + 1)]
    return Polyline(
        tuple(
            (
                x + (a1[0] - a0[0]) / 2 * math.cos(t) + (b1[0] - b0[0]) / 2 * math.sin(t),
                y + (a1[1] - a0[1]) / 2 * math.cos(t) + (b1[1] - b0[1]) / 2 * math.sin(t),
            )
            for t in turns
        )
    )


def _note(words: Dataset, frame: GraphicFrame) -> Annotation:
    """A text; with a visible anchor, an arrow from it to what it speaks of."""
    content = "\n".join(str(words.UnformattedTextValue).splitlines()).strip()
    anchor = _point(words.get("AnchorPoint"), text(words, "AnchorPointAnnotationUnits"), frame)
    box = text(words, "BoundingBoxAnnotationUnits")
    corner = _point(words.get("BoundingBoxTopLeftHandCorner"), box, frame)
    opposite = _point(words.get("BoundingBoxBottomRightHandCorner"), box, frame)
    if not content:
        raise ValueError("a text without words")
    if anchor and corner and opposite and text(words, "AnchorPointVisibility") == "Y":
        middle = ((corner[0] + opposite[0]) / 2, (corner[1] + opposite[1]) / 2)
        return Arrow((middle, anchor), name=content)
    at = corner or anchor
    if at is None:
        raise ValueError("a text without a place")
    return TextNote((at,), content=content)


def _point(value: Any, units: str, frame: GraphicFrame) -> Point | None:
    if not value:
        return None
    x, y = (float(number) for number in value)
    return frame.to_film((x, y), units)
