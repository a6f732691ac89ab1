from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lungdesk.core.imaging.geometry import Point
from lungdesk.core.measure.region import Ellipse, Polygon, Rectangle, Region
from tests.unit.core.imaging.films import seeds, unhurried
from tests.unit.core.measure.geometry_strategies import shifted, turned

ROWS, COLUMNS = 23, 31

#: In eighths of a pixel, so that float32, which OpenCV computes with, holds them exactly; some
#: outside of the film.
eighths = st.integers(-40, 300).map(lambda n: n / 8)
corners = st.tuples(eighths, eighths)
contours = st.lists(corners, min_size=1, max_size=12).map(tuple)
whole_points = st.tuples(st.integers(0, COLUMNS - 1), st.integers(0, ROWS - 1))


def centres() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """x and y of all pixel centres of the film."""
    y, x = np.mgrid[:ROWS, :COLUMNS] + 0.5
    return x, y


def mask(region: Region) -> NDArray[np.bool_]:
    return region.mask(ROWS, COLUMNS).on_film(ROWS, COLUMNS)


def star(seed: int, size: int = 9, radius: float = 100.0) -> Polygon:
    """A contour that does not cross itself: every ray from its middle meets it once."""
    random = np.random.default_rng(seed)
    angles = (np.arange(size) + random.uniform(0.1, 0.9, size)) / size * 2 * np.pi
    radii = random.uniform(0.3, 1, size) * radius
    x, y = radii * np.cos(angles) + 300, radii * np.sin(angles) + 200
    return Polygon(tuple(zip(x.tolist(), y.tolist(), strict=True)))


def as_contour(points: tuple[Point, ...]) -> NDArray[np.float32]:
    return np.array(points, np.float32).reshape(-1, 1, 2)


@given(corners, corners)
def test_a_rectangle_holds_the_centres_between_its_corners(start: Point, end: Point) -> None:
    x, y = centres()
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    expected = (left <= x) & (x < right) & (top <= y) & (y < bottom)

    np.testing.assert_array_equal(mask(Rectangle(start, end)), expected)
    np.testing.assert_array_equal(mask(Rectangle(end, start)), expected)


@given(corners, corners)
def test_an_ellipse_holds_the_centres_within_its_axes(start: Point, end: Point) -> None:
    x, y = centres()
    a, b = abs(end[0] - start[0]) / 2, abs(end[1] - start[1]) / 2
    radii = np.full((ROWS, COLUMNS), np.inf)
    if a and b:
        across = (x - (start[0] + end[0]) / 2) / a
        down = (y - (start[1] + end[1]) / 2) / b
        radii = across**2 + down**2

    # A centre on the outline falls to one side or the other by rounding.
    is_clear = np.abs(radii - 1) > 1e-9
    ours = mask(Ellipse(start, end))
    np.testing.assert_array_equal(ours[is_clear], (radii <= 1)[is_clear])


@unhurried
@given(contours)
def test_a_contour_holds_the_centres_that_opencv_finds_inside(points: tuple[Point, ...]) -> None:
    ours = mask(Polygon(points))
    for row, column in np.ndindex(ROWS, COLUMNS):
        side = cv2.pointPolygonTest(as_contour(points), (column + 0.5, row + 0.5), False)
        # A centre on the contour belongs to one side or the other; see the rectangle below.
        assert side == 0 or ours[row, column] == (side > 0)


@given(st.lists(whole_points, min_size=3, max_size=10))
def test_a_contour_through_centres_differs_from_that_of_opencv_on_its_line_only(
    vertices: list[tuple[int, int]],
) -> None:
    filled = np.zeros((ROWS, COLUMNS), np.uint8)
    line = np.zeros((ROWS, COLUMNS), np.uint8)
    cv2.fillPoly(filled, [np.array(vertices, np.int32)], 1)
    cv2.polylines(line, [np.array(vertices, np.int32)], isClosed=True, color=1)

    ours = mask(Polygon(tuple((x + 0.5, y + 0.5) for x, y in vertices)))

    np.testing.assert_array_equal(ours & (line == 0), (filled == 1) & (line == 0))
    assert not (ours & (filled == 0)).any()


@given(corners, corners)
def test_a_contour_round_a_rectangle_holds_the_pixels_of_the_rectangle(
    start: Point, end: Point
) -> None:
    (x0, y0), (x1, y1) = start, end
    contour = Polygon(((x0, y0), (x1, y0), (x1, y1), (x0, y1)))

    np.testing.assert_array_equal(mask(contour), mask(Rectangle(start, end)))
    assert contour.area_px() == Rectangle(start, end).area_px()
    assert contour.perimeter((2, 3)) == Rectangle(start, end).perimeter((2, 3))


@given(corners, corners, corners, corners)
def test_neighbours_share_no_pixel_and_leave_none_out(
    a: Point, b: Point, c: Point, d: Point
) -> None:
    whole, one, other = Polygon((a, b, c, d)), Polygon((a, b, c)), Polygon((a, c, d))

    np.testing.assert_array_equal(mask(whole), mask(one) ^ mask(other))


@given(contours, st.integers(0, 11))
def test_a_contour_is_the_same_from_any_point_in_either_way(
    points: tuple[Point, ...], first: int
) -> None:
    at = first % len(points)
    again = Polygon((*points[at:], *points[:at]))

    np.testing.assert_array_equal(mask(again), mask(Polygon(points)))
    np.testing.assert_array_equal(mask(Polygon(points[::-1])), mask(Polygon(points)))


@pytest.mark.parametrize("kind", [Rectangle, Ellipse])
@pytest.mark.parametrize("end", [(5.0, 9.0), (9.0, 5.0), (5.0, 5.0)])
def test_without_an_area_there_are_no_pixels(kind: type[Rectangle | Ellipse], end: Point) -> None:
    region = kind((5.0, 5.0), end)

    assert (region.mask(ROWS, COLUMNS).pixel_count, region.area_px()) == (0, 0.0)
    contour = Polygon((region.corner, region.opposite))
    assert (contour.mask(ROWS, COLUMNS).pixel_count, contour.area_px()) == (0, 0.0)


@pytest.mark.parametrize("x", [-500.0, -20.0, 40.0, 1e9])
@pytest.mark.parametrize("y", [-500.0, 2.0, 40.0, 1e9])
def test_beside_the_film_there_are_no_pixels(x: float, y: float) -> None:
    corner, opposite = (x, y), (x + 9, y + 9)
    contour = Polygon((corner, opposite, (x, y + 9)))

    for region in (Rectangle(corner, opposite), Ellipse(corner, opposite), contour):
        assert not mask(region).any()


def test_only_the_box_of_a_region_within_the_film_is_looked_at() -> None:
    shapes = [
        region.mask(3000, 3000).mask.shape
        for region in (
            Rectangle((100.0, 200.0), (110.0, 205.0)),
            Ellipse((100.0, 200.0), (110.0, 205.0)),
            Polygon(((100.0, 200.0), (110.0, 200.0), (104.0, 205.0))),
            Rectangle((-1e9, -1e9), (10.0, 5.0)),
        )
    ]

    assert shapes == [(5, 10)] * 4


def test_pixels_are_taken_from_where_the_mask_lies() -> None:
    pixels = np.arange(ROWS * COLUMNS).reshape(ROWS, COLUMNS)
    region = Ellipse((3.0, 5.0), (12.0, 40.0)).mask(ROWS, COLUMNS)

    taken = region.taken_from(pixels)

    np.testing.assert_array_equal(taken, pixels[region.on_film(ROWS, COLUMNS)])
    assert region.pixel_count == taken.size > 0


@given(seeds)
def test_area_and_outline_of_a_contour_are_those_of_opencv(seed: int) -> None:
    contour = star(seed)

    assert contour.area_px() == pytest.approx(cv2.contourArea(as_contour(contour.points)), rel=1e-4)
    assert contour.perimeter() == pytest.approx(
        cv2.arcLength(as_contour(contour.points), closed=True), rel=1e-5
    )


@given(seeds, st.floats(0, 360), st.floats(-500, 500), st.floats(-500, 500))
def test_area_and_outline_stay_when_a_contour_is_moved_and_turned(
    seed: int, angle: float, dx: float, dy: float
) -> None:
    contour = star(seed)
    moved = Polygon(tuple(turned(shifted(p, (dx, dy)), angle) for p in contour.points))

    assert moved.area_px() == pytest.approx(contour.area_px())
    assert moved.perimeter() == pytest.approx(contour.perimeter())


@given(seeds)
def test_area_is_about_the_number_of_pixels(seed: int) -> None:
    contour = star(seed)

    count = contour.mask(600, 600).pixel_count

    assert abs(contour.area_px() - count) < contour.perimeter()


def test_a_figure_of_eight_has_the_area_of_both_its_halves() -> None:
    contour = Polygon(((0.0, 0.0), (200.0, 100.0), (200.0, 0.0), (0.0, 100.0)))

    assert contour.mask(100, 200).pixel_count == pytest.approx(10_000, rel=0.02)
    assert contour.area_px() == pytest.approx(10_000, rel=2e-3)


def test_what_a_contour_goes_round_twice_is_outside() -> None:
    outer = ((0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0))
    inner = ((20.0, 20.0), (80.0, 20.0), (80.0, 80.0), (20.0, 80.0))
    contour = Polygon((*outer, outer[0], *inner, inner[0]))

    assert contour.mask(100, 100).pixel_count == 10_000 - 3_600
    assert contour.area_px() == pytest.approx(6_400, rel=2e-3)


@given(st.floats(0, 3000), st.floats(0, 3000), st.floats(0.1, 2), st.floats(0.1, 2))
def test_area_and_outline_of_an_ellipse_are_those_of_many_short_lines(
    width: float, height: float, x_scale: float, y_scale: float
) -> None:
    t = np.linspace(0, 2 * np.pi, 2_000, endpoint=False)
    x, y = width / 2 * np.cos(t), height / 2 * np.sin(t)
    fine = Polygon(tuple(zip(x.tolist(), y.tolist(), strict=True)))
    ellipse = Ellipse((10.0, 20.0), (10.0 + width, 20.0 - height))

    assert ellipse.perimeter((x_scale, y_scale)) == pytest.approx(
        fine.perimeter((x_scale, y_scale)), rel=1e-5, abs=1e-9
    )
    assert ellipse.area_px() == pytest.approx(fine.area_px(), rel=1e-5, abs=0.005)


def test_a_circle_is_a_circle() -> None:
    circle = Ellipse((0.0, 0.0), (20.0, 20.0))

    assert circle.area_px() == pytest.approx(math.pi * 100)
    assert circle.perimeter((0.5, 0.5)) == pytest.approx(math.pi * 10)
    (_, radius) = cv2.minEnclosingCircle(
        np.argwhere(circle.mask(20, 20).mask).astype(np.float32).reshape(-1, 1, 2)
    )
    assert 9.5 < radius < 10
