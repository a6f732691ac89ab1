"""Readings as structured reports: valid, TID 1500 as highdicom reads it, every number back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pydicom
import pytest
from highdicom.sr import ComprehensiveSR, MeasurementReport, srread

from lungdesk.core.assessment import Assessment
from lungdesk.core.labels import CHEST_LABELS, Label, LabelSet
from lungdesk.core.prediction import ModelRef, Prediction, softmax
from lungdesk.core.verdict import Correction, Decision, Verdict
from lungdesk.formats.dicom_writers.reading_report import presence, write_reading_report
from lungdesk.formats.reader import read_radiograph
from lungdesk.formats.reading_codes import (
    ABSENT,
    LUNG,
    OPERATING_POINT,
    PRESENCE,
    PRESENT,
    PROBABILITY,
    UNDETERMINED,
    finding_code,
)
from tests.unit.formats.builders import gradient, write_picture
from tests.unit.formats.film_objects import SHARED, complaints, small_film

MODEL = ModelRef("lungdesk-lite0", "0.1.0", "0123456789abcdef" * 4)
#: Nearly all of it is tuberculosis.
LOGITS = (0.0, 0.5, -1.0, 0.2, 5.0)


def prediction(
    logits: tuple[float, ...] = LOGITS,
    assessment: Assessment | None = None,
    verdict: Verdict | None = None,
) -> Prediction:
    values = np.asarray(logits, np.float32)
    given = {} if verdict is None else {"verdict": verdict}
    return Prediction(CHEST_LABELS, values, softmax(values), MODEL, assessment=assessment, **given)


def assessment(*thresholds: float | None, cleared: tuple[int, ...]) -> Assessment:
    return Assessment(thresholds, cleared, False, (4,), 0.9)


@pytest.mark.parametrize("name", SHARED)
def test_a_report_on_a_shared_film_is_valid(shared_data: Path, tmp_path: Path, name: str) -> None:
    film = read_radiograph(shared_data / "dicom" / f"{name}.dcm")
    write_reading_report(tmp_path / "reading.dcm", film, prediction())

    assert complaints(tmp_path / "reading.dcm") == []


def test_highdicom_finds_each_class_with_its_numbers(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    read = prediction(assessment=assessment(0.3, 0.3, 0.3, 0.3, 0.6, cleared=(4,)))
    uid = write_reading_report(tmp_path / "reading.dcm", film, read)

    document = srread(tmp_path / "reading.dcm")
    assert isinstance(document, ComprehensiveSR)
    assert isinstance(document.content, MeasurementReport)
    assert document.SOPInstanceUID == uid
    groups = document.content.get_image_measurement_groups()
    assert [group.finding_type for group in groups] == [
        finding_code(label) for label in CHEST_LABELS.labels
    ]
    for index, group in enumerate(groups):
        values = {one.name.value: one.value for one in group.get_measurements()}
        assert values[PROBABILITY.value] == pytest.approx(read.probabilities[index], abs=1e-6)
        assert values[OPERATING_POINT.value] == pytest.approx(read.operating_points[index])
        (evaluation,) = group.get_qualitative_evaluations(PRESENCE)
        assert evaluation.value.value == presence(read, index).value  # type: ignore[union-attr]
        assert [site.value for site in group.finding_sites] == [LUNG]


def test_who_said_it_of_which_film_and_what_it_is_not(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    write_reading_report(tmp_path / "reading.dcm", film, prediction())

    written = pydicom.dcmread(tmp_path / "reading.dcm")
    words = written.to_json()
    for expected in (MODEL.id, MODEL.version, MODEL.sha256, "SHA-256", "not for diagnosis"):
        assert expected in words
    assert written.StudyInstanceUID == film.instance.study_instance_uid
    assert written.SeriesInstanceUID != film.instance.series_instance_uid
    assert written.PatientID == film.instance.patient.patient_id
    assert written.CompletionFlag == "COMPLETE"
    assert written.VerificationFlag == "UNVERIFIED"
    (study,) = written.CurrentRequestedProcedureEvidenceSequence
    (series,) = study.ReferencedSeriesSequence
    (image,) = series.ReferencedSOPSequence
    assert image.ReferencedSOPInstanceUID == film.instance.sop_instance_uid


def test_a_class_without_an_operating_point_has_no_number_of_one(tmp_path: Path) -> None:
    read = prediction(assessment=assessment(None, 0.3, 0.3, 0.3, 0.6, cleared=(4,)))
    write_reading_report(tmp_path / "reading.dcm", small_film(tmp_path), read)

    document = srread(tmp_path / "reading.dcm")
    assert isinstance(document, ComprehensiveSR)
    assert isinstance(document.content, MeasurementReport)
    first, second, *_ = document.content.get_image_measurement_groups()
    named = [{one.name.value for one in group.get_measurements()} for group in (first, second)]
    assert named == [{PROBABILITY.value}, {PROBABILITY.value, OPERATING_POINT.value}]


def test_two_reports_have_no_uid_in_common(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    uids = {write_reading_report(tmp_path / f"{n}.dcm", film, prediction()) for n in range(2)}
    series = {pydicom.dcmread(tmp_path / f"{n}.dcm").SeriesInstanceUID for n in range(2)}
    assert (len(uids), len(series)) == (2, 2)


@pytest.mark.parametrize(
    ("logits", "assessed", "expected"),
    [
        (LOGITS, None, [ABSENT, ABSENT, ABSENT, ABSENT, PRESENT]),
        # No class reaches one half: the most probable one is left open.
        ((0.0, 0.1, 0.0, 0.0, 0.2), None, [ABSENT, ABSENT, ABSENT, ABSENT, UNDETERMINED]),
        # Two classes reach their operating points: both are left open.
        (
            (3.0, 0.0, 0.0, 0.0, 3.0),
            assessment(0.3, 0.9, 0.9, 0.9, 0.3, cleared=(0, 4)),
            [UNDETERMINED, ABSENT, ABSENT, ABSENT, UNDETERMINED],
        ),
        # A class has none.
        (
            LOGITS,
            assessment(None, 0.9, 0.9, 0.9, 0.6, cleared=(4,)),
            [UNDETERMINED, ABSENT, ABSENT, ABSENT, PRESENT],
        ),
        # None does.
        (
            LOGITS,
            assessment(0.9, 0.9, 0.9, 0.9, 0.999, cleared=()),
            [ABSENT, ABSENT, ABSENT, ABSENT, UNDETERMINED],
        ),
    ],
)
def test_a_class_is_present_from_its_operating_point_on(
    logits: tuple[float, ...], assessed: Assessment | None, expected: list[object]
) -> None:
    read = prediction(logits, assessed)
    assert [presence(read, index) for index in range(5)] == expected


def test_nothing_is_said_of_a_refused_film(tmp_path: Path) -> None:
    refused = prediction(verdict=Verdict(Decision.REFUSED, sentence="It is blank."))
    with pytest.raises(ValueError, match="refused"):
        write_reading_report(tmp_path / "reading.dcm", small_film(tmp_path), refused)
    assert not (tmp_path / "reading.dcm").exists()


def test_what_the_film_check_says_stands_in_the_report(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    verdicts = {
        "refused": Verdict(
            Decision.REFUSED,
            sentence="The film lies on its side.",
            applied=Correction(1, is_inverted=True),
            is_overridden=True,
        ),
        "doubtful": Verdict(Decision.DOUBTFUL, sentence="It may be mirrored (R\\F)."),
    }
    for name, verdict in verdicts.items():
        write_reading_report(tmp_path / f"{name}.dcm", film, prediction(verdict=verdict))
        assert complaints(tmp_path / f"{name}.dcm") == []
    refused = pydicom.dcmread(tmp_path / "refused.dcm")
    words = refused.to_json()

    said = "Film check: refused, read at the reader's wish: The film lies on its side."
    assert words.count(said) == len(CHEST_LABELS)
    assert "Correction before it was read: turn it to the right and invert it" in words
    assert refused.CompletionFlagDescription == (
        "Refused by the film check, but read, not for diagnosis"
    )
    assert "Film check: It may be mirrored" in pydicom.dcmread(tmp_path / "doubtful.dcm").to_json()


def test_of_a_refused_film_no_class_is_said_to_be_there_or_not() -> None:
    refused = prediction(verdict=Verdict(Decision.REFUSED, is_overridden=True))
    assert {presence(refused, index) for index in range(5)} == {UNDETERMINED}


def test_a_class_without_a_concept_gets_one_of_our_own() -> None:
    label = LabelSet((Label("my new class…", "My “new” class\\1", ""),)).labels[0]
    code = finding_code(label)
    assert (code.value, code.scheme_designator) == ("MY_NEW_CL_52F8D5", "99LUNGDESK")
    assert code.meaning == "My “new” class 1"


def test_no_two_classes_of_a_model_share_a_concept() -> None:
    ids = (
        *("silicosis", "Silicosis", "silico-sis", "silico_sis", "肺炎", "结核"),
        *("nodule_greater_than_3_cm", "nodule_greater_than_4_cm"),
    )
    codes = [finding_code(label).value for label in LabelSet.from_ids(ids).labels]

    assert codes[0] == "SILICOSIS"
    assert len(set(codes)) == len(ids)
    assert all(len(code) <= 16 for code in codes)


def test_a_picture_file_cannot_be_referred_to(tmp_path: Path) -> None:
    film = read_radiograph(write_picture(tmp_path / "film.png", gradient()))
    with pytest.raises(Exception, match="LD-DICOM-005"):
        write_reading_report(tmp_path / "reading.dcm", film, prediction())
