"""A small picture of a film, for lists."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging import grayscale
from lungdesk.core.imaging.padding import blackened, padding_mask
from lungdesk.core.imaging.shutter import covered, shutter_mask
from lungdesk.core.radiograph import Radiograph, VoiTransform


def reduced_p_values(
    radiograph: Radiograph,
    size_px: int,
    voi: VoiTransform | None = None,
    *,
    is_inverted: bool = False,
) -> NDArray[np.uint8]:
    """The film through its grayscale chain and under its shutters, reduced by block means.

    What a shutter covers, words that tell a name perhaps, is in none of the means.

    Parameters
    ----------
    size_px
        Longest side of the result, at least; less when the film itself is smaller.
    voi
        None for the film's default.

    Returns
    -------
    NDArray[np.uint8]
        ``(h, w)``, or ``(h, w, 3)`` for a colour film.
    """
    film = grayscale.without_padding(radiograph, voi, is_inverted=is_inverted)
    stored = film.stored_values
    block = max(1, max(radiograph.rows, radiograph.columns) // size_px)
    rows, columns = (side // block * block for side in stored.shape[:2])
    if not rows or not columns:  # a strip thinner than a block
        rows, columns, block = *stored.shape[:2], 1

    def blocks(pixels: NDArray[Any]) -> NDArray[Any]:
        shape = rows // block, block, columns // block, block, *pixels.shape[2:]
        return pixels[:rows, :columns].reshape(shape)

    # float32 holds no more than 24 bits.
    working = np.float32 if stored.dtype.itemsize <= 2 else np.float64
    means = np.rint(blocks(stored).mean(axis=(1, 3), dtype=working)).astype(stored.dtype)
    if voi is None and not film.is_colour:
        voi = grayscale.default_voi(film)
    shown = grayscale.p_values(replace(film, stored_values=means), voi, is_inverted=is_inverted)
    padding = padding_mask(radiograph.stored_values, radiograph.padding)
    if padding is not None:
        shown = blackened(shown, np.all(blocks(padding), axis=(1, 3)))
    cover = shutter_mask(radiograph)
    return (
        shown if cover is None else covered(shown, np.any(blocks(cover), axis=(1, 3)), radiograph)
    )
