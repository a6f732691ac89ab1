"""Paints annotations over the film: strokes readable on black and white, words, handles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF

from lungdesk.core.annotation.base import Annotation
from lungdesk.core.imaging.geometry import Point, ViewGeometry
from lungdesk.core.radiograph import Radiograph
from lungdesk.gui import theme
from lungdesk.gui.annotate.shapes import Stroke, strokes

#: Radius of a handle, half of a tick, length of an arrow head, in view pixels.
HANDLE_PX = 4.5
_TICK_PX = 6.0
_HEAD_PX = 11.0
_WORDS_OFFSET_PX = 10.0
#: Longer words are written in several lines.
_WORDS_WIDTH_PX = 240


@dataclass(frozen=True, slots=True)
class Drawn:
    """One annotation with what is written beside it."""

    annotation: Annotation
    words: str
    is_selected: bool = False


def paint_annotations(
    painter: QPainter, drawn: Sequence[Drawn], radiograph: Radiograph, geometry: ViewGeometry
) -> None:
    """Paint all; handles of the selected ones last, so that no words lie over them."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for one in drawn:
        colour = QColor(theme.ON_FILM.text if one.is_selected else theme.ON_FILM.mark)
        for stroke in strokes(one.annotation, radiograph):
            paint_stroke(painter, stroke, geometry, colour)
        if one.annotation.kind in ("probe", "text"):
            _paint_cross(painter, _to_view(geometry, one.annotation.points[0]), colour)
        if one.words:
            _paint_words(painter, one, geometry, colour)
    for one in drawn:
        if one.is_selected:
            _paint_handles(painter, one.annotation.handles, geometry)
    painter.restore()


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


def _paint_words(painter: QPainter, one: Drawn, geometry: ViewGeometry, colour: QColor) -> None:
    """Words to the right of the annotation; where there is no room, below or above its end."""
    font = QFont(painter.font())
    font.setPixelSize(theme.SMALL_PX)
    painter.setFont(font)
    points = [_to_view(geometry, handle) for handle in one.annotation.handles]
    right = max(points, key=lambda point: point.x())
    metrics = QFontMetrics(font)
    layout = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    width, height = geometry.view_size
    room = min(_WORDS_WIDTH_PX, round(width) - 16)
    size = metrics.boundingRect(0, 0, room, 1000, layout, one.words).size()
    place = QRectF(right.x() + _WORDS_OFFSET_PX, right.y(), size.width() + 2, size.height())
    place.moveTop(right.y() - size.height() / 2)
    if place.right() > width - 8:
        place.moveTop(right.y() + _WORDS_OFFSET_PX)
        if place.bottom() > height - 4:
            place.moveBottom(right.y() - _WORDS_OFFSET_PX)
    place.moveLeft(max(4.0, min(place.left(), width - place.width() - 8)))
    place.moveTop(max(4.0, min(place.top(), height - place.height() - 4)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawRoundedRect(place.adjusted(-4, -2, 4, 2), 3, 3)
    painter.setPen(colour)
    painter.drawText(place, layout, one.words)


def _to_view(geometry: ViewGeometry, point: Point) -> QPointF:
    return QPointF(*geometry.to_view(point))
