"""How often the leading class is right against its probability, and how many films say so."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.translation import grouped, tr
from lungdesk.gui.widgets.unit_axes import UnitAxes

_COUNTS_HEIGHT = 84
_BAR_SHARE = 0.7
#: Radius of a point with one film, and of one with all of them: the area tells the number.
_POINTS_PX = (2.5, 9.0)
_LEAST = (260, 300)


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Films of like confidence: mean confidence, share that is right with its interval, number."""

    confidence: float
    accuracy: float
    interval: tuple[float, float]
    n: int

    @property
    def words(self) -> str:
        """The bin for who cannot see it."""
        low, high = (f"{100 * end:.0f}" for end in self.interval)
        return tr(
            "confidence {confidence:.0f} %: right in {accuracy:.0f} % ({low} to {high}) of {n:,}",
            confidence=100 * self.confidence,
            accuracy=100 * self.accuracy,
            low=low,
            high=high,
            n=self.n,
        )


class ReliabilityPlot(QWidget):
    """Points with their intervals over the line on which confidence is accuracy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Reliability diagram"))
        self.setMinimumSize(*_LEAST)
        self._bins: tuple[ReliabilityBin, ...] = ()
        self._width = 0.05

    @override
    def sizeHint(self) -> QSize:
        return QSize(460, 540)

    def show_bins(self, bins: tuple[ReliabilityBin, ...], bin_count: int) -> None:
        """Show bins that hold films, of ``bin_count`` equal ones between 0 and 1."""
        self._bins, self._width = bins, 1 / bin_count
        self.setAccessibleDescription("; ".join(one.words for one in bins))
        self.update()

    @property
    def axes(self) -> UnitAxes:
        """Where values lie."""
        return UnitAxes.within(self.width(), self.height() - _COUNTS_HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            axes = self.axes
            axes.paint(painter, tr("probability of the leading class"), tr("share that is right"))
            painter.setPen(QPen(QColor(theme.colours().faint), 1, Qt.PenStyle.DashLine))
            painter.drawLine(axes.point(0, 0), axes.point(1, 1))
            self._paint_points(painter, axes)
            self._paint_counts(painter, axes)

    def _paint_points(self, painter: QPainter, axes: UnitAxes) -> None:
        painter.setPen(QPen(QColor(theme.colours().accent), 1.5))
        painter.setBrush(QColor(theme.colours().accent))
        total = max(sum(one.n for one in self._bins), 1)
        least, most = _POINTS_PX
        for one in self._bins:
            low, high = one.interval
            painter.drawLine(axes.point(one.confidence, low), axes.point(one.confidence, high))
            radius = max(least, most * math.sqrt(one.n / total))
            painter.drawEllipse(axes.point(one.confidence, one.accuracy), radius, radius)

    def _paint_counts(self, painter: QPainter, axes: UnitAxes) -> None:
        area = QRectF(
            axes.area.left(), axes.area.bottom() + 48, axes.area.width(), _COUNTS_HEIGHT - 16
        )
        painter.fillRect(area, QColor(theme.colours().plot))
        most = max((one.n for one in self._bins), default=0)
        if not most:
            return
        painter.setClipRect(area)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours().faint))
        width = self._width * area.width() * _BAR_SHARE
        for one in self._bins:
            height = (area.height() - 2) * one.n / most
            x = axes.point(one.confidence, 0).x()
            painter.drawRect(QRectF(x - width / 2, area.bottom() - height, width, height))
        painter.setClipping(False)
        font = QFont(painter.font())
        font.setPixelSize(theme.SMALL_PX)
        painter.setFont(font)
        painter.setPen(QColor(theme.colours().muted))
        to_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        room = area.left() - 6
        painter.drawText(QRectF(0, area.top() - 2, room, 16), to_right, grouped(most))
        painter.drawText(QRectF(0, area.bottom() - 14, room, 16), to_right, tr("films"))
