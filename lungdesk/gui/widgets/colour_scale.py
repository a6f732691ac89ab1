"""Legend of the heatmap: the colours of the scale and what its ends mean."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from lungdesk.core.imaging import colormaps
from lungdesk.gui import theme
from lungdesk.gui.qimage import to_qimage
from lungdesk.gui.translation import tr


class ColourScale(QWidget):
    """A bar of colours, or of lines, with a word at each end; what is not painted is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Colour scale"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._colormap = colormaps.DEFAULT_COLORMAP
        self._low = self._middle = self._high = ""
        self._threshold = 0.0
        self._lines: tuple[float, ...] = ()

    @property
    def words(self) -> tuple[str, str, str]:
        """What is said under its beginning, its middle and its end."""
        return self._low, self._middle, self._high

    def show_scale(self, colormap: str, *, low: str, middle: str, high: str) -> None:
        """Show a colour scale and the words under it."""
        self._colormap, self._low, self._middle, self._high = colormap, low, middle, high
        self.setAccessibleDescription(
            tr("from {low} to {high}, {middle}", low=low, high=high, middle=middle)
        )
        self.update()

    def show_parts(self, threshold: float, lines: tuple[float, ...] = ()) -> None:
        """Tell what of the scale is painted, as shares of it: from where on, or only lines."""
        self._threshold, self._lines = threshold, lines
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, theme.BAR_HEIGHT + theme.HALF_UNIT + 18)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bar = QRectF(0, 0, self.width(), theme.BAR_HEIGHT)
        painter.fillRect(bar, QColor(theme.FILM))
        if self._lines:
            self._paint_lines(painter, bar)
        else:
            self._paint_colours(painter, bar)
        painter.setPen(QPen(QColor(theme.colours().line)))
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        font = QFont(self.font())
        font.setPixelSize(theme.SMALL_PX)
        painter.setFont(font)
        painter.setPen(QColor(theme.colours().muted))
        words = QRectF(0, theme.BAR_HEIGHT + theme.HALF_UNIT, self.width(), 18)
        for text, flag in (
            (self._low, Qt.AlignmentFlag.AlignLeft),
            (self._middle, Qt.AlignmentFlag.AlignHCenter),
            (self._high, Qt.AlignmentFlag.AlignRight),
        ):
            painter.drawText(words, flag | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def _paint_colours(self, painter: QPainter, bar: QRectF) -> None:
        first = round(255 * self._threshold)
        colours = colormaps.colours(self._colormap)[None, first:, :]
        painted = bar.adjusted(self._threshold * bar.width(), 0, 0, 0)
        painter.drawImage(painted, to_qimage(np.ascontiguousarray(colours)))

    def _paint_lines(self, painter: QPainter, bar: QRectF) -> None:
        for level in self._lines:
            painter.setPen(QPen(QColor(*colormaps.line_colour(self._colormap, level)), 2))
            x = bar.left() + level * bar.width()
            painter.drawLine(QPointF(x, bar.top()), QPointF(x, bar.bottom()))
