from __future__ import annotations

import math

import pytest

from lungdesk.core.measure.units import Extent, angle_text, area_text, figure_text, length_text
from lungdesk.core.radiograph import SpacingSource


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (SpacingSource.CALIBRATED, "12.3 mm (calibrated)"),
        (SpacingSource.CALIBRATED_BY_USER, "12.3 mm (calibrated by user)"),
        (SpacingSource.AT_DETECTOR, "12.3 mm at detector"),
        (SpacingSource.MAGNIFICATION, "12.3 mm by magnification factor"),
        (SpacingSource.UNCALIBRATED, "12.3 mm (as stated, not calibrated)"),
    ],
)
def test_millimetres_say_where_they_come_from(source: SpacingSource, words: str) -> None:
    assert length_text(Extent(37.4, 12.34, source)) == words
    assert area_text(Extent(37.4, 12.34, source)) == words.replace("mm", "mm²")


@pytest.mark.parametrize("source", SpacingSource)
def test_no_source_is_without_words(source: SpacingSource) -> None:
    number, unit, *words = length_text(Extent(1.0, 2.0, source)).split()

    assert (number, unit) == ("2.0", "mm")
    assert words


def test_without_a_spacing_there_are_whole_pixels() -> None:
    assert length_text(Extent(37.4)) == "37 px"
    assert area_text(Extent(37.4)) == "37 px²"


def test_thousands_are_set_apart() -> None:
    assert area_text(Extent(28264.2)) == "28,264 px²"
    assert area_text(Extent(1.0, 12345.64, SpacingSource.AT_DETECTOR)) == "12,345.6 mm² at detector"
    assert length_text(Extent(1234.0)) == "1,234 px"


@pytest.mark.parametrize(("mm", "source"), [(1.0, None), (None, SpacingSource.CALIBRATED)])
def test_millimetres_and_their_source_come_together(
    mm: float | None, source: SpacingSource | None
) -> None:
    with pytest.raises(ValueError, match="source"):
        Extent(1.0, mm, source)


def test_angles_have_one_decimal() -> None:
    assert angle_text(12.34) == "12.3°"
    assert angle_text(math.nan) == "no angle"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "0"),
        (-1024.0, "-1024"),
        (65535.0, "65535"),
        (1234567.0, "1234567"),
        (12345.67, "12345.7"),
        (99.876, "99.88"),
        (0.000123456, "0.0001235"),
        (-0.5, "-0.5"),
    ],
)
def test_pixel_values_are_as_long_as_they_have_to_be(value: float, words: str) -> None:
    assert figure_text(value) == words
