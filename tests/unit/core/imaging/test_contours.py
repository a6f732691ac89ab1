import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from lungdesk.core.imaging.contours import outlines, polygon_area

LEVEL = 0.5

pictures = st.tuples(st.integers(1, 9), st.integers(1, 9)).flatmap(
    lambda shape: arrays(np.float32, shape, elements=st.sampled_from([0.0, 0.2, 0.4, 0.7, 1.0]))
)


def signed_area(points: NDArray[np.float64]) -> float:
    x, y = points[:, 0], points[:, 1]
    return 0.5 * float(x @ np.roll(y, -1) - y @ np.roll(x, -1))


@given(pictures)
def test_every_point_lies_at_the_level(picture: NDArray[np.float32]) -> None:
    # Interpolated along the edge of the grid that it lies on; at the border half a pixel outside.
    rows, columns = picture.shape
    for x, y in np.concatenate([np.empty((0, 2)), *outlines(picture, LEVEL)]):
        column, row = x - 0.5, y - 0.5
        if not (0 <= column <= columns - 1 and 0 <= row <= rows - 1):
            assert x in (0, columns) or y in (0, rows)
            continue
        c, r = int(np.floor(column)), int(np.floor(row))
        right, below = min(c + 1, columns - 1), min(r + 1, rows - 1)
        along = picture[r, c] + (column - c) * (picture[r, right] - picture[r, c])
        value = along if row == r else picture[r, c] + (row - r) * (picture[below, c] - along)
        assert value == pytest.approx(LEVEL, abs=1e-6)


@given(pictures)
def test_each_crossing_of_the_grid_is_passed_once(picture: NDArray[np.float32]) -> None:
    inside = np.pad(picture > LEVEL, 1)
    crossings = int((inside[1:] != inside[:-1]).sum() + (inside[:, 1:] != inside[:, :-1]).sum())
    assert sum(len(line) for line in outlines(picture, LEVEL)) == crossings


@given(pictures)
def test_the_points_are_those_of_contourpy(picture: NDArray[np.float32]) -> None:
    contourpy = pytest.importorskip("contourpy")
    framed = np.pad(picture, 1)
    theirs = contourpy.contour_generator(z=framed, name="serial").lines(LEVEL)
    # In a saddle it goes by the mean of the corners, so that only the points are the same.
    expected = np.concatenate([np.empty((0, 2)), *(line[:-1] + 0.5 for line in theirs)])
    found = np.concatenate([np.empty((0, 2)), *outlines(framed, LEVEL)])
    assert set(map(tuple, found.round(4))) == set(map(tuple, expected.round(4)))


def test_a_disc_has_its_area_and_a_ring_a_hole() -> None:
    rows, columns = np.mgrid[:80, :100] + 0.5
    distance = np.hypot(rows - 40, columns - 50)
    (circle,) = outlines((25.5 - distance).clip(0, 1).astype(np.float32), LEVEL)
    assert polygon_area(circle) == pytest.approx(np.pi * 25**2, rel=0.01)
    assert circle.mean(axis=0) == pytest.approx([50, 40], abs=0.05)
    ring = ((25.5 - distance).clip(0, 1) * (distance - 9.5).clip(0, 1)).astype(np.float32)
    one, other = outlines(ring, LEVEL)
    assert signed_area(one) * signed_area(other) < 0


@given(arrays(np.float32, (7, 2), elements=st.integers(-50, 50).map(float)))
def test_area_is_that_of_opencv(points: NDArray[np.float32]) -> None:
    assert polygon_area(points.astype(np.float64)) == pytest.approx(cv2.contourArea(points))


def test_nothing_above_the_level_has_no_line() -> None:
    assert outlines(np.zeros((5, 5), np.float32), LEVEL) == ()
