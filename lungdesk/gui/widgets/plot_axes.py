"""What painted plots have in common: a frame of values, its ticks, and their words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QWidget

from lungdesk.gui import theme

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_ROUNDING = 1e-9
WORDS_HEIGHT = 18


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from ``low`` to ``high`` along a stretch of pixels from ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Pixel of a value; values beyond the axis lie at its ends."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)

    def ticks(self, most: int = 5) -> tuple[float, ...]:
        """Round values along the axis, ``most`` or one more."""
        step = round_step((self.high - self.low) / most)
        first = math.ceil(self.low / step - _ROUNDING)
        last = math.floor(self.high / step + _ROUNDING)
        return tuple(number * step for number in range(first, last + 1))


def round_step(least: float) -> float:
    """The smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is not below ``least``."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in _STEPS if step * power >= least * (1 - _ROUNDING))


def tick_words(value: float) -> str:
    """A tick's value, as short as it can be."""
    return f"{value:g}"


def small_font(place: QPainter | QWidget, *, is_bold: bool = False) -> QFont:
    """The size of words in plots."""
    font = QFont(place.font())
    font.setPixelSize(theme.SMALL_PX)
    font.setWeight(QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)
    return font


def paint_value_axis(painter: QPainter, axis: Axis, frame: QRectF) -> None:
    """Lines across the frame at the ticks of a vertical axis, with their words left of it."""
    painter.setFont(small_font(painter))
    for value in axis.ticks():
        y = round(axis.place(value)) + 0.5
        painter.setPen(QPen(QColor(theme.colours().line), 1))
        painter.drawLine(QLineF(frame.left(), y, frame.right(), y))
        painter.setPen(QColor(theme.colours().muted))
        words = QRectF(0, y - WORDS_HEIGHT / 2, frame.left() - theme.HALF_UNIT, WORDS_HEIGHT)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, right, tick_words(value))


def paint_interval(painter: QPainter, x: float, low: float, high: float, colour: str) -> None:
    """A 95 % interval as a vertical line with short ends, between two heights in pixels."""
    painter.setPen(QPen(QColor(colour), 1.2))
    painter.drawLine(QPointF(x, low), QPointF(x, high))
    for y in (low, high):
        painter.drawLine(QPointF(x - 2.5, y), QPointF(x + 2.5, y))
