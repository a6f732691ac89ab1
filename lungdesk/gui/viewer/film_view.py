"""Paints the film, the heat over it and the words in its corners; tells what the mouse did."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
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
from lungdesk.gui.viewer.corner_painter import corner_boxes
from lungdesk.gui.viewer.corner_text import CornerText
from lungdesk.gui.viewer.film_painter import Extras, FilmLook, FilmPainter
from lungdesk.gui.viewer.magnifier import Magnifier
from lungdesk.gui.viewer.mouse import NOTCH, RETURNS, MouseTool, Notches, Press, coarseness, place
from lungdesk.gui.viewer.region_tool import RegionTool
from lungdesk.gui.viewer.swipe import Comparison, Swipe
from lungdesk.gui.widgets.inline_editor import InlineEditor

if TYPE_CHECKING:
    from lungdesk.core.imaging.grayscale import DisplayLut

_TABS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
#: A film that has not been moved for so long lies still.
_REST_MS = 120
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
    other_window_dragged(float dx, float dy, float coarseness)
        Left drag that began on the film laid over this one.
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
    other_window_dragged = Signal(float, float, float)
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
        self.rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self.rest.timeout.connect(self.update)
        self._pointer: QPointF | None = None
        self._press: Press | None = None
        self._region = RegionTool(self._tell_region)
        self._tool: MouseTool | None = None
        self.editor = InlineEditor(self)
        self.setMouseTracking(True)
        self._has_several, self._notches = False, Notches()

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
        self.rest.start()
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
            self._region.begin()
            self.setCursor(Qt.CursorShape.CrossCursor)
            self.setFocus()

    def _end_selecting(self) -> None:
        self._region.cancel()
        self.unsetCursor()
        self.update()

    def set_tool(self, tool: MouseTool | None) -> None:
        """Offer the left button to a tool before the window takes it; None for no tool."""
        self._tool = tool
        self.update()

    def stop(self) -> bool:
        """Give up what is being drawn; whether there was something."""
        is_held = self._press is not None and self._press.taker is not None
        was_busy = is_held or self._is_armed
        if self._tool is not None:
            self._tool.cancel()
        self._end_selecting()
        return was_busy

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
        look, geometry, tool = self._look, self._geometry, self._tool
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(theme.FILM))
            if look is None or geometry is None or not look.is_ready:
                return
            ratio = self.devicePixelRatioF()
            self._painter.paint(painter, look, geometry, ratio=ratio)
            self._swipe.paint_film(painter, self.rect(), ratio=ratio)
            own_part = self._swipe.own_part(self.rect())
            painter.setClipRect(own_part)
            if tool is not None:
                taken = corner_boxes(painter.font(), own_part, self._corners)
                tool.paint(painter, geometry, taken, is_moving=self.rest.isActive())
            self._region.paint(painter, geometry)
            painter.setClipping(False)
            other = self._swipe.seen_at(self._pointer, self.width())
            under = (look, geometry, tool) if other is None else (other.look, other.geometry, None)
            self._glass.paint(painter, self._pointer, *under, ratio=ratio)
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
        if self._press is not None and self._press.button is not event.button():
            return
        at, is_shifted = place(event)
        press = Press(event.button(), event.position(), is_on_other=self._is_on_other(at))
        if press.button is Qt.MouseButton.LeftButton:
            press.is_swiping = self._swipe.is_near(at[0], self.width())
            hand = None if press.is_swiping else self._hand
            if hand is not None and press.is_on_other and hand.is_drawing:
                return  # what is to be drawn belongs on the other side of the line
            if hand is not None and not press.is_on_other and hand.press(at, is_shifted=is_shifted):
                press.taker = hand
        self._press = press

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at, is_shifted = place(event)
        press = self._press
        if press is not None and not event.buttons() & press.button:
            self._press = None  # a dialog has had the release
            press.end(is_shifted=is_shifted)
        self._pointer = event.position()
        if self._glass.is_shown:
            self.update()
        if self._press is None:
            self._hover(at, is_shifted=is_shifted)
        else:
            self._drag(self._press, event)

    def _drag(self, press: Press, event: QMouseEvent) -> None:
        at, is_shifted = place(event)
        delta = press.moved(event.position())
        if press.is_swiping:
            self._swipe.move_to(at[0], self.width())
            self.update()
        elif press.taker is not None:
            press.taker.drag(at, is_shifted=is_shifted)
            self.update()
        elif press.button is Qt.MouseButton.LeftButton:
            dragged = self.other_window_dragged if press.is_on_other else self.window_dragged
            dragged.emit(delta.x(), delta.y(), coarseness(event.modifiers()))
        elif press.button is Qt.MouseButton.MiddleButton:
            self.panned.emit(delta.x(), delta.y())
        elif press.button is Qt.MouseButton.RightButton and press.is_dragged:
            self.zoomed.emit(_ZOOM_PER_PX ** -delta.y(), press.start.x(), press.start.y())

    def _hover(self, at: Point, *, is_shifted: bool) -> None:
        if self._swipe.is_near(at[0], self.width()):
            self.setCursor(Qt.CursorShape.SplitHCursor)
            return
        is_on_other = self._is_on_other(at)
        if self._is_armed and not is_on_other:
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif is_on_other or self.cursor().shape() is Qt.CursorShape.SplitHCursor:
            self.unsetCursor()
        if self._hand is not None and not is_on_other:
            self._hand.hover(at, is_shifted=is_shifted)

    def _is_on_other(self, at: Point) -> bool:
        """Whether it is not this film that is seen there, but the one laid over it."""
        return self._swipe.seen_at(QPointF(*at), self.width()) is not None

    @property
    def _hand(self) -> MouseTool | None:
        """What a left drag is offered to."""
        return self._region if self._region.is_drawing else self._tool

    @property
    def _is_armed(self) -> bool:
        return self._hand is not None and self._hand.is_drawing

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press = self._press
        if press is None or event.button() is not press.button:
            return
        self._press = None
        press.moved(event.position())
        press.end(is_shifted=place(event)[1])
        if press.button is Qt.MouseButton.RightButton and not press.is_dragged:
            self.menu_wanted.emit(event.globalPosition().toPoint())

    def _tell_region(self, ends: tuple[Point, Point] | None) -> None:
        """The rectangle between two places of the view; None where none was meant."""
        self._end_selecting()
        if ends is not None and self._geometry is not None:
            self.region_selected.emit(ImageRegion(*self._geometry.film_bounds(*ends)))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.update()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and self._is_armed:
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
