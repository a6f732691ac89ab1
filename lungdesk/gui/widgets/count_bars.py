"""How many films each class has in each split: a stacked bar and its figures, class by class."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.translation import grouped, tr

_ROW_HEIGHT = 26
_HEADER_HEIGHT = 24
_BAR_HEIGHT = 10
_NAME_WIDTH = 140
_FIGURE_WIDTH = 56
#: How strongly the parts of a bar show the colour of its class, from the first to the last.
_STRENGTHS = (1.0, 0.68, 0.42, 0.2)


@dataclass(frozen=True, slots=True)
class CountRow:
    """Name and colour of a class, and its number of films in each column."""

    name: str
    colour: str
    counts: tuple[int, ...]


class CountBars(QWidget):
    """Bars to one scale; a zero where films are needed stands in the colour of doubt."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Films by class and split"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._columns: tuple[str, ...] = ()
        self._rows: tuple[CountRow, ...] = ()
        self._needed = 0

    @property
    def rows(self) -> tuple[CountRow, ...]:
        """What is shown."""
        return self._rows

    def show_counts(
        self, columns: tuple[str, ...], rows: tuple[CountRow, ...], *, needed: int
    ) -> None:
        """Show rows of as many counts as there are columns; the first ``needed`` must not be 0."""
        self._columns, self._rows, self._needed = columns, rows, needed
        words = (
            f"{row.name}: "
            + ", ".join(f"{grouped(n)} {name}" for name, n in zip(columns, row.counts, strict=True))
            for row in rows
        )
        self.setAccessibleDescription("; ".join(words))
        self.updateGeometry()
        self.update()

    def bar_rect(self, index: int) -> QRectF:
        """Room for the bar of one row; its length is to the scale of the largest class."""
        figures = _FIGURE_WIDTH * (len(self._columns) + 1)
        width = max(0, self.width() - _NAME_WIDTH - figures)
        top = _HEADER_HEIGHT + index * _ROW_HEIGHT + (_ROW_HEIGHT - _BAR_HEIGHT) / 2
        return QRectF(_NAME_WIDTH, top, width, _BAR_HEIGHT)

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, _HEADER_HEIGHT + _ROW_HEIGHT * max(1, len(self._rows)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_NAME_WIDTH + _FIGURE_WIDTH * 5 + 40, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_header(painter)
        most = max((sum(row.counts) for row in self._rows), default=0)
        for index, row in enumerate(self._rows):
            self._paint_row(painter, index, row, most)
        painter.end()

    def _paint_header(self, painter: QPainter) -> None:
        painter.setFont(_font(painter, theme.SMALL_PX))
        painter.setPen(QColor(theme.colours().muted))
        for number, name in enumerate((*self._columns, tr("all"))):
            painter.drawText(self._figure_rect(0, number, _HEADER_HEIGHT), _RIGHT, name)

    def _paint_row(self, painter: QPainter, index: int, row: CountRow, most: int) -> None:
        top = _HEADER_HEIGHT + index * _ROW_HEIGHT
        font = _font(painter, theme.TEXT_PX)
        painter.setFont(font)
        painter.setPen(QColor(theme.colours().text))
        name = QFontMetrics(font).elidedText(row.name, Qt.TextElideMode.ElideRight, _NAME_WIDTH - 8)
        painter.drawText(QRectF(0, top, _NAME_WIDTH, _ROW_HEIGHT), _LEFT, name)
        self._paint_bar(painter, self.bar_rect(index), row, most)
        for number, count in enumerate((*row.counts, sum(row.counts))):
            is_missing = not count and number < self._needed
            painter.setPen(QColor(theme.colours().doubt if is_missing else theme.colours().text))
            painter.drawText(self._figure_rect(top, number, _ROW_HEIGHT), _RIGHT, grouped(count))

    def _paint_bar(self, painter: QPainter, room: QRectF, row: CountRow, most: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours().raised))
        painter.drawRoundedRect(room, 3, 3)
        left = room.left()
        for strength, count in zip(_STRENGTHS, row.counts, strict=False):
            if not count:
                continue
            width = room.width() * count / most
            colour = _mixed(row.colour, strength)
            # A hair of ground between the parts, so that they are told apart without colour.
            painter.fillRect(QRectF(left, room.top(), max(1.0, width - 1), room.height()), colour)
            left += width

    def _figure_rect(self, top: float, number: int, height: float) -> QRectF:
        columns = len(self._columns) + 1
        right = self.width() - _FIGURE_WIDTH * (columns - 1 - number)
        return QRectF(right - _FIGURE_WIDTH, top, _FIGURE_WIDTH, height)


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _mixed(colour: str, strength: float) -> QColor:
    """A colour on the ground of the panel."""
    ink, ground = QColor(theme.shown(colour)), QColor(theme.colours().panel)
    parts = (
        round(strength * one + (1 - strength) * other)
        for one, other in (
            (ink.red(), ground.red()),
            (ink.green(), ground.green()),
            (ink.blue(), ground.blue()),
        )
    )
    return QColor(*parts)


def _font(painter: QPainter, size_px: int) -> QFont:
    font = QFont(painter.font())
    font.setPixelSize(size_px)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
