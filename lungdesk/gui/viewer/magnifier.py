"""A round glass under the pointer that enlarges the film."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.gui import theme
from lungdesk.gui.viewer.film_painter import FilmLook, FilmPainter
from lungdesk.gui.viewer.mouse import MouseTool

#: How much larger the glass shows the film, which it shows at 1:1 at least.
_MAGNIFICATION = 2.5


class Magnifier:
    """Paints the glass while it is shown."""

    def __init__(self) -> None:
        self.is_shown = False
        self._painter = FilmPainter()

    def forget(self) -> None:
        """Let go of the film, so that closing it frees its memory."""
        self._painter.forget()

    def paint(
        self,
        painter: QPainter,
        at: QPointF | None,
        look: FilmLook,
        geometry: ViewGeometry,
        tool: MouseTool | None,
        *,
        ratio: float,
    ) -> None:
        """Paint the glass at a view position, if the film is under it.

        Parameters
        ----------
        tool
            Paints what is drawn on the film.
        ratio
            Screen pixels per view pixel.
        """
        if not self.is_shown or at is None:
            return
        under = geometry.to_film((at.x(), at.y()))
        if not (0 <= under[0] < look.film.size[0] and 0 <= under[1] < look.film.size[1]):
            return
        side = theme.MAGNIFIER_PX
        scale = max(geometry.scale * _MAGNIFICATION, 1 / ratio)
        close = replace(geometry, view_size=(side, side), center=under, scale=scale)
        rim = QPainterPath()
        rim.addEllipse(QRectF(0, 0, side, side))
        painter.save()
        painter.translate(round(at.x()) - side // 2, round(at.y()) - side // 2)
        painter.setClipPath(rim)
        painter.fillRect(0, 0, side, side, QColor(theme.FILM))
        self._painter.paint(painter, look, close, ratio=ratio)
        if tool is not None:
            tool.paint(painter, close, None)  # words would be cut off at the rim
        painter.setClipping(False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.ON_FILM.accent), 2))
        painter.drawEllipse(QRectF(1, 1, side - 2, side - 2))
        painter.restore()
