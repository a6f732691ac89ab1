"""Shutters against the drawing functions of OpenCV, which count the outline to the shape, too."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.shutter import cover_p_value, seen_through
from lungdesk.core.radiograph import (
    CircularShutter,
    PixelSpacing,
    PolygonalShutter,
    Radiograph,
    RectangularShutter,
    Shutter,
    SpacingSource,
)
from tests.unit.core.imaging.films import film, unhurried

SHAPE = (40, 56)
rows, columns = st.integers(-15, 55), st.integers(-15, 70)


def _film(*shutters: Shutter, **facts: Any) -> Radiograph:
    return film(np.zeros(SHAPE, np.uint8), shutters=shutters, **facts)


@unhurried
@given(rows, columns, rows, columns)
def test_a_rectangle_is_that_of_opencv(top: int, left: int, bottom: int, right: int) -> None:
    (top, bottom), (left, right) = sorted((top, bottom)), sorted((left, right))
    drawn = cv2.rectangle(np.zeros(SHAPE, np.uint8), (left, top), (right, bottom), 1, cv2.FILLED)

    seen = seen_through(_film(RectangularShutter(top, left, bottom, right)))

    np.testing.assert_array_equal(seen, drawn.astype(bool))


@unhurried
@given(rows, columns, st.integers(1, 60))
def test_a_circle_holds_the_pixels_within_its_radius(row: int, column: int, radius: int) -> None:
    seen = seen_through(_film(CircularShutter(row, column, radius)))

    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]]
    np.testing.assert_array_equal(seen, np.hypot(y - row, x - column) <= radius + 1e-9)


def test_a_circle_is_round_on_the_body_where_pixels_are_not_square() -> None:
    spacing = PixelSpacing(0.4, 0.2, SpacingSource.CALIBRATED)

    seen = seen_through(_film(CircularShutter(20, 28, 16), spacing=spacing))

    assert int(seen[20].sum()) == 33
    assert int(seen[:, 28].sum()) == 17


@unhurried
@given(st.lists(st.tuples(rows, columns), min_size=3, max_size=8))
def test_a_polygon_is_that_of_opencv_but_for_its_outline(corners: list[tuple[int, int]]) -> None:
    contour = np.array([[(column, row)] for row, column in corners], np.float32)

    seen = seen_through(_film(PolygonalShutter(tuple(corners))))

    for row, column in np.ndindex(SHAPE):
        side = cv2.pointPolygonTest(contour, (float(column), float(row)), False)
        assert side == 0 or seen[row, column] == (side > 0)


@unhurried
@given(rows, columns, rows, columns)
def test_a_polygon_of_four_corners_is_a_rectangle(y0: int, x0: int, y1: int, x1: int) -> None:
    polygon = PolygonalShutter(((y0, x0), (y0, x1), (y1, x1), (y1, x0)))
    rectangle = RectangularShutter(min(y0, y1), min(x0, x1), max(y0, y1), max(x0, x1))

    np.testing.assert_array_equal(seen_through(_film(polygon)), seen_through(_film(rectangle)))


def test_middles_of_pixels_on_a_slanting_edge_are_seen() -> None:
    seen = seen_through(_film(PolygonalShutter(((0, 0), (10, 20), (10, 0)))))

    assert all(seen[row, 2 * row] and not seen[row, 2 * row + 1] for row in range(11))


def test_seen_is_what_all_shutters_leave_open() -> None:
    shutters = (RectangularShutter(5, 5, 30, 40), CircularShutter(20, 20, 15))

    alone = [seen_through(_film(shutter)) for shutter in shutters]

    np.testing.assert_array_equal(seen_through(_film(*shutters)), alone[0] & alone[1])
    assert seen_through(_film()).all()


@pytest.mark.parametrize(("stated", "expected"), [(0, 0), (65535, 255), (32768, 128)])
def test_the_cover_has_the_p_value_of_the_file(stated: int, expected: int) -> None:
    assert cover_p_value(_film(RectangularShutter(0, 0, 9, 9, stated))) == expected
    assert cover_p_value(_film()) == 0


@pytest.mark.parametrize("radius", [0.0, -1.0, float("nan")])
def test_a_circle_without_radius_is_refused(radius: float) -> None:
    with pytest.raises(ValueError, match="radius"):
        CircularShutter(1, 1, radius)


def test_a_polygon_of_two_corners_is_refused() -> None:
    with pytest.raises(ValueError, match="3 vertices"):
        PolygonalShutter(((0, 0), (5, 5)))
