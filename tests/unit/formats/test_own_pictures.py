"""Maps that LungDesk has made are known by their data set, too, and nothing else is."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pydicom
import pytest
from pydicom import Dataset
from pydicom.uid import DigitalXRayImageStorageForPresentation, SecondaryCaptureImageStorage

from lungdesk.core.own_pictures import MARKED_BYTES, is_marked
from lungdesk.formats.dicom_writers.secondary_capture import (
    Capture,
    write_capture,
    write_film_capture,
)
from lungdesk.formats.reader import read_instance, read_radiograph
from tests.unit.formats.builders import colours, gradient, write_dicom, write_picture
from tests.unit.formats.film_objects import small_film

CAPTURED: Final = SecondaryCaptureImageStorage
DX: Final = DigitalXRayImageStorageForPresentation


@pytest.mark.parametrize("is_left_out", [False, True])
def test_a_map_is_known_when_an_archive_has_written_its_file_anew(
    tmp_path: Path, is_left_out: bool
) -> None:
    path = tmp_path / "IM000001"
    write_capture(path, small_film(tmp_path), Capture(colours(45, 35), "Map", "Laid over."))
    dataset = pydicom.dcmread(path)
    dataset.file_meta.ImplementationVersionName = "ARCHIVE_10"
    if is_left_out:
        del dataset.file_meta.ImplementationVersionName
    dataset.save_as(path)

    assert not is_marked(path.read_bytes()[:MARKED_BYTES])
    assert read_instance(path).is_own_picture
    assert read_radiograph(path).instance.is_own_picture


@pytest.mark.parametrize(
    "elements",
    [
        {"Manufacturer": "Acme", "SourceImageSequence": [Dataset()]},
        {"Manufacturer": "LungDesk"},
        {"Manufacturer": "LungDesk", "SourceImageSequence": [Dataset()], "SOPClassUID": DX},
    ],
)
def test_pictures_that_others_made_of_films_are_films(
    tmp_path: Path, elements: dict[str, Any]
) -> None:
    path = write_dicom(tmp_path / "film.dcm", **{"SOPClassUID": CAPTURED, **elements})
    assert not read_instance(path).is_own_picture


def test_a_film_that_was_a_picture_is_a_film(tmp_path: Path) -> None:
    picture = read_radiograph(write_picture(tmp_path / "film.png", gradient()))
    write_film_capture(tmp_path / "film.dcm", picture, "ab" * 32)
    assert not read_instance(tmp_path / "film.dcm").is_own_picture
