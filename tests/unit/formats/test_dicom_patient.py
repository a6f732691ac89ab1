"""Whose film a file says it is, whatever it is encoded in."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from pydicom.uid import DeflatedExplicitVRLittleEndian

from lungdesk.core.film_patient import FilmPatient
from lungdesk.formats.reader import read_patient
from tests.unit.formats.builders import (
    JPEG_2000_LOSSLESS,
    dicom,
    gradient,
    save,
    save_bare,
    write_compressed,
    write_dicom,
    write_picture,
)

STATED = {
    "SpecificCharacterSet": "ISO_IR 192",
    "PatientID": "A 17",
    "IssuerOfPatientID": "St. Mary’s",
    "StudyInstanceUID": "1.2.3",
}
EXPECTED = ("A 17", "St. Mary’s", "1.2.3")


def told(path: Path) -> tuple[str, str, str] | None:
    found = read_patient(path)
    return None if found is None else (found.patient_id, found.issuer, found.study)


@pytest.mark.parametrize("kind", ["plain", "jpeg2000", "implicit", "bare", "deflated"])
def test_patient_and_study_are_read_from_every_encoding(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "film"
    if kind == "jpeg2000":
        write_compressed(path, gradient(), JPEG_2000_LOSSLESS, **STATED)
    elif kind in ("implicit", "bare"):
        save_bare(path, dicom(gradient(), **STATED), is_implicit=kind == "implicit")
    else:
        film = dicom(gradient(), **STATED)
        if kind == "deflated":
            film.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
        save(path, film)

    assert told(path) == EXPECTED


def test_what_a_file_does_not_say_is_empty(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", PatientID=None, StudyInstanceUID=None)

    assert told(path) == ("", "", "")


def test_the_pixels_are_not_needed(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", gradient(400, 400), **STATED)
    path.write_bytes(path.read_bytes()[:-100_000])

    assert told(path) == EXPECTED


def test_of_other_files_and_damaged_ones_nothing_is_known(tmp_path: Path) -> None:
    empty, text = tmp_path / "empty.dcm", tmp_path / "text.dcm"
    empty.write_bytes(b"")
    text.write_text("no film")
    bomb = tmp_path / "bomb.dcm"
    save(bomb, dicom(gradient()))
    head = bomb.read_bytes()[:400]
    bomb.write_bytes(head + zlib.compress(b"\0" * 1000))

    for path in (empty, text, tmp_path / "missing.dcm", tmp_path):
        assert read_patient(path) is None
    assert read_patient(write_picture(tmp_path / "film.png", gradient())) is None
    assert isinstance(read_patient(bomb), FilmPatient | None)
