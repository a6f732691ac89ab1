from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.pixels.processing import apply_voi, apply_windowing

from lungdesk.core.imaging.voi_lut import apply_voi_lut
from lungdesk.core.radiograph import LookupTable, VoiFunction, VoiTransform, Window
from tests.unit.core.imaging.films import every_value, ramp_table, tables, unhurried, windows

any_values = st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=30)
transforms = st.one_of(windows(), tables())


def windowed_by_pydicom(values: NDArray[np.float64], window: Window) -> NDArray[np.float64]:
    """Oracle, brought from its 16 stored bits to [0, 1]."""
    header = Dataset()
    header.PhotometricInterpretation = "MONOCHROME2"
    header.BitsStored, header.PixelRepresentation = 16, 0
    # As floats, where a decimal string would be cut to 16 characters.
    header.add_new("WindowCenter", "FD", window.center)
    header.add_new("WindowWidth", "FD", window.width)
    header.VOILUTFunction = str(window.function)
    with np.errstate(over="ignore"):  # its sigmoid far from the centre
        return np.asarray(apply_windowing(values, header)) / 65535


@unhurried
@given(windows(), st.lists(st.floats(-70_000, 70_000), min_size=1, max_size=30))
def test_every_function_agrees_with_pydicom(window: Window, values: list[float]) -> None:
    given_values = np.array(values)

    voi_values = apply_voi_lut(given_values, window)

    np.testing.assert_allclose(
        voi_values, windowed_by_pydicom(given_values, window), rtol=0, atol=1e-9
    )


@pytest.mark.parametrize("function", VoiFunction)
@pytest.mark.parametrize(("center", "width"), [(128, 256), (2048, 4096), (0.5, 1), (-100, 7)])
def test_whole_numbers_agree_with_pydicom(
    function: VoiFunction, center: float, width: float
) -> None:
    values = np.arange(-5000, 10_000, dtype=np.float64)
    window = Window(center, width, function)

    np.testing.assert_allclose(
        apply_voi_lut(values, window), windowed_by_pydicom(values, window), rtol=0, atol=1e-9
    )


def test_a_linear_window_of_256_about_128_is_the_identity_of_8_bits() -> None:
    grey = np.arange(256.0)

    np.testing.assert_allclose(apply_voi_lut(grey, Window(128, 256)) * 255, grey, atol=1e-12)


def test_the_functions_differ_where_the_standard_says_so() -> None:
    # PS3.3 C.11.2.1.2.1, note 3: with a width of 1, LINEAR is a threshold at center - 0.5.
    edge = np.array([9.5, 9.500001])
    assert apply_voi_lut(edge, Window(10, 1, VoiFunction.LINEAR)).tolist() == [0, 1]
    # C.11.2.1.3.2: LINEAR_EXACT is 1/2 at its very centre, and 0 and 1 half a width away.
    at = np.array([6.0, 10.0, 14.0])
    assert apply_voi_lut(at, Window(10, 8, VoiFunction.LINEAR_EXACT)).tolist() == [0, 0.5, 1]
    # C.11.2.1.3.1: 1 / (1 + exp(-4 (x - c) / w)).
    sigmoid = apply_voi_lut(at, Window(10, 8, VoiFunction.SIGMOID))
    np.testing.assert_allclose(sigmoid, [1 / (1 + np.e**2), 0.5, 1 / (1 + np.e**-2)])


@pytest.mark.parametrize("first_value", [0, 700])
@pytest.mark.parametrize("size", [2, 256, 4096])
def test_a_sequence_agrees_with_pydicom(first_value: int, size: int) -> None:
    table = ramp_table(size, 12, first_value)
    item = Dataset()
    item.LUTDescriptor = [size, first_value, 12]
    item.add_new("LUTData", "US", table.values.tolist())
    header = Dataset()
    header.VOILUTSequence = [item]

    voi_values = apply_voi_lut(every_value().astype(np.float64), table)

    np.testing.assert_array_equal(voi_values, apply_voi(every_value(), header) / 4095)


@unhurried
@given(transforms, any_values)
def test_voi_values_lie_between_0_and_1(voi: VoiTransform, values: list[float]) -> None:
    voi_values = apply_voi_lut(np.array(values), voi)

    assert voi_values.dtype == np.float64
    assert 0 <= voi_values.min() <= voi_values.max() <= 1


@unhurried
@given(transforms, any_values)
def test_brighter_never_becomes_darker(voi: VoiTransform, values: list[float]) -> None:
    assert (np.diff(apply_voi_lut(np.sort(values), voi)) >= 0).all()


@unhurried
@given(windows(), st.floats(0, 1e6))
def test_a_window_treats_both_sides_of_its_centre_alike(window: Window, offset: float) -> None:
    assume(window.width >= 2)  # LINEAR is a threshold at 1, and has no middle
    middle = window.center - (0.5 if window.function is VoiFunction.LINEAR else 0)

    below, above = apply_voi_lut(np.array([middle - offset, middle + offset]), window)

    assert below + above == pytest.approx(1, abs=1e-6)


def test_a_table_that_fills_its_bits_ends_in_white() -> None:
    table = LookupTable(0, np.array([0, 511, 1023], np.uint16), 10)

    assert apply_voi_lut(np.array([0.0, 1.0, 2.0]), table) == pytest.approx([0, 511 / 1023, 1])
