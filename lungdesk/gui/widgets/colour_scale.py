"""Legend of the heatmap: the colours of the scale and what its ends mean."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from lungdesk.core.imaging import colormaps
from lungdesk.gui import theme
from lungdesk.gui.qimage import to_qimage


class ColourScale(QWidget):
    """A bar of colours with a word at each end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Colour scale")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._colormap = colormaps.DEFAULT_COLORMAP
        self._low = self._middle = self._high = ""

    def show_scale(self, colormap: str, *, low: str, middle: str, high: str) -> None:
        """Show a colour scale and the words under it."""
        self._colormap, self._low, self._middle, self._high = colormap, low, middle, high
        self.setAccessibleDescription(f"from {low} to {high}, {middle}")
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
        colours = colormaps.colours(self._colormap)[None, :, :]
        painter.drawImage(bar, to_qimage(colours))
        painter.setPen(QPen(QColor(theme.DARK.line)))
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        font = QFont(self.font())
        font.setPixelSize(theme.SMALL_PX)
        painter.setFont(font)
        painter.setPen(QColor(theme.DARK.muted))
        words = QRectF(0, theme.BAR_HEIGHT + theme.HALF_UNIT, self.width(), 18)
        for text, flag in (
            (self._low, Qt.AlignmentFlag.AlignLeft),
            (self._middle, Qt.AlignmentFlag.AlignHCenter),
            (self._high, Qt.AlignmentFlag.AlignRight),
        ):
            painter.drawText(words, flag | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()
