from __future__ import annotations

from dataclasses import replace
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


def test_phrases_are_each_part_of_the_name_and_the_id_and_the_name_of_the_file() -> None:
    expected = {"Doe", "Jane", "ドウ", "ジェーン", "ドウジェーン", "4711"}
    unborn = replace(JANE, birth_date="")
    assert patient_phrases(unborn) == expected
    named = {"Doe_Jane.dcm", "Doe_Jane"}
    assert identity_phrases(replace(FILM, patient=unborn)) == expected | named


@pytest.mark.parametrize("stored", ["19700102", "1970.01.02", "1970-01-02"])
@pytest.mark.parametrize(
    "written",
    [
        *("19700102", "1970-01-02", "1970/01/02", "1970.1.2", "02011970"),
        *("02.01.1970", "2.1.1970", "2.1.70", "02/01/1970", "01/02/1970", "1/2/70", "2-1-1970"),
        *("02.1.1970", "2.01.1970", "2. 1. 1970", "02. 01. 70", "02 01 1970", "2 1 70"),
        *("020170", "010270", "700102", "70-01-02", "1970. 1. 2", "1970 01 02"),
    ],
)
def test_a_birth_date_is_known_in_the_forms_that_people_write(stored: str, written: str) -> None:
    phrases = patient_phrases(PatientRef(birth_date=stored))
    assert without_phrases(f"born {written}, in May", phrases) == f"born {MASK}, in May"


def test_a_birth_year_alone_is_no_birth_date() -> None:
    phrases = patient_phrases(PatientRef(birth_date="19700000"))
    assert without_phrases("since 1970, again in .1970", phrases) == "since 1970, again in .1970"


@pytest.mark.parametrize(
    "other", ["1970", "2.1.1971", "12.1.1970", "3.1.1970", "02.01.19701", "12 1 1970"]
)
def test_other_dates_stay(other: str) -> None:
    phrases = patient_phrases(PatientRef(birth_date="19700102"))
    assert without_phrases(f"seen {other}", phrases) == f"seen {other}"


@pytest.mark.parametrize(
    ("name", "text", "masked"),
    [
        ("thorax-17.dcm", "see Thorax-17, thorax", f"see {MASK}, thorax"),
        ("mueller jane.png", "Mueller Jane again", f"{MASK} again"),
        ("山田.png", "山田さん", f"{MASK}さん"),
        ("0012345.dcm", "as in 0012345", f"as in {MASK}"),
        ("a山田.png", "A山田さん", f"{MASK}さん"),
        ("chest.dcm", "CHEST", "CHEST"),
        ("left.dcm", "left lower lobe, left.dcm", f"left lower lobe, {MASK}"),
        ("effusion.png", "small effusion", "small effusion"),
        ("tuberculosis.png", "Tuberculosis, not pneumonia", "Tuberculosis, not pneumonia"),
        ("the.dcm", "the heart", "the heart"),
        ("covid-19.png", "COVID-19", "COVID-19"),
        ("x-ray.png", "on this X-ray", "on this X-ray"),
        ("17.png", "in 17 places", "in 17 places"),
        ("ab.png", "ab and cd", "ab and cd"),
    ],
)
def test_the_name_of_a_file_is_found_without_its_ending_unless_it_is_a_plain_word(
    name: str, text: str, masked: str
) -> None:
    film = Instance(Path(name), 10, 10)
    assert without_phrases(text, identity_phrases(film)) == masked
    assert tells_identity(text, film) == (text != masked)


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
