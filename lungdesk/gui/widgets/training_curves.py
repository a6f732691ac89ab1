"""Accuracy and loss of a training, epoch by epoch, for train and val, phase beside phase."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.plot_axes import Axis, paint_value_axis, round_step, small_font

_LEFT, _TOP, _RIGHT, _BOTTOM = 40, 44, 10, 38
_GAP = 16
_LEAST = (380, 165)
_LEGEND_LINE = 18
_DOT_PX = 3.5
#: Epochs on the axis at least, so that the first ones do not jump about.
_LEAST_EPOCHS = 5
_LEAST_TICK_PX = 28


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One epoch: the phase it belongs to in words, and its figures; accuracy in [0, 1]."""

    phase: str
    accuracy: float
    val_accuracy: float
    loss: float
    val_loss: float


@dataclass(frozen=True, slots=True)
class _Plot:
    title: str
    train: Callable[[CurvePoint], float]
    val: Callable[[CurvePoint], float]
    is_share: bool


_PLOTS = (
    _Plot(tr("Accuracy"), lambda p: p.accuracy, lambda p: p.val_accuracy, is_share=True),
    _Plot(tr("Loss"), lambda p: p.loss, lambda p: p.val_loss, is_share=False),
)


class TrainingCurves(QWidget):
    """Two plots side by side; train is thin, val is thick, the best epoch is marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(*_LEAST)
        self.setAccessibleName(tr("Accuracy and loss by epoch"))
        self._points: tuple[CurvePoint, ...] = ()
        self._title = ""
        self._empty = ""

    @override
    def sizeHint(self) -> QSize:
        return QSize(560, 260)

    @property
    def points(self) -> tuple[CurvePoint, ...]:
        """What is shown."""
        return self._points

    def show_points(self, title: str, points: Sequence[CurvePoint], empty: str) -> None:
        """Show the epochs of one training; without any, the words ``empty``."""
        self._title, self._points, self._empty = title, tuple(points), empty
        words = f"{title}: {empty}"
        if points:
            last = points[-1]
            words = tr(
                "{title}: {count} epochs; last accuracy {accuracy:.3f} train, "
                "{val_accuracy:.3f} val; loss before calibration {loss:.3f} train, "
                "{val_loss:.3f} val",
                title=title,
                count=len(points),
                accuracy=last.accuracy,
                val_accuracy=last.val_accuracy,
                loss=last.loss,
                val_loss=last.val_loss,
            )
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_head(painter)
            if not self._points:
                painter.setPen(QColor(theme.colours().muted))
                area = QRectF(self.rect()).adjusted(0, _TOP, 0, 0)
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(area, int(flags), self._empty)
                return
            width = (self.width() - _GAP) / len(_PLOTS)
            for number, plot in enumerate(_PLOTS):
                painter.save()
                painter.translate(number * (width + _GAP), 0)
                self._paint_plot(painter, plot, width)
                painter.restore()

    def _paint_head(self, painter: QPainter) -> None:
        painter.setFont(small_font(painter, is_bold=True))
        painter.setPen(QColor(theme.colours().muted))
        line = QRectF(0, 0, self.width(), _LEGEND_LINE)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self._title)
        painter.setFont(small_font(painter))
        right = float(self.width())
        for words, pen in ((tr("val"), _val_pen()), (tr("train"), _train_pen())):
            room = painter.fontMetrics().horizontalAdvance(words)
            painter.setPen(QColor(theme.colours().text))
            place = QRectF(right - room, 0, room + 1, _LEGEND_LINE)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
            end = right - room - theme.HALF_UNIT
            painter.setPen(pen)
            middle = _LEGEND_LINE / 2
            painter.drawLine(QLineF(end - 22, middle, end, middle))
            right = end - 22 - 2 * theme.UNIT

    # --- one plot

    def _paint_plot(self, painter: QPainter, plot: _Plot, width: float) -> None:
        height = self.height() - _TOP - _BOTTOM
        frame = QRectF(_LEFT, _TOP, width - _LEFT - _RIGHT, max(height, 1))
        painter.fillRect(frame, QColor(theme.colours().plot))
        count = max(len(self._points), _LEAST_EPOCHS)
        across = Axis(1, count, frame.left() + 6, frame.right() - 6)
        up = self._value_axis(plot, frame)
        paint_value_axis(painter, up, frame)
        self._paint_phases(painter, across, frame)
        self._paint_epochs(painter, across, frame)
        painter.setPen(QColor(theme.colours().muted))
        above = QRectF(frame.left(), _LEGEND_LINE + 4, frame.width(), _LEGEND_LINE)
        painter.drawText(above, Qt.AlignmentFlag.AlignVCenter, plot.title)
        for pen, value in ((_train_pen(), plot.train), (_val_pen(), plot.val)):
            painter.setPen(pen)
            painter.setBrush(QColor(pen.color()))
            self._paint_curve(painter, across, up, value)
        self._paint_best(painter, across, up, plot)

    def _value_axis(self, plot: _Plot, frame: QRectF) -> Axis:
        values = [value(p) for p in self._points for value in (plot.train, plot.val)]
        low, high = min(values), max(values)
        step = round_step(max(high - low, 0.05) / 4)
        low = max(0.0, step * (low // step))
        high = step * (high // step + 1)
        if plot.is_share:
            high = min(high, 1.0)
            low = min(low, high - step)
        return Axis(low, high, frame.bottom(), frame.top())

    def _paint_phases(self, painter: QPainter, across: Axis, frame: QRectF) -> None:
        """A thin line where a phase begins, and its name where there is room."""
        starts = [0]
        starts += [i for i, (a, b) in enumerate(pairwise(self._points), 1) if a.phase != b.phase]
        ends = [*starts[1:], len(self._points)]
        for start, end in zip(starts, ends, strict=True):
            left = across.place(start + 0.5) if start else frame.left()
            right = across.place(end + 0.5)
            if start:
                painter.setPen(QPen(QColor(theme.colours().faint), 1))
                painter.drawLine(QLineF(left, frame.top(), left, frame.bottom()))
            words = self._points[start].phase
            if painter.fontMetrics().horizontalAdvance(words) + 8 <= right - left:
                painter.setPen(QColor(theme.colours().muted))
                place = QRectF(left + 4, frame.bottom() - 18, right - left - 4, 16)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_epochs(self, painter: QPainter, across: Axis, frame: QRectF) -> None:
        painter.setPen(QColor(theme.colours().muted))
        room = across.end - across.start
        step = max(1, round(round_step((across.high - 1) * _LEAST_TICK_PX / room)))
        number = step
        while number <= across.high:
            x = across.place(number)
            place = QRectF(x - 20, frame.bottom() + 2, 40, 16)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(number))
            number += step
        below = QRectF(frame.left(), frame.bottom() + 18, frame.width(), 16)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, tr("epoch"))

    def _paint_curve(
        self, painter: QPainter, across: Axis, up: Axis, value: Callable[[CurvePoint], float]
    ) -> None:
        """Lines within each phase; another phase begins with other weights."""
        line: list[QPointF] = []
        for number, point in enumerate(self._points, 1):
            if number > 1 and point.phase != self._points[number - 2].phase:
                _paint_line(painter, line)
                line = []
            line.append(QPointF(across.place(number), up.place(value(point))))
        _paint_line(painter, line)

    def _paint_best(self, painter: QPainter, across: Axis, up: Axis, plot: _Plot) -> None:
        losses = [point.val_loss for point in self._points]
        number = losses.index(min(losses))
        at = QPointF(across.place(number + 1), up.place(plot.val(self._points[number])))
        painter.setPen(QPen(QColor(theme.colours().text), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, _DOT_PX + 1.5, _DOT_PX + 1.5)


def _paint_line(painter: QPainter, line: list[QPointF]) -> None:
    if len(line) == 1:
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(line[0], _DOT_PX - 1, _DOT_PX - 1)
        painter.restore()
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(line))
    painter.restore()


def _train_pen() -> QPen:
    return QPen(QColor(theme.shown(theme.model_colour(1))), 1.2)


def _val_pen() -> QPen:
    return QPen(QColor(theme.colours().accent), 2.2)
