"""What a presentation state belongs to, and films that none can belong to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import Length
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.presentation import ObjectTitle, Presentation
from lungdesk.formats.dicom_writers.presentation_state import (
    content_label,
    write_presentation_state,
)
from lungdesk.formats.presentation_state_reader import read_presentation_state, refers_to
from lungdesk.formats.reader import read_radiograph
from tests.unit.formats.builders import colours, gradient, write_dicom, write_picture
from tests.unit.formats.film_objects import complaints, small_film, written

GSPS = "1.2.840.10008.5.1.4.1.1.11.1"


def test_a_state_belongs_to_the_patient_and_the_study_of_its_film(tmp_path: Path) -> None:
    film = small_film(
        tmp_path, PatientName="Müller^Jörg", SpecificCharacterSet="ISO_IR 100", PatientAge="62"
    )
    title = ObjectTitle("Lobe, äh!", "upper lobe", "Röntgen^W")
    uid = write_presentation_state(tmp_path / "state.dcm", film, Presentation(), title)
    dataset = pydicom.dcmread(tmp_path / "state.dcm")

    assert (dataset.SOPClassUID, dataset.Modality, dataset.SOPInstanceUID) == (GSPS, "PR", uid)
    assert (dataset.PatientName, dataset.PatientID) == ("Müller^Jörg", "P1")
    assert dataset.StudyInstanceUID == film.instance.study_instance_uid
    assert dataset.SeriesInstanceUID != film.instance.series_instance_uid
    assert "PatientAge" not in dataset
    (series,) = dataset.ReferencedSeriesSequence
    (image,) = series.ReferencedImageSequence
    assert image.ReferencedSOPInstanceUID == film.instance.sop_instance_uid
    stored = read_presentation_state(tmp_path / "state.dcm", film)
    assert (stored.label, stored.creator) == ("LOBE H", "Röntgen^W")
    assert stored.description == "upper lobe (not for diagnosis)"
    assert stored.created.startswith(dataset.InstanceCreationDate)


def code(value: str = "113100") -> pydicom.Dataset:
    item = pydicom.Dataset()
    item.CodeValue, item.CodingSchemeDesignator = value, "DCM"
    item.CodeMeaning = "Basic Application Confidentiality Profile"
    return item


@pytest.mark.parametrize(
    ("stated", "is_told"),
    [
        ({"DeidentificationMethodCodeSequence": [code(), code("113101")]}, True),
        ({"DeidentificationMethod": "by hand"}, True),
        ({"DeidentificationMethodCodeSequence": []}, False),
        ({"DeidentificationMethod": ""}, False),
        ({}, False),
    ],
)
def test_that_identity_was_removed_is_told_with_the_method(
    tmp_path: Path, stated: dict[str, Any], is_told: bool
) -> None:
    film = small_film(tmp_path, PatientIdentityRemoved="YES", **stated)
    dataset = written(film, Presentation(), tmp_path)

    assert ("PatientIdentityRemoved" in dataset) is is_told
    told = {keyword: dataset[keyword].value for keyword in stated if keyword in dataset}
    assert told == (stated if is_told else {})
    assert complaints(tmp_path / "state.dcm") == []


def test_each_state_has_uids_of_its_own(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    one, other = (written(film, Presentation(), tmp_path) for _ in range(2))

    assert one.SOPInstanceUID != other.SOPInstanceUID
    assert one.SeriesInstanceUID != other.SeriesInstanceUID


def test_only_the_frame_that_was_looked_at_is_meant(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "frames.dcm", np.stack([gradient()] * 3))
    film = read_radiograph(path, frame=1)
    drawn = AnnotationSet((Length(((1.0, 1.0), (5.0, 5.0))),))
    dataset = written(film, Presentation(annotations=drawn), tmp_path)

    (image,) = dataset.ReferencedSeriesSequence[0].ReferencedImageSequence
    assert image.ReferencedFrameNumber == 2
    frames = [read_radiograph(path, frame=number) for number in range(3)]
    assert [refers_to(tmp_path / "state.dcm", one) for one in frames] == [False, True, False]


@pytest.mark.parametrize(
    "syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian, DeflatedExplicitVRLittleEndian]
)
def test_the_film_of_a_state_is_known_in_whatever_way_it_is_encoded(
    tmp_path: Path, syntax: UID
) -> None:
    film, path = small_film(tmp_path), tmp_path / "state.dcm"
    dataset = written(film, Presentation(), tmp_path)
    dataset.file_meta.TransferSyntaxUID = syntax
    dataset.save_as(path, implicit_vr=syntax.is_implicit_VR, little_endian=True)
    other = replace(film, instance=replace(film.instance, sop_instance_uid="1.2.3.99"))
    longer = replace(film, instance=replace(film.instance, sop_instance_uid="1.2.3"))

    assert [refers_to(path, one) for one in (film, other, longer)] == [True, False, False]


@pytest.mark.parametrize(
    ("words", "label"),
    [("", "PRESENTATION"), ("lungs", "LUNGS"), ("a-b", "A B"), ("x" * 40, "X" * 16), ("ü", None)],
)
def test_a_label_is_a_code_string(words: str, label: str | None) -> None:
    assert content_label(words) == (label or "PRESENTATION")


def test_a_picture_cannot_be_referred_to(tmp_path: Path) -> None:
    film = read_radiograph(write_picture(tmp_path / "film.png", gradient()))
    with pytest.raises(LungDeskError, match=r"film\.png is no DICOM image") as caught:
        write_presentation_state(tmp_path / "state.dcm", film, Presentation())

    assert caught.value.code is ErrorCode.DICOM_NOT_REFERABLE
    assert not (tmp_path / "state.dcm").exists()


@pytest.mark.parametrize("uid", [None, "not a uid"])
def test_a_film_without_identifiers_cannot_be_referred_to(tmp_path: Path, uid: str | None) -> None:
    film = small_film(tmp_path)
    header = pydicom.dcmread(film.instance.path)
    if uid is None:
        del header.SeriesInstanceUID
    else:
        header["SeriesInstanceUID"].value = uid
    header.save_as(film.instance.path)
    with pytest.raises(LungDeskError, match="SeriesInstanceUID") as caught:
        write_presentation_state(tmp_path / "state.dcm", film, Presentation())

    assert caught.value.code is ErrorCode.DICOM_NOT_REFERABLE


def test_a_colour_image_has_no_grayscale_state(tmp_path: Path) -> None:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm", colours()))
    with pytest.raises(LungDeskError) as caught:
        write_presentation_state(tmp_path / "state.dcm", film, Presentation())

    assert caught.value.code is ErrorCode.PRESENTATION_COLOUR


def test_a_film_that_has_gone_is_told(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    film.instance.path.unlink()
    with pytest.raises(LungDeskError) as caught:
        write_presentation_state(tmp_path / "state.dcm", film, Presentation())

    assert caught.value.code is ErrorCode.FILE_MISSING


def test_a_state_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LungDeskError) as caught:
        write_presentation_state(tmp_path / "file" / "state.dcm", film, Presentation())

    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "film.dcm"]
