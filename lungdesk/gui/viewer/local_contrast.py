"""Contrast-limited adaptive histogram equalisation (CLAHE) of what is on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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


def equalized(pixels: NDArray[Any], wanted: LocalContrast | None = None) -> NDArray[Any]:
    """Raise the contrast of each part of a picture.

    Parameters
    ----------
    pixels
        P-values ``(h, w)``, uint8 or uint16; RGB ``(h, w, 3)`` uint8, of which the lightness is
        changed and the colour is not.

    Returns
    -------
    NDArray[Any]
        A new array of the same shape and dtype.

    Raises
    ------
    ValueError
        When the pixels are of another kind.
    """
    wanted = wanted or LocalContrast()
    is_colour = pixels.ndim == 3 and pixels.shape[2] == 3 and pixels.dtype == np.uint8
    is_grey = pixels.ndim == 2 and pixels.dtype in (np.uint8, np.uint16)
    if not (is_colour or is_grey):
        raise ValueError(f"expected 8 or 16 bit p-values, got {pixels.dtype} {pixels.shape}")
    if pixels.size == 0:
        return pixels.copy()
    if is_grey:
        return _equalized(pixels, wanted)
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB)
    lab[..., 0] = _equalized(np.ascontiguousarray(lab[..., 0]), wanted)
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB))


def _equalized(grey: NDArray[Any], wanted: LocalContrast) -> NDArray[Any]:
    rows, columns = grey.shape
    tile = max(_LEAST_TILE_PX, max(rows, columns) / wanted.tiles)
    grid = (max(1, round(columns / tile)), max(1, round(rows / tile)))
    return np.asarray(cv2.createCLAHE(wanted.clip_limit, grid).apply(np.ascontiguousarray(grey)))
