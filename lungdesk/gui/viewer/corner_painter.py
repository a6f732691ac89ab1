"""Paints the words in the corners of the film, readable on black and on white."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from lungdesk.core.imaging.orientation import EdgeLetters
from lungdesk.gui import theme
from lungdesk.gui.viewer.corner_text import CornerText

# Dark enough behind the words that they can be read on a white film.
_GROUND_ALPHA = 150

_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_TOP, _BOTTOM = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom


def corners_foot(painter: QPainter, corners: CornerText) -> int:
    """Height that the lower corners take, in view pixels."""
    lines = (sum(map(bool, side)) for side in (corners.bottom_left, corners.bottom_right))
    height = max(lines) * QFontMetrics(_small(painter)).lineSpacing()
    return height + theme.UNIT + theme.HALF_UNIT if height else 0


def _small(painter: QPainter) -> QFont:
    font = QFont(painter.font())
    font.setPixelSize(theme.SMALL_PX)
    return font


def paint_corners(painter: QPainter, view: QRect, corners: CornerText) -> None:
    """Paint the lines of each corner; each has at most half of the width."""
    font = _small(painter)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    metrics = QFontMetrics(font)
    pad = theme.UNIT + theme.HALF_UNIT
    area = QRectF(view).adjusted(pad, pad, -pad, -pad)
    wide = int(area.width() / 2 - theme.UNIT)
    for lines, flags in (
        (corners.top_left, _LEFT | _TOP),
        (corners.top_right, _RIGHT | _TOP),
        (corners.bottom_left, _LEFT | _BOTTOM),
        (corners.bottom_right, _RIGHT | _BOTTOM),
    ):
        elide = Qt.TextElideMode.ElideRight
        shown = [metrics.elidedText(line, elide, wide) for line in lines if line]
        if not shown:
            continue
        _paint_grounded(painter, area, flags, "\n".join(shown))


def paint_edges(painter: QPainter, view: QRect, edges: EdgeLetters) -> None:
    """Paint the sides of the patient in the middle of each edge."""
    font = QFont(painter.font())
    font.setPixelSize(theme.HEADING_PX)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    pad = theme.UNIT + theme.HALF_UNIT
    area = QRectF(view).adjusted(pad, pad, -pad, -pad)
    middle_h, middle_v = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignVCenter
    for letters, flags in (
        (edges.left, _LEFT | middle_v),
        (edges.right, _RIGHT | middle_v),
        (edges.top, _TOP | middle_h),
        (edges.bottom, _BOTTOM | middle_h),
    ):
        if letters:
            _paint_grounded(painter, area, flags, letters)


def _paint_grounded(painter: QPainter, area: QRectF, flags: Qt.AlignmentFlag, text: str) -> None:
    ground = QRectF(painter.boundingRect(area, flags, text))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, _GROUND_ALPHA))
    painter.drawRoundedRect(ground.adjusted(-6, -3, 6, 3), 4, 4)
    painter.setPen(QColor(theme.ON_FILM.text))
    painter.drawText(area, flags, text)
