"""What a file lays over its film, as pictures: overlay planes and shutters."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from lungdesk.core.imaging.overlay import overlay_mask
from lungdesk.core.imaging.shutter import cover_p_value, seen_through
from lungdesk.core.radiograph import Radiograph
from lungdesk.gui import theme

#: Reducing overlays stops when the longer side is at most this.
_LEAST_SIDE_PX = 64


@dataclass(frozen=True, slots=True, eq=False)
class FilmLayers:
    """Pictures of a film.

    Attributes
    ----------
    overlays
        All planes at 1, 1/2, 1/4, … of the size, so that thin lines stay on a reduced film; none
        where the file has no planes.
    shutter
        Of the size of the film; None where the file has none.
    """

    overlays: tuple[QImage, ...] = ()
    shutter: QImage | None = None

    def overlay_at(self, scale: float) -> tuple[QImage, int] | None:
        """Overlays to paint at a scale (screen pixels per film pixel), and film pixels per cell.

        No cell is less than a screen pixel, so that none falls between two of them.
        """
        if not self.overlays:
            return None
        level = min(max(0, math.ceil(-math.log2(scale))), len(self.overlays) - 1)
        return self.overlays[level], 1 << level


def film_layers(radiograph: Radiograph) -> FilmLayers:
    """Make the pictures of a film; takes a while for a large one."""
    overlays: tuple[QImage, ...] = ()
    shutter = None
    if radiograph.overlays:
        masks = [overlay_mask(radiograph, plane) for plane in radiograph.overlays]
        levels = _reduced(np.logical_or.reduce(masks))
        overlays = tuple(_picture(mask, QColor(theme.ON_FILM.mark)) for mask in levels)
    if radiograph.shutters:
        grey = cover_p_value(radiograph)
        shutter = _picture(~seen_through(radiograph), QColor(grey, grey, grey))
    return FilmLayers(overlays, shutter)


def _reduced(mask: NDArray[np.bool_]) -> Iterator[NDArray[np.bool_]]:
    """The mask and its halves: a cell is set where one of its 2 x 2 is."""
    yield mask
    while max(mask.shape) > _LEAST_SIDE_PX:
        padded = np.pad(mask, [(0, side % 2) for side in mask.shape])
        mask = padded[0::2, 0::2] | padded[0::2, 1::2] | padded[1::2, 0::2] | padded[1::2, 1::2]
        yield mask


def _picture(mask: NDArray[np.bool_], colour: QColor) -> QImage:
    """One byte a pixel: the colour where the mask is set, nothing elsewhere."""
    rows, columns = mask.shape
    indices = np.ascontiguousarray(mask.astype(np.uint8))
    image = QImage(indices.data, columns, rows, columns, QImage.Format.Format_Indexed8)
    image.setColorTable([0, colour.rgba()])
    return image.copy()  # the picture owns its pixels from here on
