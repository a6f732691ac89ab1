from __future__ import annotations

import pytest

from lungdesk.core.film_patient import FilmPatient


@pytest.mark.parametrize(
    "id_",
    [
        *("", "0", "000000", "ANONYMOUS", "Anonymous Patient", "anon", "X", "XXXX", "unknown"),
        *("N/A", "No ID", "none", "NULL", "removed", "Patient ID", "deidentified", "ANONYMIZED"),
        *("-", "___"),
    ],
)
def test_what_stands_where_an_id_was_taken_away_names_nobody(id_: str) -> None:
    assert not FilmPatient(id_).is_named


@pytest.mark.parametrize(
    "id_", ["1", "10", "0001", "P1", "ANON0012", "TCGA-09-0364", "anon-7", "X12", "no7", "漢字"]
)
def test_an_id_names_somebody(id_: str) -> None:
    assert FilmPatient(id_).is_named


def test_nothing_of_a_patient_is_shown_by_accident() -> None:
    assert "12345" not in repr(FilmPatient("12345", "Ward", "1.2.3"))
    assert "12345" not in f"{[FilmPatient('12345')]}"
