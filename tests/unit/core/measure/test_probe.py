from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.grayscale import display_lut, p_values
from lungdesk.core.imaging.modality_lut import apply_modality_lut
from lungdesk.core.measure.probe import ProbeValues, probed
from lungdesk.core.radiograph import Photometric, Rescale, Window
from tests.unit.core.imaging.films import film, ramp_table, seeds, unhurried, windows

RAMP = np.arange(12, dtype=np.uint16).reshape(3, 4) * 100


@pytest.mark.parametrize(
    ("point", "value"),
    [((0.0, 0.0), 0), ((0.99, 0.99), 0), ((1.0, 0.5), 100), ((3.999, 2.999), 1100)],
)
def test_a_pixel_reaches_from_its_corner_to_the_next(
    point: tuple[float, float], value: int
) -> None:
    values = probed(film(RAMP), point)

    assert values is not None
    assert values.stored == (value,)


@pytest.mark.parametrize("point", [(-0.001, 1.0), (1.0, -0.001), (4.0, 1.0), (1.0, 3.0)])
def test_there_is_nothing_outside_of_the_film(point: tuple[float, float]) -> None:
    assert probed(film(RAMP), point) is None


@unhurried
@given(seeds, windows(), st.booleans(), st.sampled_from([np.uint8, np.int16, np.uint16]))
def test_all_values_are_those_of_the_whole_film(
    seed: int, window: Window, is_inverted: bool, dtype: Any
) -> None:
    random = np.random.default_rng(seed)
    limits = np.iinfo(dtype)
    pixels = random.integers(limits.min, limits.max, (5, 7), dtype, endpoint=True)
    radiograph = film(pixels, modality=Rescale(0.5, -100), photometric=Photometric.MONOCHROME1)
    row, column = int(random.integers(5)), int(random.integers(7))

    lut = display_lut(radiograph, window, is_inverted=is_inverted)
    values = probed(radiograph, (column + random.random(), row + random.random()), lut)

    displayed = p_values(radiograph, window, is_inverted=is_inverted)
    assert values == ProbeValues(
        column,
        row,
        (int(pixels[row, column]),),
        float(apply_modality_lut(pixels, radiograph.modality)[row, column]),
        (int(displayed[row, column]),),
    )


def test_a_table_of_the_modality_is_followed() -> None:
    table = ramp_table(1200, 12)

    values = probed(film(RAMP, modality=table), (2.5, 1.5))

    assert values is not None
    assert (values.stored, values.modality) == ((600,), float(table.values[600]))
    assert values.displayed == ()


def test_a_colour_image_has_three_values_and_no_modality() -> None:
    pixels = np.zeros((2, 2, 3), np.uint8)
    pixels[1, 0] = 10, 20, 30

    values = probed(film(pixels), (0.5, 1.5))

    assert values == ProbeValues(0, 1, (10, 20, 30), None, (10, 20, 30))
