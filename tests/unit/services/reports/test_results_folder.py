"""Folders of results: one for each study, with names that every file system takes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.study import Instance, PatientRef
from lungdesk.services.reports.results_folder import nameless_stem, results_folder

BASE = Path("/results")
FILM = Instance(
    Path("/films/film.dcm"),
    rows=10,
    columns=10,
    modality="DX",
    study_instance_uid="1.2.3",
    study_description="Chest PA",
    study_date="20260131",
    patient=PatientRef("4711", "Doe^Jane"),
)


def test_patient_and_study_name_the_folders() -> None:
    folder = results_folder(BASE, FILM)

    assert folder.parent == BASE / "Doe Jane 4711"
    assert folder.name.startswith("2026-01-31 Chest PA ")
    assert len(folder.name.rpartition(" ")[2]) == 6


def test_what_was_done_twice_on_one_day_has_two_folders() -> None:
    assert results_folder(BASE, FILM) != results_folder(
        BASE, replace(FILM, study_instance_uid="1.2.4")
    )
    assert results_folder(BASE, FILM) == results_folder(
        BASE, replace(FILM, sop_instance_uid="9", path=Path("/films/other.dcm"))
    )


@pytest.mark.parametrize("letters", [40, 48, 64, 300])
def test_however_long_the_words_are_two_studies_and_two_patients_stay_apart(letters: int) -> None:
    film = replace(FILM, study_description="x" * letters, patient=PatientRef("4711", "D" * letters))
    folder = results_folder(BASE, film)

    assert folder != results_folder(BASE, replace(film, study_instance_uid="1.2.4"))
    other = replace(film, patient=PatientRef("4712", "D" * letters))
    assert folder.parent != results_folder(BASE, other).parent
    assert folder.parent.name.endswith("D 4711")
    assert max(len(part) for part in folder.parts) <= 60


def test_in_privacy_mode_the_names_tell_nobody_and_are_those_of_one_study_and_film() -> None:
    other = replace(FILM, study_instance_uid="1.2.4", sop_instance_uid="1.2.4.1")
    picture = Instance(Path("/films/scan 7.png"), rows=10, columns=10)
    films = (FILM, other, picture, replace(picture, path=Path("/films/scan 8.png")))
    folders = [results_folder(BASE, film, is_nameless=True) for film in films]
    stems = [nameless_stem(film) for film in films]

    for folder, stem in zip(folders, stems, strict=True):
        assert re.fullmatch("Study [0-9a-f]{6}", str(folder.relative_to(BASE)))
        assert re.fullmatch("Film [0-9a-f]{6}", stem)
    assert len(set(folders)) == len(set(stems)) == len(films)
    assert folders[0].name[-6:] == results_folder(BASE, FILM).name[-6:]


def test_a_picture_has_the_folder_of_its_name() -> None:
    picture = Instance(Path("/films/scan 7.png"), rows=10, columns=10)
    assert results_folder(BASE, picture) == BASE / "No name" / "scan 7"


@pytest.mark.parametrize("name", ["..", "../../etc", "/", "CON", "nul.txt", "a" * 300, "\n", ""])
def test_names_stay_inside(name: str) -> None:
    folder = results_folder(BASE, replace(FILM, patient=PatientRef("", name)))
    assert folder.parent.parent == BASE
    assert folder.parent.name not in ("", ".", "..")
    assert folder.parent.name.partition(".")[0].upper() not in ("CON", "NUL")


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_a_file_says_there_are_two_folders(patient: str, study: str) -> None:
    film = replace(FILM, patient=PatientRef(patient, ""), study_description=study)
    folder = results_folder(BASE, film)
    assert folder.parent.parent == BASE
    assert not set(str(folder.relative_to(BASE))) & set('\\:*?"<>|\0\n')
