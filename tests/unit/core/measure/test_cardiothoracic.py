from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.geometry import Point
from lungdesk.core.measure.angle import angle_deg, cobb_deg
from lungdesk.core.measure.cardiothoracic import (
    CardiothoracicPoints,
    cardiothoracic,
    proposed_points,
    ratio_text,
    view_warning,
)
from lungdesk.core.radiograph import PixelSpacing
from tests.unit.core.measure.geometry_strategies import (
    ANISOTROPIC,
    degrees,
    isotropic_spacings,
    points,
    shifted,
    spacings,
    turned,
)

#: Midline at x = 500; heart 80 to the right of the patient and 220 to the left; thorax 650 wide.
UPRIGHT = CardiothoracicPoints(
    midline=((500.0, 100.0), (500.0, 900.0)),
    heart=((420.0, 600.0), (720.0, 650.0)),
    thorax=((180.0, 750.0), (830.0, 800.0)),
)
widths = st.floats(1, 400)


def everywhere(
    marked: CardiothoracicPoints, move: Callable[[Point], Point]
) -> CardiothoracicPoints:
    """The same marks with each point sent through a function."""
    a, b, c, d, e, f = map(move, (*marked.midline, *marked.heart, *marked.thorax))
    return CardiothoracicPoints((a, b), (c, d), (e, f))


def test_the_ratio_is_the_extents_of_the_heart_over_the_width_of_the_thorax() -> None:
    measure = cardiothoracic(UPRIGHT, None)

    assert measure.heart.px == pytest.approx(80 + 220)
    assert measure.thorax.px == pytest.approx(650)
    assert ratio_text(measure.ratio) == "CTR 0.46"


@given(widths, widths, widths, widths, st.tuples(*[st.floats(0, 1000)] * 4))
def test_only_what_is_perpendicular_to_the_midline_counts(
    right: float, left: float, rib_right: float, rib_left: float, levels: tuple[float, ...]
) -> None:
    marked = CardiothoracicPoints(
        midline=UPRIGHT.midline,
        heart=((500 - right, levels[0]), (500 + left, levels[1])),
        thorax=((500 - rib_right, levels[2]), (500 + rib_left, levels[3])),
    )

    ratio = cardiothoracic(marked, None).ratio

    assert ratio == pytest.approx((right + left) / (rib_right + rib_left))


@given(points, degrees, isotropic_spacings)
def test_the_ratio_of_a_turned_and_moved_film_is_the_same(
    by: Point, turn: float, spacing: PixelSpacing
) -> None:
    expected = cardiothoracic(UPRIGHT, spacing)

    def move(point: Point) -> Point:
        return turned(shifted(point, by), turn)

    measure = cardiothoracic(everywhere(UPRIGHT, move), spacing)

    assert measure.ratio == pytest.approx(expected.ratio)
    assert measure.heart.mm == pytest.approx(expected.heart.mm)
    assert measure.thorax.mm == pytest.approx(expected.thorax.mm)


@given(degrees, isotropic_spacings)
def test_the_ratio_needs_no_calibration_where_pixels_are_square(
    turn: float, spacing: PixelSpacing
) -> None:
    tilted = everywhere(UPRIGHT, lambda point: turned(point, turn))

    expected = cardiothoracic(tilted, None).ratio

    assert cardiothoracic(tilted, spacing).ratio == pytest.approx(expected)


@given(degrees, spacings)
def test_the_ratio_is_that_in_the_patient_where_rows_and_columns_differ(
    turn: float, spacing: PixelSpacing
) -> None:
    in_mm = everywhere(UPRIGHT, lambda point: turned(point, turn))
    on_film = everywhere(in_mm, lambda p: (p[0] / spacing.column_mm, p[1] / spacing.row_mm))

    measure = cardiothoracic(on_film, spacing)

    assert measure.heart.mm == pytest.approx(300)
    assert measure.thorax.mm == pytest.approx(650)
    assert measure.ratio == pytest.approx(300 / 650)
    assert measure.heart.source is spacing.source


def test_marks_may_be_set_in_any_order() -> None:
    expected = cardiothoracic(UPRIGHT, ANISOTROPIC).ratio
    for marked in (
        CardiothoracicPoints(UPRIGHT.midline[::-1], UPRIGHT.heart, UPRIGHT.thorax),
        CardiothoracicPoints(UPRIGHT.midline, UPRIGHT.heart[::-1], UPRIGHT.thorax),
        CardiothoracicPoints(UPRIGHT.midline, UPRIGHT.heart, UPRIGHT.thorax[::-1]),
    ):
        assert cardiothoracic(marked, ANISOTROPIC).ratio == pytest.approx(expected)


def test_a_heart_on_one_side_is_as_wide_as_its_borders_are_apart() -> None:
    marked = CardiothoracicPoints(UPRIGHT.midline, ((520.0, 600.0), (700.0, 650.0)), UPRIGHT.thorax)

    assert cardiothoracic(marked, None).heart.px == pytest.approx(180)


@given(degrees, spacings)
def test_strokes_stand_on_the_midline_at_right_angles_and_reach_the_borders(
    turn: float, spacing: PixelSpacing
) -> None:
    tilted = everywhere(UPRIGHT, lambda point: turned(point, turn, (500, 500)))

    measure = cardiothoracic(tilted, spacing)

    upper, lower = tilted.midline
    for (foot, tip), border in zip(measure.heart_strokes, tilted.heart, strict=True):
        assert tip == border
        assert angle_deg(tip, foot, upper, spacing) == pytest.approx(90, abs=1e-6)
        assert cobb_deg((upper, foot), (upper, lower), spacing) == pytest.approx(0, abs=1e-6)
    start, end = measure.thorax_stroke
    assert start == tilted.thorax[0]
    across = (end[0] - start[0] + upper[0], end[1] - start[1] + upper[1])
    assert angle_deg(across, upper, lower, spacing) == pytest.approx(90, abs=1e-6)


@pytest.mark.parametrize(
    "marked",
    [
        CardiothoracicPoints(((5.0, 5.0), (5.0, 5.0)), UPRIGHT.heart, UPRIGHT.thorax),
        CardiothoracicPoints(UPRIGHT.midline, UPRIGHT.heart, ((5.0, 5.0), (5.0, 9.0))),
    ],
)
def test_without_a_midline_or_a_thorax_there_is_no_ratio(marked: CardiothoracicPoints) -> None:
    ratio = cardiothoracic(marked, None).ratio

    assert math.isnan(ratio)
    assert ratio_text(ratio) == "CTR –"


def test_the_ratio_has_two_decimals() -> None:
    assert [ratio_text(ratio) for ratio in (0.5, 0.476, 1.0)] == [
        "CTR 0.50",
        "CTR 0.48",
        "CTR 1.00",
    ]


@pytest.mark.parametrize("view", ["PA", "pa", " PA ", "PA ERECT"])
def test_a_pa_view_needs_no_warning(view: str) -> None:
    assert view_warning(view) == ""


@pytest.mark.parametrize("view", ["AP", "ap", "AP SUPINE", "AP_PORTABLE", "AP-axial"])
def test_an_ap_view_is_warned_of(view: str) -> None:
    assert view_warning(view).startswith("AP view:")


@pytest.mark.parametrize("view", ["", "  "])
def test_an_unknown_view_is_warned_of(view: str) -> None:
    assert view_warning(view).startswith("View position unknown:")


@pytest.mark.parametrize("view", ["LL", "RLO", "PARIETOACANTHIAL"])
def test_another_view_is_warned_of_by_its_name(view: str) -> None:
    assert view_warning(view) == f"View position {view}: the ratio is defined for a PA view."


def test_the_first_guess_lies_on_the_film_and_has_a_sensible_ratio() -> None:
    guess = proposed_points(2000, 2500)

    assert all(
        0 < x < 2000 and 0 < y < 2500 for x, y in (*guess.midline, *guess.heart, *guess.thorax)
    )
    assert 0.2 < cardiothoracic(guess, None).ratio < 0.5
