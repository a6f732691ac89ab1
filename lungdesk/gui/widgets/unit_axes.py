"""The square from 0 to 1 that curves are drawn in: where a value lies, lines and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from lungdesk.gui import theme

_LEFT, _TOP, _RIGHT, _BOTTOM = 52, 8, 12, 42
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class UnitAxes:
    """A place in pixels for values between 0 and 1."""

    area: QRectF

    @classmethod
    def within(cls, width: float, height: float) -> UnitAxes:
        """The largest square in the middle of a widget, with room for the numbers, at its top."""
        side = max(min(width - _LEFT - _RIGHT, height - _TOP - _BOTTOM), 1.0)
        spare = max(width - _LEFT - _RIGHT - side, 0.0)
        return cls(QRectF(_LEFT + spare / 2, _TOP, side, side))

    def point(self, x: float, y: float) -> QPointF:
        """Pixel of a value."""
        area = self.area
        return QPointF(area.left() + x * area.width(), area.bottom() - y * area.height())

    def paint(self, painter: QPainter, x_title: str, y_title: str) -> None:
        """Paint ground, lines, numbers and titles."""
        painter.fillRect(self.area, QColor(theme.colours().plot))
        font = QFont(painter.font())
        font.setPixelSize(theme.SMALL_PX)
        painter.setFont(font)
        for tick in _TICKS:
            self._paint_tick(painter, tick)
        painter.setPen(QColor(theme.colours().muted))
        area = self.area
        below = QRectF(area.left(), area.bottom() + 20, area.width(), 18)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, x_title)
        painter.save()
        painter.translate(area.left() - _LEFT + 2, area.center().y())
        painter.rotate(-90)
        beside = QRectF(-area.height() / 2, 0, area.height(), 16)
        painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, y_title)
        painter.restore()

    def _paint_tick(self, painter: QPainter, tick: float) -> None:
        painter.setPen(QPen(QColor(theme.colours().line), 1))
        painter.drawLine(self.point(tick, 0), self.point(tick, 1))
        painter.drawLine(self.point(0, tick), self.point(1, tick))
        painter.setPen(QColor(theme.colours().muted))
        text = f"{tick:g}"
        at_left = self.point(0, tick) + QPointF(-34, -8)
        to_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(at_left.x(), at_left.y(), 28, 16), to_right, text)
        under = self.point(tick, 0) + QPointF(-20, 3)
        painter.drawText(QRectF(under.x(), under.y(), 40, 16), Qt.AlignmentFlag.AlignCenter, text)
