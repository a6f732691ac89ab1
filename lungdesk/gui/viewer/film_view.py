"""Paints the film, the heat over it and the words in its corners; tells what the mouse did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPolygonF,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.core.saliency import ImageRegion
from lungdesk.gui import theme
from lungdesk.gui.film import Film
from lungdesk.gui.qimage import to_qimage
from lungdesk.gui.viewer.renderer import Renderer

if TYPE_CHECKING:
    from lungdesk.core.imaging.grayscale import DisplayLut

#: Gain of a window drag, by the keys that are held.
_FINE = 0.25
_COARSE = 2.5
_COARSEST = 5.0
#: A right button that moves no further than this (view pixels) has been clicked, not dragged.
_CLICK_PX = 3.0
_ZOOM_PER_PX = 1.005
_ZOOM_PER_NOTCH = 1.15
_NOTCH = 120
# Dark enough behind the words that they can be read on a white film.
_GROUND_ALPHA = 150


@dataclass(frozen=True, slots=True)
class CornerText:
    """Lines for the four corners of the film."""

    top_left: tuple[str, ...] = ()
    top_right: tuple[str, ...] = ()
    bottom_left: tuple[str, ...] = ()
    bottom_right: tuple[str, ...] = ()


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
        self._film: Film | None = None
        self._geometry: ViewGeometry | None = None
        self._lut: DisplayLut | None = None
        self._is_colour_inverted = False
        self._heat: NDArray[np.uint8] | None = None
        self._heat_region = ImageRegion(0, 0, 0, 0)
        self._corners = CornerText()
        self._renderer = Renderer()
        self._pressed = Qt.MouseButton.NoButton
        self._pressed_at = self._last = QPointF()
        self._is_dragged = False
        self._has_several = False

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.FILM_LEAST, theme.FILM_LEAST)

    # --- what to show

    def show_film(self, film: Film | None) -> None:
        """Show another film; None for the empty ground."""
        self._film = film
        self._lut = None
        self._renderer.forget()
        self.update()

    def show_geometry(self, geometry: ViewGeometry) -> None:
        """Place the film."""
        self._geometry = geometry
        self.update()

    def show_grey(self, lut: DisplayLut | None, *, is_colour_inverted: bool = False) -> None:
        """Map the stored values; None for a colour film."""
        self._lut = lut
        self._is_colour_inverted = is_colour_inverted
        self.update()

    def show_heat(self, heat: NDArray[np.uint8] | None, region: ImageRegion | None = None) -> None:
        """Lay a picture over a region of the film; None takes it away."""
        self._heat = heat
        if region is not None:
            self._heat_region = region
        self.update()

    def show_corners(self, corners: CornerText) -> None:
        """Write into the corners."""
        if corners != self._corners:
            self._corners = corners
            self.update()

    def set_has_several(self, has_several: bool) -> None:
        """Let the wheel step through films instead of zooming."""
        self._has_several = has_several

    # --- painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        film, geometry = self._film, self._geometry
        is_ready = film is not None and (self._lut is not None or film.radiograph.is_colour)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(theme.DARK.film))
            if is_ready and film is not None and geometry is not None:
                painter.save()
                self._paint_film(painter, film, geometry)
                painter.restore()
                self._paint_corners(painter)
        if is_ready and geometry is not None:
            self.painted.emit()

    def _paint_film(self, painter: QPainter, film: Film, geometry: ViewGeometry) -> None:
        ratio = self.devicePixelRatioF()
        picture = self._renderer.render(film, geometry, self._lut, ratio=ratio)
        if picture is None:
            return
        pixels = self._pixels(film, picture.pixels)
        to_view = QTransform(*geometry.affine)
        outline = to_view.map(QPolygonF(QRectF(0, 0, *film.size)))
        if not geometry.is_upright:
            path = QPainterPath()
            path.addPolygon(outline)
            painter.setClipPath(path)
        image = to_qimage(pixels)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(QPointF(picture.left / ratio, picture.top / ratio), image)
        if self._heat is not None:
            painter.setTransform(to_view)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            region = self._heat_region
            target = QRectF(region.left, region.top, region.width, region.height)
            painter.drawImage(target, to_qimage(self._heat))

    def _pixels(self, film: Film, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        if film.radiograph.is_colour and self._is_colour_inverted:
            return np.invert(pixels)
        return pixels

    def _paint_corners(self, painter: QPainter) -> None:
        font = QFont(self.font())
        font.setPixelSize(theme.SMALL_PX)
        painter.setFont(font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(font)
        pad = theme.UNIT + theme.HALF_UNIT
        area = QRectF(self.rect()).adjusted(pad, pad, -pad, -pad)
        wide = area.width() / 2 - theme.UNIT
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
        for lines, flags in (
            (self._corners.top_left, left | top),
            (self._corners.top_right, right | top),
            (self._corners.bottom_left, left | bottom),
            (self._corners.bottom_right, right | bottom),
        ):
            elide = Qt.TextElideMode.ElideRight
            shown = [metrics.elidedText(line, elide, int(wide)) for line in lines if line]
            if not shown:
                continue
            text = "\n".join(shown)
            ground = QRectF(painter.boundingRect(area, flags, text))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, _GROUND_ALPHA))
            painter.drawRoundedRect(ground.adjusted(-6, -3, 6, 3), 4, 4)
            painter.setPen(QColor(theme.DARK.text))
            painter.drawText(area, flags, text)

    def snapshot(self) -> QImage:
        """Copy of what is painted."""
        return self.grab().toImage()

    # --- the hand

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.resized.emit(event.size().width(), event.size().height())

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._pressed is Qt.MouseButton.NoButton:
            self._pressed = event.button()
            self._pressed_at = self._last = event.position()
            self._is_dragged = False

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        delta = event.position() - self._last
        self._last = event.position()
        if self._pressed is Qt.MouseButton.LeftButton:
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
        if event.button() is Qt.MouseButton.RightButton and not self._is_dragged:
            self.menu_wanted.emit(event.globalPosition().toPoint())

    def _has_moved(self, event: QMouseEvent) -> bool:
        """Whether the press has become a drag; it stays one, even back where it began."""
        way = event.position() - self._pressed_at
        self._is_dragged = self._is_dragged or max(abs(way.x()), abs(way.y())) > _CLICK_PX
        return self._is_dragged

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
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


def _coarseness(modifiers: Any) -> float:
    is_shifted = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return _COARSEST if is_shifted else _COARSE
    return _FINE if is_shifted else 1.0
