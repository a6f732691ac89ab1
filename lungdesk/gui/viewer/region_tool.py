"""The hand that draws a rectangle once: the region that the window is to fit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from lungdesk.core.imaging.geometry import Point, ViewGeometry
from lungdesk.gui import theme
from lungdesk.gui.viewer.mouse import Taken

#: Side of a rectangle that is meant, at least, in view pixels.
_LEAST_PX = 8.0


class RegionTool:
    """Takes one left drag after it has been asked to.

    Parameters
    ----------
    drawn
        Told where the drag began and where it ended, in view pixels; None where it went nowhere.
    """

    def __init__(self, drawn: Callable[[tuple[Point, Point] | None], None]) -> None:
        self._drawn = drawn
        self._ends: tuple[Point, Point] | None = None
        self.is_drawing = False

    def begin(self) -> None:
        """Take the next drag."""
        self.is_drawing = True

    def press(self, at: Point, *, is_shifted: bool) -> bool:  # noqa: ARG002 - as MouseTool
        """The rectangle begins."""
        self._ends = at, at
        return True

    def drag(self, at: Point, *, is_shifted: bool) -> None:  # noqa: ARG002 - as MouseTool
        """The rectangle grows, unless it has been given up."""
        if self._ends is not None:
            self._ends = self._ends[0], at

    def release(self, at: Point, *, is_shifted: bool) -> None:  # noqa: ARG002 - as MouseTool
        """The rectangle is drawn, unless it has been given up."""
        if self._ends is not None:
            start = self._ends[0]
            self.cancel()
            is_meant = min(abs(at[0] - start[0]), abs(at[1] - start[1])) >= _LEAST_PX
            self._drawn((start, at) if is_meant else None)

    def hover(self, at: Point, *, is_shifted: bool) -> None:
        """Nothing moves before the button is down."""

    def cancel(self) -> None:
        """Draw none."""
        self._ends, self.is_drawing = None, False

    def paint(
        self,
        painter: QPainter,
        geometry: ViewGeometry,  # noqa: ARG002 - as MouseTool
        taken: Taken = None,  # noqa: ARG002 - as MouseTool
        *,
        is_moving: bool = False,  # noqa: ARG002 - as MouseTool
    ) -> None:
        """Paint the rectangle as far as it is drawn."""
        if self._ends is not None:
            start, end = (QPointF(*point) for point in self._ends)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.ON_FILM.accent), 1.5, Qt.PenStyle.DashLine))
            painter.drawRect(QRectF(start, end).normalized())
