"""What models cost against what they are right in: one mark each, and the line of the best."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.plot_axes import (
    WORDS_HEIGHT,
    Axis,
    paint_interval,
    paint_value_axis,
    round_step,
    small_font,
    tick_words,
)

_LEFT = 40
_TOP = theme.UNIT
_REACH_PX = 14.0
_MARK = 5.5
#: Corners of the marks by number, which tell them apart without colour; 0 is a circle.
_CORNERS = (0, 4, 3, 5, 6)


@dataclass(frozen=True, slots=True)
class CostPoint:
    """One model; ``number`` is its place among all, ``words`` say all about it."""

    number: int
    cost: float
    gain: float
    low: float
    high: float
    is_on_front: bool
    words: str


class CostPlot(QWidget):
    """Less cost is to the left, more gain is above; marks that nothing beats are filled.

    Signals
    -------
    chosen(int)
        The user has clicked on the mark of this model.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._points: tuple[CostPoint, ...] = ()
        self._unit = ""
        self._chosen: int | None = None

    @property
    def points(self) -> tuple[CostPoint, ...]:
        """What is shown."""
        return self._points

    def show_points(self, points: Sequence[CostPoint], unit: str, *, chosen: int | None) -> None:
        """Show marks; ``unit`` says what their cost is."""
        self._points, self._unit, self._chosen = tuple(points), unit, chosen
        self.setAccessibleName(tr("Accuracy against {unit}", unit=unit))
        self.setAccessibleDescription("; ".join(point.words for point in points))
        self.update()

    def place(self, point: CostPoint) -> QPointF:
        """Where a mark lies."""
        return QPointF(self._costs().place(point.cost), self._gains().place(point.gain))

    def _frame(self) -> QRectF:
        height = self.height() - _TOP - 2 * WORDS_HEIGHT
        return QRectF(_LEFT, _TOP, self.width() - _LEFT - theme.UNIT, height)

    def _costs(self) -> Axis:
        frame = self._frame()
        most = 1.12 * max(point.cost for point in self._points)
        return Axis(0.0, most or 1.0, frame.left(), frame.right())

    def _gains(self) -> Axis:
        """A round stretch of the shares that holds all intervals."""
        frame = self._frame()
        least = min(min(point.low, point.gain) for point in self._points)
        most = max(max(point.high, point.gain) for point in self._points)
        step = round_step(max(most - least, 0.02) / 4)
        low = max(0.0, math.floor(least / step) * step)
        high = min(1.0, math.ceil(most / step) * step)
        return Axis(low, max(high, low + step), frame.bottom(), frame.top())

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, 190)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(220, 130)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if not self._points:
                painter.setPen(QColor(theme.colours().muted))
                words = tr("What a model costs is not known.")
                painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, words)
                return
            paint_value_axis(painter, self._gains(), self._frame())
            self._paint_costs(painter)
            self._paint_front(painter)
            for point in self._points:
                self._paint_mark(painter, point)

    def _paint_costs(self, painter: QPainter) -> None:
        frame, axis = self._frame(), self._costs()
        painter.setFont(small_font(painter))
        painter.setPen(QColor(theme.colours().muted))
        for value in axis.ticks(4):
            place = QRectF(axis.place(value) - 30, frame.bottom() + 2, 60, WORDS_HEIGHT)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tick_words(value))
        foot = QRectF(frame.left(), frame.bottom() + WORDS_HEIGHT, frame.width(), WORDS_HEIGHT)
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, self._unit)

    def _paint_front(self, painter: QPainter) -> None:
        best = sorted((p for p in self._points if p.is_on_front), key=lambda p: (p.cost, p.gain))
        painter.setPen(QPen(QColor(theme.colours().faint), 1.2, Qt.PenStyle.DashLine))
        for one, other in itertools.pairwise(best):
            start, end = self.place(one), self.place(other)
            corner = QPointF(end.x(), start.y())
            painter.drawLine(QLineF(start, corner))
            painter.drawLine(QLineF(corner, end))

    def _paint_mark(self, painter: QPainter, point: CostPoint) -> None:
        colour = theme.shown(theme.model_colour(point.number))
        centre, gains = self.place(point), self._gains()
        paint_interval(painter, centre.x(), gains.place(point.low), gains.place(point.high), colour)
        is_chosen = point.number == self._chosen
        painter.setPen(QPen(QColor(theme.colours().text if is_chosen else colour), 1.8))
        painter.setBrush(QColor(colour if point.is_on_front else theme.colours().panel))
        corners = _CORNERS[point.number % len(_CORNERS)]
        radius = _MARK + (1.5 if is_chosen else 0)
        if corners == 0:
            painter.drawEllipse(centre, radius, radius)
            return
        turns = [2 * math.pi * n / corners - math.pi / 2 for n in range(corners)]
        painter.drawPolygon(
            QPolygonF([centre + QPointF(math.cos(t), math.sin(t)) * radius for t in turns])
        )

    # --- the hand

    def _at(self, position: QPointF) -> CostPoint | None:
        """The nearest mark within reach of a point."""
        near = [(QLineF(position, self.place(p)).length(), p.number, p) for p in self._points]
        distance, _, point = min(near, default=(math.inf, 0, None))
        return point if distance <= _REACH_PX else None

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = self._at(event.position())
        if point is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(point.number)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            point = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), point.words if point else "")
            return True
        return super().event(event)
