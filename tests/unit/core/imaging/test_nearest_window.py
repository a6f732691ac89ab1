from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lungdesk.core.imaging.nearest_window import is_falling, nearest_window
from lungdesk.core.imaging.voi_lut import apply_voi_lut
from lungdesk.core.radiograph import LookupTable, VoiFunction, Window

INPUTS = np.arange(-500.0, 4596.0)


def table_of(window: Window, *, length: int = 4096, is_falling: bool = False) -> LookupTable:
    """What a file holds that shows the same as a window."""
    outputs = apply_voi_lut(np.arange(length, dtype=np.float64), window)
    values = np.rint((1 - outputs if is_falling else outputs) * 65535).astype(np.uint16)
    return LookupTable(0, values, 16)


def most_off(shown: NDArray[np.float64], wanted: NDArray[np.float64]) -> float:
    """Largest difference in grey levels."""
    return float(np.abs(shown - wanted).max() * 255)


@given(
    st.floats(1200, 2800),
    st.floats(200, 1100),
    st.sampled_from([VoiFunction.LINEAR_EXACT, VoiFunction.SIGMOID]),
    st.booleans(),
)
def test_the_table_of_a_window_gives_that_window(
    center: float, width: float, function: VoiFunction, falls: bool
) -> None:
    window = Window(center, width, function)
    table = table_of(window, is_falling=falls)
    found = nearest_window(table)
    assert is_falling(table) is falls
    assert found.function is function
    assert most_off(apply_voi_lut(INPUTS, found), apply_voi_lut(INPUTS, window)) <= 3


def test_a_table_far_longer_than_its_rise_gives_a_window_over_the_rise() -> None:
    window = Window(900.0, 700.0, VoiFunction.LINEAR_EXACT)
    found = nearest_window(table_of(window, length=65536))
    assert found.center == pytest.approx(900, abs=1)
    assert found.width == pytest.approx(700, abs=4)


def test_a_table_that_never_reaches_white_gives_a_window_that_does_not_either() -> None:
    table = LookupTable(100, np.arange(400, dtype=np.uint16), 16)
    shown = apply_voi_lut(np.arange(100.0, 500.0), nearest_window(table))
    assert most_off(shown, table.values / 65535) <= 1


@pytest.mark.parametrize("values", [[7], [7, 7, 7], [0, 65535]])
def test_tables_without_a_slope_give_a_window_all_the_same(values: list[int]) -> None:
    window = nearest_window(LookupTable(10, np.array(values, np.uint16), 16))
    assert window.width >= 1
    assert 8 <= window.center <= 14
