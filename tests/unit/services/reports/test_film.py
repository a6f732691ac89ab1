"""What a report says of a film, brought together from reading, gate, annotations and reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.marks import TextNote
from lungdesk.core.annotation.measurements import CalibrationLine, Length
from lungdesk.core.assessment import Assessment
from lungdesk.core.imaging.turns import AS_STORED, Hanging
from lungdesk.core.radiograph import PixelSpacing, Radiograph, SpacingSource
from lungdesk.core.report import ReaderOpinion, ReportStyle, Section
from lungdesk.core.saliency import ImageRegion
from lungdesk.core.verdict import Correction, Decision, ReasonCode, Verdict
from lungdesk.formats.failures import too_large_for_memory
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.lungs.fields import lung_fields
from lungdesk.services.reports.film import PICTURE_PX, FilmReportRequest, film_report
from tests.unit.formats.builders import gradient, write_dicom
from tests.unit.services.report_films import MODEL, said_of

LINE = Length(((10.0, 10.0), (30.0, 10.0)), name="nodule of Doe")


@pytest.fixture
def film(tmp_path: Path) -> Radiograph:
    return read_radiograph(write_dicom(tmp_path / "doe-film.dcm", ImagerPixelSpacing=[0.5, 0.5]))


def request(film: Radiograph, **given: Any) -> FilmReportRequest:
    return FilmReportRequest(film.instance, film, **{"reading": said_of(film)} | given)


def test_the_reading_is_told_class_by_class(film: Radiograph) -> None:
    report = film_report(request(film, created=datetime(2026, 11, 28, 17, 40)))

    assert report.created == "2026-11-28 17:40"
    assert [one.name for one in report.readings if one.is_found] == ["Tuberculosis"]
    assert [one.operating_point for one in report.readings] == [None] * 5
    assert report.model is not None
    assert (report.model.id, report.model.sha256) == (MODEL.id, MODEL.sha256)
    assert report.model.precision == "int8"
    assert (report.doubt, report.refusal, report.notes) == ("", "", ())


def test_a_calibrated_model_has_operating_points_and_a_set(film: Radiograph) -> None:
    assessed = Assessment((0.1, 0.2, 0.3, 0.4, 0.5), (4,), False, (4, 1), 0.9)
    report = film_report(request(film, reading=said_of(film, assessment=assessed)))

    assert [one.operating_point for one in report.readings] == [0.1, 0.2, 0.3, 0.4, 0.5]
    assert report.prediction_set == ("Tuberculosis", "Bacterial pneumonia")
    assert report.coverage == 0.9


def test_of_two_classes_that_reach_their_points_none_is_found(film: Radiograph) -> None:
    assessed = Assessment((0.1, 0.001, 0.3, 0.4, None), (4, 1), False, (4, 1), 0.9)
    both = replace(assessed, thresholds=(0.1, 0.001, 0.3, 0.4, 0.5))
    for one in (assessed, both):
        report = film_report(request(film, reading=said_of(film, assessment=one)))
        assert report.doubt
        assert not any(reading.is_found for reading in report.readings)
        assert [reading.operating_point for reading in report.readings] == list(one.thresholds)


def test_of_a_refused_film_only_the_reason_is_told(film: Radiograph) -> None:
    refused = Verdict(Decision.REFUSED, ReasonCode.BLANK, "The film is blank.")
    report = film_report(request(film, reading=said_of(film, verdict=refused)))

    assert report.refusal == "The film is blank."
    assert (report.readings, report.heat, report.prediction_set) == ((), None, ())
    assert report.picture is not None


def test_an_overridden_refusal_and_a_correction_are_told(film: Radiograph) -> None:
    verdict = Verdict(
        Decision.REFUSED,
        ReasonCode.TURNED,
        "The film lies on its side.",
        applied=Correction(1),
        is_overridden=True,
        distance=1.25,
    )
    report = film_report(request(film, reading=said_of(film, verdict=verdict)))

    told = " ".join(report.notes)
    for expected in ("on its side", "reader’s wish", "turn it to the right", "1.25"):
        assert expected in told
    assert report.readings
    assert not any(one.is_found for one in report.readings)
    assert report.refusal == "The film lies on its side."


def test_a_film_that_cannot_be_decoded_has_its_reason(film: Radiograph) -> None:
    failure = too_large_for_memory(film.instance.path)
    report = film_report(FilmReportRequest(film.instance, failure=failure))

    assert report.refusal == failure.message
    assert report.picture is None


def test_the_map_is_that_of_the_chosen_class_on_one_scale_for_all(film: Radiograph) -> None:
    found, chosen = (film_report(request(film, class_index=n)).heat for n in (None, 1))

    assert found is not None
    assert chosen is not None
    assert (found.class_name, chosen.class_name) == ("Tuberculosis", "Bacterial pneumonia")
    assert found.peak == chosen.peak == 5.0
    assert found.pixels.shape == (40, 48, 3)
    grey = film_report(request(film)).picture
    assert grey is not None
    # Hot in column 4 of 7, and in no other.
    changed = np.abs(found.pixels.astype(int) - grey[..., None]).max(axis=(0, 2))
    assert changed[int(4.5 * 48 / 7)] > 40
    assert changed[: 48 // 7].max() == 0


def test_how_much_heat_lies_inside_is_told_where_lungs_were_found(film: Radiograph) -> None:
    shares = np.zeros((10, 10), np.float32)
    shares[2:8, 1:4] = shares[2:8, 6:9] = 1
    lungs = lung_fields(shares, ImageRegion(0, 0, film.columns, film.rows))

    unknown, known, outside = (
        film_report(request(film, lungs=found, class_index=n)).heat
        for found, n in ((None, 1), (lungs, 1), (lungs, 0))
    )

    assert unknown is not None
    assert unknown.share is None
    assert known is not None
    assert known.share is not None
    assert known.share.inside == pytest.approx(0.6, abs=0.1)
    assert not known.share.is_outside
    assert outside is not None
    assert outside.share is not None
    assert outside.share.is_outside
    assert not outside.share.is_doubt  # of Normal


def test_a_large_film_is_reduced_and_all_on_it_with_it(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", gradient(2400, 2000), ImagerPixelSpacing=[0.2, 0.2])
    film = read_radiograph(path)
    drawn = AnnotationSet((LINE,))
    report = film_report(request(film, annotations=drawn))

    assert report.picture is not None
    assert PICTURE_PX <= max(report.picture.shape) < 2 * PICTURE_PX
    scale = report.picture.shape[1] / 2000
    assert report.mm_per_pixel == pytest.approx(0.2 / scale)
    (line,) = report.measured
    assert line.outlines[0].points == tuple((x * scale, y * scale) for x, y in LINE.points)
    assert report.heat is not None
    assert report.heat.pixels.shape[:2] == report.picture.shape


def test_the_window_is_the_one_that_was_looked_at(film: Radiograph) -> None:
    reports = [film_report(request(film, is_inverted=n)) for n in (False, True)]
    assert [report.is_inverted for report in reports] == [False, True]
    plain, inverted = (report.picture for report in reports)
    assert plain is not None
    assert inverted is not None
    assert np.abs(plain.astype(int) - (255 - inverted.astype(int))).max() <= 1  # both are rounded


def test_neither_picture_shows_what_the_shutter_of_the_film_covers(tmp_path: Path) -> None:
    shutter = {
        "ShutterShape": "RECTANGULAR",
        "ShutterLeftVerticalEdge": 10,
        "ShutterRightVerticalEdge": 45,
        "ShutterUpperHorizontalEdge": 5,
        "ShutterLowerHorizontalEdge": 36,
    }
    film = read_radiograph(write_dicom(tmp_path / "film.dcm", gradient() // 2 + 100, **shutter))
    report = film_report(request(film))

    assert report.picture is not None
    assert report.heat is not None
    outside = np.ones((40, 48), bool)
    outside[4:36, 9:45] = False
    assert not report.picture[outside].any()
    assert report.picture[~outside].mean() > 50
    # Heat stays in column 4 of 7 and its neighbours, above the shutter as in the window.
    assert not report.heat.pixels[:, : 48 // 7].any()


@pytest.mark.parametrize("hanging", [Hanging(1), Hanging(2, True), Hanging(3), Hanging(0, True)])
def test_the_film_hangs_as_it_was_looked_at(film: Radiograph, hanging: Hanging) -> None:
    film = replace(film, spacing=PixelSpacing(0.4, 0.5, SpacingSource.CALIBRATED))
    drawn = AnnotationSet((LINE,))
    plain = film_report(request(film, annotations=drawn))
    hung = film_report(request(film, annotations=drawn, hanging=hanging))

    assert plain.picture is not None
    assert hung.picture is not None
    assert hung.heat is not None
    assert hung.heat.pixels.shape[:2] == hung.picture.shape
    assert (plain.hanging, hung.hanging) == (AS_STORED, hanging)
    assert hung.mm_per_pixel == (0.4 if hanging.is_lying else 0.5)
    # The pixel under the middle of a line's end stays under it.
    before, after = (report.measured[0].outlines[0].points[0] for report in (plain, hung))
    x, y = hanging.point((before[0] + 0.5, before[1] + 0.5), (48, 40))
    assert hung.picture[int(y), int(x)] == plain.picture[int(before[1]), int(before[0])]
    assert hanging.point(before, (48, 40)) == after


def test_the_readers_calibration_holds(film: Radiograph) -> None:
    line = CalibrationLine(((0.0, 0.0), (10.0, 0.0)), length_mm=20.0)
    report = film_report(request(film, annotations=AnnotationSet((LINE, line))))

    assert report.mm_per_pixel == pytest.approx(2.0)
    assert report.spacing_source is SpacingSource.CALIBRATED_BY_USER
    assert "40.0 mm" in report.measured[0].words


@pytest.mark.parametrize("way", ["alias", "section"])
def test_without_identity_no_word_tells_whose_film_it_is(film: Radiograph, way: str) -> None:
    note = TextNote(((5.0, 5.0),), content="Jane, again in May")
    instance = replace(film.instance, study_description="Thorax Doe p.a.")
    hidden: dict[str, Any] = (
        {"alias": "Film 3"}
        if way == "alias"
        else {"style": ReportStyle(left_out=frozenset({Section.IDENTITY}))}
    )
    instance = replace(instance, body_part="CHEST P1", view_position="Jane PA")
    report = film_report(
        replace(
            request(film, **hidden),
            instance=instance,
            annotations=AnnotationSet((LINE, note)),
            opinions=(
                ReaderOpinion("Normal", "P1 is well, says JANE; see doe-film.", "Ada Byron"),
            ),
            failure=too_large_for_memory(film.instance.path),
        )
    )

    told = " ".join(
        (
            report.instance.study_description,
            *(report.instance.body_part, report.instance.view_position),
            report.refusal,
            *(f"{line.name} {line.words}" for line in report.measured),
            *(one.comment for one in report.opinions),
        )
    )
    for telling in ("Doe", "Jane", "JANE", "P1", "doe-film"):
        assert telling not in told
    assert "again in May" in told
    assert [one.reader for one in report.opinions] == [""]
