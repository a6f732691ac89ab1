from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.geometry import SCALE_LIMITS, Size, ViewTransform

positions = st.floats(-5000, 5000)
sizes = st.tuples(st.integers(1, 5000), st.integers(1, 5000))
transforms = st.builds(
    ViewTransform,
    scale=st.floats(0.01, 64),
    center_x=positions,
    center_y=positions,
    is_flipped_h=st.booleans(),
    is_flipped_v=st.booleans(),
    quarter_turns=st.integers(0, 3),
)


@given(transforms, positions, positions, sizes)
def test_to_view_and_back_is_the_same_point(
    transform: ViewTransform, x: float, y: float, view_size: Size
) -> None:
    there = transform.to_view(x, y, view_size)

    assert transform.to_image(*there, view_size) == pytest.approx((x, y), abs=1e-6)


@given(transforms, positions, positions, sizes)
def test_the_matrix_says_the_same_as_to_view(
    transform: ViewTransform, x: float, y: float, view_size: Size
) -> None:
    by_matrix = transform.matrix(view_size) @ np.array([x, y, 1.0])

    assert tuple(by_matrix) == pytest.approx((*transform.to_view(x, y, view_size), 1), abs=1e-5)


@given(transforms, positions, positions, sizes, st.floats(0.01, 100))
def test_zooming_keeps_the_point_under_the_pointer(
    transform: ViewTransform, x: float, y: float, view_size: Size, factor: float
) -> None:
    before = transform.to_image(x, y, view_size)
    zoomed = transform.zoomed_about((x, y), factor, view_size)

    # One millionth of what a view pixel may be in film pixels at the least scale.
    assert zoomed.to_image(x, y, view_size) == pytest.approx(before, rel=1e-9, abs=1e-6)
    assert SCALE_LIMITS[0] <= zoomed.scale <= SCALE_LIMITS[1]


@given(transforms, positions, positions, st.floats(-500, 500), st.floats(-500, 500), sizes)
def test_panning_moves_every_point_by_as_much(
    transform: ViewTransform, x: float, y: float, dx: float, dy: float, view_size: Size
) -> None:
    before = transform.to_view(x, y, view_size)
    after = transform.panned(dx, dy).to_view(x, y, view_size)

    assert after == pytest.approx((before[0] + dx, before[1] + dy), abs=1e-5)


@given(transforms, positions, positions, sizes)
def test_flips_and_turns_are_of_what_is_seen(
    transform: ViewTransform, x: float, y: float, view_size: Size
) -> None:
    width, height = view_size
    seen_x, seen_y = transform.to_view(x, y, view_size)
    from_middle = (seen_x - width / 2, seen_y - height / 2)

    assert transform.flipped_h().to_view(x, y, view_size) == (width - seen_x, seen_y) or (
        transform.flipped_h().to_view(x, y, view_size)
        == pytest.approx((width - seen_x, seen_y), abs=1e-5)
    )
    assert transform.flipped_v().to_view(x, y, view_size) == pytest.approx(
        (seen_x, height - seen_y), abs=1e-5
    )
    # y points down: to the right is from +x to +y.
    assert transform.turned(1).to_view(x, y, view_size) == pytest.approx(
        (width / 2 - from_middle[1], height / 2 + from_middle[0]), abs=1e-5
    )


@given(transforms)
def test_flips_undo_themselves_and_four_turns_are_none(transform: ViewTransform) -> None:
    assert transform.flipped_h().flipped_h() == transform
    assert transform.flipped_v().flipped_v() == transform
    assert transform.turned(1).turned(-1) == transform.turned(4) == transform


@given(sizes, sizes, transforms)
def test_a_fitted_film_is_all_visible_and_touches_two_edges(
    image_size: Size, view_size: Size, transform: ViewTransform
) -> None:
    fitted = transform.fitted(image_size, view_size)
    region = fitted.visible_region(image_size, view_size)
    corners = [fitted.to_view(x, y, view_size) for x in (0, image_size[0]) for y in (0, image_size[1])]
    spans = (np.ptp([c[0] for c in corners]), np.ptp([c[1] for c in corners]))

    assert (fitted.is_flipped_h, fitted.quarter_turns) == (
        transform.is_flipped_h,
        transform.quarter_turns,
    )
    if fitted.scale > SCALE_LIMITS[0]:
        assert (region.width, region.height) == pytest.approx(image_size)
        assert spans[0] == pytest.approx(view_size[0]) or spans[1] == pytest.approx(view_size[1])


def test_a_film_is_fitted_into_a_wider_view() -> None:
    assert ViewTransform.fit((200, 100), (1000, 300)) == ViewTransform(3.0, 100.0, 50.0)
    assert ViewTransform(1.0, 0, 0, quarter_turns=1).fitted((200, 100), (1000, 300)).scale == 1.5


def test_the_visible_region_is_clipped_to_the_film() -> None:
    transform = ViewTransform(2.0, 10.0, 20.0)

    region = transform.visible_region((100, 100), (80, 60))

    assert (region.left, region.top, region.right, region.bottom) == (0.0, 5.0, 30.0, 35.0)


def test_nothing_is_visible_beside_the_film() -> None:
    region = ViewTransform(1.0, 1000.0, 50.0).visible_region((100, 100), (20, 20))

    assert (region.width, region.height) == (0.0, 20.0)


def test_a_folded_view_keeps_a_valid_transform() -> None:
    assert ViewTransform.fit((100, 100), (0, 0)).scale == SCALE_LIMITS[0]


@pytest.mark.parametrize("scale", [0.0, -1.0, math.inf, math.nan])
def test_a_scale_is_a_positive_number(scale: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        ViewTransform(scale, 0.0, 0.0)


def test_other_impossible_values_are_refused() -> None:
    with pytest.raises(ValueError, match="quarter turns"):
        ViewTransform(1.0, 0.0, 0.0, quarter_turns=4)
    with pytest.raises(ValueError, match="finite"):
        ViewTransform(1.0, math.nan, 0.0)
    with pytest.raises(ValueError, match="factor"):
        ViewTransform(1.0, 0.0, 0.0).zoomed_about((0, 0), 0.0, (10, 10))
    with pytest.raises(ValueError, match="size"):
        ViewTransform.fit((0, 10), (10, 10))
