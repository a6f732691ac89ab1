"""Maps of all classes by what a model says of the film with parts of it blurred.

They need no gradient and ask the model alone, hundreds of times; so they are made on demand.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.core.jobs import JobContext
from lungdesk.core.saliency import SaliencyMap
from lungdesk.ml.explain.masked_film import MaskedFilm

OCCLUSION = "Occlusion"
RISE = "RISE"

#: Cells of the occlusion's grid on a side, and of the window that is blurred.
_GRID, _WINDOW = 16, 3

#: Masks of RISE, cells on a side of each, and the share that is left as it is.
_MASK_COUNT, _MASK_CELLS, _SHOWN = 400, 8, 0.5
_MASK_SIDE = 64


def occlusion_maps(film: MaskedFilm, ctx: JobContext) -> tuple[SaliencyMap, ...]:
    """How far the probability of each class falls when a place is blurred, ``(16, 16)`` each.

    A window of 3 x 3 cells visits every cell; a cell gets the mean fall of the windows over it
    (Zeiler and Fergus, ECCV 2014, with a blurred window for a grey one). Values are probabilities.

    Raises
    ------
    Cancelled
        Between a few windows.
    """
    places = [(row, column) for row in range(_GRID) for column in range(_GRID)]
    windows = [_window(row, column) for row, column in places]

    def masks() -> Iterator[NDArray[np.float32]]:
        yield np.ones((_GRID, _GRID), np.float32)
        for window in windows:
            # Cells with sharp borders, whatever the mask is enlarged to.
            yield np.kron(1 - window, np.ones((4, 4), np.float32))

    count = len(windows) + 1
    found = film.probabilities(masks(), count, ctx, "blurring one place after the other")
    falls = found[0] - found[1:]
    cover = np.stack(windows).reshape(len(windows), -1)
    means = (cover.T @ falls) / cover.sum(axis=0)[:, None]
    return _maps(film, means.T.reshape(-1, _GRID, _GRID), OCCLUSION)


def rise_maps(film: MaskedFilm, ctx: JobContext, seed: int = 0) -> tuple[SaliencyMap, ...]:
    """How much more probable each class is where a place is seen, ``(64, 64)`` each.

    RISE (Petsiuk et al., BMVC 2018): 400 random smooth masks leave half of the film as it is; a
    place gets the mean probability under masks that show it, less the mean under all of them.

    Raises
    ------
    Cancelled
        Between a few masks.
    """
    masks = list(_random_masks(np.random.default_rng(seed)))
    found = film.probabilities(masks, _MASK_COUNT, ctx, "reading the film through random masks")
    shown = np.stack(masks).reshape(_MASK_COUNT, -1).astype(np.float64)
    means = (shown.T @ found) / shown.sum(axis=0)[:, None] - found.mean(axis=0)
    return _maps(film, means.T.reshape(-1, _MASK_SIDE, _MASK_SIDE), RISE)


def _window(row: int, column: int) -> NDArray[np.float32]:
    """Ones in a window around a cell, as far as it is on the film; zeros elsewhere."""
    reach = _WINDOW // 2
    window = np.zeros((_GRID, _GRID), np.float32)
    rows = slice(max(0, row - reach), row + reach + 1)
    window[rows, max(0, column - reach) : column + reach + 1] = 1
    return window


def _random_masks(rng: np.random.Generator) -> Iterator[NDArray[np.float32]]:
    """Coarse random cells, enlarged, and moved by a part of a cell."""
    cell = _MASK_SIDE // _MASK_CELLS
    side = _MASK_SIDE + cell
    for _ in range(_MASK_COUNT):
        cells = (rng.random((_MASK_CELLS + 1, _MASK_CELLS + 1)) < _SHOWN).astype(np.float32)
        smooth = cv2.resize(cells, (side, side), interpolation=cv2.INTER_LINEAR)
        top, left = rng.integers(0, cell, 2)
        yield np.ascontiguousarray(smooth[top : top + _MASK_SIDE, left : left + _MASK_SIDE])


def _maps(film: MaskedFilm, means: NDArray[np.float64], method: str) -> tuple[SaliencyMap, ...]:
    return tuple(
        SaliencyMap(
            film.correction.turned_back(np.maximum(values, 0).astype(np.float32)),
            index,
            method,
            "",
            film.region,
        )
        for index, values in enumerate(means)
    )
