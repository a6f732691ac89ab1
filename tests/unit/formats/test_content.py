"""Objects that belong to films are told from films by their first bytes."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom import dcmread
from pydicom._uid_dict import UID_dictionary
from pydicom.fileset import FileSet
from pydicom.uid import (
    UID,
    EncapsulatedPDFStorage,
    KeyObjectSelectionDocumentStorage,
    RawDataStorage,
)

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import Length
from lungdesk.core.errors import ErrorCode
from lungdesk.core.jobs import NullContext
from lungdesk.core.presentation import Presentation
from lungdesk.formats.content import CONTENT_BYTES, Content, first_bytes, not_films, object_content
from lungdesk.formats.dicom_writers.presentation_state import write_presentation_state
from lungdesk.formats.dicom_writers.secondary_capture import Capture, write_capture
from lungdesk.formats.dicom_writers.structured_report import write_measurement_report
from lungdesk.formats.discovery import Discovery, discover
from lungdesk.formats.raster_writer import write_png
from lungdesk.formats.reader import read_instance, read_radiograph
from tests.unit.formats.builders import dicom, gradient, save, write_picture
from tests.unit.formats.film_objects import small_film

#: Storage classes whose names do not say so, and that have an image all the same.
IMAGES = ("Segmentation Storage", "Parametric Map Storage", "Enhanced US Volume Storage")
STUDY = ("film.dcm", "key.dcm", "letter.dcm", "raw", "report.dcm", "state.dcm", "state2")
REMARK = (
    "2 presentation states, 1 key image selection, 1 report, 1 document"
    " and 1 object without an image are no films."
)


def _object(path: Path, sop_class: UID) -> Path:
    dataset = dicom(gradient(), SOPClassUID=sop_class, PixelData=None, Rows=None, Columns=None)
    dataset.file_meta.MediaStorageSOPClassUID = sop_class
    return save(path, dataset)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A folder with one film and everything that may belong to it."""
    folder = tmp_path / "study"
    folder.mkdir()
    film = small_film(folder)
    line = AnnotationSet((Length(((1.0, 1.0), (9.0, 9.0))),))
    write_presentation_state(folder / "state.dcm", film, Presentation())
    write_presentation_state(folder / "state2", film, Presentation())
    write_measurement_report(folder / "report.dcm", film, line)
    _object(folder / "key.dcm", KeyObjectSelectionDocumentStorage)
    _object(folder / "letter.dcm", EncapsulatedPDFStorage)
    _object(folder / "raw", RawDataStorage)
    return folder


def _head(sop_class: str) -> bytes:
    uid = sop_class.encode() + b"\0" * (len(sop_class) % 2)
    version = b"\x02\x00\x01\x00OB\x00\x00\x02\x00\x00\x00\x00\x01"
    return b"\0" * 128 + b"DICM" + version + b"\x02\0\x02\0UI" + bytes((len(uid), 0)) + uid


def _zipped(folder: Path) -> Path:
    archive = folder.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w") as zipped:
        for path in folder.iterdir():
            zipped.write(path, path.name)
    return archive


def _medium(folder: Path) -> Path:
    """DICOMDIR of the study, with nothing beside it that is not named."""
    files = FileSet()
    for path in sorted(folder.iterdir()):
        dataset = dcmread(path)
        for keyword, value in (
            *(("StudyID", "1"), ("StudyDate", "20260101"), ("StudyTime", "1200")),
            *(("SeriesNumber", 1), ("InstanceNumber", 1), ("AccessionNumber", "")),
            *(("ContentDate", "20260101"), ("ContentTime", "1200"), ("DocumentTitle", "x")),
            *(("MIMETypeOfEncapsulatedDocument", "application/pdf"), ("Manufacturer", "x")),
            ("VerificationFlag", "UNVERIFIED"),
        ):
            if not dataset.get(keyword):
                setattr(dataset, keyword, value)
        dataset.SOPInstanceUID = UID(f"1.2.3.4.{STUDY.index(path.name)}")
        if path.name not in ("raw", "letter.dcm", "key.dcm"):
            files.add(dataset)
    target = folder.with_name("medium")
    files.write(target)
    files._stage["t"].cleanup()
    shutil.rmtree(folder)
    return target / "DICOMDIR"


def _discovered(path: Path) -> Discovery:
    return discover([path], NullContext(), opens_archives=True)


@pytest.mark.parametrize("opened", [Path, _zipped], ids=["folder", "archive"])
def test_what_belongs_to_films_is_counted_and_not_listed_with_them(
    study: Path, opened: Callable[[Path], Path]
) -> None:
    found = _discovered(opened(study))

    assert [path.name for path in found.files] == ["film.dcm"]
    assert [path.name for path in found.presentation_states] == ["state2", "state.dcm"]
    assert found.failures == ()
    assert found.remark == REMARK


def test_a_medium_with_presentation_states_tells_them_from_its_films(study: Path) -> None:
    found = _discovered(_medium(study))

    assert len(found.files) == 1
    assert len(found.presentation_states) == 2
    assert found.failures == ()
    assert found.remark == "2 presentation states and 1 report are no films."


def test_an_object_that_is_named_beside_films_is_no_film(study: Path) -> None:
    named = [study / "state.dcm", study / "film.dcm"]

    found = discover(named, NullContext())

    assert found.files == (study / "film.dcm",)
    assert found.presentation_states == (study / "state.dcm",)
    assert found.remark == "1 presentation state is no film."


def test_an_object_that_is_named_alone_is_opened_so_that_it_says_what_it_is(study: Path) -> None:
    found = discover([study / "state.dcm"], NullContext())

    assert found.files == (study / "state.dcm",)
    assert found.presentation_states == (study / "state.dcm",)
    assert found.objects == ()
    assert found.remark == ""


def test_a_folder_without_a_film_says_so_and_what_is_there(study: Path) -> None:
    (study / "film.dcm").unlink()

    found = _discovered(study)

    assert found.files == ()
    assert [f.error.code for f in found.failures] == [ErrorCode.FOLDER_WITHOUT_IMAGES]
    assert found.remark == REMARK


def test_a_picture_is_known_by_its_name_and_a_damaged_film_stays_one(tmp_path: Path) -> None:
    write_picture(tmp_path / "a.png", gradient())
    (tmp_path / "b.dcm").write_bytes(b"\0" * 128 + b"DICM\x02\0\0\0UL\xff\xff")
    (tmp_path / "c.dcm").touch()

    found = _discovered(tmp_path)

    assert [path.name for path in found.files] == ["a.png", "b.dcm", "c.dcm"]


@pytest.mark.parametrize(
    ("uid", "name"),
    [
        (uid, facts[0])
        for uid, facts in UID_dictionary.items()
        if facts[1] == "SOP Class" and ("Image Storage" in facts[0] or facts[0] in IMAGES)
    ],
)
def test_no_class_with_an_image_is_taken_for_an_object_without_one(uid: str, name: str) -> None:
    assert object_content(_head(uid)) is None, name


@pytest.mark.parametrize(
    ("words", "content"),
    [
        (" Presentation State Storage", Content.PRESENTATION_STATE),
        ("Key Object Selection Document Storage", Content.KEY_IMAGES),
        (" SR Storage", Content.REPORT),
        ("Encapsulated ", Content.DOCUMENT),
        ("Waveform Storage", Content.OTHER_OBJECT),
        ("Raw Data Storage", Content.OTHER_OBJECT),
        ("Registration Storage", Content.OTHER_OBJECT),
        ("RT Plan Storage", Content.OTHER_OBJECT),
    ],
)
def test_classes_are_told_apart_as_pydicom_names_them(words: str, content: Content) -> None:
    named = [uid for uid, facts in UID_dictionary.items() if words in facts[0]]

    assert named
    assert {object_content(_head(uid)) for uid in named if ".5.1.4.1.1." in uid} == {content}


def test_pictures_that_were_made_of_films_are_passed_over_beside_films(tmp_path: Path) -> None:
    pixels = np.zeros((64, 64, 3), np.uint8)
    film = small_film(tmp_path).instance.path
    made = tmp_path / "made"
    made.mkdir()
    shown = Capture(pixels, "Map", "Laid over.")
    pictures = made / "a-heatmap.dcm", made / "a-covid19-2.png", made / "a-lungs.png"
    write_capture(pictures[0], small_film(tmp_path), shown)
    for picture in pictures[1:]:
        write_png(picture, pixels)
    write_picture(tmp_path / "scan.png", gradient())

    found = discover([tmp_path], NullContext())
    alone = discover([made], NullContext())
    named = discover([film, pictures[1]], NullContext())

    assert found.files == (film, tmp_path / "scan.png")
    assert found.remark == "3 pictures made by LungDesk are no films."
    assert (found.objects, found.failures) == ((), ())
    assert (set(alone.files), alone.remark) == (set(pictures), "")
    assert named.files == (film, pictures[1])
    opened = [*pictures, film, tmp_path / "scan.png"]
    marked = [True, True, True, False, False]
    assert [read_instance(path).is_own_picture for path in opened] == marked
    assert [read_radiograph(path).instance.is_own_picture for path in opened] == marked


def test_pictures_that_were_made_of_films_are_passed_over_in_archives_too(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    folder.mkdir()
    write_png(folder / "a-covid19.png", np.zeros((8, 8), np.uint8))
    alone = discover([_zipped(folder)], NullContext(), opens_archives=True)
    write_picture(folder / "a.png", gradient())

    found = discover([_zipped(folder)], NullContext(), opens_archives=True)

    assert [path.name for path in found.files] == ["a.png"]
    assert found.remark == "1 picture made by LungDesk is no film."
    assert ([path.name for path in alone.files], alone.failures) == (["a-covid19.png"], ())


def test_pictures_that_lungdesk_does_not_call_so_are_listed_without_being_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def watched(path: Path) -> bytes | None:
        opened.append(path.name)
        return first_bytes(path)

    monkeypatch.setattr("lungdesk.formats.discovery.first_bytes", watched)
    for name in ("scan.png", "COVID-12.png", "lungs.png", "a-heatmap.png", "a-lungs-2.PNG"):
        write_picture(tmp_path / name, gradient())

    assert len(discover([tmp_path], NullContext()).files) == 5
    assert sorted(opened) == ["a-heatmap.png", "a-lungs-2.PNG"]


@given(st.binary(max_size=80), st.booleans())
def test_any_bytes_are_an_object_or_none(tail: bytes, has_meta: bool) -> None:
    head = b"\0" * 128 + b"DICM" + (b"\x02\0\0\0" if has_meta else b"") + tail

    assert object_content(head[:CONTENT_BYTES]) in (None, *Content)


def test_a_sentence_names_each_kind_and_its_number() -> None:
    state, report, other = Content.PRESENTATION_STATE, Content.REPORT, Content.OTHER_OBJECT

    assert not_films([]) == ""
    assert not_films([report]) == "1 report is no film."
    assert not_films([report, state, state]) == "2 presentation states and 1 report are no films."
    assert not_films([other, other]) == "2 objects without an image are no films."
