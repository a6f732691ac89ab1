from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.geometry import Point
from lungdesk.core.measure.angle import Line, angle_deg, cobb_deg
from lungdesk.core.radiograph import PixelSpacing
from tests.unit.core.measure.geometry_strategies import (
    ANISOTROPIC,
    apart,
    degrees,
    isotropic_spacings,
    points,
    shifted,
    spacings,
    towards,
    turned,
)

arms = st.floats(1, 3000)
lines = st.tuples(points, points).filter(lambda line: apart(*line))
triangles = st.tuples(points, points, points).filter(
    lambda p: apart(p[0], p[1]) and apart(p[1], p[2]) and apart(p[2], p[0])
)
maybe_spacings = st.one_of(st.none(), spacings)


@given(points, degrees, st.floats(0, 180), arms, arms)
def test_the_angle_between_two_directions_is_their_difference(
    vertex: Point, direction: float, opening: float, first_px: float, second_px: float
) -> None:
    first = towards(vertex, direction, first_px)
    second = towards(vertex, direction + opening, second_px)

    assert angle_deg(first, vertex, second, None) == pytest.approx(opening, abs=1e-6)


@given(triangles, maybe_spacings)
def test_the_angles_of_a_triangle_are_180_degrees(
    corners: tuple[Point, Point, Point], spacing: PixelSpacing | None
) -> None:
    a, b, c = corners

    angles = [angle_deg(*three, spacing) for three in ((a, b, c), (b, c, a), (c, a, b))]

    assert sum(angles) == pytest.approx(180, abs=1e-6)
    assert all(0 <= angle <= 180 for angle in angles)


@given(triangles, points, degrees, isotropic_spacings)
def test_an_angle_stays_when_it_is_moved_turned_or_drawn_the_other_way(
    corners: tuple[Point, Point, Point], by: Point, turn: float, spacing: PixelSpacing
) -> None:
    angle = angle_deg(*corners, spacing)
    a, b, c = (turned(shifted(corner, by), turn) for corner in corners)

    assert angle_deg(a, b, c, spacing) == pytest.approx(angle, abs=1e-5)
    assert angle_deg(c, b, a, spacing) == pytest.approx(angle, abs=1e-5)


@given(triangles, isotropic_spacings)
def test_an_angle_does_not_depend_on_how_large_a_square_pixel_is(
    corners: tuple[Point, Point, Point], spacing: PixelSpacing
) -> None:
    expected = angle_deg(*corners, None)

    assert angle_deg(*corners, spacing) == pytest.approx(expected, abs=1e-6)


def test_an_angle_is_that_in_the_patient_where_rows_and_columns_differ() -> None:
    # Two columns are as wide as one row is high.
    diagonal = (20.0, 10.0)

    assert angle_deg((1.0, 0.0), (0.0, 0.0), diagonal, ANISOTROPIC) == pytest.approx(45)
    assert cobb_deg(((0, 0), (1, 0)), ((0, 0), diagonal), ANISOTROPIC) == pytest.approx(45)
    assert angle_deg((1.0, 0.0), (0.0, 0.0), diagonal, None) == pytest.approx(26.565, abs=1e-3)


@pytest.mark.parametrize("opening", [0.0, 1e-7, 90.0, 180.0 - 1e-7, 180.0])
def test_tiny_and_straight_angles_are_exact(opening: float) -> None:
    second = towards((0.0, 0.0), opening, 100)

    assert angle_deg((100.0, 0.0), (0.0, 0.0), second, None) == pytest.approx(opening, abs=1e-9)


@given(points, points)
def test_arms_and_lines_without_a_length_have_no_angle(start: Point, end: Point) -> None:
    assert math.isnan(angle_deg(start, start, end, None))
    assert math.isnan(angle_deg(end, start, start, None))
    assert math.isnan(cobb_deg((start, start), (start, end), None))
    assert math.isnan(cobb_deg((start, end), (end, end), None))


@given(points, points, degrees, st.floats(0, 90), st.tuples(arms, arms))
def test_cobb_is_the_angle_at_which_the_lines_cross(
    start: Point, other: Point, direction: float, opening: float, lengths: tuple[float, float]
) -> None:
    first = (start, towards(start, direction, lengths[0]))
    second = (other, towards(other, direction + opening, lengths[1]))

    assert cobb_deg(first, second, None) == pytest.approx(opening, abs=1e-5)


@given(lines, lines, maybe_spacings)
def test_cobb_does_not_depend_on_the_way_or_order_of_drawing(
    first: Line, second: Line, spacing: PixelSpacing | None
) -> None:
    angle = cobb_deg(first, second, spacing)

    assert 0 <= angle <= 90
    for one, other in ((first[::-1], second), (first, second[::-1]), (second, first)):
        assert cobb_deg(one, other, spacing) == pytest.approx(angle, abs=1e-9)


@given(lines, lines, points, maybe_spacings)
def test_cobb_does_not_depend_on_where_the_lines_lie(
    first: Line, second: Line, by: Point, spacing: PixelSpacing | None
) -> None:
    a, b = (shifted(end, by) for end in second)

    expected = cobb_deg(first, second, spacing)

    assert cobb_deg(first, (a, b), spacing) == pytest.approx(expected, abs=1e-6)


@given(triangles)
def test_cobb_of_the_arms_is_the_angle_or_what_it_lacks_of_180(
    corners: tuple[Point, Point, Point],
) -> None:
    a, b, c = corners
    angle = angle_deg(a, b, c, None)

    expected = min(angle, 180 - angle)

    assert cobb_deg((b, a), (b, c), None) == pytest.approx(expected, abs=1e-6)
