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
    expected = {"Doe", "Jane", "ドウ", "ジェーン", "4711", "19700102", "1970-01-02"}
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


def test_another_word_can_stand_instead_whatever_it_holds() -> None:
    assert without_phrases("see a.dcm", {"a.dcm"}, r"Film \1") == r"see Film \1"
