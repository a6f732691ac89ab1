"""Adapting to folders of DICOM films: whose they are stands in their headers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lungdesk.core.jobs import NullContext
from lungdesk.services.adaptation import Adaptation, AdaptRequest, adapt, look
from lungdesk.services.collection import read_collection
from lungdesk.services.models.adapted import SaveRequest, save
from tests.unit.formats.builders import write_dicom
from tests.unit.services.local_films import local_film

NOBODY = NullContext()


def hospital(folder: Path, patient_of: Callable[[str, int], str]) -> Path:
    """A folder of 12 DICOM films for each of two classes."""
    for label in ("normal", "tuberculosis"):
        (folder / label).mkdir(parents=True)
        for number in range(12):
            is_ill = label == "tuberculosis"
            write_dicom(
                folder / label / f"{number}.dcm",
                local_film(1000 * is_ill + number, 70.0 if is_ill else 0.0),
                PatientID=patient_of(label, number),
                StudyInstanceUID=f"1.2.{int(is_ill)}.{number + 1}",
            )
    return folder


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hospital(
        tmp_path_factory.mktemp("two") / "films", lambda label, n: f"MRN-{label}-{n // 2}"
    )


@pytest.fixture(scope="module")
def adaptation(shipped_folder: Path, films: Path) -> Adaptation:
    return adapt(AdaptRequest(shipped_folder, films), NOBODY)


def test_patients_of_the_headers_are_kept_whole(adaptation: Adaptation) -> None:
    assert len(adaptation.adapted.films.targets) == 24
    assert adaptation.adapted.films.patients == 12
    assert not any("whose films they are" in one for one in adaptation.doubts)


def test_no_identity_gets_into_the_model(adaptation: Adaptation, tmp_path: Path) -> None:
    place = save(SaveRequest(adaptation, "Ward", (tmp_path,)), NOBODY)

    assert "MRN-" not in json.dumps(adaptation.as_plain())
    assert not any(b"MRN-" in path.read_bytes() for path in place.rglob("*") if path.is_file())


def test_the_wizard_keeps_them_whole_too(films: Path) -> None:
    found = read_collection(films, NOBODY)

    assert len({film.group for film in found.films}) == 12
    assert found.knows_groups
    assert found.grouping.is_by_patient
    assert not any("MRN-" in film.group for film in found.films)


@pytest.mark.parametrize("id_", ["ANONYMOUS", "EXPORT-2024"])
def test_an_id_that_all_films_have_does_not_make_them_one_patients(
    shipped_folder: Path, tmp_path: Path, id_: str
) -> None:
    films = hospital(tmp_path / "films", lambda _label, _number: id_)
    request = AdaptRequest(shipped_folder, films)

    assert look(request, NOBODY).shortage is None
    found = adapt(request, NOBODY)

    assert found.adapted.films.patients == 24
    assert any("whose films they are" in one for one in found.doubts)
    told = [one for one in found.doubts if "Patient ID" in one]
    assert len(told) == 1
    assert not any(id_ in one for one in found.doubts)
