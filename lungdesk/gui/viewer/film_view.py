"""Paints the film, the heat over it and the words in its corners; tells what the mouse did."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QMouseEvent,
    QPainter,
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
from lungdesk.gui.outline_painter import HeatLines
from lungdesk.gui.translation import tr
from lungdesk.gui.viewer.corner_text import CornerText
from lungdesk.gui.viewer.film_painter import Extras, FilmLook, FilmPainter
from lungdesk.gui.viewer.magnifier import Magnifier
from lungdesk.gui.viewer.mouse import NOTCH, RETURNS, MouseTool, Notches, coarseness, place
from lungdesk.gui.viewer.swipe import Comparison, Swipe
from lungdesk.gui.widgets.inline_editor import InlineEditor

if TYPE_CHECKING:
    from lungdesk.core.imaging.grayscale import DisplayLut

#: A right button that moves no further than this (view pixels) has been clicked, not dragged.
_CLICK_PX = 3.0
#: Side of a rectangle that is meant, at least, in view pixels.
_LEAST_PX = 8.0
_SELECTING = (Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton)
_TABS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_ZOOM_PER_PX = 1.005
_ZOOM_PER_NOTCH = 1.15


class FilmView(QWidget):
    """The film.

    Signals
    -------
    touched()
        The hand, or the keyboard, has turned to this view; what it does comes after it.
    window_dragged(float dx, float dy, float coarseness)
        Left drag, view pixels.
    panned(float dx, float dy)
        Middle drag.
    zoomed(float factor, float x, float y)
        Right drag or wheel, about a view position.
    menu_wanted(QPoint)
        Right click without a drag, at a position on the screen.
    stepped(int)
        Wheel where there are several films or frames: so many on; negative: back.
    full_screen_wanted()
        Double click.
    resized(int width, int height)
        The view has another size.
    region_selected(ImageRegion)
        After `select_region`: the user has drawn a rectangle, in film pixels.
    painted()
        A film has been painted.
    look_changed()
        Something else is to be painted of the film, or written into the corners.
    """

    touched = Signal()
    window_dragged = Signal(float, float, float)
    panned = Signal(float, float)
    zoomed = Signal(float, float, float)
    menu_wanted = Signal(object)
    stepped = Signal(int)
    full_screen_wanted = Signal()
    resized = Signal(int, int)
    region_selected = Signal(object)
    painted = Signal()
    look_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filmView")
        self.setAccessibleName(tr("Film"))
        self.setAccessibleDescription(
            tr(
                "Left drag changes the window, right drag zooms, middle drag moves the film;"
                " a right click opens a menu."
            )
        )
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._is_reached_by_tab = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._look: FilmLook | None = None
        self._geometry: ViewGeometry | None = None
        self._corners = CornerText()
        self._painter, self._glass, self._swipe = FilmPainter(), Magnifier(), Swipe()
        self._pointer: QPointF | None = None
        self._pressed = Qt.MouseButton.NoButton
        self._pressed_at = self._last = QPointF()
        self._is_dragged = self._is_selecting = self._is_taken = self._is_swiping = False
        self._tool: MouseTool | None = None
        self.editor = InlineEditor(self)
        self.setMouseTracking(True)
        self._has_several = False
        self._notches = Notches()

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
        for painter in (self._painter, self._glass, self._swipe):
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
        self._change(heat=heat, heat_lines=(), **where)

    def show_heat_lines(self, lines: tuple[HeatLines, ...]) -> None:
        """Draw lines of equal heat in the place of a picture."""
        self._change(heat=None, heat_lines=lines)

    def show_outlines(self, outlines: tuple[NDArray[np.float64], ...]) -> None:
        """Draw closed lines ``(M, 2)`` in film pixels over it; none takes them away."""
        self._change(outlines=outlines)

    def show_extras(self, extras: Extras) -> None:
        """Show or leave out overlays, shutters and local contrast."""
        self._change(extras=extras)

    def show_corners(self, corners: CornerText) -> None:
        """Write into the corners."""
        if corners != self._corners:
            self._corners = corners
            self.update()
            self.look_changed.emit()

    @property
    def corners(self) -> CornerText:
        """What is written in the corners."""
        return self._corners

    def set_has_several(self, has_several: bool) -> None:
        """Let the wheel step through films instead of zooming, also where a film has one frame."""
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

    def set_tool(self, tool: MouseTool | None) -> None:
        """Offer the left button to a tool before the window takes it; None for no tool."""
        self._tool = tool
        self.update()

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
        self._glass.is_shown = is_shown
        self._glass.forget()
        self.update()

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Lay another film over the right part; None takes it away."""
        if comparison is None:
            for painter in (self._swipe, self._glass):
                painter.forget()
        self._swipe.comparison = comparison
        self.update()

    def swipe_to(self, share: float) -> None:
        """Bring the line to a share of the width: 1 shows this film alone, 0 the other."""
        self._swipe.share = share
        self.update()

    @property
    def swipe(self) -> Swipe:
        """The line between this film and the other."""
        return self._swipe

    def _change(self, **fields: Any) -> None:
        if self._look is not None:
            self._look = replace(self._look, **fields)
            self.update()
            self.look_changed.emit()

    # --- painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, geometry = self._look, self._geometry
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(theme.FILM))
            if look is None or geometry is None or not look.is_ready:
                return
            ratio = self.devicePixelRatioF()
            self._painter.paint(painter, look, geometry, ratio=ratio)
            self._swipe.paint_film(painter, self.rect(), ratio=ratio)
            other = self._swipe.seen_at(self._pointer, self.width())
            under = (look, geometry) if other is None else (other.look, other.geometry)
            self._glass.paint(painter, self._pointer, *under, ratio=ratio)
            if self._tool is not None:
                painter.setClipRect(self._swipe.own_part(self.rect()))
                self._tool.paint(painter, geometry)
                painter.setClipping(False)
            if self._is_selecting and self._pressed is Qt.MouseButton.LeftButton:
                painter.setPen(QPen(QColor(theme.ON_FILM.accent), 1.5, Qt.PenStyle.DashLine))
                painter.drawRect(QRectF(self._pressed_at, self._last).normalized())
            self._swipe.paint_corners(painter, self.rect(), self._corners)
            self._swipe.paint_line(painter, self.rect(), self._corners)
            if self._is_reached_by_tab:  # who uses the mouse knows where they are
                painter.setPen(QColor(theme.ON_FILM.accent))
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        self.painted.emit()

    # --- the hand

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.resized.emit(event.size().width(), event.size().height())

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._is_reached_by_tab = event.reason() in _TABS
        if event.reason() not in RETURNS:
            self.touched.emit()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._is_reached_by_tab = False

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.touched.emit()
        if self._pressed is Qt.MouseButton.NoButton:
            self._pressed = event.button()
            self._pressed_at = self._last = event.position()
            self._is_dragged = self._is_taken = False
            is_left = event.button() is Qt.MouseButton.LeftButton
            self._is_swiping = is_left and self._swipe.is_near(event.position().x(), self.width())
            if is_left and not self._is_selecting and not self._is_swiping:
                at, is_shifted = place(event)
                tool = self._tool_at(at)
                self._is_taken = tool is not None and tool.press(at, is_shifted=is_shifted)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        delta = event.position() - self._last
        self._last = event.position()
        self._pointer = event.position()
        if self._glass.is_shown:
            self.update()
        at, is_shifted = place(event)
        if self._is_swiping:
            self._swipe.move_to(event.position().x(), self.width())
            self.update()
        elif self._is_selecting and self._pressed in _SELECTING:
            self.update()
        elif self._pressed is Qt.MouseButton.NoButton:
            self._hover(at, is_shifted=is_shifted)
        elif self._tool is not None and self._is_taken:
            self._tool.drag(at, is_shifted=is_shifted)
        elif self._pressed is Qt.MouseButton.LeftButton:
            gain = coarseness(event.modifiers())
            self.window_dragged.emit(delta.x(), delta.y(), gain)
        elif self._pressed is Qt.MouseButton.MiddleButton:
            self.panned.emit(delta.x(), delta.y())
        elif self._pressed is Qt.MouseButton.RightButton and self._has_moved(event):
            factor = _ZOOM_PER_PX ** -delta.y()
            self.zoomed.emit(factor, self._pressed_at.x(), self._pressed_at.y())

    def _hover(self, at: Point, *, is_shifted: bool) -> None:
        if self._swipe.is_near(at[0], self.width()):
            self.setCursor(Qt.CursorShape.SplitHCursor)
            return
        if self.cursor().shape() is Qt.CursorShape.SplitHCursor:
            self.unsetCursor()
        tool = self._tool_at(at)
        if tool is not None:
            tool.hover(at, is_shifted=is_shifted)
        elif self._tool is not None and not self._tool.is_drawing:
            self.unsetCursor()

    def _tool_at(self, at: Point) -> MouseTool | None:
        """The tool, where it is this film that is seen and not the one laid over it."""
        return self._tool if self._swipe.seen_at(QPointF(*at), self.width()) is None else None

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not self._pressed:
            return
        self._pressed = Qt.MouseButton.NoButton
        if self._is_swiping:
            self._is_swiping = False
        elif self._tool is not None and self._is_taken:
            self._is_taken = False
            at, is_shifted = place(event)
            self._tool.release(at, is_shifted=is_shifted)
        elif self._is_selecting and event.button() is Qt.MouseButton.LeftButton:
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
        self.touched.emit()
        delta = event.angleDelta().y()
        is_zoom = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        has_frames = self._look is not None and self._look.film.radiograph.instance.frame_count > 1
        if (self._has_several or has_frames) and not is_zoom:
            notches = self._notches.turned(delta)
            if notches:
                self.stepped.emit(-notches)
        elif delta:
            at = event.position()
            self.zoomed.emit(_ZOOM_PER_NOTCH ** (delta / NOTCH), at.x(), at.y())
        event.accept()
