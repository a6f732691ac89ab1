import numpy as np
import pytest

from lungdesk.core.verdict import UNCHECKED, Correction, Decision, ReasonCode, Verdict

ALL = [Correction(turns, inverted) for turns in range(4) for inverted in (False, True)]


@pytest.mark.parametrize("correction", ALL)
def test_a_name_brings_every_correction_back(correction: Correction) -> None:
    assert Correction.named(str(correction)) == correction
    assert bool(correction) is (str(correction) != "")
    assert bool(correction.words) is bool(correction)


def test_other_names_and_turns_are_refused() -> None:
    with pytest.raises(ValueError, match="no correction"):
        Correction.named("turn_over")
    with pytest.raises(ValueError, match="0 to 3"):
        Correction(4)


def test_a_turn_to_the_right_is_clockwise_and_comes_back() -> None:
    grey = np.array([[1, 2], [3, 4]], np.uint8)

    assert Correction(1).applied(grey).tolist() == [[3, 1], [4, 2]]
    assert Correction(3).applied(grey).tolist() == [[2, 4], [1, 3]]
    assert Correction(2, is_inverted=True).applied(grey).tolist() == [[251, 252], [253, 254]]
    for turns in range(4):
        turned = Correction(turns).applied(grey)
        assert Correction(turns).turned_back(turned).tolist() == grey.tolist()


def test_only_a_refusal_that_is_not_overridden_withholds() -> None:
    refused = Verdict(Decision.REFUSED, ReasonCode.BLANK, "Blank.")

    assert refused.is_withheld
    assert not Verdict(Decision.REFUSED, ReasonCode.BLANK, "", is_overridden=True).is_withheld
    assert not Verdict(Decision.DOUBTFUL, ReasonCode.UNUSUAL, "Odd.").is_withheld
    assert not UNCHECKED.is_withheld


def test_plain_values_bring_a_verdict_back() -> None:
    full = Verdict(
        Decision.REFUSED,
        ReasonCode.TURNED,
        "The film is upside down.",
        offered=Correction(2),
        applied=Correction(1, True),
        is_overridden=True,
        distance=0.875,
    )
    for verdict in (full, UNCHECKED):
        assert Verdict.from_plain(verdict.as_plain()) == verdict


def test_codes_are_distinct_and_of_one_form() -> None:
    codes = [str(code) for code in ReasonCode]
    assert len(set(codes)) == len(codes)
    assert all(code.startswith("LD-GATE-") and code[8:].isdigit() for code in codes)
