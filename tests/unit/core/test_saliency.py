from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from lungdesk.core.saliency import ImageRegion, SaliencyMap
from tests.unit.core.imaging.films import unhurried

REGION = ImageRegion(10.0, 20.0, 110.0, 70.0)
evidence = st.one_of(st.just(0.0), st.floats(2.0**-10, 1e6, width=32))


def saliency_map(values: Any) -> SaliencyMap:
    return SaliencyMap(values, 0, "gradcam", "last", REGION)


def test_a_region_measures_itself() -> None:
    assert (REGION.width, REGION.height) == (100.0, 50.0)


@unhurried
@given(arrays.arrays(np.float32, (4, 5), elements=evidence))
def test_a_scaled_map_reaches_from_0_to_1(values: np.ndarray) -> None:
    drawn = saliency_map(values)

    scaled = drawn.scaled()

    assert scaled.dtype == np.float32
    assert scaled.max() == (1.0 if values.any() else 0.0)
    np.testing.assert_allclose(scaled * np.float32(drawn.peak), values, rtol=1e-5)


def test_the_peak_is_in_units_of_the_logit() -> None:
    assert saliency_map(np.array([[0.0, 2.5]], np.float32)).peak == 2.5
    assert saliency_map(np.zeros((0, 5), np.float32)).peak == 0.0


@pytest.mark.parametrize(
    "values",
    [np.zeros((7, 7)), np.zeros((7, 7), np.uint8), np.zeros(49, np.float32)],
    ids=["float64", "uint8", "vector"],
)
def test_a_map_of_another_kind_is_refused(values: Any) -> None:
    with pytest.raises(ValueError, match="float32"):
        saliency_map(values)
