"""Statistics of the pixels in a region of a film."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.grayscale import luminance
from lungdesk.core.imaging.modality_lut import apply_modality_lut
from lungdesk.core.imaging.padding import padding_mask
from lungdesk.core.measure.distance import scale_of
from lungdesk.core.measure.region import Region
from lungdesk.core.measure.units import Extent, area_text, figure_text, length_text
from lungdesk.core.radiograph import PixelSpacing, Radiograph


@dataclass(frozen=True, slots=True)
class RoiStatistics:
    """Modality values in a region, and its size.

    Attributes
    ----------
    pixel_count
        Pixels of the image in the region; the figures below are NaN when there are none.
    mean, sd, minimum, maximum
        In modality units (of a colour image: luminance, 0 to 255). ``sd`` is that of the pixels
        themselves, divided by their number.
    area, perimeter
        Of the shape, also where it lies outside of the film.
    """

    pixel_count: int
    mean: float
    sd: float
    minimum: float
    maximum: float
    area: Extent
    perimeter: Extent


def roi_statistics(region: Region, radiograph: Radiograph) -> RoiStatistics:
    """Measure a region; pixel padding is not image and is left out (PS3.3 C.7.5.1.1.2)."""
    values = region_values(region, radiograph)
    spacing = radiograph.spacing
    figures = (math.nan,) * 4
    if values.size:
        figures = (
            float(values.mean()),
            float(values.std()),
            float(values.min()),
            float(values.max()),
        )
    return RoiStatistics(values.size, *figures, _area(region, spacing), _perimeter(region, spacing))


def region_values(region: Region, radiograph: Radiograph) -> NDArray[np.float64]:
    """Modality values of the pixels in a region, ``(n,)``; only these are transformed."""
    inside = region.mask(radiograph.rows, radiograph.columns)
    stored: NDArray[Any] = inside.taken_from(radiograph.stored_values)
    if radiograph.is_colour:
        return np.asarray(luminance(stored), np.float64)
    padding = padding_mask(stored, radiograph.padding)
    if padding is not None:
        stored = stored[~padding]
    return apply_modality_lut(stored, radiograph.modality)


def statistics_text(statistics: RoiStatistics) -> str:
    """What is written beside a region, in lines."""
    lines = ["no pixels"]
    if statistics.pixel_count:
        lines = [
            f"mean {figure_text(statistics.mean)}, SD {figure_text(statistics.sd)}",
            f"min {figure_text(statistics.minimum)}, max {figure_text(statistics.maximum)}",
        ]
    lines += [
        f"area {area_text(statistics.area)}",
        f"perimeter {length_text(statistics.perimeter)}",
    ]
    return "\n".join(lines)


def _area(region: Region, spacing: PixelSpacing | None) -> Extent:
    area_px = region.area_px()
    if spacing is None:
        return Extent(area_px)
    return Extent(area_px, area_px * spacing.row_mm * spacing.column_mm, spacing.source)


def _perimeter(region: Region, spacing: PixelSpacing | None) -> Extent:
    length_px = region.perimeter()
    if spacing is None:
        return Extent(length_px)
    return Extent(length_px, region.perimeter(scale_of(spacing)), spacing.source)
