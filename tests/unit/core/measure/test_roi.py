from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.measure.region import Ellipse, Polygon, Rectangle, Region
from lungdesk.core.measure.roi import RoiStatistics, region_values, roi_statistics, statistics_text
from lungdesk.core.measure.units import Extent
from lungdesk.core.radiograph import PixelSpacing, Rescale, SpacingSource
from tests.unit.core.imaging.films import film, ramp_table, seeds, unhurried
from tests.unit.core.measure.geometry_strategies import ANISOTROPIC

ROWS, COLUMNS = 19, 27

coordinates = st.floats(-5, 32)
points = st.tuples(coordinates, coordinates)
regions: st.SearchStrategy[Region] = st.one_of(
    st.builds(Rectangle, points, points),
    st.builds(Ellipse, points, points),
    st.builds(Polygon, st.lists(points, min_size=1, max_size=8).map(tuple)),
)


def noise(seed: int, dtype: Any = np.uint16) -> Any:
    limits = np.iinfo(dtype)
    random = np.random.default_rng(seed)
    return random.integers(limits.min, limits.max, (ROWS, COLUMNS), dtype, endpoint=True)


@unhurried
@given(regions, seeds, st.sampled_from([np.uint8, np.int16, np.uint16]))
def test_statistics_are_those_of_the_modality_values_under_the_mask(
    region: Region, seed: int, dtype: Any
) -> None:
    pixels = noise(seed, dtype)
    radiograph = film(pixels, modality=Rescale(-0.25, 1000))
    inside = region.mask(ROWS, COLUMNS).on_film(ROWS, COLUMNS)
    values = [
        float(pixels[row, column]) * -0.25 + 1000
        for row, column in np.ndindex(ROWS, COLUMNS)
        if inside[row, column]
    ]

    result = roi_statistics(region, radiograph)

    assert result.pixel_count == len(values)
    figures = (result.mean, result.sd, result.minimum, result.maximum)
    if not values:
        assert all(math.isnan(figure) for figure in figures)
        return
    mean = math.fsum(values) / len(values)
    variance = math.fsum((value - mean) ** 2 for value in values) / len(values)
    assert figures == pytest.approx((mean, math.sqrt(variance), min(values), max(values)))


def test_a_table_of_the_modality_is_followed() -> None:
    table = ramp_table(300, 12)
    pixels = np.full((4, 4), 100, np.uint16)
    pixels[1, 1] = 200

    result = roi_statistics(Rectangle((1.0, 1.0), (2.0, 3.0)), film(pixels, modality=table))

    assert (result.minimum, result.maximum) == (float(table.values[100]), float(table.values[200]))
    assert result.pixel_count == 2


def test_pixel_padding_is_not_measured() -> None:
    pixels = np.array([[0, 10, 20, 63]] * 3, np.uint16)
    whole = Rectangle((0.0, 0.0), (4.0, 3.0))

    result = roi_statistics(whole, film(pixels, padding=(60, 70)))

    assert (result.pixel_count, result.mean, result.maximum) == (9, 10.0, 20.0)
    assert result.area == Extent(12.0)
    only_padding = roi_statistics(Rectangle((3.0, 0.0), (4.0, 3.0)), film(pixels, padding=(63, 63)))
    assert only_padding.pixel_count == 0


def test_a_colour_image_is_measured_by_its_luminance() -> None:
    pixels = np.zeros((4, 4, 3), np.uint8)
    pixels[:2] = 255, 255, 255
    pixels[2:] = 0, 255, 0

    values = region_values(Rectangle((0.0, 1.0), (1.0, 3.0)), film(pixels))

    np.testing.assert_array_equal(values, [255, 150])


@pytest.mark.parametrize(
    ("region", "area_mm2", "perimeter_mm"),
    [
        (Rectangle((0.0, 0.0), (20.0, 10.0)), 4.0, 8.0),
        (Ellipse((0.0, 0.0), (20.0, 10.0)), math.pi, 2 * math.pi),
        (Polygon(((0.0, 0.0), (30.0, 0.0), (0.0, 20.0))), 6.0, 12.0),
    ],
)
def test_sizes_are_those_in_the_patient_where_rows_and_columns_differ(
    region: Region, area_mm2: float, perimeter_mm: float
) -> None:
    # A column is 0.1 mm wide, a row 0.2 mm high.
    result = roi_statistics(region, film(noise(0), spacing=ANISOTROPIC))

    assert result.area.mm == pytest.approx(area_mm2)
    assert result.perimeter.mm == pytest.approx(perimeter_mm)
    assert result.area.source is result.perimeter.source is ANISOTROPIC.source


@given(regions)
def test_without_a_spacing_sizes_are_in_pixels(region: Region) -> None:
    result = roi_statistics(region, film(noise(0)))

    assert result.area == Extent(region.area_px())
    assert result.perimeter == Extent(region.perimeter())


def test_only_the_pixels_inside_are_transformed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def count(stored: Any, _transform: Any) -> Any:
        asked.append(stored.size)
        return stored.astype(np.float64)

    monkeypatch.setattr("lungdesk.core.measure.roi.apply_modality_lut", count)
    radiograph = film(np.ones((2000, 1000), np.uint16))

    result = roi_statistics(Rectangle((10.0, 10.0), (13.0, 14.0)), radiograph)

    assert (asked, result.mean) == ([12], 1.0)


def test_a_region_says_its_figures_in_lines() -> None:
    area = Extent(200.0, 4.0, SpacingSource.AT_DETECTOR)
    perimeter = Extent(60.0, 8.0, SpacingSource.AT_DETECTOR)

    assert statistics_text(RoiStatistics(200, 812.44, 35.123, 700, 901, area, perimeter)) == (
        "mean 812.4, SD 35.12\n"
        "min 700, max 901\n"
        "area 4.0 mm² at detector\n"
        "perimeter 8.0 mm at detector"
    )


def test_a_region_without_pixels_says_so() -> None:
    spacing = PixelSpacing(0.5, 0.5, SpacingSource.CALIBRATED)
    beside = Rectangle((-9.0, -9.0), (-5.0, -7.0))

    text = statistics_text(roi_statistics(beside, film(noise(0), spacing=spacing)))

    assert text == "no pixels\narea 2.0 mm² (calibrated)\nperimeter 6.0 mm (calibrated)"
