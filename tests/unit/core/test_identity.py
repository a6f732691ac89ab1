from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.identity import (
    MASK,
    identity_phrases,
    patient_phrases,
    tells_identity,
    without_phrases,
)
from lungdesk.core.study import Instance, PatientRef

JANE = PatientRef("4711", "Doe^Jane=ドウ^ジェーン", "19700102", "F")
FILM = Instance(Path("/films/Doe_Jane.dcm"), 10, 10, patient=JANE)

words = st.text(alphabet="abc DOE Jane-4711.,^19700102", max_size=60)


def test_phrases_are_each_part_of_the_name_the_id_and_both_forms_of_the_birth_date() -> None:
    expected = {"Doe", "Jane", "ドウ", "ジェーン", "ドウジェーン"}
    expected |= {"4711", "19700102", "1970-01-02"}
    assert patient_phrases(JANE) == expected
    assert identity_phrases(FILM) == expected | {"Doe_Jane.dcm"}


def test_a_patient_of_whom_nothing_is_known_has_no_phrases() -> None:
    assert patient_phrases(PatientRef(sex="F")) == frozenset()


@given(words)
def test_what_has_been_masked_tells_nothing(text: str) -> None:
    masked = without_phrases(text, identity_phrases(FILM))
    assert not tells_identity(masked, FILM)
    assert (masked == text) == (not tells_identity(text, FILM))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("DOE, jane", f"{MASK}, {MASK}"),
        ("born 1970-01-02", f"born {MASK}"),
        ("Doe_Jane.dcm is damaged", f"{MASK} is damaged"),
        ("Janet does 14711", "Janet does 14711"),
        ("", ""),
    ],
)
def test_whole_words_are_masked_in_any_case(text: str, masked: str) -> None:
    assert without_phrases(text, identity_phrases(FILM)) == masked


@pytest.mark.parametrize(
    ("name", "text", "masked"),
    [
        ("Müller-Lüdenscheidt^Jörg", "Thorax_Müller-Lüdenscheidt_PA", f"Thorax_{MASK}_PA"),
        ("Smith^John", "CHEST_SMITH_PA Smith_12345", f"CHEST_{MASK}_PA {MASK}_12345"),
        ("Müller^Jörg", "Mu\u0308ller, Jo\u0308rg", f"{MASK}, {MASK}"),
        ("Mu\u0308ller^Jo\u0308rg", "Müller, Jörg", f"{MASK}, {MASK}"),
        ("山田^太郎", "山田太郎 胸部、患者山田太郎の胸部", f"{MASK} 胸部、患者{MASK}の胸部"),
        ("山田^太郎", "山田さん、太郎様", f"{MASK}さん、{MASK}様"),
        ("Hong^Gildong=洪^吉洞=홍^길동", "홍길동 흉부, 洪吉洞의", f"{MASK} 흉부, {MASK}의"),
        ("สมชาย^ใจดี", "ผู้ป่วยสมชาย ใจดีทรวงอก", f"ผู้ป่วย{MASK} {MASK}ทรวงอก"),
        ("Smith^John", "患者Smith様", f"患者{MASK}様"),
    ],
)
def test_names_are_found_in_every_script_and_between_underscores(
    name: str, text: str, masked: str
) -> None:
    film = Instance(Path("a.dcm"), 10, 10, patient=PatientRef(name=name))
    assert tells_identity(text, film)
    assert without_phrases(text, identity_phrases(film)) == masked


@pytest.mark.parametrize(
    ("name", "text"),
    [("李^小", "行李, 小児"), ("Jo^Ann", "Joint, Annex, Major"), ("P^A", "PA"), ("Lu^", "Lüge")],
)
def test_short_names_are_not_found_in_other_words(name: str, text: str) -> None:
    film = Instance(Path("a.dcm"), 10, 10, patient=PatientRef(name=name))
    assert not tells_identity(text, film)


def test_another_word_can_stand_instead_whatever_it_holds() -> None:
    assert without_phrases("see a.dcm", {"a.dcm"}, r"Film \1") == r"see Film \1"
