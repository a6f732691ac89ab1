"""What the header says a film shows; nothing is concluded from what it does not say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.core.stated import orientation_verdict, stated_verdict
from lungdesk.core.study import Instance
from lungdesk.core.verdict import Decision, ReasonCode, Verdict


def said(view: str = "", part: str = "", modality: str = "DX") -> Verdict | None:
    film = Instance(Path("film.dcm"), 400, 300)
    return stated_verdict(replace(film, view_position=view, body_part=part, modality=modality))


@pytest.mark.parametrize(
    ("view", "word"),
    [
        ("LL", "a lateral view (LL)"),
        ("RL", "a lateral view (RL)"),
        ("LATERAL", "a lateral view (LATERAL)"),
        ("Left lateral", "a lateral view (LATERAL)"),
        ("L LAT", "a lateral view (LAT)"),
        ("XTABLE LATERAL", "a lateral view (XTABLE)"),
        ("LLD", "lies on one side (LLD)"),
        ("AP RLD", "lies on one side (RLD)"),
        ("AP LATERAL DECUBITUS", "lies on one side (DECUBITUS)"),
        ("RAO", "an oblique view (RAO)"),
        ("AP OBLIQUE", "an oblique view (OBLIQUE)"),
        ("LLO", "an oblique view (LLO)"),
    ],
)
def test_what_is_no_frontal_view_is_refused_in_a_sentence(view: str, word: str) -> None:
    verdict = said(view, "CHEST")

    assert verdict is not None
    assert (verdict.decision, verdict.code) == (Decision.REFUSED, ReasonCode.VIEW)
    assert word in verdict.sentence
    assert verdict.sentence.count(".") == 1
    assert not verdict.offered


@pytest.mark.parametrize(
    "view",
    [
        "",
        "AP",
        "PA",
        "pa",
        "AP AXIAL",
        "AP SUPINE",
        "PA and lateral",
        "DECUBITUS DORSAL",
        "BILATERAL",
    ],
)
def test_frontal_views_and_what_may_be_one_are_left_to_the_picture(view: str) -> None:
    assert said(view, "CHEST") is None


@pytest.mark.parametrize(
    "part", ["KNEE", "SKULL", "HAND", "Left knee", "ABDOMEN", "C-SPINE, CSPINE"]
)
def test_another_part_of_the_body_is_refused(part: str) -> None:
    verdict = said("AP", part)

    assert verdict is not None
    assert (verdict.decision, verdict.code) == (Decision.REFUSED, ReasonCode.OTHER_SUBJECT)
    assert "another part of the body (" in verdict.sentence
    assert verdict.sentence.count(".") == 1


@pytest.mark.parametrize(
    "part",
    [
        "",
        "CHEST",
        "THORAX",
        "Tórax",
        "CHESTABDOMEN",
        "CHEST, ABDOMEN",
        "LUNG",
        "RIB",
        "TSPINE",
        "XYZ",
    ],
)
def test_the_chest_and_what_may_show_it_pass(part: str) -> None:
    assert said("AP", part) is None


@pytest.mark.parametrize("modality", ["CT", "MR", "US", "MG", "NM"])
def test_a_picture_of_another_kind_is_refused(modality: str) -> None:
    verdict = said("", "CHEST", modality)

    assert verdict is not None
    assert verdict.code is ReasonCode.OTHER_SUBJECT
    assert "no radiograph" in verdict.sentence


@pytest.mark.parametrize("modality", ["CR", "DX", "RG", "RF", "XA", "OT", "SC", "IMG", ""])
def test_whatever_may_be_a_radiograph_passes(modality: str) -> None:
    assert said("", "", modality) is None


def lies(*orientation: str, is_turned: bool = False) -> str:
    film = Instance(Path("film.dcm"), 400, 300, patient_orientation=orientation)  # type: ignore[arg-type]
    verdict = orientation_verdict(film, is_turned=is_turned)
    if verdict is None:
        return ""
    assert (verdict.decision, verdict.code) == (Decision.DOUBTFUL, ReasonCode.ORIENTATION)
    assert not verdict.offered
    return verdict.sentence


@pytest.mark.parametrize(
    ("orientation", "words"),
    [
        (("R", "F"), "mirrored (R\\F): left and right may be exchanged."),
        (("RP", "FP"), "mirrored (RP\\FP): left and right may be exchanged."),
        (("L", "H"), "mirrored (L\\H): left and right may be exchanged."),
        (("F", "R"), "turned to the left (F\\R)."),
        (("R", "H"), "upside down (R\\H)."),
        (("H", "L"), "turned to the right (H\\L)."),
    ],
)
def test_a_film_that_lies_otherwise_by_its_header_is_doubtful(
    orientation: tuple[str, str], words: str
) -> None:
    assert lies(*orientation) == f"By its header the film is {words}"


@pytest.mark.parametrize(
    "orientation",
    [("", ""), ("L", "F"), ("LA", "FP"), ("A", "F"), ("P", "F"), ("L", ""), ("", "F"), ("X", "Y")],
)
def test_how_films_usually_lie_and_what_is_not_stated_is_no_doubt(
    orientation: tuple[str, str],
) -> None:
    assert lies(*orientation) == ""


def test_a_reader_who_turns_a_film_knows_better_how_it_lies_but_it_stays_mirrored() -> None:
    assert lies("F", "R", is_turned=True) == ""
    assert "mirrored" in lies("R", "F", is_turned=True)
