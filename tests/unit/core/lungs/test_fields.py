import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from lungdesk.core.imaging.contours import polygon_area
from lungdesk.core.lungs.fields import LEVEL, LungFields
from lungdesk.core.saliency import ImageRegion
from lungdesk.ml.lungs.fields import lung_fields
from tests.unit.core.lungs.drawn_lungs import LEFT, RIGHT, SIDE, WHOLE, drawn, two

ndimage = pytest.importorskip("scipy.ndimage")


def test_the_right_lung_is_on_the_left_of_the_picture() -> None:
    fields = two()
    assert np.nonzero(fields.right)[1].max() < np.nonzero(fields.left)[1].min()
    assert fields.right.sum() == pytest.approx(np.pi * RIGHT[2] * RIGHT[3], rel=0.02)
    assert fields.left.sum() == pytest.approx(np.pi * LEFT[2] * LEFT[3], rel=0.02)


def test_specks_are_left_out_and_holes_are_filled() -> None:
    speckled = drawn(RIGHT, LEFT)
    speckled[2:5, 60:63] = 1
    speckled[60:70, 34:40] = 0.1
    fields = lung_fields(speckled, WHOLE)
    assert (fields.mask == two().mask).all()


@given(arrays(np.float32, (12, 12), elements=st.floats(0, 1, width=32)))
def test_any_map_gives_at_most_two_whole_parts_apart(shares: NDArray[np.float32]) -> None:
    fields = lung_fields(shares, ImageRegion(0, 0, 12, 12))
    assert not (fields.right & fields.left).any()
    assert (fields.mask <= ndimage.binary_fill_holes(shares >= LEVEL)).all()
    for lung in (fields.right, fields.left):
        assert ndimage.label(lung)[1] <= 1
    assert fields.mask.any() == (shares >= LEVEL).any()


@pytest.mark.parametrize(("ellipse", "side"), [(RIGHT, "right"), (LEFT, "left")])
def test_one_lung_is_that_of_its_half(
    ellipse: tuple[float, float, float, float], side: str
) -> None:
    fields = lung_fields(drawn(ellipse), WHOLE)
    assert [name for name in ("right", "left") if getattr(fields, name).any()] == [side]


def test_lungs_that_touch_are_parted_where_they_are_thin() -> None:
    touching = drawn(RIGHT, LEFT)
    touching[60:66, 50:80] = 1
    fields = lung_fields(touching, WHOLE)
    assert fields.right.any()
    assert fields.left.any()
    assert fields.right.sum() / fields.left.sum() == pytest.approx(
        two().right.sum() / two().left.sum(), rel=0.1
    )


def test_one_block_is_not_parted() -> None:
    block = drawn((64, 64, 40, 40))
    fields = lung_fields(block, WHOLE)
    assert fields.right.any() != fields.left.any()


def test_outlines_are_in_film_pixels() -> None:
    region = ImageRegion(100, 50, 100 + 4 * SIDE, 50 + 2 * SIDE)
    right, left = two(region).outlines()
    assert right.mean(axis=0) == pytest.approx([100 + 4 * RIGHT[0], 50 + 2 * RIGHT[1]], abs=1)
    assert polygon_area(left) == pytest.approx(np.pi * LEFT[2] * LEFT[3] * 8, rel=0.01)


def test_an_outline_runs_around_its_own_lung_alone() -> None:
    touching = drawn(RIGHT, LEFT)
    touching[60:66, 50:80] = 1
    fields = lung_fields(touching, WHOLE)
    right, left = fields.outlines()
    assert polygon_area(right) == pytest.approx(fields.right.sum(), rel=0.05)
    assert polygon_area(left) == pytest.approx(fields.left.sum(), rel=0.05)


def test_shapes_that_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="one shape"):
        LungFields(
            np.zeros((3, 3), np.float32), WHOLE, np.zeros((3, 3), bool), np.zeros((2, 3), bool)
        )
