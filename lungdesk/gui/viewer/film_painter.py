"""Paints a film, the heat and the outlines over it, where a geometry says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF, QTransform

from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.core.saliency import ImageRegion
from lungdesk.gui.film import Film
from lungdesk.gui.outline_painter import HeatLines, paint_heat_lines, paint_outlines
from lungdesk.gui.qimage import to_qimage
from lungdesk.gui.viewer.local_contrast import equalized
from lungdesk.gui.viewer.renderer import Renderer

if TYPE_CHECKING:
    from lungdesk.core.imaging.grayscale import DisplayLut


_NOWHERE = ImageRegion(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Extras:
    """What can be shown or left out, film by film."""

    has_overlays: bool = True
    has_shutters: bool = True
    hides_padding: bool = True
    has_local_contrast: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class FilmLook:
    """What is painted.

    Attributes
    ----------
    lut
        Makes grey values of stored values; None for a colour film (or one not yet looked at).
    heat
        Premultiplied BGRA picture over ``heat_region`` (film pixels); None for none.
    heat_lines
        What is drawn of a map in place of a picture.
    outlines
        Closed lines over film and heat, ``(M, 2)`` each, film pixels.
    """

    film: Film
    lut: DisplayLut | None = None
    is_colour_inverted: bool = False
    heat: NDArray[np.uint8] | None = None
    heat_region: ImageRegion = _NOWHERE
    heat_lines: tuple[HeatLines, ...] = ()
    outlines: tuple[NDArray[np.float64], ...] = ()
    extras: Extras = Extras()

    @property
    def is_ready(self) -> bool:
        """Whether the film can be painted."""
        return self.lut is not None or self.film.radiograph.is_colour


class FilmPainter:
    """Paints one place of the screen; what it has rendered last is used again."""

    def __init__(self) -> None:
        self._renderer = Renderer()

    def paint(
        self, painter: QPainter, look: FilmLook, geometry: ViewGeometry, *, ratio: float
    ) -> None:
        """Paint with the view's corner at the painter's origin.

        Parameters
        ----------
        ratio
            Screen pixels per view pixel.
        """
        hides_padding = look.extras.hides_padding
        picture = self._renderer.render(
            look.film, geometry, look.lut, ratio=ratio, hides_padding=hides_padding
        )
        if picture is None:
            return
        painter.save()
        a, b, c, d, e, f = geometry.affine
        if geometry.is_upright:  # the picture lies on whole screen pixels, and so does the rest
            e, f = round(e * ratio) / ratio, round(f * ratio) / ratio
        to_view = QTransform(a, b, c, d, e, f)
        if not geometry.is_upright:
            outline = QPainterPath()
            outline.addPolygon(to_view.map(QPolygonF(QRectF(0, 0, *look.film.size))))
            clip = (
                Qt.ClipOperation.IntersectClip
                if painter.hasClipping()
                else Qt.ClipOperation.ReplaceClip
            )
            painter.setClipPath(outline, clip)
        pixels = np.invert(picture.pixels) if look.is_colour_inverted else picture.pixels
        if look.extras.has_local_contrast:
            pixels = equalized(pixels)
        image = to_qimage(pixels)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(QPointF(picture.left / ratio, picture.top / ratio), image)
        painter.setTransform(to_view, True)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        _paint_layers(painter, look, geometry.scale * ratio)
        if look.heat is not None:
            region = look.heat_region
            target = QRectF(region.left, region.top, region.width, region.height)
            painter.drawImage(target, to_qimage(look.heat))
        paint_heat_lines(painter, look.heat_lines)
        paint_outlines(painter, look.outlines)
        painter.restore()

    def forget(self) -> None:
        """Let go of the film, so that closing it frees its memory."""
        self._renderer.forget()


def _paint_layers(painter: QPainter, look: FilmLook, scale: float) -> None:
    """Shutters first: an overlay may write on what they cover."""
    layers, extras = look.film.layers, look.extras
    if layers.shutter is not None and extras.has_shutters:
        painter.drawImage(QPointF(0, 0), layers.shutter)
    overlay = layers.overlay_at(scale)
    if overlay is not None and extras.has_overlays:
        picture, cell = overlay
        target = QRectF(0, 0, picture.width() * cell, picture.height() * cell)
        painter.drawImage(target, picture)
