from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.geometry import Point
from lungdesk.core.measure.distance import distance, from_plane, to_plane
from lungdesk.core.measure.units import Extent
from lungdesk.core.radiograph import PixelSpacing, SpacingSource
from tests.unit.core.measure.geometry_strategies import (
    ANISOTROPIC,
    degrees,
    isotropic_spacings,
    millimetres,
    points,
    shifted,
    spacings,
    towards,
    turned,
)


def mm(extent: Extent) -> float:
    assert extent.mm is not None
    return extent.mm


def test_y_is_scaled_by_the_spacing_of_rows_and_x_by_that_of_columns() -> None:
    down = distance((10.0, 20.0), (10.0, 120.0), ANISOTROPIC)
    across = distance((10.0, 20.0), (110.0, 20.0), ANISOTROPIC)

    assert (down.px, across.px) == (100.0, 100.0)
    assert (mm(down), mm(across)) == pytest.approx((20.0, 10.0))
    assert mm(distance((0.0, 0.0), (30.0, 20.0), ANISOTROPIC)) == pytest.approx(5.0)


@given(points, degrees, st.floats(10, 5000), millimetres)
def test_a_known_length_is_right_to_a_thousandth_in_every_direction(
    start: Point, direction: float, length_mm: float, spacing_mm: float
) -> None:
    spacing = PixelSpacing(spacing_mm, spacing_mm, SpacingSource.CALIBRATED)
    end = towards(start, direction, length_mm / spacing_mm)

    assert mm(distance(start, end, spacing)) == pytest.approx(length_mm, rel=1e-3)


@given(points, degrees, st.floats(10, 5000), spacings)
def test_a_known_length_is_right_to_a_thousandth_where_rows_and_columns_differ(
    start_mm: Point, direction: float, length_mm: float, spacing: PixelSpacing
) -> None:
    x, y = start_mm
    end_x, end_y = towards(start_mm, direction, length_mm)
    start = (x / spacing.column_mm, y / spacing.row_mm)
    end = (end_x / spacing.column_mm, end_y / spacing.row_mm)

    assert mm(distance(start, end, spacing)) == pytest.approx(length_mm, rel=1e-3)


@given(points, points, points, spacings)
def test_a_length_stays_when_it_is_moved_or_drawn_the_other_way(
    start: Point, end: Point, by: Point, spacing: PixelSpacing
) -> None:
    length = distance(start, end, spacing)
    moved = distance(shifted(start, by), shifted(end, by), spacing)

    assert distance(end, start, spacing) == length
    assert (moved.px, mm(moved)) == pytest.approx((length.px, mm(length)), abs=1e-8)


@given(points, points, degrees, isotropic_spacings)
def test_a_length_stays_when_it_is_turned_where_pixels_are_square(
    start: Point, end: Point, angle: float, spacing: PixelSpacing
) -> None:
    length = distance(start, end, spacing)
    around = distance(turned(start, angle), turned(end, angle), spacing)

    assert (around.px, mm(around)) == pytest.approx((length.px, mm(length)), abs=1e-8)


@given(points, points, points, spacings)
def test_no_detour_is_shorter(a: Point, b: Point, c: Point, spacing: PixelSpacing) -> None:
    detour = mm(distance(a, b, spacing)) + mm(distance(b, c, spacing))

    assert mm(distance(a, c, spacing)) <= detour + 1e-8


@given(points, points)
def test_without_a_spacing_there_are_pixels_and_no_millimetres(start: Point, end: Point) -> None:
    length = distance(start, end, None)

    assert length == Extent(math.hypot(start[0] - end[0], start[1] - end[1]), None, None)


@given(points, points, spacings)
def test_millimetres_keep_the_source_of_their_spacing(
    start: Point, end: Point, spacing: PixelSpacing
) -> None:
    assert distance(start, end, spacing).source is spacing.source


@given(points, st.one_of(st.none(), spacings))
def test_the_plane_of_the_patient_and_back(point: Point, spacing: PixelSpacing | None) -> None:
    assert from_plane(to_plane(point, spacing), spacing) == pytest.approx(point, abs=1e-9)
