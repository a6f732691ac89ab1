"""Paints annotations over the film: strokes readable on black and white, words, handles."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF

from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.marks import TextNote
from lungdesk.core.imaging.geometry import Point, ViewGeometry
from lungdesk.core.radiograph import Radiograph
from lungdesk.gui import theme
from lungdesk.gui.annotate.label_places import LabelPlaces, right_of
from lungdesk.gui.annotate.shapes import Stroke, strokes
from lungdesk.gui.viewer.mouse import Taken

#: Radius of a handle, half of a tick, length of an arrow head, in view pixels.
HANDLE_PX = 4.5
_TICK_PX = 6.0
_HEAD_PX = 11.0
#: Among more words in sight no place is free: they stand to the right.
_MOST_PLACED = 60
#: Longer words are written in several lines.
_WORDS_WIDTH_PX = 240
#: A narrower view has room for the first line of what was measured.
_ROOMY_PX = 400
#: Ground that words stand on, beyond them.
_GROUND_PX = QMarginsF(4, 2, 4, 2)
#: Beyond its strokes an annotation has handles, an arrow's head and, to the right, its words.
_REACH_PX = QMarginsF(16, 120, _WORDS_WIDTH_PX + 24, 120)
_LAYOUT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap

_Place = Callable[[QSizeF, Sequence[QPointF]], QRectF]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One annotation with what is written beside it; what is held is being dragged."""

    annotation: Annotation
    words: str
    is_selected: bool = False
    is_held: bool = False


def paint_annotations(
    painter: QPainter,
    drawn: Sequence[Drawn],
    radiograph: Radiograph,
    geometry: ViewGeometry,
    taken: Taken = (),
) -> None:
    """Paint what lies still, and over it what is held: it goes round the others and moves none."""
    places = None if taken is None else places_in(geometry, taken)
    for is_held in (False, True):
        some = [one for one in drawn if one.is_held is is_held]
        paint_layer(painter, some, radiograph, geometry, places)


def places_in(geometry: ViewGeometry, taken: Sequence[QRectF]) -> LabelPlaces:
    """Places for words in a view."""
    return LabelPlaces(geometry.view_size, geometry.to_view((0.0, 0.0)), taken)


def paint_layer(
    painter: QPainter,
    drawn: Sequence[Drawn],
    radiograph: Radiograph,
    geometry: ViewGeometry,
    places: LabelPlaces | None,
) -> None:
    """Paint all strokes, then all words, then the handles of the selected ones.

    Parameters
    ----------
    places
        Of words, which they take; None leaves out all words.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for one in drawn:
        colour = _colour(one)
        for stroke in strokes(one.annotation, radiograph):
            paint_stroke(painter, stroke, geometry, colour)
        if one.annotation.kind in ("probe", "text"):
            _paint_cross(painter, _to_view(geometry, one.annotation.points[0]), colour)
    if places is not None:
        _paint_all_words(painter, drawn, radiograph, geometry, places)
    for one in drawn:
        if one.is_selected:
            _paint_handles(painter, one.annotation.handles, geometry)
    painter.restore()


def paint_words_beyond(painter: QPainter, drawn: Sequence[Drawn], geometry: ViewGeometry) -> None:
    """Write to the right of what is out of sight, whatever that hides."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for one in drawn:
        if one.words and not is_seen(one.annotation, geometry):
            _paint_words(painter, one, geometry, right_of)
    painter.restore()


def reach_of(one: Drawn, radiograph: Radiograph, geometry: ViewGeometry) -> QRectF:
    """What is painted of an annotation lies in this part of the view, or of what is beyond it."""
    handles = [_to_view(geometry, handle) for handle in one.annotation.handles]
    reach = QPolygonF(handles).boundingRect()
    for stroke in strokes(one.annotation, radiograph):
        reach = reach.united(_path(stroke, geometry).boundingRect())
    return reach.marginsAdded(_REACH_PX)


def paint_draft(painter: QPainter, points: Sequence[Point], geometry: ViewGeometry) -> None:
    """Paint what has been drawn so far."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if len(points) > 1:
        paint_stroke(painter, Stroke(tuple(points)), geometry, QColor(theme.ON_FILM.accent))
    _paint_handles(painter, points[-1:], geometry)
    painter.restore()


def paint_stroke(painter: QPainter, stroke: Stroke, geometry: ViewGeometry, colour: QColor) -> None:
    """Paint a stroke with a dark seam, so that it can be seen on a white film."""
    path = _path(stroke, geometry)
    line = Qt.PenStyle.DashLine if stroke.is_helper else Qt.PenStyle.SolidLine
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(QColor(0, 0, 0, 150), 3.5), QPen(colour, 1.5, line)):
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPath(path)


def _path(stroke: Stroke, geometry: ViewGeometry) -> QPainterPath:
    points = [_to_view(geometry, point) for point in stroke.points]
    path = QPainterPath()
    path.addPolygon(QPolygonF([*points, points[0]] if stroke.is_closed else points))
    if stroke.has_ticks:
        _add_tick(path, points[0], points[-1])
        _add_tick(path, points[-1], points[0])
    if stroke.has_head:
        _add_head(path, points[0], points[-1])
    return path


def _add_tick(path: QPainterPath, at: QPointF, other: QPointF) -> None:
    """A short line across the end of a stroke."""
    way = other - at
    length = math.hypot(way.x(), way.y())
    if length:
        across = QPointF(-way.y(), way.x()) * (_TICK_PX / length)
        path.moveTo(at - across)
        path.lineTo(at + across)


def _add_head(path: QPainterPath, tail: QPointF, tip: QPointF) -> None:
    way = tail - tip
    angle = math.atan2(way.y(), way.x())
    for side in (-0.45, 0.45):
        path.moveTo(tip)
        path.lineTo(
            tip + QPointF(math.cos(angle + side) * _HEAD_PX, math.sin(angle + side) * _HEAD_PX)
        )


def _paint_cross(painter: QPainter, at: QPointF, colour: QColor) -> None:
    for pen in (QPen(QColor(0, 0, 0, 150), 3.5), QPen(colour, 1.5)):
        painter.setPen(pen)
        painter.drawLine(at - QPointF(5, 0), at + QPointF(5, 0))
        painter.drawLine(at - QPointF(0, 5), at + QPointF(0, 5))


def _paint_handles(painter: QPainter, handles: Sequence[Point], geometry: ViewGeometry) -> None:
    painter.setPen(QPen(QColor(theme.FILM), 1))
    painter.setBrush(QColor(theme.ON_FILM.accent))
    for handle in handles:
        painter.drawEllipse(_to_view(geometry, handle), HANDLE_PX, HANDLE_PX)


def _paint_all_words(
    painter: QPainter,
    drawn: Sequence[Drawn],
    radiograph: Radiograph,
    geometry: ViewGeometry,
    places: LabelPlaces,
) -> None:
    """Write beside all that is in sight."""
    seen = [one for one in drawn if one.words and is_seen(one.annotation, geometry)]
    is_crowded = len(seen) > _MOST_PLACED
    if seen and not is_crowded:
        for one in drawn:
            _mark(places, one.annotation, radiograph, geometry)
    for one in seen:
        _paint_words(painter, one, geometry, places.first if is_crowded else places.take)


def _paint_words(painter: QPainter, one: Drawn, geometry: ViewGeometry, place: _Place) -> None:
    font = QFont(painter.font())
    font.setPixelSize(theme.SMALL_PX)
    painter.setFont(font)
    width = geometry.view_size[0]
    words = one.words if width >= _ROOMY_PX else _shortest(one)
    room = min(_WORDS_WIDTH_PX, round(width) - 16)
    size = QFontMetrics(font).boundingRect(0, 0, room, 1000, _LAYOUT, words).size()
    needed = QSizeF(size.width() + 2, size.height()).grownBy(_GROUND_PX)
    ground = place(needed, [_to_view(geometry, handle) for handle in one.annotation.handles])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawRoundedRect(ground, 3, 3)
    painter.setPen(_colour(one))
    painter.drawText(ground.marginsRemoved(_GROUND_PX), _LAYOUT, words)


def _shortest(one: Drawn) -> str:
    """The measure alone, and its name if it has one; what a reader has written stays whole."""
    if isinstance(one.annotation, TextNote):
        return one.words
    return "\n".join(one.words.split("\n")[: 2 if one.annotation.name else 1])


def is_seen(annotation: Annotation, geometry: ViewGeometry) -> bool:
    """Whether a part of what its handles span lies in the view."""
    ends = QPolygonF([_to_view(geometry, handle) for handle in annotation.handles])
    reach = QMarginsF(HANDLE_PX, HANDLE_PX, HANDLE_PX, HANDLE_PX)
    view = QRectF(0, 0, *geometry.view_size)
    return ends.boundingRect().marginsAdded(reach).intersects(view)


def _mark(
    places: LabelPlaces, annotation: Annotation, radiograph: Radiograph, geometry: ViewGeometry
) -> None:
    """What words should not hide: handles, lines, and all of a region."""
    boxes = [_around(_to_view(geometry, handle), HANDLE_PX) for handle in annotation.handles]
    lines: list[QLineF] = []
    for stroke in strokes(annotation, radiograph):
        path = _path(stroke, geometry)
        if stroke.is_closed:
            boxes.append(path.boundingRect())
            continue
        for part in path.toSubpathPolygons():
            lines += [QLineF(*ends) for ends in itertools.pairwise(part.toList())]
    places.mark(boxes, lines)


def _around(point: QPointF, reach: float) -> QRectF:
    return QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)


def _colour(one: Drawn) -> QColor:
    return QColor(theme.ON_FILM.text if one.is_selected else theme.ON_FILM.mark)


def _to_view(geometry: ViewGeometry, point: Point) -> QPointF:
    return QPointF(*geometry.to_view(point))
