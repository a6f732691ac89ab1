"""What a film holds at one point."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lungdesk.core.imaging.geometry import Point
from lungdesk.core.imaging.grayscale import DisplayLut
from lungdesk.core.imaging.modality_lut import apply_modality_lut
from lungdesk.core.radiograph import Radiograph


@dataclass(frozen=True, slots=True)
class ProbeValues:
    """One pixel along the grayscale chain.

    Attributes
    ----------
    stored
        One stored value; red, green and blue of a colour image.
    modality
        After the modality transform; None for a colour image, which has none.
    displayed
        8-bit p-values under the given table, one for each of ``stored``; empty when no table
        was given.
    """

    column: int
    row: int
    stored: tuple[int, ...]
    modality: float | None
    displayed: tuple[int, ...] = ()


def probed(
    radiograph: Radiograph, point: Point, lut: DisplayLut | None = None
) -> ProbeValues | None:
    """Values of the pixel under a film point; None outside of the film.

    Parameters
    ----------
    lut
        The table the film is shown through. A colour image needs none: it is shown as stored.
    """
    column, row = math.floor(point[0]), math.floor(point[1])
    if not (0 <= column < radiograph.columns and 0 <= row < radiograph.rows):
        return None
    pixel = np.atleast_1d(radiograph.stored_values[row, column])
    stored = tuple(int(value) for value in pixel)
    if radiograph.is_colour:
        return ProbeValues(column, row, stored, None, stored)
    modality = float(apply_modality_lut(pixel, radiograph.modality)[0])
    displayed = () if lut is None else (int(lut.apply(pixel)[0]),)
    return ProbeValues(column, row, stored, modality, displayed)
