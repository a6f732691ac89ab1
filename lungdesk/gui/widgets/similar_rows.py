"""Films in rows: a small picture, the class, where the film comes from, how far away it is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.plot_axes import small_font

_SIDE, _GAP, _DOT = 40, 6, 8


@dataclass(frozen=True, slots=True, eq=False)
class SimilarRow:
    """One film; without a picture where it is not on this computer."""

    title: str
    colour: str
    source: str
    distance: str
    picture: QImage | None = None
    tip: str = ""

    @property
    def words(self) -> str:
        """The row for a screen reader."""
        return tr(
            "{title}, {source}, distance {distance}",
            title=self.title,
            source=self.source,
            distance=self.distance,
        )


class SimilarRows(QWidget):
    """As many rows as there are films."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Similar films"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: tuple[SimilarRow, ...] = ()

    @property
    def rows(self) -> tuple[SimilarRow, ...]:
        """What is shown, the nearest first."""
        return self._rows

    def show_rows(self, rows: tuple[SimilarRow, ...]) -> None:
        """Show films, the nearest first."""
        self._rows = rows
        self.setAccessibleDescription("; ".join(row.words for row in rows))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, len(self._rows) * (_SIDE + _GAP))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = event.pos().y() // (_SIDE + _GAP)
            tip = self._rows[number].tip if number < len(self._rows) else ""
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for number, row in enumerate(self._rows):
                self._paint(painter, row, number * (_SIDE + _GAP))

    def _paint(self, painter: QPainter, row: SimilarRow, top: int) -> None:
        colours = theme.colours()
        left = 0
        if any(one.picture is not None for one in self._rows):
            square = QRectF(0, top, _SIDE, _SIDE)
            painter.fillRect(square, QColor(theme.FILM))
            if row.picture is not None:
                size = row.picture.size().scaled(_SIDE, _SIDE, Qt.AspectRatioMode.KeepAspectRatio)
                area = QRectF(0, 0, size.width(), size.height())
                area.moveCenter(square.center())
                painter.drawImage(area, row.picture)
            left = _SIDE + theme.UNIT
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.shown(row.colour)))
        painter.drawEllipse(QRectF(left, top + 6, _DOT, _DOT))
        words = QRectF(left + _DOT + theme.HALF_UNIT, top, self.width(), _SIDE / 2)
        words.setRight(self.width())
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        start = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self.font())
        painter.setPen(QColor(colours.text))
        painter.drawText(words, row.title, start)
        painter.drawText(words, row.distance, right)
        painter.setFont(small_font(painter))
        painter.setPen(QColor(colours.muted))
        words.translate(0, _SIDE / 2)
        metrics = painter.fontMetrics()
        source = metrics.elidedText(row.source, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, source, start)
