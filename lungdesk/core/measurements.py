"""What annotations measure, as numbers with units, for reports and tables."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import singledispatch
from typing import Final
from uuid import UUID

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.marks import Arrow, Polyline
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
from lungdesk.core.measure.angle import angle_deg, cobb_deg
from lungdesk.core.measure.distance import distance
from lungdesk.core.measure.probe import probed
from lungdesk.core.measure.region import Region
from lungdesk.core.measure.roi import roi_statistics
from lungdesk.core.measure.units import Extent
from lungdesk.core.radiograph import Radiograph, SpacingSource

#: Length of an arrow's head over that of the arrow, and angle of its strokes, in radians.
_HEAD_SHARE: Final = 0.2
_HEAD_ANGLE: Final = math.radians(25)


class Quantity(StrEnum):
    """What is measured."""

    LENGTH = "length"
    ANGLE = "angle"
    COBB_ANGLE = "Cobb angle"
    CARDIOTHORACIC_RATIO = "cardiothoracic ratio"
    HEART_WIDTH = "heart width"
    THORAX_WIDTH = "thorax width"
    AREA = "area"
    PERIMETER = "perimeter"
    MEAN = "mean"
    STANDARD_DEVIATION = "standard deviation"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    PIXEL_VALUE = "pixel value"
    REFERENCE_LENGTH = "reference length"


class Unit(StrEnum):
    """In which unit."""

    MM = "mm"
    MM2 = "mm²"
    PX = "px"
    PX2 = "px²"
    DEGREE = "°"
    RATIO = "ratio"
    NONE = ""


class OutlineKind(StrEnum):
    """What the points of an outline mean (PS3.3 C.18.6.1.2)."""

    POINT = "POINT"
    POLYLINE = "POLYLINE"
    ELLIPSE = "ELLIPSE"


@dataclass(frozen=True, slots=True)
class Outline:
    """Where on the film: film pixels. Of an ellipse, the ends of the longer axis come first."""

    kind: OutlineKind
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Measurement:
    """One number.

    Attributes
    ----------
    source
        Where millimetres come from; None for all other units.
    outlines
        What it was measured along; none when it is of the group's region.
    """

    quantity: Quantity
    value: float
    unit: Unit
    source: SpacingSource | None = None
    outlines: tuple[Outline, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasurementGroup:
    """What one annotation measures.

    Attributes
    ----------
    name
        The reader's name for it, else the word for its kind.
    region
        The region whose pixels are measured, if it is one.
    """

    id: UUID
    name: str
    measurements: tuple[Measurement, ...]
    region: Outline | None = None


def measurement_groups(
    annotations: AnnotationSet, radiograph: Radiograph
) -> tuple[MeasurementGroup, ...]:
    """Groups of all annotations that measure something, the reader's calibration applied.

    Figures that do not exist (the angle of a line without length) are left out.
    """
    film = annotations.calibrated(radiograph)
    groups = (_group(annotation, film) for annotation in annotations.annotations)
    return tuple(group for group in groups if group.measurements)


def _group(annotation: Annotation, film: Radiograph) -> MeasurementGroup:
    measurements = tuple(m for m in measured(annotation, film) if math.isfinite(m.value))
    region = _region(annotation)
    return MeasurementGroup(
        annotation.id, annotation.name or annotation.title, measurements, region
    )


@singledispatch
def measured(annotation: Annotation, film: Radiograph) -> tuple[Measurement, ...]:
    """What an annotation measures on a film; nothing for one that only points or says."""
    del annotation, film
    return ()


@measured.register
def _(annotation: Length, film: Radiograph) -> tuple[Measurement, ...]:
    start, end = annotation.points
    return (_length(Quantity.LENGTH, distance(start, end, film.spacing), annotation.points),)


@measured.register
def _(annotation: Angle, film: Radiograph) -> tuple[Measurement, ...]:
    first, vertex, second = annotation.points
    degrees = angle_deg(first, vertex, second, film.spacing)
    outlines = (_line(annotation.points),)
    return (Measurement(Quantity.ANGLE, degrees, Unit.DEGREE, outlines=outlines),)


@measured.register
def _(annotation: Cobb, film: Radiograph) -> tuple[Measurement, ...]:
    first, second = annotation.points[:2], annotation.points[2:]
    degrees = cobb_deg((first[0], first[1]), (second[0], second[1]), film.spacing)
    outlines = (_line(first), _line(second))
    return (Measurement(Quantity.COBB_ANGLE, degrees, Unit.DEGREE, outlines=outlines),)


@measured.register
def _(annotation: CardiothoracicRatio, film: Radiograph) -> tuple[Measurement, ...]:
    measure = annotation.measure(film)
    midline = (_line(annotation.points[:2]),)
    return (
        Measurement(Quantity.CARDIOTHORACIC_RATIO, measure.ratio, Unit.RATIO, outlines=midline),
        _length(Quantity.HEART_WIDTH, measure.heart, *measure.heart_strokes),
        _length(Quantity.THORAX_WIDTH, measure.thorax, measure.thorax_stroke),
    )


@measured.register
def _(annotation: CalibrationLine, _film: Radiograph) -> tuple[Measurement, ...]:
    known = Extent(
        math.dist(*annotation.points), annotation.length_mm, SpacingSource.CALIBRATED_BY_USER
    )
    return (_length(Quantity.REFERENCE_LENGTH, known, annotation.points),)


@measured.register
def _(annotation: Probe, film: Radiograph) -> tuple[Measurement, ...]:
    values = probed(film, annotation.points[0])
    if values is None or values.modality is None:
        return ()
    outlines = (Outline(OutlineKind.POINT, annotation.points),)
    return (Measurement(Quantity.PIXEL_VALUE, values.modality, Unit.NONE, outlines=outlines),)


@measured.register(RectangleRoi)
@measured.register(EllipseRoi)
@measured.register(FreehandRoi)
def _(
    annotation: RectangleRoi | EllipseRoi | FreehandRoi, film: Radiograph
) -> tuple[Measurement, ...]:
    return _statistics(annotation.region, film)


def _statistics(region: Region, film: Radiograph) -> tuple[Measurement, ...]:
    statistics = roi_statistics(region, film)
    figures = (
        (Quantity.MEAN, statistics.mean),
        (Quantity.STANDARD_DEVIATION, statistics.sd),
        (Quantity.MINIMUM, statistics.minimum),
        (Quantity.MAXIMUM, statistics.maximum),
    )
    area = statistics.area
    return (
        *(Measurement(quantity, value, Unit.NONE) for quantity, value in figures),
        Measurement(Quantity.AREA, area.px, Unit.PX2)
        if area.mm is None
        else Measurement(Quantity.AREA, area.mm, Unit.MM2, area.source),
        _length(Quantity.PERIMETER, statistics.perimeter),
    )


def _length(quantity: Quantity, extent: Extent, *lines: tuple[Point, ...]) -> Measurement:
    outlines = tuple(_line(points) for points in lines)
    if extent.mm is None:
        return Measurement(quantity, extent.px, Unit.PX, outlines=outlines)
    return Measurement(quantity, extent.mm, Unit.MM, extent.source, outlines)


def _line(points: tuple[Point, ...]) -> Outline:
    return Outline(OutlineKind.POLYLINE, points)


def outlines(annotation: Annotation, film: Radiograph) -> tuple[Outline, ...]:
    """What is to be drawn of an annotation on a film, for programs that only draw lines."""
    match annotation:
        case Arrow():
            return (_line(_arrow(*annotation.points)),)
        case Polyline():
            return (_line(annotation.points),)
        case Probe():
            return (Outline(OutlineKind.POINT, annotation.points),)
    region = _region(annotation)
    if region is not None:
        return (region,)
    return tuple(line for m in measured(annotation, film) for line in m.outlines)


def _arrow(tail: Point, tip: Point) -> tuple[Point, ...]:
    """A shaft and a head of two strokes, in one line."""
    back = math.atan2(tail[1] - tip[1], tail[0] - tip[0])
    length = math.dist(tail, tip) * _HEAD_SHARE
    left, right = (
        (tip[0] + length * math.cos(back + turn), tip[1] + length * math.sin(back + turn))
        for turn in (-_HEAD_ANGLE, _HEAD_ANGLE)
    )
    return tail, tip, left, tip, right


def _region(annotation: Annotation) -> Outline | None:
    match annotation:
        case EllipseRoi():
            return Outline(OutlineKind.ELLIPSE, ellipse_axes(*annotation.points))
        case RectangleRoi():
            corners = annotation.handles[:4]
            return Outline(OutlineKind.POLYLINE, (*corners, corners[0]))
        case FreehandRoi():
            return Outline(OutlineKind.POLYLINE, (*annotation.points, annotation.points[0]))
    return None


def ellipse_axes(corner: Point, opposite: Point) -> tuple[Point, Point, Point, Point]:
    """Ends of the longer axis, then of the shorter, of the ellipse between two corners."""
    (x0, y0), (x1, y1) = corner, opposite
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    across, down = ((x0, y), (x1, y)), ((x, y0), (x, y1))
    return (*across, *down) if abs(x1 - x0) >= abs(y1 - y0) else (*down, *across)
