import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.geometry import Point
from lungdesk.gui.annotate.draft import Draft, snapped, straightened

points = st.tuples(st.floats(-500, 500), st.floats(-500, 500))


def clicked(draft: Draft, *at: Point) -> Draft:
    for point in at:
        draft = draft.moved(point, is_held=False).pressed(point).released(point, is_drag=False)
    return draft


def dragged(draft: Draft, start: Point, end: Point) -> Draft:
    return draft.pressed(start).moved(end, is_held=True).released(end, is_drag=True)


@pytest.mark.parametrize("kind", ["length", "arrow", "rectangle", "ellipse", "calibration"])
def test_two_points_are_dragged_or_clicked(kind: str) -> None:
    by_drag = dragged(Draft(kind), (1, 2), (30, 40))
    by_clicks = clicked(Draft(kind), (1, 2), (30, 40))
    assert by_drag.is_complete
    assert by_drag.fixed == by_clicks.fixed == ((1, 2), (30, 40))


def test_an_angle_is_a_drag_and_a_click_or_three_clicks() -> None:
    first_arm = dragged(Draft("angle"), (0, 0), (50, 0))
    assert len(first_arm.fixed) == 2
    assert first_arm.moved((9, 9), is_held=False).points == ((0, 0), (50, 0), (9, 9))
    assert clicked(first_arm, (50, 80)).fixed == ((0, 0), (50, 0), (50, 80))
    assert clicked(Draft("angle"), (0, 0), (50, 0), (50, 80)).is_complete


def test_a_cobb_angle_is_two_drags_or_four_clicks() -> None:
    a, b, c, d = ((0.0, 0.0), (50.0, 5.0), (0.0, 90.0), (50.0, 80.0))
    two = dragged(dragged(Draft("cobb"), a, b), c, d)
    assert two.fixed == (a, b, c, d)
    assert two.is_complete
    assert clicked(Draft("cobb"), a, b, c, d).fixed == (a, b, c, d)


@pytest.mark.parametrize("kind", ["probe", "text"])
def test_one_point_is_a_click(kind: str) -> None:
    assert clicked(Draft(kind), (4, 5)).fixed == ((4, 5),)
    assert clicked(Draft(kind), (4, 5)).is_complete


def test_a_contour_takes_every_point_of_the_drag() -> None:
    draft = Draft("freehand").pressed((0, 0))
    for point in ((5.0, 0.0), (5.0, 5.0), (0.0, 5.0)):
        draft = draft.moved(point, is_held=True)
    assert draft.released((0, 5), is_drag=True).fixed == ((0, 0), (5, 0), (5, 5), (0, 5))


def test_moving_before_the_first_press_draws_nothing() -> None:
    assert Draft("length").moved((3, 3), is_held=False).points == ()


@given(points, points)
def test_a_straight_line_keeps_its_length_in_steps_of_45_degrees(start: Point, end: Point) -> None:
    straight = straightened(start, end)
    assert math.dist(start, straight) == pytest.approx(math.dist(start, end), abs=1e-6)
    angle = math.degrees(math.atan2(straight[1] - start[1], straight[0] - start[0]))
    if math.dist(start, end) > 1e-3:
        assert angle / 45 == pytest.approx(round(angle / 45), abs=1e-6)


@given(points, st.lists(points, max_size=6), st.floats(0.1, 50))
def test_snapping_takes_the_nearest_point_within_reach(
    point: Point, others: list[Point], reach: float
) -> None:
    caught = snapped(point, others, reach)
    near = [other for other in others if math.dist(point, other) <= reach]
    if near:
        assert math.dist(point, caught) == min(math.dist(point, other) for other in near)
    else:
        assert caught == point


def test_unknown_kinds_are_refused() -> None:
    with pytest.raises(ValueError, match="no annotation"):
        Draft("circle")
