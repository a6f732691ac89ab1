from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.geometry import Point
from lungdesk.core.measure.calibration import aspect_of, spacing_from_line
from lungdesk.core.measure.distance import distance
from lungdesk.core.radiograph import PixelSpacing, SpacingSource
from tests.unit.core.measure.geometry_strategies import (
    ANISOTROPIC,
    apart,
    points,
    spacings,
    towards,
)

lines = st.tuples(points, points).filter(lambda line: apart(*line))
lengths = st.floats(0.1, 2000)


def test_a_marker_of_25_mm_across_100_pixels_makes_a_quarter_of_a_millimetre() -> None:
    spacing = spacing_from_line((10.0, 10.0), (110.0, 10.0), 25.0)

    assert spacing == PixelSpacing(0.25, 0.25, SpacingSource.CALIBRATED_BY_USER)


@given(lines, lengths, st.floats(0.2, 5))
def test_the_line_has_its_length_afterwards(
    line: tuple[Point, Point], length_mm: float, aspect: float
) -> None:
    spacing = spacing_from_line(*line, length_mm, aspect=aspect)

    assert distance(*line, spacing).mm == pytest.approx(length_mm, rel=1e-9)
    assert aspect_of(spacing) == pytest.approx(aspect)


@given(spacings, st.floats(0.3, 3), points, st.floats(0, 360), st.floats(20, 2000))
def test_any_line_of_a_magnified_film_gives_back_its_true_spacing(
    detector: PixelSpacing, magnification: float, start: Point, direction: float, length_px: float
) -> None:
    end = towards(start, direction, length_px)
    true = PixelSpacing(
        detector.row_mm / magnification, detector.column_mm / magnification, detector.source
    )
    known_mm = distance(start, end, true).mm
    assert known_mm is not None

    spacing = spacing_from_line(start, end, known_mm, aspect=aspect_of(detector))

    assert spacing.row_mm == pytest.approx(true.row_mm, rel=1e-6)
    assert spacing.column_mm == pytest.approx(true.column_mm, rel=1e-6)


def test_a_film_without_a_spacing_has_square_pixels() -> None:
    assert aspect_of(None) == 1.0
    assert aspect_of(ANISOTROPIC) == 2.0


@pytest.mark.parametrize("length_mm", [0.0, -1.0, math.nan, math.inf])
def test_a_length_that_nothing_has_is_refused(length_mm: float) -> None:
    with pytest.raises(ValueError, match="length in mm"):
        spacing_from_line((0.0, 0.0), (10.0, 0.0), length_mm)


@pytest.mark.parametrize("aspect", [0.0, -1.0, math.nan, math.inf])
def test_an_aspect_that_no_film_has_is_refused(aspect: float) -> None:
    with pytest.raises(ValueError, match="aspect"):
        spacing_from_line((0.0, 0.0), (10.0, 0.0), 5.0, aspect=aspect)


def test_a_line_with_one_end_calibrates_nothing() -> None:
    with pytest.raises(ValueError, match="two ends"):
        spacing_from_line((3.0, 4.0), (3.0, 4.0), 5.0)
