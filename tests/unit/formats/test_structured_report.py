"""Measurement reports: valid, TID 1500 as highdicom reads it, and every number back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pydicom
import pytest
from highdicom.sr import ComprehensiveSR, MeasurementReport, srread
from pydicom.sr.codedict import codes
from pydicom.sr.coding import Code

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.marks import Arrow
from lungdesk.core.annotation.measurements import CalibrationLine, CardiothoracicRatio, Length
from lungdesk.core.annotation.regions import EllipseRoi, RectangleRoi
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.measurements import (
    MeasurementGroup,
    Quantity,
    Unit,
    measurement_groups,
)
from lungdesk.core.presentation import ObjectTitle
from lungdesk.core.radiograph import SpacingSource
from lungdesk.formats.dicom_writers.structured_report import write_measurement_report
from lungdesk.formats.measurement_codes import CONCEPTS, METHODS, UNITS
from lungdesk.formats.reader import read_radiograph
from tests.unit.formats.builders import colours, gradient, write_dicom, write_picture
from tests.unit.formats.film_objects import SAMPLES, SHARED, complaints, one_of_each, small_film
from tests.unit.formats.report_reader import read_measurement_report

LINE = Length(((10.0, 10.5), (30.0, 10.5)), name="nodule")


def rounded(group: MeasurementGroup) -> MeasurementGroup:
    """A group without what 32-bit coordinates and the film's edges do to its outlines."""
    bare = tuple(replace(measurement, outlines=()) for measurement in shortened(group).measurements)
    return replace(group, measurements=bare, region=None)


def shortened(group: MeasurementGroup) -> MeasurementGroup:
    """A group on a film of whole pixel values, with the decimals that are written of it."""
    measurements = tuple(
        replace(one, value=round(float(one.value), 4 if one.unit is Unit.RATIO else 2))
        for one in group.measurements
    )
    return replace(group, measurements=measurements)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_report_on_a_monochrome1_film_is_valid_and_comes_back(
    sample_films: Path, tmp_path: Path, name: str
) -> None:
    film = read_radiograph(sample_films / f"{name}.dcm")
    drawn = one_of_each(film)
    write_measurement_report(tmp_path / "report.dcm", film, drawn)

    read = read_measurement_report(tmp_path / "report.dcm")
    expected = measurement_groups(drawn, film)
    assert [rounded(group) for group in read.groups] == [rounded(group) for group in expected]
    assert read.film_uids == {film.instance.sop_instance_uid}
    assert read.left_out == 0
    assert complaints(tmp_path / "report.dcm") == []


@pytest.mark.parametrize("name", SHARED)
def test_a_report_on_a_shared_film_is_valid_and_comes_back(
    shared_data: Path, tmp_path: Path, name: str
) -> None:
    film = read_radiograph(shared_data / "dicom" / f"{name}.dcm")
    drawn = one_of_each(film)
    write_measurement_report(tmp_path / "report.dcm", film, drawn, ObjectTitle(creator="Reader"))

    read = read_measurement_report(tmp_path / "report.dcm")
    expected = measurement_groups(drawn, film)
    assert [rounded(group) for group in read.groups] == [rounded(group) for group in expected]
    assert complaints(tmp_path / "report.dcm") == []


def test_lines_and_regions_come_back_where_they_were(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    drawn = AnnotationSet(
        (
            LINE,
            EllipseRoi(((10.0, 10.0), (30.0, 20.0))),
            RectangleRoi(((1.0, 2.0), (8.0, 9.0))),
            CardiothoracicRatio(
                (
                    *((24.0, 5.0), (24.0, 35.0), (15.0, 25.0)),
                    *((30.0, 26.0), (5.0, 28.0), (42.0, 28.0)),
                )
            ),
        )
    )
    write_measurement_report(tmp_path / "report.dcm", film, drawn)

    expected = tuple(shortened(group) for group in measurement_groups(drawn, film))
    assert read_measurement_report(tmp_path / "report.dcm").groups == expected


def test_numbers_are_short_enough_to_read_and_keep_what_they_say(tmp_path: Path) -> None:
    film = small_film(tmp_path, RescaleSlope=0.001, RescaleIntercept=0)
    drawn = AnnotationSet((Length(((1.0, 2.0), (8.0, 9.0))), EllipseRoi(((1.0, 2.0), (9.0, 9.0)))))
    write_measurement_report(tmp_path / "report.dcm", film, drawn)

    numbers = [
        str(element.value)
        for element in pydicom.dcmread(tmp_path / "report.dcm").iterall()
        if element.keyword == "NumericValue"
    ]
    assert "9.9" in numbers
    assert max(map(len, numbers)) <= 7
    _, region = measurement_groups(drawn, film)
    (mean,) = (one.value for one in region.measurements if one.quantity is Quantity.MEAN)
    assert str(round(float(mean), 5)) in numbers


def test_highdicom_reads_the_groups_with_their_codes(tmp_path: Path) -> None:
    film = small_film(tmp_path, PixelSpacing=[0.5, 0.5], PixelSpacingCalibrationType="GEOMETRY")
    roi = RectangleRoi(((1.0, 2.0), (8.0, 9.0)), name="roi")
    write_measurement_report(tmp_path / "report.dcm", film, AnnotationSet((LINE, roi)))
    document = srread(tmp_path / "report.dcm")

    assert isinstance(document, ComprehensiveSR)
    content = document.content
    assert isinstance(content, MeasurementReport)
    assert document.ContentTemplateSequence[0].TemplateIdentifier == "1500"
    (line,) = content.get_image_measurement_groups()
    assert line.tracking_identifier == "nodule"
    (length,) = line.get_measurements(name=codes.SCT.Length)
    assert length.value == pytest.approx(10.0)
    assert length.unit == codes.UCUM.Millimeter
    assert length.method == METHODS[SpacingSource.CALIBRATED]
    assert length.referenced_coordinates[0].value.tolist() == [[10.0, 10.5], [30.0, 10.5]]
    (planar,) = content.get_planar_roi_measurement_groups()
    assert planar.roi is not None
    assert planar.roi.value.tolist() == [[1, 2], [8, 2], [8, 9], [1, 9], [1, 2]]
    (area,) = planar.get_measurements(name=codes.SCT.Area)
    assert (area.value, area.unit) == (12.25, codes.UCUM.SquareMillimeter)
    derivations = {measurement.derivation for measurement in planar.get_measurements()} - {None}
    assert len(derivations) == 4
    assert codes.SCT.Mean in derivations


def test_pixels_are_the_unit_where_no_spacing_is_known(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    roi = RectangleRoi(((1.0, 2.0), (8.0, 9.0)))
    write_measurement_report(tmp_path / "report.dcm", film, AnnotationSet((LINE, roi)))

    line, region = read_measurement_report(tmp_path / "report.dcm").groups
    assert [(m.value, m.unit, m.source) for m in line.measurements] == [(20.0, Unit.PX, None)]
    areas = [m for m in region.measurements if m.quantity is Quantity.AREA]
    assert [(m.value, m.unit, m.source) for m in areas] == [(49.0, Unit.PX2, None)]


def test_the_calibration_of_the_reader_is_told_as_the_method(tmp_path: Path) -> None:
    film = small_film(tmp_path, ImagerPixelSpacing=[0.2, 0.2])
    marker = CalibrationLine(((0.0, 0.0), (10.0, 0.0)), length_mm=25.0)
    write_measurement_report(tmp_path / "report.dcm", film, AnnotationSet((LINE, marker)))

    line, known = read_measurement_report(tmp_path / "report.dcm").groups
    assert line.measurements[0].value == pytest.approx(50.0)
    assert line.measurements[0].source is SpacingSource.CALIBRATED_BY_USER
    assert known.measurements[0].quantity is Quantity.REFERENCE_LENGTH


@pytest.mark.parametrize(
    "beyond",
    [
        EllipseRoi(((-10.0, -10.0), (20.0, 20.0))),
        RectangleRoi(((5.0, 5.0), (500.0, 20.0))),
        Length(((10.0, 10.0), (30.0, -25.0))),
    ],
)
def test_what_leaves_the_film_has_its_number_and_no_coordinates_of_another_shape(
    tmp_path: Path, beyond: Annotation
) -> None:
    film = small_film(tmp_path)
    drawn = AnnotationSet((beyond, LINE))
    write_measurement_report(tmp_path / "report.dcm", film, drawn)

    expected, _ = measurement_groups(drawn, film)
    group, line = read_measurement_report(tmp_path / "report.dcm").groups
    assert group == rounded(expected)
    assert line.measurements[0].outlines
    assert complaints(tmp_path / "report.dcm") == []
    content = srread(tmp_path / "report.dcm").content
    assert isinstance(content, MeasurementReport)
    assert len(content.get_image_measurement_groups()) == 2


def test_a_report_belongs_to_the_patient_and_the_study_of_its_film(tmp_path: Path) -> None:
    film = small_film(
        tmp_path,
        PatientName="Müller",
        PatientSex="?",
        StudyDate="yesterday",
        SpecificCharacterSet="ISO_IR 100",
    )
    title = ObjectTitle("Follow-up", creator="Röntgen^Wilhelm")
    uid = write_measurement_report(tmp_path / "report.dcm", film, AnnotationSet((LINE,)), title)
    dataset = pydicom.dcmread(tmp_path / "report.dcm")

    assert (dataset.SOPInstanceUID, dataset.Modality) == (uid, "SR")
    assert (dataset.PatientName, dataset.PatientID) == ("Müller", "P1")
    assert (dataset.PatientSex, dataset["StudyDate"].value) == ("", "")
    assert dataset.StudyInstanceUID == film.instance.study_instance_uid
    assert dataset.SeriesInstanceUID != film.instance.series_instance_uid
    assert dataset.SeriesDescription == "Follow-up, not for diagnosis"
    assert (dataset.CompletionFlag, dataset.VerificationFlag) == ("COMPLETE", "UNVERIFIED")
    people = [item for item in dataset.ContentSequence if item.ValueType == "PNAME"]
    assert [str(item.PersonName) for item in people] == ["Röntgen^Wilhelm"]


def test_a_colour_image_can_be_measured_too(tmp_path: Path) -> None:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm", colours()))
    write_measurement_report(tmp_path / "report.dcm", film, AnnotationSet((LINE,)))

    (group,) = read_measurement_report(tmp_path / "report.dcm").groups
    assert group == measurement_groups(AnnotationSet((LINE,)), film)[0]


def test_each_code_says_one_thing_only() -> None:
    concepts = [
        tuple(code and (code.scheme_designator, code.value) for code in parts)
        for concept in CONCEPTS.values()
        for parts in [(concept.name, concept.derivation, concept.finding_site)]
    ]

    assert len(set(concepts)) == len(Quantity)
    assert len({code.value for code in UNITS.values()}) == len(Unit)
    assert len({code.value for code in METHODS.values()}) == len(SpacingSource)


@pytest.mark.parametrize(
    "code",
    [
        codes.SCT.Length,
        codes.SCT.CobbAngle,
        codes.SCT.Area,
        codes.SCT.Perimeter,
        codes.UCUM.Millimeter,
        codes.UCUM.SquareMillimeter,
        codes.UCUM.Degree,
        codes.SCT.Mean,
        codes.SCT.StandardDeviation,
        codes.SCT.Minimum,
        codes.SCT.Maximum,
    ],
)
def test_public_codes_are_those_of_the_standard(code: Code) -> None:
    used = [
        *UNITS.values(),
        *(part for concept in CONCEPTS.values() for part in (concept.name, concept.derivation)),
    ]

    assert any(one is not None and one == code for one in used)


def test_a_film_without_measurements_has_no_report(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    drawn = AnnotationSet((Arrow(((1.0, 1.0), (5.0, 5.0))),))
    with pytest.raises(LungDeskError, match=r"Nothing is measured on film\.dcm") as caught:
        write_measurement_report(tmp_path / "report.dcm", film, drawn)

    assert caught.value.code is ErrorCode.MEASUREMENTS_NONE
    assert not (tmp_path / "report.dcm").exists()


def test_a_picture_cannot_be_reported_on(tmp_path: Path) -> None:
    film = read_radiograph(write_picture(tmp_path / "film.png", gradient()))
    with pytest.raises(LungDeskError, match="no DICOM image") as caught:
        write_measurement_report(tmp_path / "report.dcm", film, AnnotationSet((LINE,)))

    assert caught.value.code is ErrorCode.DICOM_NOT_REFERABLE
