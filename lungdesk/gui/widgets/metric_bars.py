"""One figure of several models on several sets of films, as bars with 95 % intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetrics,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.plot_axes import (
    WORDS_HEIGHT,
    Axis,
    paint_interval,
    paint_value_axis,
    small_font,
)

_LEFT = 40
_TOP = 3 * theme.UNIT  # the words of a bar that reaches the top
_WIDEST_BAR = 56.0
_WORDS_FROM = 27.0
#: What tells bars apart without colour, by number.
_PATTERNS = (
    None,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense5Pattern,
    Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.CrossPattern,
    Qt.BrushStyle.VerPattern,
)


def pattern_of(number: int) -> Qt.BrushStyle | None:
    """Of a model: another than that of a model before it with the same colour."""
    return _PATTERNS[(number + number // len(_PATTERNS)) % len(_PATTERNS)]


@dataclass(frozen=True, slots=True)
class MetricBar:
    """One bar; ``words`` say all about it."""

    value: float
    low: float | None
    high: float | None
    words: str


@dataclass(frozen=True, slots=True)
class BarGroup:
    """Bars of one set of films, in the order of the models; None where there is nothing to show."""

    title: str
    bars: tuple[MetricBar | None, ...]


class MetricBars(QWidget):
    """Groups side by side; the chosen model's bars are marked.

    Signals
    -------
    chosen(int)
        The user has clicked on a bar of this model.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._groups: tuple[BarGroup, ...] = ()
        self._chosen: int | None = None
        self._high = 1.0

    @property
    def groups(self) -> tuple[BarGroup, ...]:
        """What is shown."""
        return self._groups

    def show_groups(
        self, name: str, groups: Sequence[BarGroup], *, chosen: int | None, high: float
    ) -> None:
        """Show a figure from 0 to ``high``."""
        self._groups, self._chosen, self._high = tuple(groups), chosen, high
        self.setAccessibleName(tr("Bars: {name}", name=name))
        words = [bar.words for group in groups for bar in group.bars if bar]
        self.setAccessibleDescription("; ".join(words))
        self.update()

    def bar_rect(self, group: int, number: int) -> QRectF:
        """Area of a bar from the foot of the plot to its value; empty where there is none."""
        frame, axis = self._frame(), self._axis()
        count = len(self._groups[group].bars)
        room = frame.width() / len(self._groups)
        width = min(0.84 * room / count, _WIDEST_BAR)
        left = frame.left() + room * (group + 0.5) + (number - count / 2) * width
        bar = self._groups[group].bars[number]
        if bar is None:
            return QRectF()
        top = axis.place(bar.value)
        return QRectF(left + 1.5, top, width - 3, frame.bottom() - top)

    def _frame(self) -> QRectF:
        width, height = self.width() - _LEFT, self.height() - _TOP - WORDS_HEIGHT
        return QRectF(_LEFT, _TOP, width, height - theme.HALF_UNIT)

    def _axis(self) -> Axis:
        frame = self._frame()
        return Axis(0.0, self._high, frame.bottom(), frame.top())

    @override
    def sizeHint(self) -> QSize:
        return QSize(520, 220)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(280, 130)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._groups:
            return
        frame, axis = self._frame(), self._axis()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_value_axis(painter, axis, frame)
            room = frame.width() / len(self._groups)
            for place, group in enumerate(self._groups):
                painter.setFont(small_font(painter))
                painter.setPen(QColor(theme.colours().muted))
                foot = QRectF(frame.left() + room * place, frame.bottom() + 2, room, WORDS_HEIGHT)
                painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, group.title)
                for number, bar in enumerate(group.bars):
                    if bar is not None:
                        self._paint_bar(painter, (place, number), bar, axis)

    def _paint_bar(
        self, painter: QPainter, at: tuple[int, int], bar: MetricBar, axis: Axis
    ) -> None:
        area, number = self.bar_rect(*at), at[1]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.shown(theme.model_colour(number))))
        painter.drawRect(area)
        pattern = pattern_of(number)
        if pattern is not None:
            ink = QColor(theme.colours().panel)
            ink.setAlpha(110)
            painter.setBrush(QBrush(ink, pattern))
            painter.drawRect(area)
        if number == self._chosen:
            painter.setPen(QPen(QColor(theme.colours().text), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(-1, -1, 1, 0))
        above = area.top()
        if bar.low is not None and bar.high is not None:
            low, high = axis.place(bar.low), axis.place(bar.high)
            above = min(above, high)
            paint_interval(painter, area.center().x(), low, high, theme.colours().text)
        if area.width() >= _WORDS_FROM:
            painter.setFont(small_font(painter, is_bold=number == self._chosen))
            painter.setPen(QColor(theme.colours().text))
            words = f"{bar.value:.2f}"
            width = QFontMetrics(painter.font()).horizontalAdvance(words) + 4
            place = QRectF(0, 0, width, WORDS_HEIGHT - 2)
            place.moveCenter(QPointF(area.center().x(), max(above - 8, WORDS_HEIGHT / 2)))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    # --- the hand

    def _at(self, position: QPointF) -> tuple[int, int] | None:
        """Group and number of the bar under, above or below a point: its whole column counts."""
        for place, group in enumerate(self._groups):
            for number, bar in enumerate(group.bars):
                area = self.bar_rect(place, number)
                if bar is not None and area.left() <= position.x() <= area.right():
                    return place, number
        return None

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position())
        if at is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(at[1])

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            at = self._at(QPointF(event.pos()))
            bar = self._groups[at[0]].bars[at[1]] if at else None
            QToolTip.showText(event.globalPos(), bar.words if bar else "")
            return True
        return super().event(event)
