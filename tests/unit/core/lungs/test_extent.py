import numpy as np
import pytest

from lungdesk.core.lungs.extent import areas_px, bounding_box, midline, thorax_points
from lungdesk.core.saliency import ImageRegion
from lungdesk.ml.lungs.fields import lung_fields
from tests.unit.core.lungs.drawn_lungs import LEFT, RIGHT, SIDE, WHOLE, drawn, two

STRETCHED = ImageRegion(10, 20, 10 + 3 * SIDE, 20 + 5 * SIDE)


def test_areas_are_in_film_pixels() -> None:
    right, left = areas_px(two(STRETCHED))
    assert right == pytest.approx(np.pi * RIGHT[2] * RIGHT[3] * 15, rel=0.02)
    assert left == pytest.approx(np.pi * LEFT[2] * LEFT[3] * 15, rel=0.02)


def test_the_box_holds_both_lungs() -> None:
    box = bounding_box(two(STRETCHED))
    assert box is not None
    edges = (box.left, box.top, box.right, box.bottom)
    expected = (10 + 3 * 18, 20 + 5 * 22, 10 + 3 * 109, 20 + 5 * 106)
    assert edges == pytest.approx(expected, abs=5)


def test_a_margin_does_not_reach_beyond_the_film() -> None:
    box = bounding_box(two(), margin=1.0)
    assert box == WHOLE
    near = bounding_box(two(), margin=0.05)
    plain = bounding_box(two())
    assert near is not None
    assert plain is not None
    assert plain.left - near.left == pytest.approx(0.05 * plain.width)


def test_the_thorax_is_as_wide_as_the_lungs_are_apart() -> None:
    thorax = thorax_points(two(STRETCHED))
    assert thorax is not None
    (x0, y0), (x1, y1) = thorax
    assert (x0, x1) == pytest.approx((10 + 3 * 18, 10 + 3 * 109), abs=1)
    assert (y0, y1) == pytest.approx((20 + 5 * 64, 20 + 5 * 66), abs=20)


def test_the_midline_is_between_the_lungs_and_tilts_with_them() -> None:
    found = midline(two())
    assert found is not None
    (x0, y0), (x1, y1) = found
    assert (x0, x1) == pytest.approx((64.5, 64.5), abs=2)
    assert (y0, y1) == pytest.approx((22, 106), abs=1)
    # Each row 1/8 further to the right: a film that was taken askew.
    sheared = np.stack([np.roll(row, n // 8) for n, row in enumerate(drawn(RIGHT, LEFT))])
    tilted = midline(lung_fields(sheared, WHOLE))
    assert tilted is not None
    slope = (tilted[1][0] - tilted[0][0]) / (tilted[1][1] - tilted[0][1])
    assert slope == pytest.approx(1 / 8, abs=0.02)
    thorax = thorax_points(lung_fields(sheared, WHOLE))
    assert thorax is not None
    # Measured straight across the film they would lie 10 px higher and lower than that.
    assert (thorax[0][1], thorax[1][1]) == pytest.approx((64, 66), abs=5)


def test_a_tip_of_one_lung_does_not_bend_the_midline() -> None:
    shares = drawn(RIGHT, LEFT)
    shares[90:125, 18:24] = 1  # the right lung goes on below, far out at its side
    shares[104:125, 100:106] = 1
    found = midline(lung_fields(shares, WHOLE))
    assert found is not None
    assert (found[0][0], found[1][0]) == pytest.approx((64.5, 64.5), abs=2.5)


def test_without_two_lungs_nothing_is_said() -> None:
    none = lung_fields(drawn(), WHOLE)
    assert bounding_box(none) is None
    assert thorax_points(none) is None
    assert midline(none) is None
    one = lung_fields(drawn(RIGHT), WHOLE)
    assert bounding_box(one) is not None
    assert thorax_points(one) is None
    assert midline(one) is None
