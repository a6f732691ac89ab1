"""Paints outlines, and lines of equal heat, over a film."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from lungdesk.gui import theme

#: Widths in view pixels: of the line, and of the shade that sets it off from bright film.
_LINE_PX, _SHADE_PX = 1.6, 3.4
_SHADE = QColor(0, 0, 0, 130)

Lines = Sequence[NDArray[np.float64]]


@dataclass(frozen=True, slots=True, eq=False)
class HeatLines:
    """Lines of one value of a map: closed, ``(M, 2)`` each, film pixels."""

    lines: tuple[NDArray[np.float64], ...]
    rgb: tuple[int, int, int]
    opacity: float


def paint_outlines(painter: QPainter, outlines: Lines) -> None:
    """Paint closed lines ``(M, 2)`` in the coordinates of the painter; as thick at every scale."""
    _paint(painter, outlines, QColor(theme.ON_FILM.accent))


def paint_heat_lines(painter: QPainter, levels: Sequence[HeatLines]) -> None:
    """Paint the lines of several values as `paint_outlines` does."""
    for level in levels:
        _paint(painter, level.lines, QColor(*level.rgb), level.opacity)


def _paint(painter: QPainter, outlines: Lines, ink: QColor, opacity: float = 1.0) -> None:
    polygons = [QPolygonF([QPointF(x, y) for x, y in line.tolist()]) for line in outlines]
    painter.save()
    painter.setOpacity(opacity)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((_SHADE, _SHADE_PX), (ink, _LINE_PX)):
        pen = QPen(colour, width)
        pen.setCosmetic(True)
        painter.setPen(pen)
        for polygon in polygons:
            painter.drawPolygon(polygon)
    painter.restore()
