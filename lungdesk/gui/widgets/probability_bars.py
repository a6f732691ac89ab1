"""Probabilities of the classes as horizontal bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.words import percent

_ROW_HEIGHT = 40


@dataclass(frozen=True, slots=True)
class Bar:
    """One class: name, colour, probability and operating point (None while not known)."""

    name: str
    colour: str
    probability: float | None = None
    tick: float | None = None


class ProbabilityBars(QWidget):
    """Bars in class order; the explained class is marked.

    Signals
    -------
    chosen(int)
        The user wants this class explained.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Probabilities"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._bars: tuple[Bar, ...] = ()
        self._chosen: int | None = None
        self._hovered: int | None = None

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is shown, in class order."""
        return self._bars

    @property
    def chosen_index(self) -> int | None:
        """The class that is marked."""
        return self._chosen

    def show_bars(self, bars: tuple[Bar, ...], *, chosen: int | None = None) -> None:
        """Show bars, each with a tick at its operating point, and mark one class."""
        self._bars, self._chosen = bars, chosen
        known = [bar for bar in bars if bar.probability is not None]
        self.setAccessibleDescription(
            ", ".join(f"{bar.name} {percent(bar.probability)}" for bar in known)
        )
        self.setCursor(Qt.CursorShape.PointingHandCursor if known else Qt.CursorShape.ArrowCursor)
        self.updateGeometry()
        self.update()

    def row_rect(self, index: int) -> QRectF:
        """Area of one class."""
        return QRectF(0, index * _ROW_HEIGHT, self.width(), _ROW_HEIGHT)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.FINDINGS_WIDTH[0], _ROW_HEIGHT * max(1, len(self._bars)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        leading = self._leading()
        for index, bar in enumerate(self._bars):
            self._paint_row(painter, index, bar, is_leading=index == leading)
        self._paint_focus(painter)
        painter.end()

    def _leading(self) -> int | None:
        known = [(bar.probability, -i) for i, bar in enumerate(self._bars) if bar.probability]
        return -max(known)[1] if known else None

    def _paint_focus(self, painter: QPainter) -> None:
        """Around all rows, where none can be chosen."""
        if self.hasFocus() and self._chosen is None:
            painter.setPen(QColor(theme.colours().accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(edge, theme.RADIUS, theme.RADIUS)

    def _paint_row(self, painter: QPainter, index: int, bar: Bar, *, is_leading: bool) -> None:
        row = self.row_rect(index)
        is_known = bar.probability is not None
        if is_known and index in (self._chosen, self._hovered):
            self._paint_ground(painter, row, is_chosen=index == self._chosen)
        inner = row.adjusted(theme.UNIT, 0, -theme.UNIT, 0)
        font = QFont(self.font())
        font.setPixelSize(theme.TEXT_PX)
        font.setWeight(QFont.Weight.DemiBold if is_leading else QFont.Weight.Normal)
        painter.setFont(font)
        text_area = inner.adjusted(0, 5, 0, -15)
        painter.setPen(QColor(theme.colours().text if is_known else theme.colours().muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        number = percent(bar.probability)
        room = int(inner.width()) - QFontMetrics(font).horizontalAdvance(number) - theme.UNIT
        name = QFontMetrics(font).elidedText(bar.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(text_area, Qt.AlignmentFlag.AlignLeft | middle, name)
        painter.drawText(text_area, Qt.AlignmentFlag.AlignRight | middle, number)
        track = QRectF(inner.left(), row.bottom() - 13, inner.width(), 6)
        self._paint_bar(painter, track, bar)

    def _paint_ground(self, painter: QPainter, row: QRectF, *, is_chosen: bool) -> None:
        ground = theme.colours().hover if is_chosen else theme.colours().raised
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(row.adjusted(0, 1, 0, -1), theme.RADIUS, theme.RADIUS)
        if is_chosen and self.hasFocus():
            painter.setPen(QColor(theme.colours().accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            edge = row.adjusted(0.5, 1.5, -0.5, -1.5)
            painter.drawRoundedRect(edge, theme.RADIUS, theme.RADIUS)

    def _paint_bar(self, painter: QPainter, track: QRectF, bar: Bar) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours().line))
        painter.drawRoundedRect(track, 3, 3)
        if bar.probability:
            filled = QRectF(track)
            filled.setWidth(max(track.height(), track.width() * bar.probability))
            painter.setBrush(QColor(theme.shown(bar.colour)))
            painter.drawRoundedRect(filled, 3, 3)
        if bar.tick is not None and bar.probability is not None:
            x = round(track.left() + track.width() * bar.tick)
            colours = theme.colours()
            # With a rim, or it could not be told from a bar that reaches beyond it.
            rim = QRectF(x - 2, track.top(), 5, track.height())
            painter.fillRect(rim, QColor(colours.panel))
            line = QRectF(x, track.top() - 2, 1, track.height() + 4)
            painter.fillRect(line, QColor(colours.text))

    # --- the hand

    def _index_at(self, y: float) -> int | None:
        index = int(y // _ROW_HEIGHT)
        is_known = 0 <= index < len(self._bars) and self._bars[index].probability is not None
        return index if is_known else None

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().y())
        if index is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(index)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._index_at(event.position().y())
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    @override
    def event(self, event: QEvent) -> bool:
        is_key = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and cast(QKeyEvent, event).key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.accept()
            return True
        if event.type() is QEvent.Type.ToolTip and self._hovered is not None:
            tip = tr("Explain {name} (Shift+G: next class)", name=self._bars[self._hovered].name)
            QToolTip.showText(
                self.mapToGlobal(self.row_rect(self._hovered).center().toPoint()), tip
            )
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or self._chosen is None:
            super().keyPressEvent(event)
            return
        self.chosen.emit((self._chosen + step) % len(self._bars))
