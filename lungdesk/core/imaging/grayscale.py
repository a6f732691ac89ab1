"""The whole grayscale chain in DICOM order, composed into one table over the stored values.

Modality LUT, VOI LUT, presentation LUT, and MONOCHROME1 last (PS3.4 N.2). Every film, however
large, then costs one table look-up a pixel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.modality_lut import apply_modality_lut
from lungdesk.core.imaging.presentation_lut import apply_presentation_lut
from lungdesk.core.imaging.voi_lut import apply_voi_lut
from lungdesk.core.radiograph import Radiograph, VoiFunction, VoiTransform, Window
from lungdesk.core.saliency import ImageRegion

#: Percentiles of the film that an automatic window spreads over the grey scale.
AUTO_PERCENTILES = (0.5, 99.5)

#: Pixels that an automatic window looks at, at most.
_SAMPLE_PIXELS = 200_000

#: Entries of a table, at most: wider films (32 bit) are mapped in steps of several values.
_LARGEST_TABLE = 1 << 16

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

    def apply(self, stored_values: NDArray[Any]) -> NDArray[np.uint8]:
        """P-values, uint8 of the same shape; values outside the table give its ends."""
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


def auto_window(radiograph: Radiograph, region: ImageRegion | None = None) -> Window:
    """Window over `AUTO_PERCENTILES` of the modality values, pixel padding left out.

    Parameters
    ----------
    region
        Part of the film to look at, in its pixels; None for all of it.
    """
    values = _sampled(radiograph, region)
    if values.size == 0:
        return Window(0.5, 1.0, VoiFunction.LINEAR_EXACT, "auto")
    low, high = np.percentile(values, AUTO_PERCENTILES)
    width = max(float(high - low), 1e-6 if radiograph.stored_values.dtype.itemsize > 2 else 1.0)
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
    low, high = stored_range(radiograph)
    step = max(1, -(-(high - low + 1) // _LARGEST_TABLE))
    inputs = np.arange(low, high + 1, step)
    modality = apply_modality_lut(inputs, radiograph.modality)
    voi_values = apply_voi_lut(modality, default_voi(radiograph) if voi is None else voi)
    p_values = apply_presentation_lut(voi_values, radiograph.presentation, radiograph.photometric)
    if is_inverted:
        p_values = 1 - p_values
    return DisplayLut(low, np.asarray(np.rint(p_values * 255), np.uint8), step)


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


def _sampled(radiograph: Radiograph, region: ImageRegion | None) -> NDArray[np.float64]:
    """Modality values of an even subsample without padding, ``(n,)``."""
    stored = radiograph.stored_values
    if region is not None:
        rows = slice(max(0, int(region.top)), max(0, int(np.ceil(region.bottom))))
        columns = slice(max(0, int(region.left)), max(0, int(np.ceil(region.right))))
        stored = stored[rows, columns]
    stride = max(1, int(np.sqrt(stored.size / _SAMPLE_PIXELS)))
    sample = stored[::stride, ::stride].ravel()
    if radiograph.padding is not None:
        low, high = radiograph.padding
        sample = sample[(sample < low) | (sample > high)]
    return apply_modality_lut(sample, radiograph.modality)
