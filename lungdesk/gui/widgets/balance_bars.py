"""What each class has, and what it is made to count: two thin bars and two figures a class."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.translation import grouped, tr

_ROW, _HEADER = 28, 22
_BAR, _GAP = 7, 2
_NAME, _FIGURE = 136, 60
_FILMS, _COUNT_AS = tr("films"), tr("count as")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """A class with its number of films, and with as many as it counts for."""

    name: str
    colour: str
    films: int
    counted: float


class BalanceBars(QWidget):
    """The upper bar of a class, grey, is what it has; the lower one, coloured, what it counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Films of each class, and as many as it counts for"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: tuple[BalanceRow, ...] = ()

    @property
    def rows(self) -> tuple[BalanceRow, ...]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: tuple[BalanceRow, ...]) -> None:
        """Show classes."""
        self._rows = rows
        words = (
            tr(
                "{name}: {films:,} films, counts for {counted:,.0f}",
                name=r.name,
                films=r.films,
                counted=r.counted,
            )
            for r in rows
        )
        self.setAccessibleDescription("; ".join(words))
        self.updateGeometry()
        self.update()

    def bar_rects(self, index: int) -> tuple[QRectF, QRectF]:
        """Bars of one row: what it has, what it counts."""
        row = self._rows[index]
        most = max(max(r.films, r.counted) for r in self._rows) or 1
        room = max(0, self.width() - _NAME - 2 * self._figure_width())
        top = _HEADER + index * _ROW + (_ROW - 2 * _BAR - _GAP) / 2
        upper = QRectF(_NAME, top, room * row.films / most, _BAR)
        return upper, QRectF(_NAME, top + _BAR + _GAP, room * row.counted / most, _BAR)

    @override
    def sizeHint(self) -> QSize:
        return QSize(400, _HEADER + _ROW * max(1, len(self._rows)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_NAME + 2 * self._figure_width() + 60, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(_font(self.font(), theme.SMALL_PX))
        painter.setPen(QColor(theme.colours().muted))
        painter.drawText(self._figure(0, 0, _HEADER), _RIGHT, _FILMS)
        painter.drawText(self._figure(0, 1, _HEADER), _RIGHT, _COUNT_AS)
        for index, row in enumerate(self._rows):
            top = _HEADER + index * _ROW
            painter.setFont(_font(self.font(), theme.TEXT_PX))
            painter.setPen(QColor(theme.colours().text))
            painter.drawText(QRectF(0, top, _NAME, _ROW), _LEFT, row.name)
            painter.drawText(self._figure(top, 0, _ROW), _RIGHT, grouped(row.films))
            painter.drawText(self._figure(top, 1, _ROW), _RIGHT, grouped(row.counted, ",.0f"))
            before, after = self.bar_rects(index)
            painter.fillRect(before, QColor(theme.colours().faint))
            painter.fillRect(after, QColor(theme.shown(row.colour)))
        painter.end()

    def _figure_width(self) -> int:
        """Room for numbers and for the words above them."""
        words = QFontMetrics(_font(self.font(), theme.SMALL_PX))
        widths = (words.horizontalAdvance(text) for text in (_FILMS, _COUNT_AS))
        return max(_FIGURE, *(width + theme.UNIT for width in widths))

    def _figure(self, top: float, number: int, height: float) -> QRectF:
        width = self._figure_width()
        return QRectF(self.width() - (2 - number) * width, top, width, height)


def _font(given: QFont, size_px: int) -> QFont:
    font = QFont(given)
    font.setPixelSize(size_px)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
