from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from lungdesk.core.lungs.box import LungBox
from lungdesk.ml.lungs.crop import lung_box


def drawn(*parts: tuple[int, int, int, int], side: int = 100) -> NDArray[np.float32]:
    """A map with 0.9 in the given parts: first row, last row, first column, last column, + 1."""
    shares = np.full((side, side), 0.1, np.float32)
    for top, bottom, left, right in parts:
        shares[top:bottom, left:right] = 0.9
    return shares


RIGHT, LEFT = (20, 70, 10, 40), (25, 80, 60, 90)


def test_the_box_holds_both_lungs() -> None:
    assert lung_box(drawn(RIGHT, LEFT)) == LungBox(10, 20, 90, 80, 100)


def test_specks_are_not_looked_at() -> None:
    assert lung_box(drawn(RIGHT, LEFT, (0, 9, 0, 11))) == LungBox(10, 20, 90, 80, 100)  # 99 cells
    assert lung_box(drawn(RIGHT, LEFT, (0, 10, 0, 10))) == LungBox(0, 0, 90, 80, 100)  # 100


def test_a_third_part_of_some_size_belongs_to_the_lungs() -> None:
    assert lung_box(drawn(RIGHT, LEFT, (85, 95, 60, 90))) == LungBox(10, 20, 90, 95, 100)


def test_parts_that_touch_at_a_corner_are_one() -> None:
    halves = drawn(RIGHT, LEFT, (80, 85, 90, 95), (85, 95, 95, 100))

    assert lung_box(halves) == LungBox(10, 20, 100, 95, 100)


def test_without_lungs_there_is_no_box() -> None:
    assert lung_box(drawn()) is None
    assert lung_box(drawn((0, 20, 0, 25))) is None  # 5 %, which is not more than that
    assert lung_box(drawn((0, 20, 0, 26))) == LungBox(0, 0, 26, 20, 100)
    specks = drawn(
        *[
            (row, row + 7, column, column + 7)
            for row in range(0, 90, 10)
            for column in range(0, 90, 10)
        ]
    )
    assert lung_box(specks) is None


def test_one_half_is_no_lung_yet() -> None:
    shares = drawn(RIGHT)
    shares[shares > 0.5] = 0.5

    assert lung_box(shares) is None


@given(arrays(np.bool_, (12, 12), elements=st.booleans()))
def test_the_box_is_that_of_all_parts_that_are_no_specks(mask: NDArray[np.bool_]) -> None:
    """In a grid of 144 cells a part of two is none."""
    box = lung_box(np.where(mask, np.float32(0.9), np.float32(0.1)))

    kept = [part for part in _parts(mask) if len(part) >= 0.01 * mask.size]
    if mask.mean() <= 0.05 or not kept:
        assert box is None
        return
    cells = np.array([cell for part in kept for cell in part])
    (top, left), (bottom, right) = cells.min(axis=0), cells.max(axis=0) + 1
    assert box == LungBox(left, top, right, bottom, 12)


def _parts(mask: NDArray[np.bool_]) -> list[set[tuple[int, int]]]:
    """Sets of cells that touch, corners included."""
    left = {(int(row), int(column)) for row, column in np.argwhere(mask)}
    parts = []
    while left:
        part, border = set(), {left.pop()}
        while border:
            part |= border
            near = {
                (row + down, column + across)
                for row, column in border
                for down in (-1, 0, 1)
                for across in (-1, 0, 1)
            }
            border = near & left
            left -= border
        parts.append(part)
    return parts
