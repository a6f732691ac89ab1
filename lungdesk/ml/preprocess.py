"""From a film to what the network sees: one way, for training, evaluation and reading alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging import grayscale
from lungdesk.core.imaging.grey_counts import grey_counts, percentiles_of
from lungdesk.core.quality import coloured_share
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import ImageRegion


class Framing(StrEnum):
    """How a film of any shape becomes a square."""

    SQUASH = "squash"
    CENTRE_CROP = "centre_crop"


class Contrast(StrEnum):
    """Which grey values the network is given."""

    STRETCHED = "stretched"
    AS_STORED = "as_stored"


#: Percentiles of the reduced film that a stretched contrast spreads over 0…255.
STRETCH_PERCENTILES = (1.0, 99.0)

#: Integer types that OpenCV resizes itself; the others go through float64.
_RESIZABLE = (np.dtype(np.uint8), np.dtype(np.uint16), np.dtype(np.int16))


@dataclass(frozen=True, slots=True)
class Normalization:
    """``(grey - mean) / scale`` per channel, for grey values 0…255."""

    mean: tuple[float, float, float]
    scale: tuple[float, float, float]

    def apply(self, grey: NDArray[Any]) -> NDArray[np.float32]:
        """``(N, S, S)`` grey values in [0, 255] to ``(N, S, S, 3)`` float32."""
        mean = np.asarray(self.mean, np.float32)
        factor = 1 / np.asarray(self.scale, np.float32)
        return np.asarray((np.asarray(grey, np.float32)[..., None] - mean) * factor, np.float32)


@dataclass(frozen=True, slots=True)
class PreprocessSpec:
    """All that decides what the network sees; part of every bundle."""

    input_size: int
    normalization: Normalization
    framing: Framing = Framing.SQUASH
    contrast: Contrast = Contrast.STRETCHED


@dataclass(frozen=True, slots=True, eq=False)
class ModelView:
    """The film as the network sees it.

    Attributes
    ----------
    grey
        ``(S, S)`` uint8.
    region
        The part of the film, in its pixels, that ``grey`` covers.
    shown
        ``grey`` before its contrast was stretched.
    coloured
        Share of coloured pixels of a film in colour.
    """

    grey: NDArray[np.uint8]
    region: ImageRegion
    shown: NDArray[np.uint8]
    coloured: float = 0.0


def model_view(radiograph: Radiograph, spec: PreprocessSpec) -> ModelView:
    """Reduce a film to the grey square that the network sees.

    The film is reduced first, by area, and mapped through the grayscale chain afterwards: the
    same picture for a tenth of the time on a 15-megapixel film.
    """
    region = _region(radiograph.rows, radiograph.columns, spec.framing)
    rows = slice(int(region.top), int(region.bottom))
    columns = slice(int(region.left), int(region.right))
    reduced = _reduced(radiograph.stored_values[rows, columns], spec.input_size)
    film = replace(radiograph, stored_values=reduced)
    shown = _grey(film)
    grey = stretched(shown) if spec.contrast is Contrast.STRETCHED else shown
    coloured = coloured_share(reduced) if film.is_colour else 0.0
    return ModelView(grey, region, shown, coloured)


def stretched(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Spread `STRETCH_PERCENTILES` of ``(S, S)`` uint8 over 0…255; a flat film stays as it is."""
    low, high = percentiles_of(grey_counts(grey), STRETCH_PERCENTILES)
    if high <= low:
        return grey
    table = (np.arange(256, dtype=np.float64) - low) * (255.0 / (high - low))
    return np.asarray(cv2.LUT(grey, np.clip(np.rint(table), 0, 255).astype(np.uint8)), np.uint8)


def _grey(film: Radiograph) -> NDArray[np.uint8]:
    if film.is_colour:
        return grayscale.luminance(film.stored_values)
    return grayscale.p_values(film)


def _region(rows: int, columns: int, framing: Framing) -> ImageRegion:
    if framing is Framing.SQUASH:
        return ImageRegion(0.0, 0.0, float(columns), float(rows))
    side = min(rows, columns)
    left, top = (columns - side) // 2, (rows - side) // 2
    return ImageRegion(float(left), float(top), float(left + side), float(top + side))


def _reduced(stored: NDArray[Any], side: int) -> NDArray[Any]:
    """``stored`` resized to a square, in its own dtype and never beyond its own range."""
    is_enlarged = min(stored.shape[:2]) < side
    interpolation = cv2.INTER_LINEAR if is_enlarged else cv2.INTER_AREA
    if stored.dtype in _RESIZABLE:
        return np.asarray(cv2.resize(stored, (side, side), interpolation=interpolation))
    # float32 holds no more than 24 bits.
    as_float = cv2.resize(stored.astype(np.float64), (side, side), interpolation=interpolation)
    limits = np.iinfo(stored.dtype)  # OpenCV's weights may add up to a little more than 1
    return np.clip(np.rint(as_float), limits.min, limits.max).astype(stored.dtype)
