"""Another film over the right part of a film, behind a line that the hand moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.gui import theme
from lungdesk.gui.viewer.corner_painter import corner_heights, paint_corners
from lungdesk.gui.viewer.corner_text import CornerText
from lungdesk.gui.viewer.film_painter import FilmLook, FilmPainter

#: How near the line the hand has to be, in view pixels.
_REACH_PX = 8.0
_GRIP_PX = (6, 36)
_TAB_HEIGHT = 22
#: Longer names are shortened in their middle; where there is no room for a date, they are left out.
_NAME_WIDTH = 320
_NAME_LEAST = 56


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """The film that is laid over, where it lies, its words, and the names of the two.

    Attributes
    ----------
    corners
        What belongs into the corners of the view where the film that is laid over is seen.
    names
        What the film on the left of the line is, and that on the right: its day and its title,
        as far as they are known.
    """

    look: FilmLook
    geometry: ViewGeometry
    corners: CornerText
    names: tuple[tuple[str, ...], tuple[str, ...]]


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

    def seen_at(self, at: QPointF | None, width: int) -> Comparison | None:
        """The other film, where it is what is seen at a view position."""
        other = self.comparison
        if at is None or other is None or not other.look.is_ready:
            return None
        return other if at.x() >= self._line(width) else None

    def own_part(self, area: QRect) -> QRect:
        """The part of a view in which its own film is seen."""
        other = self.comparison
        if other is None or not other.look.is_ready:
            return area
        return area.adjusted(0, 0, self._line(area.width()) - area.width(), 0)

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

    def paint_corners(self, painter: QPainter, area: QRect, corners: CornerText) -> None:
        """Write into the corners; the line uncovers the other film with its own date and window."""
        other = self.comparison
        if other is None or not other.look.is_ready:
            paint_corners(painter, area, corners)
            return
        left, right = self.own_part(area), area.adjusted(self._line(area.width()), 0, 0, 0)
        for side, words in ((left, corners), (right, other.corners)):
            if not side.isEmpty():
                painter.save()
                painter.setClipRect(side)
                paint_corners(painter, area, words)
                painter.restore()

    def paint_line(self, painter: QPainter, area: QRect, corners: CornerText) -> None:
        """Paint the line, its grip, and above the words at the foot which film is where."""
        other = self.comparison
        if other is None:
            return
        line = self._line(area.width())
        both = (corners, other.corners)
        foot = max(corner_heights(painter.font(), words)[1] for words in both)
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
        at = QPointF(line, area.bottom() - foot)
        for is_left, side in ((True, line), (False, area.width() - line)):
            room = min(_NAME_WIDTH, side - 4 * theme.UNIT)
            if room >= _NAME_LEAST:  # what does not fit is not begun
                name = name_in(other.names if is_left else other.names[::-1], painter, room)
                self._paint_name(painter, at, name, is_left=is_left)
        painter.restore()

    def _paint_name(self, painter: QPainter, at: QPointF, name: str, *, is_left: bool) -> None:
        """A tab at the foot of the line; where one film has the whole view, in its middle."""
        width = painter.fontMetrics().horizontalAdvance(name) + 2 * theme.UNIT
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


def name_in(names: Sequence[tuple[str, ...]], painter: QPainter, room: int) -> str:
    """The first of two names in so many view pixels: before a date is cut, the title is left out.

    A date that both have in common tells nothing.
    """
    metrics = painter.fontMetrics()
    mine, other = names
    whole = " · ".join(mine)
    if metrics.horizontalAdvance(whole) > room and mine[0] != other[0]:
        whole = mine[0]
    return metrics.elidedText(whole, Qt.TextElideMode.ElideMiddle, room)
