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
from lungdesk.core.jobs import JobContext
from lungdesk.core.radiograph import PixelSpacing, Radiograph, Rescale, VoiTransform, Window
from lungdesk.gui.film_layers import FilmLayers, film_layers

if TYPE_CHECKING:
    from lungdesk.services.studies import DecodeRequest

#: Reducing stops when the longer side is at most this.
_LEAST_SIDE_PX = 384
#: Types that OpenCV halves, with the very values of the way below and seven times as fast.
_HALVED_BY_OPENCV = (np.uint8, np.uint16, np.int16)
#: Stands in for the window of a colour film, which has none.
_COLOUR_VOI = Window(128.0, 256.0)


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """A radiograph and what the screen needs beside it.

    Attributes
    ----------
    levels
        Stored values at 1, 1/2, 1/4, … of the size; a value of level k is the mean of
        ``2**k x 2**k`` pixels.
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
    levels = pyramid(radiograph.stored_values)
    if radiograph.is_colour:
        return Film(
            radiograph, levels, _COLOUR_VOI, _COLOUR_VOI.width, layers=film_layers(radiograph)
        )
    return Film(
        radiograph=radiograph,
        levels=levels,
        default_voi=grayscale.default_voi(radiograph),
        value_range=_value_range(radiograph, levels[-1]),
        histogram=histogram(radiograph),
        layers=film_layers(radiograph),
    )


def pyramid(stored_values: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """Reduced copies, each half the size of the one before, by the mean of 2 x 2 values."""
    levels = [stored_values]
    while max(levels[-1].shape[:2]) > _LEAST_SIDE_PX and min(levels[-1].shape[:2]) > 1:
        levels.append(_halved(levels[-1]))
    return tuple(levels)


def _halved(values: NDArray[Any]) -> NDArray[Any]:
    """Mean of 2 x 2 values, same type; an odd last row or column is paired with itself."""
    odd_rows, odd_columns = values.shape[0] % 2, values.shape[1] % 2
    if odd_rows or odd_columns:
        pads = ((0, odd_rows), (0, odd_columns), *(((0, 0),) * (values.ndim - 2)))
        values = np.pad(values, pads, mode="edge")
    if values.dtype in _HALVED_BY_OPENCV:
        size = (values.shape[1] // 2, values.shape[0] // 2)
        return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA))
    wide = np.int64 if values.dtype.itemsize > 2 else np.int32
    total: NDArray[Any] = values[0::2, 0::2].astype(wide)
    for row, column in ((0, 1), (1, 0), (1, 1)):
        np.add(total, values[row::2, column::2], out=total)
    return np.asarray(np.right_shift(total + 2, 2), values.dtype)


def _value_range(radiograph: Radiograph, smallest: NDArray[Any]) -> float:
    modality = radiograph.modality
    if isinstance(modality, Rescale):
        span = abs(modality.slope) * (float(smallest.max()) - float(smallest.min()))
    else:
        span = float(modality.values.max()) - float(modality.values.min())
    return max(span, 1.0)
