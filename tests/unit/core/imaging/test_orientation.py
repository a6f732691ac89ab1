from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.core.imaging.orientation import EdgeLetters, edge_letters, opposite

UPRIGHT = ViewGeometry.fitting((400, 500), (300, 300))
#: A chest film as it hangs: its columns run to the patient's left, its rows to the feet.
CHEST = ("L", "F")


def test_the_patients_right_is_on_the_viewers_left() -> None:
    assert edge_letters(CHEST, UPRIGHT) == EdgeLetters(left="R", top="H", right="L", bottom="F")


def test_mirroring_exchanges_left_and_right() -> None:
    mirrored = edge_letters(CHEST, UPRIGHT.flipped(is_vertical=False))
    assert (mirrored.left, mirrored.right, mirrored.top) == ("L", "R", "H")


def test_a_quarter_to_the_right_brings_the_head_to_the_right() -> None:
    turned = edge_letters(CHEST, UPRIGHT.turned(90))
    assert turned == EdgeLetters(left="F", top="R", right="H", bottom="L")


@given(st.floats(-40, 40))
def test_a_tilt_leaves_the_letters(degrees: float) -> None:
    assert edge_letters(CHEST, UPRIGHT.turned(degrees)) == edge_letters(CHEST, UPRIGHT)


@given(st.sampled_from([0, 90, 180, 270]), st.booleans(), st.sampled_from([("L", "F"), ("P", "F")]))
def test_opposite_edges_have_opposite_sides(
    degrees: int, is_mirrored: bool, sides: tuple[str, str]
) -> None:
    geometry = UPRIGHT.turned(degrees)
    geometry = geometry.flipped(is_vertical=True) if is_mirrored else geometry
    letters = edge_letters(sides, geometry)
    assert letters.left == opposite(letters.right)
    assert letters.top == opposite(letters.bottom)
    assert {letters.left, letters.right, letters.top, letters.bottom} == {
        *sides,
        *map(opposite, sides),
    }


@pytest.mark.parametrize("sides", [("", ""), ("X", "F1"), ("L", "")])
def test_what_is_not_stated_is_not_guessed(sides: tuple[str, str]) -> None:
    letters = edge_letters(sides, UPRIGHT)
    assert (letters.top, letters.bottom) == ("", "")
    assert letters.right == ("L" if sides[0] == "L" else "")


def test_oblique_sides_have_opposites_letter_by_letter() -> None:
    assert opposite("HLA") == "FRP"
