"""What goes along of a film's header: the same for all objects, valid, never another patient."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pydicom
import pytest
from pydicom import Dataset

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import Length
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.presentation import Presentation
from lungdesk.core.radiograph import Radiograph
from lungdesk.formats.dicom_writers.encapsulated_pdf import write_encapsulated_pdf
from lungdesk.formats.dicom_writers.presentation_state import write_presentation_state
from lungdesk.formats.dicom_writers.reading_report import write_reading_report
from lungdesk.formats.dicom_writers.secondary_capture import Capture, write_capture
from lungdesk.formats.dicom_writers.structured_report import write_measurement_report
from lungdesk.formats.film_subject import subject_of
from lungdesk.formats.library_warnings import tolerated
from tests.unit.formats.builders import colours, dicom, gradient, write_dicom
from tests.unit.formats.film_objects import complaints, small_film
from tests.unit.formats.test_reading_report import prediction

LINE = Length(((10.0, 10.5), (30.0, 10.5)))
HERE = Path("film.dcm")

WRITERS: dict[str, Callable[[Path, Radiograph], str]] = {
    "presentation": lambda path, film: write_presentation_state(path, film, Presentation()),
    "measurements": lambda path, film: write_measurement_report(path, film, AnnotationSet((LINE,))),
    "reading": lambda path, film: write_reading_report(path, film, prediction()),
    "heatmap": lambda path, film: write_capture(path, film, Capture(colours(), "Map", "A map.")),
    "report": lambda path, film: write_encapsulated_pdf(
        path, film, b"%PDF-1.4\n", "Report", tells_identity=True
    ),
}
every_writer = pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)


def item(**elements: Any) -> Dataset:
    dataset = Dataset()
    for keyword, value in elements.items():
        setattr(dataset, keyword, value)
    return dataset


#: Of patient, study and trial, each valid nowhere or telling of a patient.
LEFT_BEHIND: dict[str, Any] = {
    "ReferencedStudySequence": [item(ReferencedSOPClassUID="1.2.840.10008.3.1.2.3.1")],
    "ReferencedPatientSequence": [],
    "ProcedureCodeSequence": [item(CodeValue="RTHOR", CodingSchemeDesignator="99X")],
    "OtherPatientIDsSequence": [item(PatientID="x")],
    "PhysiciansOfRecord": "Maria Magdalena von und zu Hohenstein-Wittelsbach, Radiology, House B",
    "NameOfPhysiciansReadingStudy": "Reader^A",
    "PatientBirthTime": "99:99",
    "PatientComments": "call Mrs Meier",
    "ClinicalTrialSponsorName": "Acme",
    "ClinicalTrialSubjectID": "S-77",
    "InstitutionName": "General",
}


@every_writer
def test_nothing_of_the_header_goes_along_but_whose_film_it_is(
    tmp_path: Path, write: Callable[[Path, Radiograph], str]
) -> None:
    film = small_film(
        tmp_path, IssuerOfPatientID="HOSP", PatientAge="063Y", AccessionNumber="A1", **LEFT_BEHIND
    )
    write(tmp_path / "object.dcm", film)

    written = pydicom.dcmread(tmp_path / "object.dcm")
    assert [keyword for keyword in LEFT_BEHIND if keyword in written] == []
    assert "Meier" not in written.to_json()
    assert (written.PatientID, written.PatientName) == ("P1", "Doe^Jane")
    assert (written.IssuerOfPatientID, written.PatientAge) == ("HOSP", "063Y")
    assert (written.AccessionNumber, written.StudyInstanceUID) == ("A1", "1.2.3")
    assert complaints(tmp_path / "object.dcm") == []


@every_writer
def test_a_film_with_an_invalid_header_has_valid_objects(
    tmp_path: Path, write: Callable[[Path, Radiograph], str]
) -> None:
    film = small_film(
        tmp_path,
        StudyDate="2024-05-01",
        StudyTime="10:11",
        PatientBirthDate="1961",
        PatientSex="female",
        AccessionNumber="Q" * 60,
        StudyID="a\\b",
        ReferringPhysicianName="R" * 100,
        StudyDescription="Thorax\tp.a.",
        PatientIdentityRemoved="YES",
        DeidentificationMethodCodeSequence=[item(CodeValue="113100")],
    )
    write(tmp_path / "object.dcm", film)

    written = pydicom.dcmread(tmp_path / "object.dcm")
    assert (written.StudyDate, written.StudyTime, written.PatientSex) == ("20240501", "1011", "F")
    for keyword in ("PatientBirthDate", "AccessionNumber", "StudyID", "ReferringPhysicianName"):
        assert not written[keyword].value, keyword
    assert complaints(tmp_path / "object.dcm") == []


@pytest.mark.parametrize(
    ("keyword", "stated", "expected"),
    [
        ("StudyDate", "20240501", "20240501"),
        ("StudyDate", "2024.05.01", "20240501"),
        ("StudyDate", "2024/05/01", "20240501"),
        ("PatientBirthDate", "00010101", ""),
        ("StudyDate", "2024-0501", ""),
        ("StudyDate", "01.05.2024", ""),
        ("StudyDate", "20240532", ""),
        ("StudyDate", "yesterday", ""),
        ("StudyTime", "10", "10"),
        ("StudyTime", "101112.123456", "101112.123456"),
        ("StudyTime", "10:11:12.5", "101112.5"),
        ("StudyTime", "10:1112", ""),
        ("StudyTime", "25:00", ""),
        ("PatientSex", "m", "M"),
        ("PatientSex", "Other", "O"),
        ("PatientSex", "?", ""),
        ("PatientID", " ID 1\r\n", "ID 1"),
        ("PatientName", "Yamada^Tarou=山田\u3000太郎", "Yamada^Tarou=山田\u3000太郎"),
        ("PatientName", "Doe^Jane^^^^", "Doe^Jane"),
        ("PatientName", "Doe^Jane^^^", "Doe^Jane^^^"),
        ("ReferringPhysicianName", "A^B^C^D^E^F", ""),
        ("StudyID", "1\t", "1"),
    ],
)
def test_a_value_is_put_right_only_where_there_is_no_doubt(
    keyword: str, stated: str, expected: str
) -> None:
    header = dicom(gradient(), SpecificCharacterSet="ISO_IR 192", **{keyword: stated})
    assert subject_of(header, HERE)[keyword].value == expected


@pytest.mark.parametrize(
    ("keyword", "stated"),
    [
        ("PatientID", "X" * 65),
        ("PatientID", "A\\B"),
        ("PatientID", "ID\t1"),
        ("IssuerOfPatientID", "H" * 65),
        ("PatientName", "A" * 40 + "^" + "B" * 40),
        ("PatientName", "One^A\\Two^B"),
        ("PatientName", "A\nB^C"),
        ("PatientName", "a=b=c=d"),
        ("PatientName", "A^B^C^D^E^F"),
    ],
)
def test_a_patient_that_dicom_does_not_allow_is_not_made_another(
    tmp_path: Path, keyword: str, stated: str
) -> None:
    film = small_film(tmp_path, **{keyword: stated})
    for write in WRITERS.values():
        with pytest.raises(LungDeskError, match=f"has a {keyword} that DICOM does not") as caught:
            write(tmp_path / "object.dcm", film)
        assert caught.value.code is ErrorCode.DICOM_NOT_REFERABLE
        assert stated not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["film.dcm"]


@pytest.mark.parametrize("keyword", ["PatientName", "PatientID", "IssuerOfPatientID"])
def test_a_patient_whose_name_or_id_cannot_be_decoded_is_not_made_another(
    tmp_path: Path, keyword: str
) -> None:
    header = undecodable(tmp_path, keyword)
    with pytest.raises(LungDeskError, match=f"has a {keyword} that DICOM does not") as caught:
        subject_of(header, HERE)
    assert caught.value.code is ErrorCode.DICOM_NOT_REFERABLE


@pytest.mark.parametrize("keyword", ["AccessionNumber", "StudyDescription"])
def test_what_else_cannot_be_decoded_is_left_out(tmp_path: Path, keyword: str) -> None:
    assert not subject_of(undecodable(tmp_path, keyword), HERE).get(keyword)


def undecodable(folder: Path, keyword: str) -> Dataset:
    """A film with a letter of Latin-1 in what it says to be UTF-8."""
    elements: dict[str, Any] = {"SpecificCharacterSet": "ISO_IR 192", keyword: "M*ller"}
    path = write_dicom(folder / "film.dcm", **elements)
    path.write_bytes(path.read_bytes().replace(b"M*ller", b"M\xfcller"))
    with tolerated():
        header = pydicom.dcmread(path)
        assert "\ufffd" in str(header[keyword].value)
    return header


def test_a_name_has_64_characters_in_each_of_its_scripts(tmp_path: Path) -> None:
    name = "=".join(("A" * 64, "山" * 64, "や" * 64))
    film = small_film(tmp_path, SpecificCharacterSet="ISO_IR 192", PatientName=name)
    WRITERS["presentation"](tmp_path / "object.dcm", film)

    # Not for dciodvfy, which counts the bytes of all scripts (PS3.5 6.2: characters of each).
    assert str(pydicom.dcmread(tmp_path / "object.dcm").PatientName) == name


@pytest.mark.parametrize(("length", "is_valid"), [(64, True), (65, False)])
def test_a_uid_of_more_than_64_characters_is_none(
    tmp_path: Path, length: int, is_valid: bool
) -> None:
    film = small_film(tmp_path, StudyInstanceUID="1.2." + "3" * (length - 4))
    if is_valid:
        WRITERS["presentation"](tmp_path / "object.dcm", film)
        assert complaints(tmp_path / "object.dcm") == []
        return
    with pytest.raises(LungDeskError, match="no valid StudyInstanceUID") as caught:
        WRITERS["presentation"](tmp_path / "object.dcm", film)
    assert caught.value.code is ErrorCode.DICOM_NOT_REFERABLE


def test_no_more_of_a_method_goes_along_than_its_code() -> None:
    method = item(
        CodeValue="1", CodingSchemeDesignator="DCM", CodeMeaning="Basic", URNCodeValue="x"
    )
    header = dicom(
        gradient(),
        PatientIdentityRemoved="YES",
        DeidentificationMethodCodeSequence=[method, item(CodeValue="2")],
        DeidentificationMethod=["by hand", "twice"],
    )
    subject = subject_of(header, HERE)

    (code,) = subject.DeidentificationMethodCodeSequence
    assert [one.keyword for one in code] == ["CodeValue", "CodingSchemeDesignator", "CodeMeaning"]
    assert list(subject.DeidentificationMethod) == ["by hand", "twice"]
    assert subject.PatientIdentityRemoved == "YES"
