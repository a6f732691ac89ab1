from __future__ import annotations

import copy
import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.errors import ErrorCode, LungDeskError
from tests.unit.core.imaging.films import unhurried

#: Codes that have been in a release or a guide: nothing here may ever change. New ones are added.
PUBLISHED = {
    "FILE_MISSING": "LD-FILE-001",
    "FILE_NOT_PERMITTED": "LD-FILE-002",
    "FILE_EMPTY": "LD-FILE-003",
    "FILE_NOT_AN_IMAGE": "LD-FILE-004",
    "FOLDER_WITHOUT_IMAGES": "LD-FILE-005",
    "FILE_NOT_WRITABLE": "LD-FILE-006",
    "IMAGE_DAMAGED": "LD-IMAGE-001",
    "IMAGE_TOO_SMALL": "LD-IMAGE-002",
    "IMAGE_TOO_LARGE": "LD-IMAGE-003",
    "IMAGE_FRAME_MISSING": "LD-IMAGE-004",
    "DICOM_DAMAGED": "LD-DICOM-001",
    "DICOM_WITHOUT_PIXELS": "LD-DICOM-002",
    "DICOM_TRANSFER_SYNTAX": "LD-DICOM-003",
    "DICOM_PHOTOMETRIC": "LD-DICOM-004",
    "MODEL_MISSING": "LD-MODEL-001",
    "MODEL_DAMAGED": "LD-MODEL-002",
    "MODEL_TOO_NEW": "LD-MODEL-003",
    "MODEL_INVALID": "LD-MODEL-004",
    "WEIGHTS_MISSING": "LD-WEIGHTS-001",
    "WEIGHTS_DAMAGED": "LD-WEIGHTS-002",
    "DATASET_EMPTY": "LD-DATA-001",
    "DATASET_LABEL_UNKNOWN": "LD-DATA-002",
    "DATASET_MANIFEST": "LD-DATA-003",
    "DATASET_GROUP_LEAK": "LD-DATA-004",
    "DATASET_SPLIT_MISSING": "LD-DATA-005",
    "DATASET_CLASS_MISSING": "LD-DATA-006",
    "TRAINING_FAILED": "LD-TRAIN-001",
    "TRAINING_OUTPUT_EXISTS": "LD-TRAIN-002",
    "TRAINING_UNAVAILABLE": "LD-TRAIN-003",
    "USAGE": "LD-USAGE-001",
    "UNEXPECTED": "LD-UNEXPECTED-001",
    "ANNOTATIONS_DAMAGED": "LD-NOTE-001",
    "ANNOTATIONS_TOO_NEW": "LD-NOTE-002",
    "ARCHIVE_DAMAGED": "LD-ARCHIVE-001",
    "ARCHIVE_UNSAFE": "LD-ARCHIVE-002",
    "ARCHIVE_TOO_LARGE": "LD-ARCHIVE-003",
    "ARCHIVE_ENCRYPTED": "LD-ARCHIVE-004",
    "ARCHIVE_METHOD": "LD-ARCHIVE-005",
    "DICOM_NOT_REFERABLE": "LD-DICOM-005",
    "PRESENTATION_COLOUR": "LD-PRES-001",
    "PRESENTATION_INVALID": "LD-PRES-002",
    "MEASUREMENTS_NONE": "LD-MEASURE-001",
}

codes = st.sampled_from(ErrorCode)


class SpecialError(LungDeskError):
    pass


def test_no_two_errors_share_a_code() -> None:
    # Of two members with one value, an enumeration keeps the second as an alias of the first.
    assert len(ErrorCode.__members__) == len(ErrorCode)


@pytest.mark.parametrize("code", ErrorCode)
def test_a_code_can_be_looked_up_in_the_guide(code: ErrorCode) -> None:
    assert re.fullmatch(r"LD-[A-Z]+-\d{3}", code)
    assert str(code) == code.value


def test_published_codes_never_change() -> None:
    assert {name: ErrorCode[name].value for name in PUBLISHED} == PUBLISHED


def test_an_error_says_itself_in_one_line_with_its_code() -> None:
    error = LungDeskError("film.dcm is empty.", hint="Copy it again.", code=ErrorCode.FILE_EMPTY)

    assert str(error) == "film.dcm is empty. Copy it again. [LD-FILE-003]"
    assert str(LungDeskError("It is.", code=ErrorCode.USAGE)) == "It is. [LD-USAGE-001]"


@unhurried
@given(st.text(), st.text(), codes)
def test_line_breaks_in_names_do_not_break_the_line(
    message: str, hint: str, code: ErrorCode
) -> None:
    error = LungDeskError(message, hint=hint, code=code)

    for text in (str(error), error.message, error.hint):
        assert len(text.splitlines()) <= 1
    assert re.sub(r"\s", "", error.message) == re.sub(r"\s", "", message)


@unhurried
@given(st.text(), st.text(), codes, st.sampled_from([LungDeskError, SpecialError]))
def test_an_error_survives_the_way_to_another_process(
    message: str, hint: str, code: ErrorCode, kind: type[LungDeskError]
) -> None:
    error = kind(message, hint=hint, code=code)

    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(twin) is kind
        assert (twin.message, twin.hint, twin.code) == (error.message, error.hint, code)
        assert str(twin) == str(error)
