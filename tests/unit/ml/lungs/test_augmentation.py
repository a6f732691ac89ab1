from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.ml.lungs.augmentation import lung_view, with_frame, with_gas
from tests.unit.ml.lungs.masked_films import film_and_mask

SIDE = 96


def film(seed: int) -> tuple[np.ndarray, np.ndarray, tuple[int, int, int, int]]:
    view, mask = film_and_mask(seed, SIDE, SIDE)
    rows, columns = (np.flatnonzero((mask > 127).any(axis=axis)) for axis in (1, 0))
    return view, mask, (rows[0], rows[-1] + 1, columns[0], columns[-1] + 1)


@given(st.integers(0, 500))
def test_neither_frame_nor_gas_changes_a_lung(seed: int) -> None:
    view, mask, box = film(seed % 20)
    rng = np.random.default_rng(seed)
    lung = mask > 127
    assert (with_frame(view, box, rng)[lung] == view[lung]).all()
    gassy = with_gas(view, mask, box, rng)
    assert (gassy[lung] == view[lung]).all()
    assert (gassy <= view).all()


def test_both_happen_and_gas_lies_below_the_middle() -> None:
    view, mask, box = film(1)
    framed = [with_frame(view, box, np.random.default_rng(n)) for n in range(30)]
    assert sum((one != view).any() for one in framed) > 15
    changed = [with_gas(view, mask, box, np.random.default_rng(n)) != view for n in range(30)]
    assert sum(one.any() for one in changed) > 15
    assert all(np.nonzero(one)[0].min() > SIDE / 2 for one in changed if one.any())


def test_the_same_seed_gives_the_same_view() -> None:
    view, mask, _ = film(2)
    once, again, other = (lung_view(view, mask, np.random.default_rng(n)) for n in (5, 5, 6))
    assert (once[0] == again[0]).all()
    assert (once[1] == again[1]).all()
    assert (once[0] != other[0]).any()


def test_a_film_without_lungs_has_views_too() -> None:
    view, mask, _ = film(3)
    seen, moved = lung_view(view, np.zeros_like(mask), np.random.default_rng(0))
    assert seen.shape == view.shape
    assert not moved.any()
