from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from pydicom.dataset import Dataset
from pydicom.pixels.processing import apply_presentation_lut as oracle

from lungdesk.core.imaging.grayscale import p_values
from lungdesk.core.imaging.presentation_lut import apply_presentation_lut, is_dark_high
from lungdesk.core.radiograph import LookupTable, Photometric, PresentationShape
from tests.unit.core.imaging.films import film, ramp_table, tables, unhurried

#: VOI values of 12 bits: pydicom works on integers, and scales by the largest that it is given.
_INPUTS = np.arange(4096)
_VOI_VALUES = _INPUTS / 4095
_FALLING = LookupTable(0, ramp_table(256, 8).values[::-1].copy(), 8)


@pytest.mark.parametrize("shape", PresentationShape)
def test_shapes_agree_with_pydicom(shape: PresentationShape) -> None:
    header = Dataset()
    header.PresentationLUTShape = str(shape)

    p_values = apply_presentation_lut(_VOI_VALUES, shape, Photometric.MONOCHROME2)

    np.testing.assert_allclose(p_values, oracle(_INPUTS, header) / 4095, atol=1e-12)


@pytest.mark.parametrize("size", [256, 4096])
def test_a_table_agrees_with_pydicom_within_one_entry(size: int) -> None:
    table = ramp_table(size, 12)
    item = Dataset()
    item.LUTDescriptor = [size, 0, 12]
    item.add_new("LUTData", "US", table.values.tolist())
    header = Dataset()
    header.PresentationLUTSequence = [item]

    p_values = apply_presentation_lut(_VOI_VALUES, table, Photometric.MONOCHROME2)

    # pydicom cuts the inputs off where we take the nearest entry: at most one entry apart.
    apart = np.diff(table.values.astype(int)).max() / 4095
    assert np.abs(p_values - oracle(_INPUTS, header) / 4095).max() <= apart + 1e-12


def test_a_table_takes_black_to_its_first_and_white_to_its_last_entry() -> None:
    table = LookupTable(7, np.array([10, 100, 200], np.uint16), 8)

    p_values = apply_presentation_lut(np.array([0, 0.5, 1]), table, Photometric.MONOCHROME2)

    assert p_values == pytest.approx([10 / 255, 100 / 255, 200 / 255])


@pytest.mark.parametrize("presentation", [*PresentationShape, ramp_table(256, 8)])
def test_monochrome1_is_the_negative_of_monochrome2(
    presentation: PresentationShape | LookupTable,
) -> None:
    positive, negative = (
        apply_presentation_lut(_VOI_VALUES, presentation, photometric)
        for photometric in (Photometric.MONOCHROME2, Photometric.MONOCHROME1)
    )

    np.testing.assert_array_equal(negative, 1 - positive)


def test_monochrome1_with_the_inverse_shape_is_turned_round_twice() -> None:
    p_values = apply_presentation_lut(
        _VOI_VALUES, PresentationShape.INVERSE, Photometric.MONOCHROME1
    )

    np.testing.assert_allclose(p_values, _VOI_VALUES, atol=1e-12)


@unhurried
@given(tables())
def test_p_values_lie_between_0_and_1(table: LookupTable) -> None:
    for photometric in (Photometric.MONOCHROME1, Photometric.MONOCHROME2):
        p_values = apply_presentation_lut(_VOI_VALUES, table, photometric)
        assert 0 <= p_values.min() <= p_values.max() <= 1


@pytest.mark.parametrize("is_inverted", [False, True])
@pytest.mark.parametrize("photometric", [Photometric.MONOCHROME1, Photometric.MONOCHROME2])
@pytest.mark.parametrize("presentation", [*PresentationShape, ramp_table(256, 8), _FALLING])
def test_high_values_are_dark_where_the_chain_shows_them_dark(
    is_inverted: bool, photometric: Photometric, presentation: PresentationShape | LookupTable
) -> None:
    pixels = np.arange(64, dtype=np.uint8).reshape(8, 8)
    shot = film(pixels, photometric=photometric, presentation=presentation)
    shown = p_values(shot, is_inverted=is_inverted)

    assert is_dark_high(shot, is_inverted=is_inverted) is bool(shown[0, 0] > shown[-1, -1])
