"""All results of one film: valid, of its study, and what the viewer and highdicom take them for."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from highdicom.sr import MeasurementReport, srread

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import Length
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import disk_full
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.verdict import Decision, Verdict
from lungdesk.formats.presentation_state_reader import read_presentation_state, refers_to
from lungdesk.formats.reader import read_radiograph
from lungdesk.services.film_files import read_film
from lungdesk.services.presentations import SavedObject
from lungdesk.services.reports import dicom_results
from lungdesk.services.reports.dicom_results import DicomResultsRequest, save_dicom_results
from lungdesk.services.reports.film import FilmReportRequest
from tests.unit.formats.builders import colours, gradient, write_dicom, write_picture
from tests.unit.formats.film_objects import complaints
from tests.unit.reporting.film_reports import text_of
from tests.unit.services.report_films import Going, said_of

DRAWN = AnnotationSet((Length(((5.0, 5.0), (30.0, 5.0))),))


def saved(film: Radiograph, folder: Path, *, verdict: Verdict | None = None) -> dict[str, Path]:
    """Files by what they are: ``report``, ``reading``, …"""
    reading = said_of(film) if verdict is None else said_of(film, verdict=verdict)
    report = FilmReportRequest(film.instance, film, reading, annotations=DRAWN)
    objects = save_dicom_results(DicomResultsRequest(report, folder), Going())
    assert {one.path for one in objects} == set(folder.iterdir())
    for one in objects:
        assert str(pydicom.dcmread(one.path).SOPInstanceUID) == one.sop_instance_uid
    return {one.path.stem.rpartition("-")[2]: one.path for one in objects}


def test_a_dicom_film_has_five_results_all_valid(tmp_path: Path) -> None:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm"))
    files = saved(film, tmp_path / "out")

    assert set(files) == {"report", "reading", "heatmap", "presentation", "measurements"}
    for path in files.values():
        assert complaints(path) == [], path.name


def test_all_are_of_the_films_patient_and_study_in_series_of_their_own(tmp_path: Path) -> None:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm"))
    written = [pydicom.dcmread(path) for path in saved(film, tmp_path / "out").values()]

    assert {one.StudyInstanceUID for one in written} == {film.instance.study_instance_uid}
    assert {one.PatientID for one in written} == {"P1"}
    assert {str(one.PatientName) for one in written} == {"Doe^Jane"}
    series = {one.SeriesInstanceUID for one in written}
    assert len(series) == len(written)
    assert film.instance.series_instance_uid not in series
    for one in written:
        assert "not for diagnosis" in one.SeriesDescription


@pytest.mark.parametrize("pixels", [gradient(), colours()])
def test_a_picture_file_is_written_as_a_film_first(tmp_path: Path, pixels: object) -> None:
    film = read_radiograph(write_picture(tmp_path / "film.png", pixels))  # type: ignore[arg-type]
    files = saved(film, tmp_path / "out")

    assert ("presentation" in files) is not film.is_colour
    copied = read_radiograph(files["film"])
    assert np.array_equal(copied.stored_values, film.stored_values)
    for path in files.values():
        assert complaints(path) == [], path.name
        assert pydicom.dcmread(path).StudyInstanceUID == copied.instance.study_instance_uid


def test_each_opens_as_what_it_says_it_is(tmp_path: Path) -> None:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm"))
    files = saved(film, tmp_path / "out")

    shown = read_radiograph(files["heatmap"])
    assert shown.is_colour
    assert shown.rows > film.rows
    assert refers_to(files["presentation"], film)
    assert read_presentation_state(files["presentation"], film).sop_instance_uid
    content = srread(files["reading"]).content
    assert isinstance(content, MeasurementReport)
    assert len(content.get_image_measurement_groups()) == 5
    document = pydicom.dcmread(files["report"])
    pdf = document.EncapsulatedDocument[: document.EncapsulatedDocumentLength]
    assert "Most probable: Tuberculosis" in text_of(pdf, tmp_path)


@pytest.mark.parametrize(
    ("name", "character_set"),
    [
        ("Yamada^Tarou=山田^太郎=やまだ^たろう", "ISO_IR 192"),
        ("محمد^عبد الله", "ISO_IR 192"),
        ("Παπαδόπουλος^Γεώργιος", "ISO_IR 126"),
        ("Щукин^Александр", "ISO_IR 144"),
    ],
)
def test_names_of_every_script_are_those_of_the_film(
    tmp_path: Path, name: str, character_set: str
) -> None:
    path = write_dicom(tmp_path / "film.dcm", SpecificCharacterSet=character_set, PatientName=name)
    for result in saved(read_radiograph(path), tmp_path / "out").values():
        assert str(pydicom.dcmread(result).PatientName) == name
        assert complaints(result) == [], result.name


def test_of_a_film_with_many_frames_the_one_that_was_read_is_named(tmp_path: Path) -> None:
    pixels = np.stack([gradient(), gradient()[::-1], gradient()])
    path = write_dicom(tmp_path / "film.dcm", pixels)
    files = saved(read_radiograph(path, frame=1), tmp_path / "out")

    (source,) = pydicom.dcmread(files["heatmap"]).SourceImageSequence
    assert source.ReferencedFrameNumber == 2
    assert "frame 2 of 3" in text_of(
        pydicom.dcmread(files["report"]).EncapsulatedDocument, tmp_path
    )


def test_a_refused_film_has_neither_reading_nor_map(tmp_path: Path) -> None:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm"))
    refused = Verdict(Decision.REFUSED, sentence="The film is blank.")
    files = saved(film, tmp_path / "out", verdict=refused)

    assert set(files) == {"report", "presentation", "measurements"}


def test_the_map_of_a_refused_film_that_was_read_says_so(tmp_path: Path) -> None:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm"))
    read_anyway = Verdict(Decision.REFUSED, sentence="The film is blank.", is_overridden=True)
    plain = pydicom.dcmread(saved(film, tmp_path / "plain")["heatmap"])

    files = saved(film, tmp_path / "out", verdict=read_anyway)

    assert complaints(files["heatmap"]) == []
    heatmap = pydicom.dcmread(files["heatmap"])
    assert "refused the film, and it was read all the same" in heatmap.DerivationDescription
    assert heatmap.Rows > plain.Rows  # the picture says so, too
    assert "refused" not in plain.DerivationDescription


def test_what_is_there_already_is_never_replaced(tmp_path: Path) -> None:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm"))
    request = DicomResultsRequest(
        FilmReportRequest(film.instance, film, said_of(film)), tmp_path / "out"
    )
    first = save_dicom_results(request, Going())
    content = [one.path.read_bytes() for one in first]
    second = save_dicom_results(request, Going())

    assert [one.path.read_bytes() for one in first] == content
    assert {one.path.name for one in second} == {
        "film-2-report.dcm", "film-2-reading.dcm", "film-2-heatmap.dcm", "film-2-presentation.dcm",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["film", "reading", "presentation", "measurements"])
def test_nor_is_any_single_one_of_them(tmp_path: Path, kind: str) -> None:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm"))
    there = tmp_path / f"film-{kind}.dcm"
    there.write_bytes(b"of another patient")
    report = FilmReportRequest(film.instance, film, said_of(film), annotations=DRAWN)

    written = save_dicom_results(DicomResultsRequest(report, tmp_path), Going())

    assert there.read_bytes() == b"of another patient"
    assert all(one.path.name.startswith("film-2-") for one in written)


@pytest.mark.parametrize("stem", ["x" * 251, "胸" * 83, "x" * 250 + "é"])
def test_the_longest_name_is_shortened_and_numbered(tmp_path: Path, stem: str) -> None:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm"))
    report = FilmReportRequest(film.instance, film, said_of(film), annotations=DRAWN)
    request = DicomResultsRequest(report, tmp_path / "out", stem=stem)
    first, second = (save_dicom_results(request, Going()) for _ in range(2))

    assert len(first) == len(second) == 5
    assert all(one.path.name.startswith(stem[:33]) for one in (*first, *second))
    assert len(list((tmp_path / "out").iterdir())) == 10


def test_files_have_names_that_every_disk_takes(tmp_path: Path) -> None:
    film = read_radiograph(write_dicom(tmp_path / "Müller: 10|30 *.dcm"))
    names = {path.name for path in saved(film, tmp_path / "out").values()}

    assert "Müller_ 10_30 _-report.dcm" in names
    assert len(names) == 5


def test_a_dicom_film_without_identifiers_is_refused_in_words(tmp_path: Path) -> None:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm", SOPInstanceUID=None))
    with pytest.raises(LungDeskError, match="LD-DICOM-005"):
        saved(film, tmp_path / "out")


def test_a_film_that_cannot_be_decoded_has_no_results(tmp_path: Path) -> None:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm"))
    failure = LungDeskError("It is broken.", code=ErrorCode.IMAGE_DAMAGED)
    request = DicomResultsRequest(FilmReportRequest(film.instance, failure=failure), tmp_path)

    with pytest.raises(LungDeskError, match="broken"):
        save_dicom_results(request, Going())


def test_a_film_that_is_gone_is_said_so(tmp_path: Path) -> None:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm"))
    film.instance.path.unlink()

    with pytest.raises(LungDeskError, match="LD-FILE-001"):
        saved(film, tmp_path / "out")


@pytest.mark.parametrize("name", ["film.dcm", "film.png"])
def test_nothing_of_one_film_is_written_as_that_of_another(tmp_path: Path, name: str) -> None:
    path, newer = tmp_path / name, tmp_path / f"newer-{name}"
    if name.endswith("dcm"):
        write_dicom(path)
        write_dicom(newer, SOPInstanceUID="1.2.3.5", PatientID="P2", PatientName="Roe^Richard")
    else:
        write_picture(path, gradient())
        write_picture(newer, colours())
    film = read_radiograph(path)
    newer.replace(path)

    with pytest.raises(LungDeskError, match="is another file by now") as caught:
        saved(film, tmp_path / "out")

    assert caught.value.code is ErrorCode.FILE_CHANGED
    assert list(tmp_path.rglob("out/*")) == []


def test_a_zip_file_that_was_replaced_holds_other_films(tmp_path: Path) -> None:
    packed = tmp_path / "packed.zip"
    for pixels in (gradient(), colours()):
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(write_picture(tmp_path / "film.png", pixels), "film.png")
        if pixels.ndim == 2:
            film = read_film(packed / "film.png")
            assert len(saved(film, tmp_path / "before")) == 6

    with pytest.raises(LungDeskError, match="LD-FILE-008"):
        saved(film, tmp_path / "out")


@pytest.mark.parametrize(
    ("keyword", "vr", "whole", "damaged"),
    [
        ("PatientAge", b"AS", "045Y", b"US\x03\x00\x01\x02\x03"),
        ("StudyTime", b"TM", "123456", b"FL\x05\x00\x01\x02\x03\x04\x05"),
    ],
)
def test_a_damaged_element_of_the_header_is_left_out(
    tmp_path: Path, keyword: str, vr: bytes, whole: str, damaged: bytes
) -> None:
    stated: dict[str, Any] = {keyword: whole}
    path = write_dicom(tmp_path / "film.dcm", **stated)
    content = path.read_bytes()
    element = vr + len(whole).to_bytes(2, "little") + whole.encode()
    assert content.count(element) == 1
    path.write_bytes(content.replace(element, damaged))
    film = read_radiograph(path)

    for result in saved(film, tmp_path / "out").values():
        assert not pydicom.dcmread(result).get(keyword)
        assert complaints(result) == [], result.name


def test_of_objects_that_cannot_all_be_written_none_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> SavedObject:
        assert len(list(folder.iterdir())) == 3
        raise disk_full("film-presentation.dcm", hint="Make room.")

    film = read_radiograph(write_dicom(tmp_path / "film.dcm"))
    report = FilmReportRequest(film.instance, film, said_of(film))
    folder = tmp_path / "out"
    monkeypatch.setattr(dicom_results, "_presentation", full)

    with pytest.raises(LungDeskError, match="LD-FILE-007"):
        save_dicom_results(DicomResultsRequest(report, folder), Going())

    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm"))
    (tmp_path / "out").write_text("a file, not a folder")
    report = FilmReportRequest(film.instance, film, said_of(film))

    with pytest.raises(LungDeskError, match="LD-FILE-00"):
        save_dicom_results(DicomResultsRequest(report, tmp_path / "out"), Going())
