"""Rows of the tag browser against what pydicom says of the same file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import DeflatedExplicitVRLittleEndian

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.formats import dicom_header, failures
from lungdesk.formats.dicom_tags import LONGEST_VALUE, TagRow
from lungdesk.formats.reader import read_tags
from tests.unit.formats.builders import (
    RLE,
    dicom,
    gradient,
    save,
    save_bare,
    write_compressed,
    write_dicom,
    write_picture,
)
from tests.unit.formats.damaged_files import Damage, damages, same_damages

_REAL = [
    "MR-SIEMENS-DICOM-WithOverlays",
    "RG1_UNCR",
    "RG3_J2KI",
    "emri_small_big_endian",
    "eCT_Supplemental",
    "liver",
    "OT-PAL-8-face",
    "explicit_VR-UN",
]


def _row(path: Path, keyword: str) -> TagRow:
    (row,) = [row for row in read_tags(path) if row.keyword == keyword]
    return row


def _walk(dataset: Dataset, depth: int = 0) -> Iterator[tuple[int, str, str, str]]:
    for element in dataset:
        tag = f"({element.tag.group:04X},{element.tag.element:04X})"
        yield depth, tag, element.keyword, element.name
        if element.VR == "SQ":
            for number, item in enumerate(element.value, 1):
                yield depth + 1, "(FFFE,E000)", "", f"Item {number}"
                yield from _walk(item, depth + 2)


@pytest.mark.parametrize("name", _REAL)
def test_rows_are_the_elements_that_pydicom_finds(sample_films: Path, name: str) -> None:
    path = sample_films / f"{name}.dcm"
    dataset = dcmread(path, force=True)

    rows = read_tags(path)

    expected = [*_walk(dataset.file_meta), *_walk(dataset)]
    assert [(row.depth, row.tag, row.keyword, row.name) for row in rows] == expected


@pytest.mark.parametrize("name", _REAL)
def test_each_row_is_one_short_line_below_its_parent(sample_films: Path, name: str) -> None:
    rows = read_tags(sample_films / f"{name}.dcm")
    for index, row in enumerate(rows):
        assert row.value.isprintable()
        assert len(row.value) <= LONGEST_VALUE
        assert row.parent < index
        assert row.depth == (rows[row.parent].depth + 1 if row.parent >= 0 else 0)


@pytest.mark.parametrize(
    ("elements", "keyword", "vr", "value"),
    [
        ({}, "PatientName", "PN", "Doe^Jane"),
        ({}, "Rows", "US", "40"),
        ({}, "SOPInstanceUID", "UI", "1.2.3.4"),
        ({"WindowCenter": ["100", "200.5"]}, "WindowCenter", "DS", "100\\200.5"),
        ({"StudyDescription": ""}, "StudyDescription", "LO", ""),
        ({"ImageComments": "one\r\ntwo"}, "ImageComments", "LT", "one  two"),
        (
            {"PatientName": "Müller", "SpecificCharacterSet": "ISO_IR 192"},
            *("PatientName", "PN", "Müller"),
        ),
    ],
)
def test_values_are_shown_as_they_are_stored(
    tmp_path: Path, elements: dict[str, Any], keyword: str, vr: str, value: str
) -> None:
    row = _row(write_dicom(tmp_path / "film.dcm", **elements), keyword)

    assert (row.vr, row.value, row.depth, row.parent) == (vr, value, 0, -1)


def test_a_uid_with_a_name_is_shown_with_it(tmp_path: Path) -> None:
    row = _row(write_dicom(tmp_path / "film.dcm"), "SOPClassUID")

    assert row.value == (
        "1.2.840.10008.5.1.4.1.1.1.1 (Digital X-Ray Image Storage - For Presentation)"
    )


def test_long_values_are_abbreviated_and_say_how_long_they_are(tmp_path: Path) -> None:
    lut = Dataset()
    lut.LUTDescriptor = [4096, 0, 16]
    lut.add_new("LUTData", "US", list(range(4096)))
    path = write_dicom(
        tmp_path / "film.dcm", ImageComments="x" * 5000, VOILUTSequence=Sequence([lut])
    )

    assert _row(path, "ImageComments").value.endswith("… (5,000 characters)")
    table = _row(path, "LUTData")
    assert table.value.startswith("0\\1\\2\\3\\")
    assert table.value.endswith("… (4,096 values)")


def test_items_of_nested_sequences_hang_below_each_other(tmp_path: Path) -> None:
    inner, outer = Dataset(), Dataset()
    inner.CodeMeaning = "Chest"
    outer.PurposeOfReferenceCodeSequence = Sequence([inner])
    path = write_dicom(tmp_path / "film.dcm", SourceImageSequence=Sequence([Dataset(), outer]))

    rows = read_tags(path)

    climbed = []
    index = next(i for i, row in enumerate(rows) if row.keyword == "CodeMeaning")
    while index >= 0:
        climbed.append((rows[index].depth, rows[index].keyword or rows[index].name))
        index = rows[index].parent
    assert climbed == [
        (4, "CodeMeaning"),
        (3, "Item 1"),
        (2, "PurposeOfReferenceCodeSequence"),
        (1, "Item 2"),
        (0, "SourceImageSequence"),
    ]
    assert _row(path, "SourceImageSequence").value == "2 items"


def test_pixels_stay_on_disk_and_what_stands_behind_them_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = np.zeros((1000, 1200), np.uint16)
    dataset = dicom(large)
    dataset.add_new(0xFFFCFFFC, "OB", b"\0" * 10)
    path = save(tmp_path / "film.dcm", dataset)
    longest = 0
    read = dicom_header.inflated

    class Watched:
        """A stream that remembers how much was read at once."""

        def __init__(self, stream: Any) -> None:
            self._stream = stream

        def read(self, size: int = -1) -> bytes:
            nonlocal longest
            data: bytes = self._stream.read(size)
            longest = max(longest, len(data))
            return data

        def __getattr__(self, name: str) -> Any:
            return getattr(self._stream, name)

    monkeypatch.setattr(
        "lungdesk.formats.dicom_tags.inflated", lambda stream, p: Watched(read(stream, p))
    )

    rows = read_tags(path)

    assert _row(path, "PixelData").value == "2,400,000 bytes"
    assert rows[-1].tag == "(FFFC,FFFC)"
    assert 0 < longest < 100_000


def test_compressed_frames_are_named_and_not_shown(tmp_path: Path) -> None:
    path = write_compressed(tmp_path / "film.dcm", gradient(), RLE)

    assert _row(path, "PixelData").value == "compressed frames"


def test_a_sequence_of_any_length_is_looked_into(tmp_path: Path) -> None:
    items = []
    for number in range(3000):
        item = Dataset()
        item.CodeMeaning = f"code {number} " + "x" * 40
        items.append(item)
    path = write_dicom(tmp_path / "film.dcm", SourceImageSequence=Sequence(items))

    meanings = [row.value for row in read_tags(path) if row.keyword == "CodeMeaning"]

    assert len(meanings) == 3000
    assert meanings[-1].startswith("code 2999")


def test_private_elements_have_the_names_of_their_makers(sample_films: Path) -> None:
    rows = read_tags(sample_films / "MR-SIEMENS-DICOM-WithOverlays.dcm")
    names = {row.tag: row.name for row in rows}

    assert names["(0029,0010)"] == "Private Creator"
    assert names["(0029,1031)"] == "[PMTF Information 1]"
    assert names["(6000,0022)"] == "Overlay Description"


def test_a_value_that_breaks_its_rules_is_said_and_the_others_are_shown(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", InstanceNumber=1234)
    content = path.read_bytes()
    at = content.index(b"\x28\x00\x10\x00US\x02\x00")  # Rows, of two bytes
    path.write_bytes(
        content[: at + 6] + b"\x01\x00" + content[at + 8 : at + 9] + content[at + 10 :]
    )

    rows = read_tags(path)

    assert _row(path, "Rows").value == "cannot be read (1 bytes)"
    assert {row.keyword for row in rows} >= {"PatientID", "Columns", "PixelData"}


def test_files_without_preamble_and_without_image_have_elements(tmp_path: Path) -> None:
    bare = save_bare(tmp_path / "old", dicom(gradient()), is_implicit=True)
    report = write_dicom(tmp_path / "report.dcm", PixelData=None, Modality="SR")

    assert _row(bare, "PatientID").value == _row(report, "PatientID").value == "P1"
    assert _row(report, "Modality").value == "SR"


def test_a_deflated_file_is_inflated_up_to_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = dicom(gradient())
    dataset.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    path = save(tmp_path / "film.dcm", dataset)

    assert "Deflated" in _row(path, "TransferSyntaxUID").value
    assert _row(path, "PatientID").value == "P1"
    monkeypatch.setattr(dicom_header, "_MAX_INFLATED_BYTES", 100)
    with pytest.raises(LungDeskError) as caught:
        read_tags(path)
    assert caught.value.code is ErrorCode.IMAGE_TOO_LARGE


def test_a_picture_has_no_elements(tmp_path: Path) -> None:
    path = write_picture(tmp_path / "scan.png", gradient())
    with pytest.raises(LungDeskError) as caught:
        read_tags(path)
    assert str(caught.value) == str(failures.without_elements(path))
    assert caught.value.code is ErrorCode.FILE_NOT_AN_IMAGE


@same_damages
@given(damage=damages(least_share=0.05))
def test_an_altered_file_has_rows_or_is_damaged(tmp_path: Path, damage: Damage) -> None:
    path = write_dicom(tmp_path / "film.dcm")
    path.write_bytes(damage.of(path.read_bytes()))

    try:
        rows = read_tags(path)
    except LungDeskError as error:
        rows = ()
        if error.code not in (ErrorCode.DICOM_DAMAGED, ErrorCode.FILE_NOT_AN_IMAGE):
            raise
    assert all(row.value.isprintable() for row in rows)
