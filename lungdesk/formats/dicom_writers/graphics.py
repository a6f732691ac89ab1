r"""Annotations as graphics and texts of a presentation state (PS3.3 C.10.5).

Graphic coordinates in PIXEL units are those of annotations: the first pixel's upper left corner is
0\0. They must not leave the film, so what lies outside of it is drawn on its edge.
"""

from __future__ import annotations

import math
from typing import Final

from pydicom.dataset import Dataset

from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.marks import TextNote
from lungdesk.core.imaging.geometry import Point
from lungdesk.core.measurements import Outline, OutlineKind, outlines
from lungdesk.core.presentation import Presentation
from lungdesk.core.radiograph import Radiograph
from lungdesk.formats.film_reference import FilmReference, line, uid_of
from lungdesk.formats.private_presentation import add_annotation

LAYER: Final = "ANNOTATIONS"

#: Characters of a text object (a short text, PS3.5 6.2).
_LONGEST_TEXT: Final = 1024
#: Points of a graphic: its 32-bit numbers have to fit into 64 KiB.
_MOST_POINTS: Final = 4096
_ELLIPSE_STEPS: Final = 72


def add_graphics(dataset: Dataset, film: FilmReference, presentation: Presentation) -> None:
    """One item for each annotation, and the layer that they are on."""
    annotations = presentation.annotations.annotations
    if not annotations:
        return
    calibrated = presentation.calibrated(film.radiograph)
    dataset.GraphicAnnotationSequence = [
        _annotation_item(annotation, film, calibrated) for annotation in annotations
    ]
    layer = Dataset()
    layer.GraphicLayer = LAYER
    layer.GraphicLayerOrder = 1
    layer.GraphicLayerDescription = "Measurements and marks"
    dataset.GraphicLayerSequence = [layer]


def is_on_film(outline: Outline, radiograph: Radiograph) -> bool:
    """Whether none of it leaves the film."""
    return all(_is_on(point, radiograph) for point in outline.points)


def points_on_film(outline: Outline, radiograph: Radiograph) -> tuple[OutlineKind, list[Point]]:
    """An outline as the standard can hold it: within the film, and not too many points.

    An ellipse that leaves the film becomes a polyline.
    """
    kind, points = outline.kind, list(outline.points)
    if kind is OutlineKind.ELLIPSE and not is_on_film(outline, radiograph):
        kind, points = OutlineKind.POLYLINE, _ellipse_points(points)
    if len(points) > _MOST_POINTS:
        step = math.ceil(len(points) / (_MOST_POINTS - 1))
        points = [*points[:-1:step], points[-1]]
    if kind is OutlineKind.POLYLINE and len(points) == 1:
        points *= 2
    return kind, [_clamped(point, radiograph) for point in points]


def _annotation_item(
    annotation: Annotation, film: FilmReference, calibrated: Radiograph
) -> Dataset:
    item = Dataset()
    item.ReferencedImageSequence = [film.image_item()]
    item.GraphicLayer = LAYER
    words = _words(annotation.text(calibrated))
    drawn = outlines(annotation, calibrated)
    if words or not drawn:
        item.TextObjectSequence = [_text(words or " ", annotation, calibrated)]
    if drawn:
        item.GraphicObjectSequence = [
            _graphic(outline, annotation, calibrated) for outline in drawn
        ]
    add_annotation(item, annotation)
    return item


def _graphic(outline: Outline, annotation: Annotation, radiograph: Radiograph) -> Dataset:
    kind, points = points_on_film(outline, radiograph)
    item = Dataset()
    item.GraphicAnnotationUnits = "PIXEL"
    item.GraphicDimensions = 2
    item.NumberOfGraphicPoints = len(points)
    item.GraphicData = [coordinate for point in points for coordinate in point]
    item.GraphicType = kind.value
    if kind is OutlineKind.ELLIPSE or points[0] == points[-1]:
        item.GraphicFilled = "N"
    item.TrackingID = line(annotation.name) or annotation.title
    item.TrackingUID = uid_of(annotation.id)
    return item


def _text(words: str, annotation: Annotation, radiograph: Radiograph) -> Dataset:
    anchor = annotation.points[0 if isinstance(annotation, TextNote) else -1]
    item = Dataset()
    item.AnchorPointAnnotationUnits = "PIXEL"
    item.UnformattedTextValue = words
    item.AnchorPoint = list(_clamped(anchor, radiograph))
    item.AnchorPointVisibility = "N"
    return item


def _words(text: str) -> str:
    """Lines as a short text can hold them."""
    lines = ("".join(c if c.isprintable() else " " for c in one) for one in text.split("\n"))
    return "\r\n".join(lines).rstrip()[:_LONGEST_TEXT].rstrip()


def _clamped(point: Point, radiograph: Radiograph) -> Point:
    x, y = point
    return min(max(x, 0.0), float(radiograph.columns)), min(max(y, 0.0), float(radiograph.rows))


def _is_on(point: Point, radiograph: Radiograph) -> bool:
    return _clamped(point, radiograph) == point


def _ellipse_points(axes: list[Point]) -> list[Point]:
    (x0, y0), (x1, y1), (u0, v0), (u1, v1) = axes
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    a, b = ((x1 - x0) / 2, (y1 - y0) / 2), ((u1 - u0) / 2, (v1 - v0) / 2)
    turns = [2 * math.pi * step / _ELLIPSE_STEPS for step in range(_ELLIPSE_STEPS)]
    around = [
        (
            x + a[0] * math.cos(t) + b[0] * math.sin(t),
            y + a[1] * math.cos(t) + b[1] * math.sin(t),
        )
        for t in turns
    ]
    return [*around, around[0]]
