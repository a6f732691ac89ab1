"""Another film over the right part of a film, behind a line that the hand moves."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.gui import theme
from lungdesk.gui.viewer.film_painter import FilmLook, FilmPainter

#: How near the line the hand has to be, in view pixels.
_REACH_PX = 8.0
_GRIP_PX = (6, 36)
_TAB_HEIGHT = 22
#: Longer names are shortened in their middle.
_NAME_WIDTH = 200


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """The film that is laid over, where it lies, and the names of the two.

    Attributes
    ----------
    names
        What the film on the left of the line is, and that on the right.
    """

    look: FilmLook
    geometry: ViewGeometry
    names: tuple[str, str]


class Swipe:
    """The line, and what it uncovers.

    Attributes
    ----------
    share
        Where the line is, from the left, as a share of the view's width; the other film is on
        the right of it.
    """

    def __init__(self) -> None:
        self.comparison: Comparison | None = None
        self.share = 0.5
        self._painter = FilmPainter()

    def forget(self) -> None:
        """Let go of the film, so that closing it frees its memory."""
        self._painter.forget()

    def is_near(self, x: float, width: int) -> bool:
        """Whether the hand at a view position would take the line."""
        return self._has_line and abs(x - self._line(width)) <= _REACH_PX

    def move_to(self, x: float, width: int) -> None:
        """Bring the line to a view position; a grip of it stays in sight."""
        self.share = min(max(x / max(width, 1), 0.02), 0.98)

    @property
    def _has_line(self) -> bool:
        return self.comparison is not None and 0 < self.share < 1

    def _line(self, width: int) -> int:
        return round(self.share * width)

    def paint_film(self, painter: QPainter, area: QRect, *, ratio: float) -> None:
        """Paint the other film right of the line."""
        other = self.comparison
        if other is None or not other.look.is_ready:
            return
        line = self._line(area.width())
        rest = area.adjusted(line, 0, 0, 0)
        painter.save()
        painter.setClipRect(rest)
        painter.fillRect(rest, QColor(theme.FILM))
        self._painter.paint(painter, other.look, other.geometry, ratio=ratio)
        painter.restore()

    def paint_line(self, painter: QPainter, area: QRect, *, foot: int) -> None:
        """Paint the line, its grip, and which film is on which side: above the words at the foot.

        ``foot`` is their height, in view pixels.
        """
        if self.comparison is None:
            return
        line = self._line(area.width())
        painter.save()
        if self._has_line:
            accent = QColor(theme.ON_FILM.accent)
            painter.setPen(QPen(accent, 1))
            painter.drawLine(line, area.top(), line, area.bottom())
            width, height = _GRIP_PX
            grip = QRectF(line - width / 2, area.center().y() - height / 2, width, height)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(accent)
            painter.drawRoundedRect(grip, width / 2, width / 2)
        font = painter.font()
        font.setPixelSize(theme.TEXT_PX)
        font.setBold(False)
        painter.setFont(font)
        left, right = self.comparison.names
        at = QPointF(line, area.bottom() - foot)
        if self.share > 0:
            self._paint_name(painter, at, left, is_left=True)
        if self.share < 1:
            self._paint_name(painter, at, right, is_left=False)
        painter.restore()

    def _paint_name(self, painter: QPainter, at: QPointF, name: str, *, is_left: bool) -> None:
        """A tab at the foot of the line; where one film has the whole view, in its middle."""
        metrics = painter.fontMetrics()
        name = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, _NAME_WIDTH)
        width = metrics.horizontalAdvance(name) + 2 * theme.UNIT
        top = at.y() - _TAB_HEIGHT - theme.UNIT
        if self._has_line:
            left = at.x() - width - theme.UNIT if is_left else at.x() + theme.UNIT
        else:
            middle = at.x() / 2 if is_left else painter.viewport().width() / 2
            left = middle - width / 2
        tab = QRectF(left, top, width, _TAB_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ON_FILM.raised))
        painter.drawRoundedRect(tab, 4, 4)
        painter.setPen(QColor(theme.ON_FILM.text))
        painter.drawText(tab, Qt.AlignmentFlag.AlignCenter, name)
