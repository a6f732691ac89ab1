"""What a file lays over its film, as pictures: overlay planes and shutters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from lungdesk.core.imaging.overlay import overlay_mask
from lungdesk.core.imaging.shutter import cover_p_value, seen_through
from lungdesk.core.radiograph import Radiograph
from lungdesk.gui import theme


@dataclass(frozen=True, slots=True, eq=False)
class FilmLayers:
    """Pictures of the size of the film; None where the file has no such thing."""

    overlay: QImage | None = None
    shutter: QImage | None = None


def film_layers(radiograph: Radiograph) -> FilmLayers:
    """Make the pictures of a film; takes a while for a large one."""
    overlay = shutter = None
    if radiograph.overlays:
        masks = [overlay_mask(radiograph, plane) for plane in radiograph.overlays]
        overlay = _picture(np.logical_or.reduce(masks), QColor(theme.ON_FILM.mark))
    if radiograph.shutters:
        grey = cover_p_value(radiograph)
        shutter = _picture(~seen_through(radiograph), QColor(grey, grey, grey))
    return FilmLayers(overlay, shutter)


def _picture(mask: NDArray[np.bool_], colour: QColor) -> QImage:
    """One byte a pixel: the colour where the mask is set, nothing elsewhere."""
    rows, columns = mask.shape
    indices = np.ascontiguousarray(mask.astype(np.uint8))
    image = QImage(indices.data, columns, rows, columns, QImage.Format.Format_Indexed8)
    image.setColorTable([0, colour.rgba()])
    return image.copy()  # the picture owns its pixels from here on
