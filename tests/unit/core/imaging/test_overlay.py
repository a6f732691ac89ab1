from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.overlay import overlay_mask, plane_mask
from lungdesk.core.radiograph import OverlayPlane
from tests.unit.core.imaging.films import film, seeds, unhurried


def _plane(mask: np.ndarray, *, before: int = 0, **facts: Any) -> OverlayPlane:
    bits = np.concatenate([np.ones(before, np.bool_), mask.ravel()])
    packed = np.packbits(bits, bitorder="little").tobytes()
    rows, columns = mask.shape
    return OverlayPlane(0x6000, rows, columns, packed, before, **facts)


@unhurried
@given(seeds, st.integers(1, 30), st.integers(1, 30), st.integers(0, 40))
def test_a_plane_is_unpacked_from_any_bit_on(
    seed: int, rows: int, columns: int, before: int
) -> None:
    mask = np.random.default_rng(seed).random((rows, columns)) < 0.5

    np.testing.assert_array_equal(plane_mask(_plane(mask, before=before)), mask)


@unhurried
@given(seeds, st.integers(-20, 20), st.integers(-20, 20))
def test_a_plane_lies_at_its_origin_and_is_cut_to_the_film(seed: int, top: int, left: int) -> None:
    mask = np.random.default_rng(seed).random((9, 12)) < 0.5
    shot = film(np.zeros((10, 15), np.uint8))
    expected = np.zeros((60, 60), np.bool_)
    expected[20 + top : 29 + top, 20 + left : 32 + left] = mask

    laid = overlay_mask(shot, _plane(mask, top=top, left=left))

    np.testing.assert_array_equal(laid, expected[20:30, 20:35])


@pytest.mark.parametrize(("rows", "columns", "first"), [(0, 8, 0), (8, 0, 0), (8, 9, 0), (8, 8, 1)])
def test_a_plane_without_enough_bits_is_refused(rows: int, columns: int, first: int) -> None:
    with pytest.raises(ValueError, match="overlay"):
        OverlayPlane(0x6000, rows, columns, bytes(8), first)


def test_a_film_has_no_overlays_and_shutters_unless_stated() -> None:
    shot = film(np.zeros((10, 15), np.uint8))

    assert (shot.overlays, shot.shutters) == ((), ())
