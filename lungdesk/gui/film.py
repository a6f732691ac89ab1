"""A radiograph made ready for the screen: reduced copies, windows, range of values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging import grayscale
from lungdesk.core.imaging.histogram import Histogram, histogram
from lungdesk.core.imaging.padding import padding_mask
from lungdesk.core.jobs import JobContext
from lungdesk.core.radiograph import PixelSpacing, Radiograph, Rescale, VoiTransform, Window
from lungdesk.gui.film_layers import FilmLayers, film_layers

if TYPE_CHECKING:
    from lungdesk.services.studies import DecodeRequest

#: Reducing stops when the longer side is at most this.
_LEAST_SIDE_PX = 384
#: Cells on either side of a point that interpolation looks at, at most.
INTERPOLATED = 2
_REACH = np.ones((2 * INTERPOLATED + 1, 2 * INTERPOLATED + 1), np.uint8)
#: Types that OpenCV works with; halving has the very values of the way below and is seven times as
#: fast.
_OPENCV_TYPES = (np.uint8, np.uint16, np.int16)
#: Stands in for the window of a colour film, which has none.
_COLOUR_VOI = Window(128.0, 256.0)


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """A radiograph and what the screen needs beside it.

    Attributes
    ----------
    levels
        Stored values at 1, 1/2, 1/4, … of the size; a value of level k is the mean of
        ``2**k x 2**k`` pixels, or of those of them that are no pixel padding.
    padding
        Which values of each level are padding, all of it; empty when the film has none.
    filled
        The levels with the image beside padding in its place, as far as `INTERPOLATED` cells, so
        that interpolation there sees the image alone; empty when the film has no padding.
    value_range
        Span of the modality values, > 0; it sets the gain of the mouse.
    histogram
        Of the modality values; None for a colour image.
    layers
        Overlays and shutters of the file.
    """

    radiograph: Radiograph
    levels: tuple[NDArray[Any], ...]
    default_voi: VoiTransform
    value_range: float
    padding: tuple[NDArray[np.bool_], ...] = ()
    filled: tuple[NDArray[Any], ...] = ()
    histogram: Histogram | None = None
    layers: FilmLayers = field(default_factory=FilmLayers)

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return self.radiograph.columns, self.radiograph.rows

    def calibrated(self, spacing: PixelSpacing | None) -> Self:
        """The film with another spacing; without one it is as it is."""
        if spacing is None:
            return self
        return replace(self, radiograph=replace(self.radiograph, spacing=spacing))


def loader(decode: Callable[[DecodeRequest, JobContext], Radiograph]) -> Callable[..., Film]:
    """Job that decodes a file and makes a film of it."""
    return partial(_load, decode)


def _load(
    decode: Callable[[DecodeRequest, JobContext], Radiograph],
    request: DecodeRequest,
    ctx: JobContext,
) -> Film:
    radiograph = decode(request, ctx)
    ctx.check()
    return prepare(radiograph)


def prepare(radiograph: Radiograph) -> Film:
    """Make a film of a decoded radiograph; takes a while for a large one."""
    levels, padding = _levels(radiograph)
    if radiograph.is_colour:
        return Film(
            radiograph, levels, _COLOUR_VOI, _COLOUR_VOI.width, layers=film_layers(radiograph)
        )
    return Film(
        radiograph=radiograph,
        levels=levels,
        default_voi=grayscale.default_voi(radiograph),
        value_range=_value_range(radiograph, levels[-1][~padding[-1]] if padding else levels[-1]),
        padding=padding,
        filled=tuple(map(_filled, levels, padding)),
        histogram=histogram(radiograph),
        layers=film_layers(radiograph),
    )


def _levels(
    radiograph: Radiograph,
) -> tuple[tuple[NDArray[Any], ...], tuple[NDArray[np.bool_], ...]]:
    """`Film.levels` and `Film.padding`."""
    stored = radiograph.stored_values
    mask = padding_mask(stored, radiograph.padding)
    if mask is None:
        return pyramid(stored), ()
    levels, padding = [stored], [mask]
    while _is_large(levels[-1]):
        values, mask = _halved_apart(levels[-1], padding[-1])
        levels.append(values)
        padding.append(mask)
    return tuple(levels), tuple(padding)


def pyramid(stored_values: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """Reduced copies, each half the size of the one before, by the mean of 2 x 2 values."""
    levels = [stored_values]
    while _is_large(levels[-1]):
        levels.append(_halved(levels[-1]))
    return tuple(levels)


def _is_large(values: NDArray[Any]) -> bool:
    return bool(max(values.shape[:2]) > _LEAST_SIDE_PX and min(values.shape[:2]) > 1)


def _halved_apart(
    values: NDArray[Any], padding: NDArray[np.bool_]
) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """`_halved`, but padding is left out of the means of cells that have other values, too."""
    halved = _halved(values)
    values, padding = _even(values), _even(padding)
    cells = [(slice(row, None, 2), slice(column, None, 2)) for row in (0, 1) for column in (0, 1)]
    parts = [padding[cell] for cell in cells]
    is_padding = np.logical_and.reduce(parts)
    is_mixed = np.logical_or.reduce(parts) & ~is_padding
    total = count = np.zeros(np.count_nonzero(is_mixed), np.int64)
    for cell, part in zip(cells, parts, strict=True):
        is_image = ~part[is_mixed]
        total = total + values[cell][is_mixed] * is_image
        count = count + is_image
    halved[is_mixed] = (total + count // 2) // count
    return halved, is_padding


def _filled(values: NDArray[Any], padding: NDArray[np.bool_]) -> NDArray[Any]:
    """`Film.filled` of a level: padding has the greatest value of the image around."""
    image = np.where(padding, np.iinfo(values.dtype).min, values)
    if values.dtype not in _OPENCV_TYPES:
        image = image.astype(np.float64)
    filled = cv2.dilate(image, _REACH).astype(values.dtype, copy=False)
    np.copyto(filled, values, where=~padding)
    return filled


def _even(values: NDArray[Any]) -> NDArray[Any]:
    """An odd last row or column is paired with itself."""
    odd_rows, odd_columns = values.shape[0] % 2, values.shape[1] % 2
    if not odd_rows and not odd_columns:
        return values
    pads = ((0, odd_rows), (0, odd_columns), *(((0, 0),) * (values.ndim - 2)))
    return np.pad(values, pads, mode="edge")


def _halved(values: NDArray[Any]) -> NDArray[Any]:
    """Mean of 2 x 2 values, same type; an odd last row or column is paired with itself."""
    values = _even(values)
    if values.dtype in _OPENCV_TYPES:
        size = (values.shape[1] // 2, values.shape[0] // 2)
        return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA))
    wide = np.int64 if values.dtype.itemsize > 2 else np.int32
    total: NDArray[Any] = values[0::2, 0::2].astype(wide)
    for row, column in ((0, 1), (1, 0), (1, 1)):
        np.add(total, values[row::2, column::2], out=total)
    return np.asarray(np.right_shift(total + 2, 2), values.dtype)


def _value_range(radiograph: Radiograph, smallest: NDArray[Any]) -> float:
    """`Film.value_range`, by the values of the smallest level that are image."""
    modality = radiograph.modality
    if smallest.size == 0:
        span = 0.0
    elif isinstance(modality, Rescale):
        span = abs(modality.slope) * (float(smallest.max()) - float(smallest.min()))
    else:
        span = float(modality.values.max()) - float(modality.values.min())
    return max(span, 1.0)
