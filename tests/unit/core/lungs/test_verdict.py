import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.core.lungs.fields import LEVEL
from lungdesk.core.lungs.verdict import (
    FILM_CHECK,
    LungFault,
    LungLimits,
    lung_shape,
    two_lungs,
)
from lungdesk.core.saliency import ImageRegion
from lungdesk.ml.lungs.fields import lung_fields
from tests.unit.core.lungs.drawn_lungs import LEFT, RIGHT, SIDE, WHOLE, drawn, two


def faults(shares: NDArray[np.float32], region: ImageRegion = WHOLE) -> tuple[LungFault, ...]:
    return two_lungs(lung_fields(shares, region)).faults


def test_two_lungs_are_two_lungs() -> None:
    verdict = two_lungs(two())
    assert verdict.shows_two_lungs
    assert verdict.sentence == ""
    assert verdict.shape.ratio == pytest.approx(19 * 38 / (20 * 42), abs=0.03)
    assert verdict.shape.share == pytest.approx(two().mask.mean())


def _ragged() -> NDArray[np.float32]:
    """Two lungs that are little more than their borders and diagonals."""
    shares = np.zeros((SIDE, SIDE), np.float32)
    for start in (10, 70):
        for n in range(100):
            shares[10 + n, start + n * 4 // 10 : start + n * 4 // 10 + 9] = 1
    return shares


def _unsure() -> NDArray[np.float32]:
    return np.where(drawn(RIGHT, LEFT) > 0.5, np.float32(0.7), np.float32(0))


@pytest.mark.parametrize(
    ("shares", "fault"),
    [
        (drawn(), LungFault.NO_LUNG),
        (drawn(RIGHT), LungFault.ONE_LUNG),
        (drawn((40, 64, 8, 12), (80, 64, 8, 12)), LungFault.SMALL),
        (drawn(RIGHT, (90, 64, 9, 20)), LungFault.UNEQUAL),
        (drawn((64, 32, 40, 20), (64, 96, 40, 20)), LungFault.NOT_SIDE_BY_SIDE),
        (drawn((10, 64, 50, 90), (118, 64, 50, 90)), LungFault.CUT_OFF),
        (_ragged(), LungFault.RAGGED),
        (_unsure(), LungFault.UNSURE),
    ],
)
def test_each_fault_is_told(shares: NDArray[np.float32], fault: LungFault) -> None:
    found = faults(shares)
    assert fault in found
    verdict = two_lungs(lung_fields(shares, WHOLE))
    assert not verdict.shows_two_lungs
    assert "lung" in verdict.sentence


def test_lungs_that_reach_far_along_one_edge_are_cut_off_there() -> None:
    whole = drawn(RIGHT, LEFT)
    for turns in range(4):
        turned = np.rot90(whole, turns)
        cut = turned[: int(0.6 * SIDE)]  # through both lungs, or through one
        shape = lung_shape(lung_fields(np.ascontiguousarray(cut), WHOLE))
        assert shape.on_edge == pytest.approx((cut[-1] >= LEVEL).mean())
        assert shape.on_edge > lung_shape(lung_fields(whole, WHOLE)).on_edge
    parted = lung_fields(np.ascontiguousarray(whole[: int(0.6 * SIDE)]), WHOLE)
    assert LungFault.CUT_OFF in two_lungs(parted, FILM_CHECK).faults
    assert FILM_CHECK.most_on_edge < LungLimits().most_on_edge


def test_what_fills_nearly_everything_is_too_large() -> None:
    shares = np.ones((SIDE, SIDE), np.float32)
    shares[:, 62:66] = 0
    assert LungFault.LARGE in faults(shares)


def test_a_film_turned_by_90_degrees_is_refused_and_a_squashed_one_is_not() -> None:
    turned = np.rot90(drawn(RIGHT, LEFT))
    assert LungFault.NOT_SIDE_BY_SIDE in faults(turned)
    assert faults(drawn(RIGHT, LEFT), ImageRegion(0, 0, 3 * SIDE, 2 * SIDE)) == ()


def test_limits_can_be_stricter() -> None:
    assert not two_lungs(two(), LungLimits(least_ratio=0.99)).shows_two_lungs


def test_every_fault_has_its_own_sentence() -> None:
    said = set()
    for shares in (drawn(), drawn(RIGHT), _ragged(), _unsure()):
        said.add(two_lungs(lung_fields(shares, WHOLE)).sentence)
    assert len(said) == 4


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_lungs_found_in_a_turned_film_are_judged_turned_back(turns: int) -> None:
    upright = two(ImageRegion(0, 0, 2000, 1800))
    lying = upright.turned(-turns % 4)

    assert two_lungs(lying.turned(turns)).shows_two_lungs
    back = lying.turned(turns)
    assert (back.right == upright.right).all()
    assert (back.left == upright.left).all()
    assert (back.region.width, back.region.height) == (2000, 1800)
    if turns != 2:
        assert LungFault.NOT_SIDE_BY_SIDE in two_lungs(lying).faults
