"""The whole grayscale chain in DICOM order, composed into one table over the stored values.

Modality LUT, VOI LUT, presentation LUT, and MONOCHROME1 last (PS3.4 N.2). Every film, however
large, then costs one table look-up a pixel.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.grey_counts import modality_percentiles
from lungdesk.core.imaging.modality_lut import apply_modality_lut
from lungdesk.core.imaging.padding import padding_mask
from lungdesk.core.imaging.presentation_lut import apply_presentation_lut
from lungdesk.core.imaging.voi_lut import apply_voi_lut
from lungdesk.core.radiograph import (
    LookupTable,
    ModalityTransform,
    Photometric,
    PresentationShape,
    Radiograph,
    VoiFunction,
    VoiTransform,
    Window,
)
from lungdesk.core.saliency import ImageRegion

#: Percentiles of the film that an automatic window spreads over the grey scale.
AUTO_PERCENTILES = (0.5, 99.5)

#: Pixels that an automatic window looks at, at most.
_SAMPLE_PIXELS = 200_000

#: Table of an 8-bit film that is shown as it is stored.
_AS_STORED = np.arange(256, dtype=np.uint8)

#: Entries of a table, at most: wider films (32 bit) are mapped in steps of several values, each
#: less than a grey level.
_LARGEST_TABLE = 1 << 16

#: Window widths from the centre at which a sigmoid is within a 500th of a grey level of its end.
_SIGMOID_REACH = 3.0

#: ITU-R BT.601 luma.
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class DisplayLut:
    """8-bit p-values of the stored values ``first_value, first_value + step, …``.

    Attributes
    ----------
    table
        ``(N,)`` uint8. For films of 8 and 16 bits it covers every value of their dtype.
    """

    first_value: int
    table: NDArray[np.uint8]
    step: int = 1

    @property
    def black(self) -> int:
        """Of the stored values shown darkest, the one next to those that are shown brighter."""
        darkest = np.flatnonzero(self.table == self.table.min())
        nearest = darkest[np.abs(darkest - self.table.argmax()).argmin()]
        return self.first_value + int(nearest) * self.step

    def apply(self, stored_values: NDArray[Any]) -> NDArray[np.uint8]:
        """P-values, uint8 of the same shape; values outside the table give its ends.

        They are the stored values themselves, not a copy, where the table leaves those alone.
        """
        if stored_values.dtype == np.uint8 and np.array_equal(self.table, _AS_STORED):
            return stored_values
        if self.first_value == 0 and self.step == 1 and stored_values.dtype.kind == "u":
            index = stored_values
        else:
            index = (stored_values.astype(np.int64) - self.first_value) // self.step
        return self.table.take(index, mode="clip")


def stored_range(radiograph: Radiograph) -> tuple[int, int]:
    """Least and greatest stored value that a table has to cover."""
    stored = radiograph.stored_values
    if stored.dtype.itemsize <= 2:
        limits = np.iinfo(stored.dtype)
        return int(limits.min), int(limits.max)
    return int(stored.min()), int(stored.max())


def sampled_values(
    radiograph: Radiograph, region: ImageRegion | None = None
) -> NDArray[np.float64]:
    """Modality values of an even subsample without pixel padding, float64 ``(n,)``.

    Of some `_SAMPLE_PIXELS` pixels, however large the film is; ``n`` is 0 where it is all padding.

    Parameters
    ----------
    region
        Part of the film to look at, in its pixels; None for all of it.
    """
    return apply_modality_lut(_sample(radiograph, region), radiograph.modality)


def _sample(radiograph: Radiograph, region: ImageRegion | None) -> NDArray[Any]:
    """The stored values of `sampled_values`."""
    stored = radiograph.stored_values
    if region is not None:
        rows = slice(max(0, int(region.top)), max(0, int(np.ceil(region.bottom))))
        columns = slice(max(0, int(region.left)), max(0, int(np.ceil(region.right))))
        stored = stored[rows, columns]
    stride = max(1, int(np.sqrt(stored.size / _SAMPLE_PIXELS)))
    sample = stored[::stride, ::stride].ravel()
    mask = padding_mask(sample, radiograph.padding)
    return sample if mask is None else sample[~mask]


def modality_step(radiograph: Radiograph) -> float:
    """Least difference of two modality values, which no computed window is narrower than."""
    modality = radiograph.modality
    return 1.0 if isinstance(modality, LookupTable) else abs(modality.slope) or 1.0


def modality_decimals(radiograph: Radiograph) -> int:
    """Decimals that tell neighbouring modality values apart: 0 for whole numbers."""
    return max(0, math.ceil(-math.log10(modality_step(radiograph))))


def auto_window(radiograph: Radiograph, region: ImageRegion | None = None) -> Window:
    """Window over `AUTO_PERCENTILES` of the modality values, pixel padding left out.

    Parameters
    ----------
    region
        Part of the film to look at, in its pixels; None for all of it.
    """
    sample = _sample(radiograph, region)
    if sample.size == 0:
        return Window(0.5, 1.0, VoiFunction.LINEAR_EXACT, "auto")
    if sample.dtype.itemsize <= 2:
        low, high = modality_percentiles(sample, radiograph.modality, AUTO_PERCENTILES)
    else:
        low, high = np.percentile(apply_modality_lut(sample, radiograph.modality), AUTO_PERCENTILES)
    width = max(float(high - low), modality_step(radiograph))
    return Window(float(low + high) / 2, width, VoiFunction.LINEAR_EXACT, "auto")


def default_voi(radiograph: Radiograph) -> VoiTransform:
    """What the file offers first, else an automatic window."""
    return radiograph.voi[0] if radiograph.voi else auto_window(radiograph)


def display_lut(
    radiograph: Radiograph, voi: VoiTransform | None = None, *, is_inverted: bool = False
) -> DisplayLut:
    """Compose the chain for a grey film.

    Parameters
    ----------
    voi
        None for `default_voi`.
    is_inverted
        Whether the viewer has turned black and white round, on top of the chain.

    Raises
    ------
    ValueError
        When the film is a colour image: windows have no meaning for it.
    """
    if radiograph.is_colour:
        raise ValueError("a colour image has no grayscale chain")
    chosen_voi = default_voi(radiograph) if voi is None else voi
    chain = _Chain(
        radiograph.modality,
        chosen_voi,
        radiograph.presentation,
        radiograph.photometric,
        is_inverted=is_inverted,
    )
    return _composed(chain, *_table_range(radiograph, chosen_voi))


def without_padding(
    radiograph: Radiograph, voi: VoiTransform | None = None, *, is_inverted: bool = False
) -> Radiograph:
    """A film with black in the place of its pixel padding, so that it can be reduced by means.

    A film without padding is given back as it is; any other offers the one ``voi`` it is made for.

    Parameters
    ----------
    voi, is_inverted
        How the film is to be shown, as for `display_lut`.
    """
    stored = radiograph.stored_values
    mask = padding_mask(stored, radiograph.padding)
    if mask is None:
        return radiograph
    voi = default_voi(radiograph) if voi is None else voi
    black = display_lut(radiograph, voi, is_inverted=is_inverted).black
    filled = np.where(mask, stored.dtype.type(black), stored)
    return replace(radiograph, stored_values=filled, voi=(voi,), padding=None)


@dataclass(frozen=True, slots=True)
class _Chain:
    """All that decides what a stored value looks like."""

    modality: ModalityTransform
    voi: VoiTransform
    presentation: PresentationShape | LookupTable
    photometric: Photometric
    is_inverted: bool


# A film is asked for at several sizes, and the films of a folder are often shown alike: a table of
# 16 bits takes longer than to map a reduced film with it.
@functools.lru_cache(maxsize=4)
def _composed(chain: _Chain, low: int, high: int) -> DisplayLut:
    """The table of the stored values ``low`` to ``high``; not to be written to."""
    step = max(1, -(-(high - low + 1) // _LARGEST_TABLE))
    inputs = np.arange(low, high + 1, step)
    modality = apply_modality_lut(inputs, chain.modality)
    voi_values = apply_voi_lut(modality, chain.voi)
    p_values = apply_presentation_lut(voi_values, chain.presentation, chain.photometric)
    if chain.is_inverted:
        p_values = 1 - p_values
    table = np.asarray(np.rint(p_values * 255), np.uint8)
    table.setflags(write=False)
    return DisplayLut(low, table, step)


def p_values(
    radiograph: Radiograph, voi: VoiTransform | None = None, *, is_inverted: bool = False
) -> NDArray[np.uint8]:
    """The whole film as 8-bit p-values: ``(H, W)``, or ``(H, W, 3)`` for a colour image."""
    if radiograph.is_colour:
        rgb = np.asarray(radiograph.stored_values, np.uint8)
        return np.asarray(255 - rgb if is_inverted else rgb, np.uint8)
    return display_lut(radiograph, voi, is_inverted=is_inverted).apply(radiograph.stored_values)


def luminance(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Grey ``(H, W)`` uint8 of RGB ``(H, W, 3)`` uint8 (ITU-R BT.601)."""
    return np.asarray(np.rint(rgb.astype(np.float32) @ _LUMA), np.uint8)


def _table_range(radiograph: Radiograph, voi: VoiTransform) -> tuple[int, int]:
    """First and last stored value of a table: `stored_range`, less what is surely black or white.

    That matters for wide films only, where a single odd value (padding, mostly) would leave a
    few steps for all the others.
    """
    low, high = stored_range(radiograph)
    if high - low < _LARGEST_TABLE:
        return low, high
    if isinstance(radiograph.modality, LookupTable):
        ends = _ends(radiograph.modality)
    else:
        slope, intercept = radiograph.modality.slope, radiograph.modality.intercept
        modality_ends = _ends(voi) if isinstance(voi, LookupTable) else _window_ends(voi)
        ends = np.sort((modality_ends - intercept) / slope) if slope else np.zeros(2)
    first, last = np.clip(ends, low, high)
    return max(low, int(np.floor(first))), min(high, int(np.ceil(last)))


def _ends(table: LookupTable) -> NDArray[np.float64]:
    return np.array([table.first_value, table.first_value + table.values.size - 1], np.float64)


def _window_ends(window: Window) -> NDArray[np.float64]:
    """Modality values beyond which a window gives 8-bit black or white."""
    widths = _SIGMOID_REACH if window.function is VoiFunction.SIGMOID else 1.0
    reach = widths * window.width
    return np.array([window.center - reach, window.center + reach])
