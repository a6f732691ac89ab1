"""A saliency map as a picture to lay over the film."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging import colormaps, grayscale
from lungdesk.core.imaging.padding import blackened, padding_mask
from lungdesk.core.imaging.shutter import covered, shutter_mask
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import SaliencyMap

#: Picture pixels per cell of the map.
_CELL_PX = 32
_LARGEST_SIDE_PX = 512


def common_peak(maps: tuple[SaliencyMap, ...]) -> float:
    """Largest value of all classes: one scale for all, so that a weak map looks weak."""
    return max((m.peak for m in maps), default=0.0)


def picture(
    saliency_map: SaliencyMap,
    peak: float,
    *,
    colormap: str,
    opacity: float,
    threshold: float = 0.0,
) -> NDArray[np.uint8]:
    """Premultiplied BGRA picture of a map over its region.

    Parameters
    ----------
    peak
        Value that gets the hottest colour, and so do larger ones; 0 gives an empty picture.
    threshold
        Share of ``peak`` below which nothing is painted.

    Returns
    -------
    NDArray[np.uint8]
        ``(h, w, 4)``, some pixels per cell.
    """
    smooth = enlarged(saliency_map.values)
    share = smooth / np.float32(peak) if peak > 0 else np.zeros_like(smooth)
    steps = np.asarray(np.rint(np.clip(share, 0.0, 1.0) * 255), np.uint8)
    return np.ascontiguousarray(colormaps.overlay_table(colormap, opacity, threshold)[steps])


def overlaid(
    radiograph: Radiograph,
    maps: tuple[SaliencyMap, ...],
    class_index: int,
    *,
    colormap: str = colormaps.DEFAULT_COLORMAP,
    opacity: float = 0.45,
) -> NDArray[np.uint8]:
    """The whole film, as it looks by default, under the map of one class: ``(H, W, 3)`` RGB."""
    padding = padding_mask(radiograph.stored_values, radiograph.padding)
    pixels = blackened(grayscale.p_values(radiograph), padding)
    return laid_over(
        covered(pixels, shutter_mask(radiograph), radiograph),
        maps[class_index],
        common_peak(maps),
        colormap=colormap,
        opacity=opacity,
    )


def laid_over(
    pixels: NDArray[np.uint8],
    saliency_map: SaliencyMap,
    peak: float,
    *,
    colormap: str = colormaps.DEFAULT_COLORMAP,
    opacity: float = 0.45,
) -> NDArray[np.uint8]:
    """Pixels ``(h, w)`` or ``(h, w, 3)`` under a map, whose region is in them: ``(h, w, 3)`` RGB.

    Parameters
    ----------
    peak
        Value that gets the hottest colour; 0 leaves the pixels as they are.
    """
    rgb = pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)
    layer = picture(saliency_map, peak, colormap=colormap, opacity=opacity).astype(np.float32)
    region = saliency_map.region
    rows = _cells_under(np.arange(rgb.shape[0]), region.top, region.height, layer.shape[0])
    columns = _cells_under(np.arange(rgb.shape[1]), region.left, region.width, layer.shape[1])
    inside = np.ix_(rows >= 0, columns >= 0)
    laid = layer[np.ix_(rows[rows >= 0], columns[columns >= 0])]
    result = rgb.astype(np.float32)
    # The layer is premultiplied and BGRA.
    result[inside] = result[inside] * (1 - laid[..., 3:] / 255) + laid[..., 2::-1]
    return np.asarray(np.rint(result), np.uint8)


def _cells_under(
    pixels: NDArray[np.int64], start: float, length: float, cells: int
) -> NDArray[np.int64]:
    """Cell of the layer under each pixel; -1 outside of the map's region."""
    index = np.floor((pixels + 0.5 - start) / length * cells).astype(np.int64)
    return np.where((index < 0) | (index >= cells), -1, index)


def enlarged(values: NDArray[np.float32], cell_px: int = _CELL_PX) -> NDArray[np.float32]:
    """Bicubic enlargement, cell centres kept, edges held: ``(h * n, w * n)`` float32, >= 0.

    ``n`` is ``cell_px``, or less where there are many cells.
    """
    cells = max(values.shape)
    factor = max(1, min(cell_px, _LARGEST_SIDE_PX // cells))
    down, across = (_weights(n, factor) for n in values.shape)
    return np.asarray(np.maximum(down @ values @ across.T, 0.0), np.float32)


@cache
def _weights(cells: int, factor: int) -> NDArray[np.float32]:
    """Catmull-Rom weights of the cells for each output position: ``(cells * factor, cells)``."""
    position = (np.arange(cells * factor) + 0.5) / factor - 0.5
    base = np.floor(position).astype(int)
    t = position - base
    kernel = (
        -0.5 * t + t**2 - 0.5 * t**3,
        1 - 2.5 * t**2 + 1.5 * t**3,
        0.5 * t + 2 * t**2 - 1.5 * t**3,
        -0.5 * t**2 + 0.5 * t**3,
    )
    weights = np.zeros((cells * factor, cells), np.float32)
    for offset, weight in zip((-1, 0, 1, 2), kernel, strict=True):
        columns = np.clip(base + offset, 0, cells - 1)
        np.add.at(weights, (np.arange(cells * factor), columns), weight.astype(np.float32))
    return weights
