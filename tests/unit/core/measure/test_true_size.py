from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.core.measure.true_size import SQUARE_WITHIN, true_scale
from lungdesk.core.radiograph import PixelSpacing, SpacingSource

spacings_mm = st.floats(0.02, 3.0)
pitches_mm = st.floats(0.05, 1.0)
turns = st.floats(0, 360, exclude_max=True)


def spacing(row_mm: float, column_mm: float | None = None) -> PixelSpacing:
    column_mm = row_mm if column_mm is None else column_mm
    return PixelSpacing(row_mm, column_mm, SpacingSource.AT_DETECTOR)


@given(
    spacings_mm,
    pitches_mm,
    turns,
    st.booleans(),
    st.tuples(st.floats(0, 3000), st.floats(0, 3000)),
    st.tuples(st.floats(0, 3000), st.floats(0, 3000)),
)
def test_a_length_on_the_screen_is_the_length_on_the_film(
    film_mm: float,
    pitch_mm: float,
    turn: float,
    is_flipped: bool,
    start: tuple[float, float],
    end: tuple[float, float],
) -> None:
    scale = true_scale(spacing(film_mm), pitch_mm)
    assert scale is not None
    geometry = ViewGeometry.fitting((3000, 3000), (800, 600)).turned(turn).at_scale(scale)
    if is_flipped:
        geometry = geometry.flipped(is_vertical=False)
    on_screen_mm = math.dist(geometry.to_view(start), geometry.to_view(end)) * pitch_mm
    on_film_mm = math.dist(start, end) * film_mm
    assert on_screen_mm == pytest.approx(on_film_mm, rel=1e-6, abs=1e-6)


@given(spacings_mm, st.floats(1.0, 1 + SQUARE_WITHIN * 0.99), pitches_mm, st.booleans())
def test_nearly_square_pixels_are_true_to_half_of_their_difference(
    film_mm: float, aspect: float, pitch_mm: float, is_wide: bool
) -> None:
    row, column = film_mm, film_mm * aspect
    if is_wide:
        row, column = column, row
    scale = true_scale(spacing(row, column), pitch_mm)
    assert scale is not None
    for side in (row, column):
        assert scale * pitch_mm == pytest.approx(side, rel=SQUARE_WITHIN / 2)


@given(spacings_mm, st.floats(1.02, 10), pitches_mm, st.booleans())
def test_at_one_scale_pixels_that_are_not_square_have_no_true_size(
    film_mm: float, aspect: float, pitch_mm: float, is_wide: bool
) -> None:
    sides = (film_mm, film_mm * aspect)
    assert true_scale(spacing(*(sides if is_wide else sides[::-1])), pitch_mm) is None


def test_a_film_of_the_monitors_own_pitch_is_shown_pixel_by_pixel() -> None:
    assert true_scale(spacing(0.2), 0.2) == pytest.approx(1.0)
    assert true_scale(spacing(0.1), 0.2) == pytest.approx(0.5)


@pytest.mark.parametrize("wrong", [0.0, -0.1, math.nan, math.inf])
def test_lengths_are_positive(wrong: float) -> None:
    good = spacing(0.2)
    for film, pitch, what in (
        (replace(good, row_mm=wrong), 0.2, "row spacing"),
        (replace(good, column_mm=wrong), 0.2, "column spacing"),
        (good, wrong, "view pixel"),
    ):
        with pytest.raises(ValueError, match=what):
            true_scale(film, pitch)
