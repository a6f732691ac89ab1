from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.lungs.box import MARGIN, LungBox

sides = st.integers(2, 300)
film_sides = st.integers(1, 5000)


@st.composite
def boxes(draw: st.DrawFn) -> LungBox:
    side = draw(sides)
    left, top = draw(st.integers(0, side - 1)), draw(st.integers(0, side - 1))
    right, bottom = draw(st.integers(left + 1, side)), draw(st.integers(top + 1, side))
    return LungBox(left, top, right, bottom, side)


def test_each_side_is_widened_by_a_share_of_the_boxs_own_size() -> None:
    region = LungBox(20, 40, 70, 80, 100).region(rows=990, columns=1990)

    # 0.5 of the film wide and 0.4 high: from 0.16 to 0.74, and from 0.368 to 0.832.
    assert (region.left, region.right) == (318, 1473)  # 318.4 and 1472.6
    assert (region.top, region.bottom) == (364, 824)  # 364.32 and 823.68


def test_nothing_lies_beyond_the_film() -> None:
    region = LungBox(3, 5, 98, 100, 100).region(rows=300, columns=200)

    assert (region.left, region.right) == (0, 200)
    assert (region.top, region.bottom) == (0, 300)


@given(boxes(), film_sides, film_sides)
def test_the_region_is_whole_pixels_of_the_film_and_covers_the_box(
    box: LungBox, rows: int, columns: int
) -> None:
    region = box.region(rows, columns)

    assert 0 <= region.left <= box.left / box.side * columns
    assert box.right / box.side * columns <= region.right + 1e-6
    assert region.right <= columns
    assert 0 <= region.top <= box.top / box.side * rows
    assert box.bottom / box.side * rows <= region.bottom + 1e-6
    assert region.bottom <= rows
    assert all(float(edge).is_integer() for edge in (region.left, region.right, region.top))
    assert region.width >= 1
    assert region.height >= 1


@given(boxes(), film_sides, film_sides)
def test_no_side_is_widened_by_more_than_the_margin_and_a_pixel(
    box: LungBox, rows: int, columns: int
) -> None:
    region = box.region(rows, columns)
    widest = (box.right - box.left) / box.side * columns * (1 + 2 * MARGIN)
    highest = (box.bottom - box.top) / box.side * rows * (1 + 2 * MARGIN)

    assert region.width < widest + 2
    assert region.height < highest + 2


@given(boxes(), film_sides, film_sides)
def test_a_mirrored_box_has_the_mirrored_region_but_for_a_pixel(
    box: LungBox, rows: int, columns: int
) -> None:
    mirrored = LungBox(box.side - box.right, box.top, box.side - box.left, box.bottom, box.side)
    one, other = box.region(rows, columns), mirrored.region(rows, columns)

    assert other.left == pytest.approx(columns - one.right, abs=1)
    assert other.right == pytest.approx(columns - one.left, abs=1)
    assert (other.top, other.bottom) == (one.top, one.bottom)


@pytest.mark.parametrize("cells", [(5, 0, 5, 9), (0, 9, 5, 3), (-1, 0, 5, 5), (0, 0, 11, 5)])
def test_a_box_without_cells_or_beyond_the_grid_is_none(cells: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="no box"):
        LungBox(*cells, side=10)
