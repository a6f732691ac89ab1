"""A ROC or precision-recall curve with its band, and a point on it that hand and keys move."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.unit_axes import UnitAxes

_HANDLE_PX = 6.0
_STEPS = {
    Qt.Key.Key_Right: -0.01,
    Qt.Key.Key_Up: -0.01,
    Qt.Key.Key_Left: 0.01,
    Qt.Key.Key_Down: 0.01,
}
_COARSE, _FINE = 10.0, 0.1
_LEAST = (200, 190)


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One curve in the unit square.

    Attributes
    ----------
    x, y, thresholds
        Points, ``(K,)`` each; thresholds fall along the curve.
    band
        Places and ends of the 95 % band, ``(P,)`` each; None while it is not known.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    thresholds: NDArray[np.float64]
    colour: str
    band: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]] | None = None

    def stepped(self) -> Curve:
        """The same with a right angle between neighbours: each height holds to its left."""
        return replace(
            self,
            x=np.repeat(np.append(0.0, self.x), 2)[1:-1],
            y=np.repeat(self.y, 2),
            thresholds=np.repeat(self.thresholds, 2),
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the unit square; filled where the point was moved to, hollow where it was not."""

    x: float
    y: float
    is_moved: bool


class CurvePlot(QWidget):
    """The curve of the chosen class over faint ones of the others.

    Signals
    -------
    threshold_dragged(float)
        The user wants this threshold.
    threshold_nudged(float)
        The user wants a threshold that is higher by so much.
    reset_wanted()
        The user wants the point back where it was.
    """

    threshold_dragged = Signal(float)
    threshold_nudged = Signal(float)
    reset_wanted = Signal()

    def __init__(self, name: str, titles: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._titles = name, titles
        self.setAccessibleName(name)
        self.setToolTip(
            tr("Drag the point, or use the arrows (Shift: more, Ctrl: less); Home resets")
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(*_LEAST)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._curve: Curve | None = None
        self._others: tuple[Curve, ...] = ()
        self._chance: tuple[float, float] = (0.0, 1.0)
        self._mark: Mark | None = None
        self._ground: QPixmap | None = None
        self._is_dragging = False

    @override
    def sizeHint(self) -> QSize:
        return QSize(380, 370)

    # --- what to show

    def show_curves(
        self, curve: Curve | None, others: tuple[Curve, ...], chance: tuple[float, float]
    ) -> None:
        """Show curves.

        Parameters
        ----------
        chance
            Heights at both ends of the line that a model without knowledge would give.
        """
        self._curve, self._others, self._chance = curve, others, chance
        self._ground = None
        self.update()

    def show_mark(self, mark: Mark | None, words: str) -> None:
        """Show the operating point; ``words`` are for who cannot see it."""
        self._mark = mark
        self.setAccessibleDescription(words)
        self.update()

    @property
    def axes(self) -> UnitAxes:
        """Where values lie."""
        return UnitAxes.within(self.width(), self.height())

    @property
    def mark_position(self) -> QPointF | None:
        """Pixel of the operating point."""
        return None if self._mark is None else self.axes.point(self._mark.x, self._mark.y)

    # --- painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ground is None:
            self._ground = self._painted_ground()
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._ground)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._mark is not None and self._curve is not None:
                self._paint_mark(painter, self._mark, self._curve.colour)
            if self.hasFocus():
                painter.setPen(QColor(theme.colours().accent))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.axes.area)

    def _painted_ground(self) -> QPixmap:
        """Everything that stays while the point moves."""
        ratio = self.devicePixelRatioF()
        image = QPixmap(self.size() * ratio)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor(theme.colours().panel))
        axes = self.axes
        with QPainter(image) as painter:
            painter.setFont(self.font())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            axes.paint(painter, *self._titles)
            painter.setPen(QPen(QColor(theme.colours().faint), 1, Qt.PenStyle.DashLine))
            painter.drawLine(axes.point(0, self._chance[0]), axes.point(1, self._chance[1]))
            for other in self._others:
                self._paint_line(painter, other, 1.0, opacity=0.35)
            if self._curve is None:
                painter.setPen(QColor(theme.colours().muted))
                words = tr("Not defined: it needs films\nof this class and of others.")
                painter.drawText(axes.area, Qt.AlignmentFlag.AlignCenter, words)
                return image
            self._paint_band(painter, self._curve)
            self._paint_line(painter, self._curve, 2.0, opacity=1.0)
        return image

    def _paint_band(self, painter: QPainter, curve: Curve) -> None:
        if curve.band is None:
            return
        x, low, high = curve.band
        edge = [*self._pixels(x, high), *reversed(self._pixels(x, low))]
        colour = QColor(theme.shown(curve.colour))
        colour.setAlphaF(0.22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF(edge))

    def _paint_line(self, painter: QPainter, curve: Curve, width: float, *, opacity: float) -> None:
        painter.setOpacity(opacity)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.shown(curve.colour)), width))
        painter.drawPolyline(QPolygonF(self._pixels(curve.x, curve.y)))
        painter.setOpacity(1.0)

    def _pixels(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> list[QPointF]:
        axes = self.axes
        return [axes.point(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]

    def _paint_mark(self, painter: QPainter, mark: Mark, colour: str) -> None:
        at = self.axes.point(mark.x, mark.y)
        painter.setPen(QPen(QColor(theme.colours().text), 2))
        painter.setBrush(QColor(colour if mark.is_moved else theme.colours().plot))
        painter.drawEllipse(at, _HANDLE_PX, _HANDLE_PX)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ground = None

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Colours may have changed."""
        super().changeEvent(event)
        self._ground = None

    # --- the hand

    def _drag_to(self, at: QPointF) -> None:
        if self._curve is None:
            return
        area = self.axes.area
        x = (at.x() - area.left()) / area.width()
        y = (area.bottom() - at.y()) / area.height()
        nearest = np.hypot(self._curve.x - x, self._curve.y - y).argmin()
        self.threshold_dragged.emit(float(min(self._curve.thresholds[nearest], 1.0)))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._is_dragging = True
            self._drag_to(event.position())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_dragging:
            self._drag_to(event.position())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_dragging = False

    @override
    def event(self, event: QEvent) -> bool:
        """Keep the arrows, although the window may use them."""
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _STEPS:
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            modifiers = event.modifiers()
            if modifiers & Qt.KeyboardModifier.ShiftModifier:
                step *= _COARSE
            elif modifiers & Qt.KeyboardModifier.ControlModifier:
                step *= _FINE
            self.threshold_nudged.emit(step)
        elif event.key() == Qt.Key.Key_Home:
            self.reset_wanted.emit()
        else:
            super().keyPressEvent(event)
