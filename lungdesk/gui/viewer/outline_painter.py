"""Paints outlines over a film."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from lungdesk.gui import theme

#: Widths in view pixels: of the line, and of the shade that sets it off from bright film.
_LINE_PX, _SHADE_PX = 1.6, 3.4
_SHADE = QColor(0, 0, 0, 130)


def paint_outlines(painter: QPainter, outlines: Sequence[NDArray[np.float64]]) -> None:
    """Paint closed lines ``(M, 2)`` in the coordinates of the painter; as thick at every scale."""
    polygons = [QPolygonF([QPointF(x, y) for x, y in line.tolist()]) for line in outlines]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((_SHADE, _SHADE_PX), (QColor(theme.DARK.accent), _LINE_PX)):
        pen = QPen(colour, width)
        pen.setCosmetic(True)
        painter.setPen(pen)
        for polygon in polygons:
            painter.drawPolygon(polygon)
    painter.restore()
