"""Maps, films and documents as DICOM objects: valid, of the film's study, readable again."""

from __future__ import annotations

import errno
import io
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from numpy.typing import NDArray
from PIL import Image

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.imaging import colormaps
from lungdesk.core.presentation import Presentation
from lungdesk.formats.burnt_words import MapLegend, with_legend
from lungdesk.formats.dicom_writers.encapsulated_pdf import write_encapsulated_pdf
from lungdesk.formats.dicom_writers.presentation_state import write_presentation_state
from lungdesk.formats.dicom_writers.secondary_capture import (
    Capture,
    write_capture,
    write_film_capture,
)
from lungdesk.formats.reader import read_radiograph
from tests.unit.formats.builders import colours, gradient, write_picture
from tests.unit.formats.film_objects import SHARED, complaints, small_film

CAPTURE = Capture(colours(45, 35), "Map: Tuberculosis", "Grad-CAM of m 1.0 laid over the film.")
SHA256 = "0123456789abcdef" * 4


@pytest.mark.parametrize("name", SHARED)
def test_captures_of_shared_films_are_valid(shared_data: Path, tmp_path: Path, name: str) -> None:
    film = read_radiograph(shared_data / "dicom" / f"{name}.dcm")
    write_capture(tmp_path / "map.dcm", film, CAPTURE)
    write_encapsulated_pdf(tmp_path / "doc.dcm", film, b"%PDF-1.4\n", "Report", tells_identity=True)

    assert complaints(tmp_path / "map.dcm") == []
    assert complaints(tmp_path / "doc.dcm") == []


class _FullDisk(io.BytesIO):
    """Has room for the first elements."""

    def write(self, content: Any) -> int:
        if self.tell() + len(content) > 1000:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(content)


def test_a_full_disk_is_said_as_of_every_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film, original = small_film(tmp_path), Path.open

    def opened(path: Path, mode: str = "r", **options: Any) -> Any:
        stream = original(path, mode, **options)
        if mode != "xb":
            return stream
        stream.close()
        return _FullDisk()

    monkeypatch.setattr(Path, "open", opened)

    with pytest.raises(LungDeskError) as caught:
        write_capture(tmp_path / "map.dcm", film, CAPTURE)

    assert caught.value.code is ErrorCode.DISK_FULL
    assert caught.value.message == "map.dcm cannot be written: the disk is full."
    assert [path.name for path in tmp_path.iterdir()] == ["film.dcm"]


def test_a_capture_is_a_film_for_the_viewer(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    uid = write_capture(tmp_path / "map.dcm", film, CAPTURE)

    shown = read_radiograph(tmp_path / "map.dcm")
    assert np.array_equal(shown.stored_values, CAPTURE.pixels)
    assert shown.instance.sop_instance_uid == uid
    assert shown.instance.study_instance_uid == film.instance.study_instance_uid
    assert shown.instance.patient == film.instance.patient


def test_a_capture_says_what_it_is(tmp_path: Path) -> None:
    film = small_film(tmp_path, LossyImageCompression="01")
    write_capture(tmp_path / "map.dcm", film, CAPTURE)

    written = pydicom.dcmread(tmp_path / "map.dcm")
    assert list(written.ImageType) == ["DERIVED", "SECONDARY"]
    assert "not for diagnosis" in written.SeriesDescription
    assert written.DerivationDescription == f"{CAPTURE.derivation} Not for diagnosis."
    assert written.LossyImageCompression == "01"
    (source,) = written.SourceImageSequence
    assert source.ReferencedSOPInstanceUID == film.instance.sop_instance_uid
    assert source.PurposeOfReferenceCodeSequence[0].CodeValue == "121322"


@pytest.mark.parametrize(
    ("stated", "expected"), [("YES", "YES"), ("NO", "NO"), (None, None), ("MAYBE", None)]
)
def test_a_capture_says_of_burnt_in_words_what_its_film_does(
    tmp_path: Path, stated: str | None, expected: str | None
) -> None:
    film = small_film(tmp_path, BurnedInAnnotation=stated)
    write_capture(tmp_path / "map.dcm", film, CAPTURE)

    assert pydicom.dcmread(tmp_path / "map.dcm").get("BurnedInAnnotation") == expected
    assert complaints(tmp_path / "map.dcm") == []


@pytest.mark.parametrize(
    ("body_part", "expected"),
    [("Chest", "CHEST"), ("LUNG", "LUNG"), ("CHEST PA AND LATERAL", "CHEST"), ("Brust/", "CHEST")],
)
@pytest.mark.parametrize(("side", "kept"), [("U", ""), ("LEFT SIDE", ""), ("l", "L"), ("R", "R")])
def test_a_capture_is_valid_whatever_its_film_says_of_body_part_and_side(
    tmp_path: Path, body_part: str, expected: str, side: str, kept: str
) -> None:
    film = small_film(tmp_path, BodyPartExamined=body_part, Laterality=side)
    write_capture(tmp_path / "map.dcm", film, CAPTURE)

    written = pydicom.dcmread(tmp_path / "map.dcm")
    assert written.BodyPartExamined == expected
    assert written.get("Laterality") == (None if expected == "CHEST" else kept)
    assert complaints(tmp_path / "map.dcm") == []


@pytest.mark.parametrize("pixels", [gradient(), gradient(most=60000), colours(), gradient(43, 35)])
def test_a_picture_file_becomes_a_film_others_can_refer_to(
    tmp_path: Path, pixels: NDArray[Any]
) -> None:
    film = read_radiograph(write_picture(tmp_path / "film.png", pixels))
    write_film_capture(tmp_path / "film.dcm", film, SHA256)

    copied = read_radiograph(tmp_path / "film.dcm")
    assert np.array_equal(copied.stored_values, film.stored_values)
    assert copied.photometric is film.photometric
    assert copied.instance.patient.patient_id == "LUNGDESK-0123456789AB"
    assert copied.instance.patient.name == "LUNGDESK^0123456789AB"
    assert complaints(tmp_path / "film.dcm") == []
    # A screenshot may show a name.
    assert "BurnedInAnnotation" not in pydicom.dcmread(tmp_path / "film.dcm")
    write_capture(tmp_path / "map.dcm", copied, CAPTURE)
    assert complaints(tmp_path / "map.dcm") == []


def test_a_picture_file_of_signed_values_becomes_a_film_where_none_is_negative(
    tmp_path: Path,
) -> None:
    grey = gradient(most=60000).astype(np.int32)
    film = read_radiograph(write_picture(tmp_path / "film.tif", grey))
    assert film.stored_values.dtype == np.int32
    write_film_capture(tmp_path / "film.dcm", film, SHA256)

    assert np.array_equal(read_radiograph(tmp_path / "film.dcm").stored_values, grey)
    assert complaints(tmp_path / "film.dcm") == []


@pytest.mark.parametrize("change", [-1, 5536])
def test_a_picture_file_whose_values_have_no_room_is_told(tmp_path: Path, change: int) -> None:
    grey = gradient(most=60000).astype(np.int32) + change
    film = read_radiograph(write_picture(tmp_path / "film.tif", grey))
    with pytest.raises(LungDeskError, match="grey values below 0 or above 65535") as caught:
        write_film_capture(tmp_path / "film.dcm", film, SHA256)

    assert caught.value.code is ErrorCode.DICOM_NOT_REFERABLE
    assert not (tmp_path / "film.dcm").exists()


@pytest.mark.skipif(shutil.which("dcmp2pgm") is None, reason="dcmtk is not installed")
def test_dcmtk_shows_the_film_of_a_picture_file_as_its_state_says(tmp_path: Path) -> None:
    film = read_radiograph(write_picture(tmp_path / "film.png", gradient(64, 96)))
    write_film_capture(tmp_path / "film.dcm", film, SHA256)
    copied = read_radiograph(tmp_path / "film.dcm")
    write_presentation_state(tmp_path / "state.dcm", copied, Presentation(quarter_turns=1))

    shown = [tmp_path / name for name in ("film.dcm", "shown.pgm")]
    run = ["dcmp2pgm", "--pstate", str(tmp_path / "state.dcm"), *map(str, shown)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    with Image.open(shown[1]) as picture:
        assert picture.size == (64, 96)


def test_the_same_picture_is_the_same_film_and_another_is_not(tmp_path: Path) -> None:
    film = read_radiograph(write_picture(tmp_path / "film.png", gradient()))
    first, again = (write_film_capture(tmp_path / f"{n}.dcm", film, SHA256) for n in "ab")
    other = write_film_capture(tmp_path / "c.dcm", film, SHA256[::-1])

    assert first == again
    assert first != other


def test_a_document_comes_back_as_it_was(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    pdf = b"%PDF-1.4\nodd"
    write_encapsulated_pdf(tmp_path / "doc.dcm", film, pdf, "Reading", tells_identity=True)

    written = pydicom.dcmread(tmp_path / "doc.dcm")
    assert written.EncapsulatedDocument[: written.EncapsulatedDocumentLength] == pdf
    assert written.MIMETypeOfEncapsulatedDocument == "application/pdf"
    assert written.DocumentTitle == "Reading (not for diagnosis)"
    assert written.StudyInstanceUID == film.instance.study_instance_uid


@pytest.mark.parametrize("tells", [True, False])
@pytest.mark.parametrize("stated", ["YES", "NO", None])
def test_a_document_is_nameless_only_where_its_film_is_known_to_be(
    tmp_path: Path, stated: str | None, *, tells: bool
) -> None:
    film = small_film(tmp_path, BurnedInAnnotation=stated)
    write_encapsulated_pdf(tmp_path / "doc.dcm", film, b"%PDF-1.4\n", "R", tells_identity=tells)

    expected = "NO" if stated == "NO" and not tells else "YES"
    assert pydicom.dcmread(tmp_path / "doc.dcm").BurnedInAnnotation == expected
    assert complaints(tmp_path / "doc.dcm") == []


def test_a_legend_stands_below_the_map_and_leaves_it_alone() -> None:
    scale = colormaps.colours("inferno")
    legend = MapLegend(scale, "3.21", ("Evidence for Tuberculosis: Grad-CAM.", "NOT FOR DIAGNOSIS"))
    pixels = colours(80, 200)
    burnt = with_legend(pixels, legend)

    assert np.array_equal(burnt[:80], pixels)
    strip = burnt[80:]
    assert strip.shape[0] > 40
    # The scale runs from the first colour to the last; the words are bright on black.
    row = strip[strip.shape[0] // 12 + 4]
    assert np.abs(row[8].astype(int) - scale[0]).max() < 12
    assert np.abs(row[-8].astype(int) - scale[-1]).max() < 12
    assert strip[-20:].max() > 200


def test_a_narrow_map_gets_more_lines_of_words() -> None:
    legend = MapLegend(colormaps.colours("turbo"), "1", ("one two three four five six seven",))
    narrow, wide = (with_legend(colours(10, width), legend) for width in (60, 400))
    assert narrow.shape[0] > wide.shape[0]
