"""Contrast-limited adaptive histogram equalisation (CLAHE) of what is on the screen."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

#: Pixels of a tile's side, at least: fewer make noise of a histogram.
_LEAST_TILE_PX = 16


@dataclass(frozen=True, slots=True)
class LocalContrast:
    """How strongly, and over how large a part of the picture, contrast is raised.

    Attributes
    ----------
    clip_limit
        Times that the contrast of a tile is raised, at most.
    tiles
        Tiles along the longer side.
    """

    clip_limit: float = 2.0
    tiles: int = 8

    def __post_init__(self) -> None:
        if not self.clip_limit > 0 or self.tiles < 1:
            raise ValueError(
                f"a clip limit above 0 and a tile or more are needed, got {self.clip_limit}"
                f" and {self.tiles}"
            )


def equalized(pixels: NDArray[np.uint8], wanted: LocalContrast | None = None) -> NDArray[np.uint8]:
    """Raise the contrast of each part of a picture.

    Parameters
    ----------
    pixels
        P-values ``(h, w)`` uint8; or RGB ``(h, w, 3)`` uint8, of which the lightness is changed
        and the colour is not.

    Returns
    -------
    NDArray[np.uint8]
        A new array of the same shape.

    Raises
    ------
    ValueError
        When the pixels are of another kind.
    """
    wanted = wanted or LocalContrast()
    is_colour = pixels.ndim == 3 and pixels.shape[2] == 3
    # OpenCV takes 16 bits as well, but its clip limit then means nothing in tiles of usual size.
    if pixels.dtype != np.uint8 or not (is_colour or pixels.ndim == 2):
        raise ValueError(f"expected 8-bit p-values, got {pixels.dtype} {pixels.shape}")
    if pixels.size == 0:
        return pixels.copy()
    if not is_colour:
        return _equalized(pixels, wanted)
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB)
    lab[..., 0] = _equalized(np.ascontiguousarray(lab[..., 0]), wanted)
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), np.uint8)


def _equalized(grey: NDArray[np.uint8], wanted: LocalContrast) -> NDArray[np.uint8]:
    rows, columns = grey.shape
    tile = max(_LEAST_TILE_PX, max(rows, columns) / wanted.tiles)
    grid = (max(1, round(columns / tile)), max(1, round(rows / tile)))
    clahe = cv2.createCLAHE(wanted.clip_limit, grid)
    return np.asarray(clahe.apply(np.ascontiguousarray(grey)), np.uint8)
