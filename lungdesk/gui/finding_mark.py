"""The mark beside a finding: its shape says how a reading ended, its colour which class leads."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from lungdesk.gui import theme

_PEN_PX = 1.5


class MarkShape(Enum):
    """Shapes that differ without their colour."""

    FOUND = auto()  # a dot
    UNCERTAIN = auto()  # a ring
    REFUSED = auto()  # a cross: nothing was found, because nothing was looked for
    FAILED = auto()  # a triangle


def paint_mark(painter: QPainter, place: QRectF, shape: MarkShape, colour: str) -> None:
    """Paint a mark into a square; ``colour`` is a role of the theme or a colour."""
    ink = QColor(theme.shown(colour))
    inside = place.adjusted(1, 1, -1, -1)
    painter.setPen(QPen(ink, _PEN_PX))
    painter.setBrush(ink if shape is MarkShape.FOUND else Qt.BrushStyle.NoBrush)
    if shape is MarkShape.REFUSED:
        painter.drawLine(inside.topLeft(), inside.bottomRight())
        painter.drawLine(inside.bottomLeft(), inside.topRight())
    elif shape is MarkShape.FAILED:
        top = QPointF(inside.center().x(), inside.top())
        painter.drawPolygon(QPolygonF([top, inside.bottomRight(), inside.bottomLeft()]))
    else:
        painter.drawEllipse(inside)
