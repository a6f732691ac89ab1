"""Paints the film, the heat over it and the words in its corners; tells what the mouse did."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from lungdesk.core.imaging.geometry import Point, ViewGeometry
from lungdesk.core.saliency import ImageRegion
from lungdesk.gui import theme
from lungdesk.gui.film import Film
from lungdesk.gui.viewer.corner_painter import paint_corners, paint_edges
from lungdesk.gui.viewer.corner_text import CornerText
from lungdesk.gui.viewer.film_painter import Extras, FilmLook, FilmPainter
from lungdesk.gui.widgets.inline_editor import InlineEditor

if TYPE_CHECKING:
    from lungdesk.core.imaging.grayscale import DisplayLut

#: Gain of a window drag, by the keys that are held.
_FINE = 0.25
_COARSE = 2.5
_COARSEST = 5.0
#: A right button that moves no further than this (view pixels) has been clicked, not dragged.
_CLICK_PX = 3.0
#: Side of a rectangle that is meant, at least, in view pixels.
_LEAST_PX = 8.0
_ZOOM_PER_PX = 1.005
_ZOOM_PER_NOTCH = 1.15
_NOTCH = 120
#: How much larger the glass shows the film, which it shows at 1:1 at least.
_MAGNIFICATION = 2.5


class MouseTool(Protocol):
    """Draws with the left button, where it wants it; positions are in view pixels."""

    @property
    def is_drawing(self) -> bool:
        """Whether the next click draws."""

    def press(self, at: Point, *, is_shifted: bool) -> bool:
        """Whether the tool takes the drag that begins here."""

    def drag(self, at: Point, *, is_shifted: bool) -> None:
        """The pointer moves with the button held."""

    def release(self, at: Point, *, is_shifted: bool) -> None:
        """The button goes up."""

    def hover(self, at: Point, *, is_shifted: bool) -> None:
        """The pointer moves without a button."""

    def cancel(self) -> None:
        """Give up what is being drawn."""

    def paint(self, painter: QPainter, geometry: ViewGeometry) -> None:
        """Paint over the film."""


class FilmView(QWidget):
    """The film.

    Signals
    -------
    window_dragged(float dx, float dy, float coarseness)
        Left drag, view pixels.
    panned(float dx, float dy)
        Middle drag.
    zoomed(float factor, float x, float y)
        Right drag or wheel, about a view position.
    menu_wanted(QPoint)
        Right click without a drag, at a position on the screen.
    stepped(int)
        Wheel where there are several films: +1 next, -1 before.
    full_screen_wanted()
        Double click.
    resized(int width, int height)
        The view has another size.
    region_selected(ImageRegion)
        After `select_region`: the user has drawn a rectangle, in film pixels.
    painted()
        A film has been painted.
    """

    window_dragged = Signal(float, float, float)
    panned = Signal(float, float)
    zoomed = Signal(float, float, float)
    menu_wanted = Signal(object)
    stepped = Signal(int)
    full_screen_wanted = Signal()
    resized = Signal(int, int)
    region_selected = Signal(object)
    painted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filmView")
        self.setAccessibleName("Film")
        self.setAccessibleDescription(
            "Left drag changes the window, right drag zooms, middle drag moves the film;"
            " a right click opens a menu."
        )
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._look: FilmLook | None = None
        self._geometry: ViewGeometry | None = None
        self._corners = CornerText()
        self._painter, self._glass = FilmPainter(), FilmPainter()
        self._has_magnifier = False
        self._pointer: QPointF | None = None
        self._pressed = Qt.MouseButton.NoButton
        self._pressed_at = self._last = QPointF()
        self._is_dragged = self._is_selecting = self._is_taken = False
        self._tool: MouseTool | None = None
        self.editor = InlineEditor(self)
        self.setMouseTracking(True)
        self._has_several = False

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.FILM_LEAST, theme.FILM_LEAST)

    # --- what to show

    @property
    def look(self) -> FilmLook | None:
        """What is painted of the film; None without one."""
        return self._look

    def show_film(self, film: Film | None) -> None:
        """Show another film; None for the empty ground."""
        self._look = None if film is None else FilmLook(film)
        for painter in (self._painter, self._glass):
            painter.forget()
        self.update()

    def show_geometry(self, geometry: ViewGeometry) -> None:
        """Place the film."""
        self._geometry = geometry
        self.update()

    def show_grey(self, lut: DisplayLut | None, *, is_colour_inverted: bool = False) -> None:
        """Map the stored values; None for a colour film."""
        self._change(lut=lut, is_colour_inverted=is_colour_inverted)

    def show_heat(self, heat: NDArray[np.uint8] | None, region: ImageRegion | None = None) -> None:
        """Lay a picture over a region of the film; None takes it away."""
        where = {} if region is None else {"heat_region": region}
        self._change(heat=heat, **where)

    def show_extras(self, extras: Extras) -> None:
        """Show or leave out overlays, shutters and local contrast."""
        self._change(extras=extras)

    def show_corners(self, corners: CornerText) -> None:
        """Write into the corners."""
        if corners != self._corners:
            self._corners = corners
            self.update()

    @property
    def corners(self) -> CornerText:
        """What is written in the corners."""
        return self._corners

    def set_has_several(self, has_several: bool) -> None:
        """Let the wheel step through films instead of zooming."""
        self._has_several = has_several

    def select_region(self) -> None:
        """Let the next left drag draw a rectangle; Esc thinks better of it."""
        if self._look is not None:
            self._is_selecting = True
            self.setCursor(Qt.CursorShape.CrossCursor)
            self.setFocus()

    def _end_selecting(self) -> None:
        self._is_selecting = False
        self.unsetCursor()
        self.update()

    def set_tool(self, tool: MouseTool) -> None:
        """Offer the left button to a tool before the window takes it."""
        self._tool = tool

    def stop(self) -> bool:
        """Give up what is being drawn; whether there was something."""
        is_drawing = self._tool is not None and self._tool.is_drawing
        if self._tool is not None:
            self._tool.cancel()
        was_selecting = self._is_selecting
        self._end_selecting()
        return is_drawing or was_selecting

    def set_magnifier(self, is_shown: bool) -> None:
        """Show, or leave out, a round glass under the pointer that enlarges the film."""
        self._has_magnifier = is_shown
        self._glass.forget()
        self.update()

    def _change(self, **fields: Any) -> None:
        if self._look is not None:
            self._look = replace(self._look, **fields)
            self.update()

    # --- painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, geometry = self._look, self._geometry
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(theme.DARK.film))
            if look is None or geometry is None or not look.is_ready:
                return
            self._painter.paint(painter, look, geometry, ratio=self.devicePixelRatioF())
            if self._has_magnifier:
                self._paint_glass(painter, look, geometry)
            if self._tool is not None:
                self._tool.paint(painter, geometry)
            if self._is_selecting and self._pressed is Qt.MouseButton.LeftButton:
                painter.setPen(QPen(QColor(theme.DARK.accent), 1.5, Qt.PenStyle.DashLine))
                painter.drawRect(QRectF(self._pressed_at, self._last).normalized())
            paint_corners(painter, self.rect(), self._corners)
            paint_edges(painter, self.rect(), self._corners.edges)
        self.painted.emit()

    def _paint_glass(self, painter: QPainter, look: FilmLook, geometry: ViewGeometry) -> None:
        at = self._pointer
        if at is None:
            return
        under = geometry.to_film((at.x(), at.y()))
        if not (0 <= under[0] < look.film.size[0] and 0 <= under[1] < look.film.size[1]):
            return
        side = theme.MAGNIFIER_PX
        scale = max(geometry.scale * _MAGNIFICATION, 1 / self.devicePixelRatioF())
        close = replace(geometry, view_size=(side, side), center=under, scale=scale)
        rim = QPainterPath()
        rim.addEllipse(QRectF(0, 0, side, side))
        painter.save()
        painter.translate(round(at.x()) - side // 2, round(at.y()) - side // 2)
        painter.setClipPath(rim)
        painter.fillRect(0, 0, side, side, QColor(theme.DARK.film))
        self._glass.paint(painter, look, close, ratio=self.devicePixelRatioF())
        painter.setClipping(False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.DARK.accent), 2))
        painter.drawEllipse(QRectF(1, 1, side - 2, side - 2))
        painter.restore()

    # --- the hand

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.resized.emit(event.size().width(), event.size().height())

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._pressed is Qt.MouseButton.NoButton:
            self._pressed = event.button()
            self._pressed_at = self._last = event.position()
            self._is_dragged = self._is_taken = False
            if event.button() is Qt.MouseButton.LeftButton and not self._is_selecting:
                at, is_shifted = _place(event)
                self._is_taken = self._tool is not None and self._tool.press(
                    at, is_shifted=is_shifted
                )

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        delta = event.position() - self._last
        self._last = event.position()
        self._pointer = event.position()
        if self._has_magnifier:
            self.update()
        at, is_shifted = _place(event)
        if self._is_selecting:
            self.update()
        elif self._tool is not None and self._pressed is Qt.MouseButton.NoButton:
            self._tool.hover(at, is_shifted=is_shifted)
        elif self._tool is not None and self._is_taken:
            self._tool.drag(at, is_shifted=is_shifted)
        elif self._pressed is Qt.MouseButton.LeftButton:
            coarseness = _coarseness(event.modifiers())
            self.window_dragged.emit(delta.x(), delta.y(), coarseness)
        elif self._pressed is Qt.MouseButton.MiddleButton:
            self.panned.emit(delta.x(), delta.y())
        elif self._pressed is Qt.MouseButton.RightButton and self._has_moved(event):
            factor = _ZOOM_PER_PX ** -delta.y()
            self.zoomed.emit(factor, self._pressed_at.x(), self._pressed_at.y())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not self._pressed:
            return
        self._pressed = Qt.MouseButton.NoButton
        if self._tool is not None and self._is_taken:
            self._is_taken = False
            at, is_shifted = _place(event)
            self._tool.release(at, is_shifted=is_shifted)
        elif self._is_selecting:
            self._tell_region(self._pressed_at, event.position())
        elif event.button() is Qt.MouseButton.RightButton and not self._is_dragged:
            self.menu_wanted.emit(event.globalPosition().toPoint())

    def _tell_region(self, start: QPointF, end: QPointF) -> None:
        """A rectangle too small to be meant is none."""
        self._end_selecting()
        if (
            self._geometry is None
            or min(abs((end - start).x()), abs((end - start).y())) < _LEAST_PX
        ):
            return
        corners = [self._geometry.to_film((p.x(), p.y())) for p in (start, end)]
        xs, ys = (sorted(corner[axis] for corner in corners) for axis in (0, 1))
        self.region_selected.emit(ImageRegion(xs[0], ys[0], xs[1], ys[1]))

    def _has_moved(self, event: QMouseEvent) -> bool:
        """Whether the press has become a drag; it stays one, even back where it began."""
        way = event.position() - self._pressed_at
        self._is_dragged = self._is_dragged or max(abs(way.x()), abs(way.y())) > _CLICK_PX
        return self._is_dragged

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.update()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and self._tool is not None and self._tool.is_drawing:
            self.mousePressEvent(event)  # the second click of two quick ones
        elif is_left:
            self.full_screen_wanted.emit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / _NOTCH
        is_zoom = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if notches and self._has_several and not is_zoom:
            self.stepped.emit(-1 if notches > 0 else 1)
        elif notches:
            at = event.position()
            self.zoomed.emit(_ZOOM_PER_NOTCH**notches, at.x(), at.y())
        event.accept()


def _place(event: QMouseEvent) -> tuple[Point, bool]:
    """Position, and whether Shift is held."""
    at = event.position()
    return (at.x(), at.y()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)


def _coarseness(modifiers: Any) -> float:
    is_shifted = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return _COARSEST if is_shifted else _COARSE
    return _FINE if is_shifted else 1.0
