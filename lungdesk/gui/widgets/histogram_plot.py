"""The film's histogram with the window drawn over it; its edges can be dragged."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from lungdesk.core.imaging.histogram import Histogram
from lungdesk.core.imaging.voi_lut import apply_voi_lut
from lungdesk.core.radiograph import VoiTransform, Window
from lungdesk.gui import theme
from lungdesk.gui.translation import tr

_HEIGHT = 96
_EDGE_PX = 8


class HistogramPlot(QWidget):
    """Counts as a filled curve, the window as a band, its grey scale as a line.

    Signals
    -------
    window_dragged(float low, float high)
        The user wants other ends of the window, in modality units.
    """

    window_dragged = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Histogram"))
        self.setToolTip(tr("Values of the film; drag the ends of the window"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._histogram: Histogram | None = None
        self._heights: NDArray[np.float64] = np.zeros(1)
        self._voi: VoiTransform | None = None
        self._dragged: int | None = None

    @override
    def sizeHint(self) -> QSize:
        return QSize(280, _HEIGHT)

    def show_histogram(self, histogram: Histogram | None) -> None:
        """Show the values of another film; None for none."""
        self._histogram = histogram
        self.update()

    def show_voi(self, voi: VoiTransform | None) -> None:
        """Show which values the window spreads over the grey scale."""
        self._voi = voi
        if isinstance(voi, Window):
            low, high = window_ends(voi)
            self.setAccessibleDescription(
                tr("window from {low:.0f} to {high:.0f}", low=low, high=high)
            )
        self.update()

    @property
    def _span(self) -> tuple[float, float]:
        """Least and greatest value on the axis: those of the film, and of a window beyond."""
        assert self._histogram is not None
        low, high = self._histogram.first, self._histogram.last
        if isinstance(self._voi, Window):
            margin = (high - low) / 2
            ends = window_ends(self._voi)
            low, high = min(low, max(ends[0], low - margin)), max(high, min(ends[1], high + margin))
        return low, high

    def x_of(self, value: float) -> float:
        """Position of a modality value on the axis."""
        low, high = self._span
        return (value - low) / (high - low) * self.width()

    def _value_at(self, x: float) -> float:
        low, high = self._span
        return low + x / self.width() * (high - low)

    # --- painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(theme.colours().plot))
            if self._histogram is None:
                return
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_band(painter)
            self._paint_counts(painter)
            self._paint_scale(painter)

    def _paint_band(self, painter: QPainter) -> None:
        if isinstance(self._voi, Window):
            left, right = (self.x_of(end) for end in window_ends(self._voi))
            painter.fillRect(
                QRectF(left, 0, right - left, self.height()), QColor(theme.colours().accent_dim)
            )

    def _paint_counts(self, painter: QPainter) -> None:
        assert self._histogram is not None
        values = np.array([self._value_at(x) for x in range(self.width() + 1)])
        edges = self._histogram.first + self._histogram.bin_width * np.arange(
            self._histogram.counts.size + 1
        )
        sums = np.concatenate([[0], np.cumsum(self._histogram.counts)])
        counts = np.diff(np.interp(values, edges, sums))
        # The root lets rare values be seen beside the many of the background.
        heights = np.sqrt(counts / max(float(counts.max()), 1e-9)) * (self.height() - 6)
        base = float(self.height())
        points = [QPointF(x + 0.5, base - h) for x, h in enumerate(heights.tolist())]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours().faint))
        painter.drawPolygon(
            QPolygonF([QPointF(0, base), *points, QPointF(float(self.width()), base)])
        )

    def _paint_scale(self, painter: QPainter) -> None:
        if self._voi is None:
            return
        xs = np.arange(0, self.width() + 1, 2)
        shown = apply_voi_lut(np.array([self._value_at(float(x)) for x in xs]), self._voi)
        room = self.height() - 4
        points = [
            QPointF(x, 2 + room * (1 - y)) for x, y in zip(xs.tolist(), shown.tolist(), strict=True)
        ]
        painter.setPen(QPen(QColor(theme.colours().accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))

    # --- the hand

    def _edge_at(self, x: float) -> int | None:
        if self._histogram is None or not isinstance(self._voi, Window):
            return None
        distances = [abs(self.x_of(end) - x) for end in window_ends(self._voi)]
        nearest = distances.index(min(distances))
        return nearest if distances[nearest] <= _EDGE_PX else None

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._dragged = self._edge_at(event.position().x())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._dragged is None or not isinstance(self._voi, Window):
            is_edge = self._edge_at(x) is not None
            self.setCursor(Qt.CursorShape.SplitHCursor if is_edge else Qt.CursorShape.ArrowCursor)
            return
        ends = list(window_ends(self._voi))
        ends[self._dragged] = self._value_at(min(max(x, 0.0), float(self.width())))
        if ends[0] < ends[1]:
            self.window_dragged.emit(*ends)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = None


def window_ends(window: Window) -> tuple[float, float]:
    """Modality values that a window shows black and white."""
    return window.center - window.width / 2, window.center + window.width / 2
