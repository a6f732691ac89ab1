"""Lungs drawn as ellipses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.lungs.fields import LungFields
from lungdesk.core.saliency import ImageRegion
from lungdesk.ml.lungs.fields import lung_fields

SIDE = 128
WHOLE = ImageRegion(0, 0, SIDE, SIDE)

#: Middle (x, y) and half axes of the lung on the left of the picture, and of the other.
RIGHT, LEFT = (38.0, 64.0, 20.0, 42.0), (90.0, 66.0, 19.0, 38.0)


def drawn(*ellipses: tuple[float, float, float, float], side: int = SIDE) -> NDArray[np.float32]:
    """Probabilities ``(side, side)``: 1 inside, 0 outside, one pixel between."""
    rows, columns = np.mgrid[:side, :side] + 0.5
    found = np.zeros((side, side), np.float64)
    for x, y, across, down in ellipses:
        distance = np.hypot((columns - x) / across, (rows - y) / down)
        found = np.maximum(found, np.clip(0.5 + (1 - distance) * min(across, down), 0, 1))
    return found.astype(np.float32)


def two(region: ImageRegion = WHOLE) -> LungFields:
    return lung_fields(drawn(RIGHT, LEFT), region)
