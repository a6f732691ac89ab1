from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.identity import MASK
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.formats.dicom_tags import TagRow
from lungdesk.services.tags import TagsRequest, search, tags, with_parents, without_identity
from tests.unit.core.imaging.films import unhurried
from tests.unit.formats.builders import write_dicom

ROWS = (
    TagRow(0, "(0010,0020)", "LO", "PatientID", "Patient ID", "P1"),
    TagRow(0, "(0040,0275)", "SQ", "RequestAttributesSequence", "Request Attributes", "1 item"),
    TagRow(1, "(FFFE,E000)", "", "", "Item 1", "", 1),
    TagRow(2, "(0040,0007)", "LO", "ScheduledProcedureStepDescription", "", "Thorax p.a.", 2),
    TagRow(0, "(7FE0,0010)", "OW", "PixelData", "Pixel Data", "3,840 bytes"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("patientid", (0,)),
        ("patient P1", (0,)),
        ("p1 patient", (0,)),
        ("0010,0020", (0,)),
        ("(0010,0020)", (0,)),
        ("00100020", (0,)),
        ("7fe0", (4,)),
        ("THORAX", (3,)),
        ("lo", (0, 3)),
        ("patient thorax", ()),
        ("  ", (0, 1, 2, 3, 4)),
    ],
)
def test_every_word_of_a_search_is_found_somewhere_in_a_row(
    text: str, expected: tuple[int, ...]
) -> None:
    assert search(ROWS, text) == expected


@unhurried
@given(st.sets(st.integers(0, len(ROWS) - 1)))
def test_found_rows_come_with_all_above_them(found: set[int]) -> None:
    shown = with_parents(ROWS, found)

    assert found <= set(shown)
    assert list(shown) == sorted(set(shown))
    assert all(ROWS[index].parent in {-1, *shown} for index in shown)
    assert set(shown) - found <= {1, 2}


def test_the_elements_of_a_file_are_read_and_searched(tmp_path: Path) -> None:
    rows = tags(TagsRequest(write_dicom(tmp_path / "film.dcm")), NullContext())

    (index,) = search(rows, "patient's doe")

    assert rows[index].value == "Doe^Jane"


def test_a_file_without_elements_is_an_error_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(LungDeskError) as caught:
        tags(TagsRequest(tmp_path / "gone.dcm"), NullContext())
    assert caught.value.code is ErrorCode.FILE_MISSING


def test_a_cancelled_request_reads_nothing(tmp_path: Path) -> None:
    class CancelledContext(NullContext):
        def check(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        tags(TagsRequest(tmp_path / "gone.dcm"), CancelledContext())


def row(tag: str, vr: str, keyword: str, value: str) -> TagRow:
    return TagRow(0, tag, vr, keyword, keyword, value)


TELLING = (
    row("(0010,0010)", "PN", "PatientName", "Doe^Jane"),
    row("(0010,0020)", "LO", "PatientID", "4711"),
    row("(0010,0030)", "DA", "PatientBirthDate", "19700102"),
    row("(0010,1040)", "LO", "PatientAddress", "12 High Street"),
    row("(0008,0050)", "SH", "AccessionNumber", "A-77"),
    row("(0008,0080)", "LO", "InstitutionName", "St Elsewhere"),
    row("(0008,1050)", "PN", "PerformingPhysicianName", "Smith^John"),
    row("(0020,0010)", "SH", "StudyID", "S1"),
)
UNTELLING = (
    row("(0008,0060)", "CS", "Modality", "CR"),
    row("(0010,0040)", "CS", "PatientSex", "F"),
    row("(0010,1010)", "AS", "PatientAge", "054Y"),
    row("(0010,1002)", "SQ", "OtherPatientIDsSequence", "1 item"),
    row("(0008,1030)", "LO", "StudyDescription", "Thorax"),
    row("(0008,1060)", "PN", "NameOfPhysiciansReadingStudy", ""),
)


def test_what_identifies_is_masked_and_the_rest_stays() -> None:
    masked = without_identity((*TELLING, *UNTELLING))

    assert [one.value for one in masked[: len(TELLING)]] == [MASK] * len(TELLING)
    assert masked[len(TELLING) :] == UNTELLING


def test_a_name_in_another_value_is_masked_wherever_it_stands() -> None:
    rows = (row("(0009,1001)", "LO", "", "for DOE, id 4711, 1970-01-02; 47110"), *TELLING)

    assert without_identity(rows)[0].value == f"for {MASK}, id {MASK}, {MASK}; 47110"


def test_no_search_finds_what_is_masked(tmp_path: Path) -> None:
    rows = tags(TagsRequest(write_dicom(tmp_path / "film.dcm")), NullContext())

    assert search(rows, "doe")
    assert search(without_identity(rows), "doe") == ()
    assert len(without_identity(rows)) == len(rows)
