from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from pydicom.pixels.processing import apply_modality_lut as oracle

from lungdesk.core.imaging.modality_lut import apply_modality_lut, looked_up
from lungdesk.core.radiograph import LookupTable, Rescale
from tests.unit.core.imaging.films import every_value, ramp_table, tables, unhurried


def lut_header(keyword: str, table: LookupTable) -> Dataset:
    item = Dataset()
    item.LUTDescriptor = [table.values.size, table.first_value, table.bits]
    item.add_new("LUTData", "US", table.values.tolist())
    header = Dataset()
    setattr(header, keyword, [item])
    return header


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.uint16, np.int16])
@pytest.mark.parametrize(("slope", "intercept"), [(1.0, -1024.0), (3.774114, 6.1e-5), (-0.5, 10.0)])
def test_rescale_agrees_with_pydicom(dtype: Any, slope: float, intercept: float) -> None:
    header = Dataset()
    header.RescaleSlope, header.RescaleIntercept = slope, intercept

    values = apply_modality_lut(every_value(dtype), Rescale(slope, intercept))

    assert values.dtype == np.float64
    np.testing.assert_array_equal(values, oracle(every_value(dtype), header))


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("first_value", [0, 700])
@pytest.mark.parametrize("size", [2, 256, 4096])
def test_a_table_agrees_with_pydicom(bits: int, first_value: int, size: int) -> None:
    table = ramp_table(size, bits, first_value)

    values = apply_modality_lut(every_value(), table)

    np.testing.assert_array_equal(
        values, oracle(every_value(), lut_header("ModalityLUTSequence", table))
    )


def test_a_table_of_signed_inputs_agrees_with_pydicom() -> None:
    table = ramp_table(4096, 16, -2048)
    stored = every_value(np.int16)[32:224]  # beyond, pydicom's own difference leaves 16 bits

    values = apply_modality_lut(stored, table)

    np.testing.assert_array_equal(values, oracle(stored, lut_header("ModalityLUTSequence", table)))


@unhurried
@given(tables(), st.lists(st.integers(-(2**31), 2**31 - 1), min_size=1, max_size=30))
def test_inputs_outside_of_a_table_give_its_ends(table: LookupTable, inputs: list[int]) -> None:
    last = table.values.size - 1
    expected = [int(table.values[min(max(i - table.first_value, 0), last)]) for i in inputs]

    assert looked_up(np.array(inputs), table).tolist() == expected


def test_modality_values_between_two_inputs_take_the_nearer_entry() -> None:
    table = LookupTable(10, np.array([5, 6, 7], np.uint16), 8)

    assert looked_up(np.array([10.4, 10.6, 11.4]), table).tolist() == [5, 6, 6]
