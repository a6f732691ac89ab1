from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.geometry import ViewGeometry

sizes = st.tuples(st.integers(1, 5000), st.integers(1, 5000))
turns = st.one_of(
    st.sampled_from([0.0, 90.0, 180.0, 270.0]), st.integers(-3600, 3600).map(lambda n: n / 10)
)
points = st.tuples(st.floats(-3000, 3000), st.floats(-3000, 3000))


@st.composite
def geometries(draw: st.DrawFn) -> ViewGeometry:
    geometry = ViewGeometry.fitting(draw(sizes), draw(sizes)).turned(draw(turns))
    if draw(st.booleans()):
        geometry = geometry.flipped(is_vertical=draw(st.booleans()))
    return geometry.at_scale(draw(st.floats(0.05, 8))).panned(*draw(points))


@given(geometries(), points)
def test_there_and_back(geometry: ViewGeometry, point: tuple[float, float]) -> None:
    assert geometry.to_view(geometry.to_film(point)) == pytest.approx(point, abs=1e-5)


@given(geometries(), points, st.floats(0.2, 5))
def test_zoom_keeps_the_point_under_the_pointer(
    geometry: ViewGeometry, point: tuple[float, float], factor: float
) -> None:
    before = geometry.to_film(point)
    zoomed = geometry.zoomed(factor, point)
    assert zoomed.to_view(before) == pytest.approx(point, abs=1e-5)


@pytest.mark.parametrize("side", [4, 400_000])
def test_zooming_on_from_a_film_that_fits_beyond_the_ends_goes_no_other_way(side: int) -> None:
    fitted = ViewGeometry.fitting((side, side), (800, 800))
    outward = 1.25 if side == 4 else 0.8
    assert fitted.zoomed(outward).scale == fitted.scale
    assert fitted.zoomed(1 / outward).scale == pytest.approx(fitted.scale / outward)


@given(geometries())
def test_flipping_twice_and_turning_four_times_change_nothing(geometry: ViewGeometry) -> None:
    assert geometry.flipped(is_vertical=False).flipped(is_vertical=False) == geometry
    assert geometry.flipped(is_vertical=True).flipped(is_vertical=True) == geometry
    turned = geometry
    for _ in range(4):
        turned = turned.turned(90)
    assert turned == geometry
    assert geometry.turned(37.5).turned(-37.5) == geometry


@given(geometries(), points)
def test_flips_mirror_the_screen_whatever_the_turn(
    geometry: ViewGeometry, point: tuple[float, float]
) -> None:
    width, height = geometry.view_size
    x, y = geometry.to_view(point)
    flipped = geometry.flipped(is_vertical=False).to_view(point)
    assert flipped == pytest.approx((width - x, y), abs=1e-4)
    upturned = geometry.flipped(is_vertical=True).to_view(point)
    assert upturned == pytest.approx((x, height - y), abs=1e-4)


@given(geometries(), points)
def test_turning_right_turns_the_screen(geometry: ViewGeometry, point: tuple[float, float]) -> None:
    width, height = geometry.view_size
    x, y = geometry.to_view(point)
    turned = geometry.turned(90).to_view(point)
    dx, dy = x - width / 2, y - height / 2
    assert turned == pytest.approx((width / 2 - dy, height / 2 + dx), abs=1e-4)


@given(sizes, sizes, turns)
def test_fitting_shows_the_whole_film(
    film: tuple[int, int], view: tuple[int, int], degrees: float
) -> None:
    geometry = ViewGeometry.fitting(film, view).turned(degrees)
    for corner in ((0, 0), film, (0, film[1]), (film[0], 0)):
        x, y = geometry.to_view(corner)
        assert -1e-6 <= x <= view[0] + 1e-6
        assert -1e-6 <= y <= view[1] + 1e-6
    left, top, right, bottom = geometry.visible
    assert left <= 1e-6
    assert top <= 1e-6
    assert right >= film[0] - 1e-6
    assert bottom >= film[1] - 1e-6


def test_a_fitted_film_stays_fitted_when_the_view_grows() -> None:
    geometry = ViewGeometry.fitting((100, 100), (200, 200)).resized((400, 300))
    assert geometry.scale == 3
    assert geometry.zoomed(2).resized((200, 200)).scale == 6


def test_the_film_cannot_be_lost() -> None:
    geometry = ViewGeometry.fitting((100, 100), (200, 200)).panned(10_000, -10_000)
    x, y = geometry.to_view((0, 100))
    assert (x, y) == (100, 100)


def test_a_film_whose_middle_is_out_of_its_view_is_panned_from_where_it_is() -> None:
    geometry = ViewGeometry.fitting((512, 410), (1000, 700))
    for _ in range(7):
        geometry = geometry.zoomed(1 / 1.15, about=(60, 60))
    assert geometry.center[0] > 512
    x, y = geometry.to_view((0, 0))
    assert geometry.panned(1, 1).to_view((0, 0)) == pytest.approx((x + 1, y + 1))
    away = geometry.panned(-50, -50)
    assert away.to_view((0, 0)) == pytest.approx((x, y))
    back = geometry.panned(2000, 2000)
    assert back.center == (0, 0)


@given(geometries(), points, points)
def test_the_bounds_of_a_rectangle_hold_all_of_it(
    geometry: ViewGeometry, start: tuple[float, float], end: tuple[float, float]
) -> None:
    left, top, right, bottom = geometry.film_bounds(start, end)
    for at in (start, end, (start[0], end[1]), (end[0], start[1])):
        x, y = geometry.to_film(at)
        assert left <= x <= right
        assert top <= y <= bottom


@given(geometries(), st.floats(0.25, 4.0))
def test_the_same_part_of_a_larger_film(geometry: ViewGeometry, factor: float) -> None:
    """A film enlarged evenly, looked at alike, is seen alike."""
    columns, rows = geometry.film_size
    size = (max(1, round(columns * factor)), max(1, round(rows * factor)))
    other = geometry.matched(size)
    back = other.matched(geometry.film_size)
    assert other.film_size == size
    assert back.scale == pytest.approx(geometry.scale, rel=1e-6)
    assert back.center == pytest.approx(geometry.center, rel=1e-6, abs=1e-6)
    if geometry.is_fitted:
        assert other == other.fitted()
