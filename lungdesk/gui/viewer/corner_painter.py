"""Paints the words in the corners of the film, readable on black and on white."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPaintEngine,
    QPainter,
    QPixmap,
)

from lungdesk.gui import theme
from lungdesk.gui.viewer.corner_text import CornerText

#: Rims of the letters, from far to near: how far out, in view pixels, and how dark. A box behind
#: the words would seem to end where the film does, and hide more of it.
_RIMS: Final = ((2.0, 140), (1.0, 235))
_RIM_PX: Final = 3.0
_AROUND: Final = tuple((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y)
_PAD: Final = theme.UNIT + theme.HALF_UNIT
#: Between what stands left and what stands right on one line.
_GAP: Final = theme.UNIT * 2

_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_TOP, _BOTTOM = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
_H_MIDDLE, _V_MIDDLE = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignVCenter


def corner_heights(font: QFont, corners: CornerText) -> tuple[int, int]:
    """Heights that the upper and the lower corners take, in view pixels."""
    step = QFontMetrics(_small(font)).lineSpacing()
    upper, lower = (
        max(sum(map(bool, side)) for side in sides) * step
        for sides in (
            (corners.top_left, corners.top_right),
            (corners.bottom_left, corners.bottom_right),
        )
    )
    return upper + _PAD if upper else 0, lower + _PAD if lower else 0


def corner_boxes(font: QFont, view: QRect, corners: CornerText) -> list[QRectF]:
    """Where the words in the corners and the letters at the edges stand."""
    return [box for _, box, _ in _written(font, view, corners)]


def paint_corners(painter: QPainter, view: QRect, corners: CornerText) -> None:
    """Paint the lines of each corner, and the sides of the patient in the middle of each edge."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for font, box, text in _written(painter.font(), view, corners):
        painter.setFont(font)
        _paint_rimmed(painter, box, text)


def shared_rooms(widths: tuple[int, int], room: int) -> tuple[int, int]:
    """Room for what stands left and right on one line: either has what the other does not need.

    Parameters
    ----------
    widths
        What they would take; 0 for nothing.
    room
        Both of them, with the gap between.
    """
    left, right = widths
    if not left or not right:
        return room, room
    room -= _GAP
    half = room // 2
    return max(half, room - right), max(half, room - left)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(theme.SMALL_PX)
    small.setWeight(QFont.Weight.Normal)
    return small


def _large(font: QFont) -> QFont:
    large = QFont(font)
    large.setPixelSize(theme.HEADING_PX)
    large.setWeight(QFont.Weight.DemiBold)
    return large


def _written(font: QFont, view: QRect, corners: CornerText) -> list[tuple[QFont, QRectF, str]]:
    """Each line and each letter: how, where, and what."""
    area = QRectF(view).adjusted(_PAD, _PAD, -_PAD, -_PAD)
    small, large = _small(font), _large(font)
    metrics = QFontMetricsF(small)
    lines = [
        (small, metrics.boundingRect(place, flags, line), line)
        for place, flags, line in _lines(area, QFontMetrics(small), corners)
    ]
    taken = [box for _, box, _ in lines]
    return [*lines, *((large, *one) for one in _edges(area, QFontMetricsF(large), corners, taken))]


def _lines(
    area: QRectF, metrics: QFontMetrics, corners: CornerText
) -> Iterator[tuple[QRectF, Qt.AlignmentFlag, str]]:
    """Each line: where, on which side, and as much of it as there is room for."""
    upper = _paired(corners.top_left, corners.top_right)
    lower = _paired(corners.bottom_left[::-1], corners.bottom_right[::-1])
    step = metrics.lineSpacing()
    for pairs, edge in ((upper, _TOP), (lower, _BOTTOM)):
        for number, pair in enumerate(pairs):
            down = number * step
            place = area.adjusted(0, down, 0, 0) if edge is _TOP else area.adjusted(0, 0, 0, -down)
            left, right = (metrics.horizontalAdvance(line) for line in pair)
            rooms = shared_rooms((left, right), int(area.width()))
            for side, line, room in zip((_LEFT, _RIGHT), pair, rooms, strict=True):
                if line:
                    # Names of files differ at their end, too.
                    shown = metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, room)
                    yield place, side | edge, shown


def _paired(left: Sequence[str], right: Sequence[str]) -> list[tuple[str, str]]:
    lefts, rights = ([line for line in side if line] for side in (left, right))
    return list(zip_longest(lefts, rights, fillvalue=""))


def _edges(
    area: QRectF, metrics: QFontMetricsF, corners: CornerText, taken: Sequence[QRectF]
) -> Iterator[tuple[QRectF, str]]:
    edges = corners.edges
    for letters, flags in (
        (edges.left, _LEFT | _V_MIDDLE),
        (edges.right, _RIGHT | _V_MIDDLE),
        (edges.top, _TOP | _H_MIDDLE),
        (edges.bottom, _BOTTOM | _H_MIDDLE),
    ):
        if letters:
            yield _beside(metrics.boundingRect(area, flags, letters), taken, flags), letters


def _beside(place: QRectF, taken: Sequence[QRectF], flags: Qt.AlignmentFlag) -> QRectF:
    """Move letters at the upper or lower edge clear of lines that reach the middle."""
    place = QRectF(place)
    if flags & _TOP:
        for line in sorted(taken, key=QRectF.top):
            if line.intersects(place):
                place.moveTop(line.bottom())
    elif flags & _BOTTOM:
        for line in sorted(taken, key=QRectF.bottom, reverse=True):
            if line.intersects(place):
                place.moveBottom(line.top())
    return place


def _paint_rimmed(painter: QPainter, place: QRectF, text: str) -> None:
    if painter.paintEngine().type() is not QPaintEngine.Type.Raster:  # on paper: letters, no dots
        _draw_rimmed(painter, place, text)
        return
    ratio = painter.deviceTransform().m11()
    rounded = QPointF(round(place.left() * ratio) / ratio, round(place.top() * ratio) / ratio)
    picture = _rimmed(text, painter.font().toString(), ratio)
    painter.drawPixmap(rounded - QPointF(_RIM_PX, _RIM_PX), picture)


@lru_cache(maxsize=256)
def _rimmed(text: str, font: str, ratio: float) -> QPixmap:
    """A line that is drawn once: most lines stay while a film is windowed or moved."""
    letters = QFont()
    letters.fromString(font)
    size = QSizeF(QFontMetrics(letters).size(0, text)) + QSizeF(_RIM_PX, _RIM_PX) * 2
    picture = QPixmap((size * ratio).toSize().expandedTo(QSize(1, 1)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(letters)
        _draw_rimmed(painter, QRectF(QPointF(_RIM_PX, _RIM_PX), size), text)
    return picture


def _draw_rimmed(painter: QPainter, place: QRectF, text: str) -> None:
    start = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
    for distance, darkness in _RIMS:
        painter.setPen(QColor(0, 0, 0, darkness))
        for x, y in _AROUND:
            painter.drawText(place.translated(QPointF(x, y) * distance), start, text)
    painter.setPen(QColor(theme.ON_FILM.text))
    painter.drawText(place, start, text)
