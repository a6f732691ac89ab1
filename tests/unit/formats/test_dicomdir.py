"""Media with a table of contents, as pydicom writes them."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from pydicom import dcmread
from pydicom.fileset import FileSet
from pydicom.uid import UID, BasicTextSRStorage

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.formats.dicomdir import medium_files
from lungdesk.formats.discovery import discover
from lungdesk.formats.passed_over import PassedOver
from lungdesk.formats.reader import read_instance
from tests.unit.formats.builders import dicom, gradient, save, write_dicom
from tests.unit.formats.damaged_files import Damage, damages, same_damages

_FIRST = "OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity"


@pytest.fixture
def medium(tmp_path: Path) -> Path:
    """Folder with a DICOMDIR of two patients with two films each."""
    films = FileSet()
    for patient in ("P2", "P1"):
        for number in (1, 2):
            uid = f"1.2.{patient[1]}.{number}"
            dataset = dicom(
                gradient(),
                PatientID=patient,
                StudyInstanceUID=f"1.2.{patient[1]}",
                StudyDate="20260101",
                StudyTime="1200",
                StudyID="1",
                AccessionNumber="",
                SeriesInstanceUID=f"1.2.{patient[1]}.9",
                SeriesNumber=1,
                InstanceNumber=number,
                SOPInstanceUID=uid,
            )
            dataset.file_meta.MediaStorageSOPInstanceUID = UID(uid)
            films.add(dataset)
    folder = tmp_path / "medium"
    _write(films, folder)
    return folder


def _write(films: FileSet, folder: Path) -> None:
    films.write(folder)
    _let_go(films)


def _let_go(films: FileSet) -> None:
    """Delete what a file set holds besides the medium, which it leaves to a warning."""
    films._stage["t"].cleanup()


def _alter(medium: Path, **elements: object) -> None:
    """Write elements into the first image record, or the given ones into the table."""
    dataset = dcmread(medium / "DICOMDIR")
    records = dataset.DirectoryRecordSequence
    image = next(r for r in records if r.DirectoryRecordType == "IMAGE")
    for keyword, value in elements.items():
        setattr(dataset if keyword in dataset else image, keyword, value)
    dataset.save_as(medium / "DICOMDIR")


def _found(medium: Path) -> list[Path]:
    films = [film for film in medium_files(medium / "DICOMDIR") if isinstance(film, Path)]
    assert all(film.is_file() for film in films)
    return films


def test_films_come_in_the_order_of_patients_studies_and_series(medium: Path) -> None:
    facts = [read_instance(film) for film in _found(medium)]

    oracle = FileSet(medium / "DICOMDIR")
    assert _found(medium) == [Path(instance.path) for instance in oracle]
    _let_go(oracle)
    patients = [instance.patient.patient_id for instance in facts]
    assert patients[0] == patients[1] != patients[2] == patients[3]
    assert [instance.instance_number for instance in facts] == [1, 2, 1, 2]


def test_links_and_not_the_order_of_records_tell_what_is_first(medium: Path) -> None:
    dataset = dcmread(medium / "DICOMDIR")
    roots = [r for r in dataset.DirectoryRecordSequence if r.DirectoryRecordType == "PATIENT"]
    before = _found(medium)
    # The second patient becomes the first: exchange who is linked from where.
    first, second = (r.seq_item_tell for r in roots)
    setattr(dataset, _FIRST, second)
    roots[1].OffsetOfTheNextDirectoryRecord, roots[0].OffsetOfTheNextDirectoryRecord = first, 0
    dataset.save_as(medium / "DICOMDIR")

    assert _found(medium) == [*before[2:], *before[:2]]


@pytest.mark.parametrize("first", [0, 1, 4_000_000_000])
def test_broken_links_leave_the_order_of_the_records(medium: Path, first: int) -> None:
    before = _found(medium)
    _alter(medium, **{_FIRST: first})

    assert _found(medium) == before


def test_links_in_a_circle_end(medium: Path) -> None:
    before = _found(medium)
    dataset = dcmread(medium / "DICOMDIR")
    for record in dataset.DirectoryRecordSequence:
        record.OffsetOfReferencedLowerLevelDirectoryEntity = getattr(dataset, _FIRST)
    dataset.save_as(medium / "DICOMDIR")

    assert _found(medium) == before


def test_a_film_that_is_missing_is_a_failure_beside_the_others(medium: Path) -> None:
    gone = _found(medium)[1]
    gone.unlink()

    found = discover([medium / "DICOMDIR"], NullContext())

    assert len(found.files) == 3
    (failure,) = found.failures
    assert (failure.path, failure.error.code) == (gone, ErrorCode.FILE_MISSING)


def test_a_name_longer_than_any_file_has_is_a_failure_beside_the_others(medium: Path) -> None:
    _alter(medium, ReferencedFileID=["A" * 300, "B"])

    found = discover([medium / "DICOMDIR"], NullContext())

    assert len(found.files) == 3
    assert [failure.error.code for failure in found.failures] == [ErrorCode.FILE_MISSING]


def test_names_are_found_in_any_case_and_with_a_version_number(medium: Path) -> None:
    before = _found(medium)
    lower = []
    for film in before:
        moved = medium / (str(film.relative_to(medium)).lower() + ";1")
        moved.parent.mkdir(parents=True, exist_ok=True)
        film.rename(moved)
        lower.append(moved)
    shutil.rmtree(medium / before[0].relative_to(medium).parts[0])
    shutil.rmtree(medium / before[-1].relative_to(medium).parts[0])

    assert _found(medium) == lower


@pytest.mark.parametrize("name", [["..", "film.dcm"], ["", "ETC"], ["A/../../B"], ["C:", "B"]])
def test_names_outside_of_the_medium_are_refused(medium: Path, name: list[str]) -> None:
    write_dicom(medium.parent / "film.dcm")
    _alter(medium, ReferencedFileID=name)

    found = discover([medium / "DICOMDIR"], NullContext())

    assert len(found.files) == 3
    assert [failure.error.code for failure in found.failures] == [ErrorCode.DICOM_DAMAGED]


def test_all_names_outside_of_the_medium_are_one_failure(medium: Path) -> None:
    dataset = dcmread(medium / "DICOMDIR")
    images = [r for r in dataset.DirectoryRecordSequence if r.DirectoryRecordType == "IMAGE"]
    for number, record in enumerate(images[:3]):
        record.ReferencedFileID = ["..", f"FILM{number}"]
    dataset.save_as(medium / "DICOMDIR")

    (failure,) = discover([medium / "DICOMDIR"], NullContext()).failures

    assert failure.path == medium / "DICOMDIR"
    assert failure.error.message.endswith(r"(..\FILM0 and 2 more).")


def test_records_out_of_use_and_of_other_kinds_are_passed_over(medium: Path) -> None:
    _alter(medium, RecordInUseFlag=0)
    assert len(_found(medium)) == 3
    _alter(medium, RecordInUseFlag=0xFFFF, DirectoryRecordType="PRIVATE")
    assert len(_found(medium)) == 3


def test_a_table_of_contents_under_another_name_is_known_by_its_content(medium: Path) -> None:
    before = _found(medium)
    renamed = (medium / "DICOMDIR").rename(medium / "contents.dcm")

    found = discover([renamed], NullContext())

    assert list(found.files) == before
    assert found.failures == ()


def test_a_medium_is_opened_as_a_folder_too_with_what_it_does_not_name(medium: Path) -> None:
    extra = write_dicom(medium / "A0.dcm")
    before = _found(medium)

    found = discover([medium, medium / "DICOMDIR"], NullContext())

    assert list(found.files) == [*before, extra]
    assert found.failures == ()


def test_a_table_of_contents_that_names_no_images_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    _write(FileSet(), tmp_path / "empty")

    found = discover([tmp_path / "empty" / "DICOMDIR"], NullContext())

    assert found.files == ()
    assert [failure.error.code for failure in found.failures] == [ErrorCode.FOLDER_WITHOUT_IMAGES]


def test_a_damaged_table_of_contents_is_a_failure_and_its_folder_is_walked(medium: Path) -> None:
    before = _found(medium)
    path = medium / "DICOMDIR"
    content = path.read_bytes()
    at = content.index(b"\x04\x00\x20\x12SQ")
    path.write_bytes(content[: at + 8] + b"\x10\x00\x00\x00" + content[at + 12 : at + 20])

    named = discover([path], NullContext())
    walked = discover([medium], NullContext())

    assert (named.files, len(named.failures)) == ((), 1)
    assert sorted(walked.files) == sorted(before)
    assert walked.failures == ()
    assert walked.passed_over == {path: PassedOver.DAMAGED_MEDIUM}


@pytest.mark.parametrize(("share", "films"), [(0.2, 0), (0.4, 1), (0.6, 2), (0.8, 3), (0.99, 4)])
def test_a_table_of_contents_that_is_cut_off_is_damaged(
    medium: Path, share: float, films: int
) -> None:
    path = medium / "DICOMDIR"
    content = path.read_bytes()
    end = len(content) - content.index(b"\x04\x00\x20\x12SQ")
    path.write_bytes(content[: len(content) - end + round(share * end)])

    named = discover([path], NullContext())
    walked = discover([medium], NullContext())

    assert [failure.error.code for failure in named.failures] == [ErrorCode.DICOM_DAMAGED]
    assert len(named.files) == films
    assert (len(walked.files), walked.failures) == (4, ())
    assert walked.passed_over == {path: PassedOver.DAMAGED_MEDIUM}


def test_a_film_with_the_name_of_a_table_of_contents_is_kept(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "DICOMDIR")

    assert discover([path], NullContext()).files == (path,)


def test_a_report_is_no_table_of_contents(tmp_path: Path) -> None:
    dataset = dicom(gradient())
    dataset.file_meta.MediaStorageSOPClassUID = BasicTextSRStorage
    path = save(tmp_path / "report.dcm", dataset)

    assert discover([path], NullContext()).files == (path,)


@same_damages
@given(damage=damages(least_share=0.3))
def test_an_altered_table_of_contents_is_read_or_refused(medium: Path, damage: Damage) -> None:
    path = medium / "ALTERED"
    path.write_bytes(damage.of((medium / "DICOMDIR").read_bytes()))

    with contextlib.suppress(LungDeskError):
        assert len(list(medium_files(path))) <= 4
