"""Presentation states that LungDesk writes: valid, what they say they are, and back exactly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.marks import TextNote
from lungdesk.core.annotation.measurements import CalibrationLine, Length
from lungdesk.core.annotation.regions import FreehandRoi
from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.core.presentation import DisplayedArea, Presentation, SizeMode
from lungdesk.core.radiograph import (
    PixelSpacing,
    Radiograph,
    SpacingSource,
    VoiFunction,
    Window,
)
from lungdesk.formats.dicom_writers.presentation_state import (
    write_presentation_state,
)
from lungdesk.formats.presentation_state_reader import read_presentation_state
from lungdesk.formats.reader import read_radiograph
from tests.unit.core.annotation_strategies import annotation_sets
from tests.unit.formats.film_objects import (
    SAMPLES,
    SHARED,
    complaints,
    one_of_each,
    small_film,
    written,
)

GSPS = "1.2.840.10008.5.1.4.1.1.11.1"


def presented(film: Radiograph) -> Presentation:
    """Window, inversion, turn, mirror, zoom and everything drawn."""
    view = ViewGeometry.fitting((film.columns, film.rows), (800, 600)).zoomed(2.7, (100, 500))
    turned = replace(view, rotation_deg=270.0, is_mirrored=True)
    looked_at = Presentation(
        voi=Window(1000 / 3, 2000 / 7, VoiFunction.SIGMOID, "my window"),
        is_inverted=True,
        annotations=one_of_each(film),
    )
    return looked_at.seen_through(turned)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_state_of_a_monochrome1_film_is_valid_and_comes_back(
    sample_films: Path, tmp_path: Path, name: str
) -> None:
    film = read_radiograph(sample_films / f"{name}.dcm")
    presentation = presented(film)
    write_presentation_state(tmp_path / "state.dcm", film, presentation)

    assert read_presentation_state(tmp_path / "state.dcm", film).presentation == presentation
    assert complaints(tmp_path / "state.dcm") == []


@pytest.mark.parametrize("name", SHARED)
def test_a_state_of_a_shared_film_is_valid_and_comes_back(
    shared_data: Path, tmp_path: Path, name: str
) -> None:
    film = read_radiograph(shared_data / "dicom" / f"{name}.dcm")
    presentation = presented(film)
    write_presentation_state(tmp_path / "state.dcm", film, presentation)

    assert read_presentation_state(tmp_path / "state.dcm", film).presentation == presentation
    assert complaints(tmp_path / "state.dcm") == []


@pytest.mark.parametrize(("side", "kept"), [("U", ""), ("LEFT SIDE", ""), ("r", "R")])
def test_a_state_is_valid_whatever_side_its_film_says(tmp_path: Path, side: str, kept: str) -> None:
    film = small_film(tmp_path, Laterality=side)

    assert written(film, Presentation(), tmp_path).Laterality == kept
    assert complaints(tmp_path / "state.dcm") == []


def test_weasis_gsps_export_keeps_window_zoom_and_calibration(tmp_path: Path) -> None:
    film = small_film(tmp_path, ImagerPixelSpacing=[0.2, 0.2])
    line = CalibrationLine(((0.0, 0.0), (30.0, 0.0)), length_mm=45.0)
    view = ViewGeometry.fitting((48, 40), (480, 400)).zoomed(3.0, (200, 100))
    looked_at = Presentation(voi=Window(77.5, 33.25), annotations=AnnotationSet((line,)))
    dataset = written(film, looked_at.seen_through(view), tmp_path)

    (voi,) = dataset.SoftcopyVOILUTSequence
    assert (voi.WindowCenter, voi.WindowWidth, voi.VOILUTFunction) == (77.5, 33.25, "LINEAR")
    (area,) = dataset.DisplayedAreaSelectionSequence
    left, top, right, bottom = view.visible
    assert area.PresentationSizeMode == "SCALE TO FIT"
    assert area.DisplayedAreaTopLeftHandCorner == [int(left) + 1, int(top) + 1]
    assert area.DisplayedAreaBottomRightHandCorner == [np.ceil(right), np.ceil(bottom)]
    assert area.PresentationPixelSpacing == [1.5, 1.5]
    again = read_presentation_state(tmp_path / "state.dcm", film).presentation
    assert again.voi == Window(77.5, 33.25)
    assert again.geometry(film, (480, 400)).affine == pytest.approx(view.affine)
    assert again.calibrated(film).spacing == line.spacing


def test_a_magnification_and_true_size_are_stated(tmp_path: Path) -> None:
    film = small_film(tmp_path, PixelSpacing=[0.5, 0.25], ImagerPixelSpacing=[0.5, 0.25])
    view = ViewGeometry.fitting((48, 40), (480, 400)).at_scale(2.5)
    for mode in (SizeMode.MAGNIFY, SizeMode.TRUE_SIZE):
        presentation = Presentation().seen_through(view, mode)
        (area,) = written(film, presentation, tmp_path).DisplayedAreaSelectionSequence

        assert area.PresentationSizeMode == mode
        assert area.PresentationPixelSpacing == [0.5, 0.25]
        ratio = area.get("PresentationPixelMagnificationRatio")
        assert ratio == (2.5 if mode is SizeMode.MAGNIFY else None)
        again = read_presentation_state(tmp_path / "state.dcm", film).presentation
        assert again.area == presentation.area


def test_true_size_of_a_film_without_spacing_is_scaled_to_fit(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    area = DisplayedArea(0, 0, 48, 40, SizeMode.TRUE_SIZE)
    (item,) = written(film, Presentation(area=area), tmp_path).DisplayedAreaSelectionSequence

    assert item.PresentationSizeMode == "SCALE TO FIT"
    assert item.PresentationPixelAspectRatio == [1, 1]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [([2, 1], [2, 1]), ([3, 4], [3, 4]), ([0, 1], [1, 1]), (2, [1, 1]), ([1, 2, 3], [1, 1])],
)
def test_the_shape_of_a_pixel_stays_that_of_the_film(
    tmp_path: Path, stated: object, expected: list[int]
) -> None:
    film = small_film(tmp_path, PixelAspectRatio=stated)
    (item,) = written(film, Presentation(), tmp_path).DisplayedAreaSelectionSequence

    assert item.PresentationPixelAspectRatio == expected
    assert complaints(tmp_path / "state.dcm") == []


@pytest.mark.parametrize(
    ("area", "first", "last"),
    [
        (DisplayedArea(-20.5, -3.0, 30.5, 20.0), [1, 1], [31, 20]),
        (DisplayedArea(10.0, 10.0, 90.0, 90.0), [11, 11], [48, 40]),
        (DisplayedArea(-50.0, -50.0, 100.0, 100.0), [1, 1], [48, 40]),
        (DisplayedArea(70.0, 70.0, 90.0, 90.0), [48, 40], [48, 40]),
    ],
)
def test_a_view_beyond_the_film_is_stated_within_it_and_comes_back(
    tmp_path: Path, area: DisplayedArea, first: list[int], last: list[int]
) -> None:
    film = small_film(tmp_path)
    (item,) = written(film, Presentation(area=area), tmp_path).DisplayedAreaSelectionSequence

    assert item.DisplayedAreaTopLeftHandCorner == first
    assert item.DisplayedAreaBottomRightHandCorner == last
    assert read_presentation_state(tmp_path / "state.dcm", film).presentation.area == area


@pytest.mark.parametrize("is_mirrored", [False, True])
@pytest.mark.parametrize("turns", range(4))
def test_turns_are_those_of_the_standard(tmp_path: Path, turns: int, *, is_mirrored: bool) -> None:
    film = small_film(tmp_path)
    view = replace(
        ViewGeometry.fitting((48, 40), (48, 48) if turns % 2 else (48, 40)),
        rotation_deg=90.0 * turns,
        is_mirrored=is_mirrored,
    ).fitted()
    dataset = written(film, Presentation().seen_through(view), tmp_path)

    # PS3.4 N.2.3.3: turns to the right, and then the flip.
    places = np.stack(np.meshgrid(np.arange(1, 49), np.arange(1, 41)), axis=2)
    shown = np.rot90(places, -int(dataset.get("ImageRotation", 0)) // 90)
    if dataset.get("ImageHorizontalFlip", "N") == "Y":
        shown = np.fliplr(shown)
    (area,) = dataset.DisplayedAreaSelectionSequence
    assert area.DisplayedAreaTopLeftHandCorner == shown[0, 0].tolist()
    assert area.DisplayedAreaBottomRightHandCorner == shown[-1, -1].tolist()
    x, y = view.to_view((shown[0, 0, 0] - 0.5, shown[0, 0, 1] - 0.5))
    right, below = view.to_view((shown[0, 1, 0] - 0.5, shown[0, 1, 1] - 0.5))
    assert right > x + 0.5
    assert below == pytest.approx(y)
    again = read_presentation_state(tmp_path / "state.dcm", film).presentation
    assert (again.quarter_turns, again.is_mirrored, again.area) == (turns, is_mirrored, None)


@given(drawn=annotation_sets)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_drawn_comes_back_the_same(tmp_path: Path, drawn: AnnotationSet) -> None:
    film = small_film(tmp_path)
    dataset = written(film, Presentation(annotations=drawn), tmp_path)

    stored = read_presentation_state(tmp_path / "state.dcm", film)
    assert stored.presentation.annotations == drawn
    assert stored.is_own
    for item in dataset.get("GraphicAnnotationSequence", ()):
        for graphic in item.get("GraphicObjectSequence", ()):
            points = np.reshape(graphic.GraphicData, (-1, 2))
            assert len(points) == graphic.NumberOfGraphicPoints
            assert points.min() >= 0
            assert (points.max(axis=0) <= (48, 40)).all()


def test_graphics_and_words_are_there_for_programs_that_know_only_the_standard(
    tmp_path: Path,
) -> None:
    film = small_film(tmp_path, PixelSpacing=[0.5, 0.5], PixelSpacingCalibrationType="GEOMETRY")
    line = Length(((10.0, 10.5), (30.0, 10.5)), name="Größe")
    note = TextNote(((5.0, 6.0),), content="one\ntwo")
    dataset = written(film, Presentation(annotations=AnnotationSet((line, note))), tmp_path)

    first, second = dataset.GraphicAnnotationSequence
    (graphic,) = first.GraphicObjectSequence
    assert (graphic.GraphicType, graphic.GraphicAnnotationUnits) == ("POLYLINE", "PIXEL")
    assert graphic.GraphicData == [10.0, 10.5, 30.0, 10.5]
    (words,) = first.TextObjectSequence
    assert words.UnformattedTextValue == "Größe\r\n10.0 mm (calibrated)"
    (words,) = second.TextObjectSequence
    assert (words.UnformattedTextValue, words.AnchorPoint) == ("one\r\ntwo", [5.0, 6.0])
    assert {item.GraphicLayer for item in (first, second)} == {
        layer.GraphicLayer for layer in dataset.GraphicLayerSequence
    }


def test_a_very_long_contour_keeps_all_its_points(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    turns = np.linspace(0, 2 * np.pi, 20_000)
    around = np.stack([20 + 9 * np.cos(turns), 20 + 9 * np.sin(turns)], axis=1)
    contour = tuple((x, y) for x, y in around.tolist())
    drawn = AnnotationSet((FreehandRoi(contour, name="long"),))
    dataset = written(film, Presentation(annotations=drawn), tmp_path)

    assert len(dataset.GraphicAnnotationSequence[0].GraphicObjectSequence[0].GraphicData) <= 8192
    again = read_presentation_state(tmp_path / "state.dcm", film).presentation
    assert again.annotations == drawn
    assert complaints(tmp_path / "state.dcm") == []


def test_a_calibration_that_another_program_has_changed_is_the_changed_one(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    ours = PixelSpacing(0.16, 0.16, SpacingSource.CALIBRATED)
    dataset = written(film, Presentation(calibration=ours), tmp_path)
    (area,) = dataset.DisplayedAreaSelectionSequence
    area.PresentationPixelSpacing = [0.25, 0.25]
    dataset.save_as(tmp_path / "state.dcm")

    again = read_presentation_state(tmp_path / "state.dcm", film).presentation
    assert again.calibration == PixelSpacing(0.25, 0.25, SpacingSource.UNCALIBRATED)


def test_a_calibration_line_goes_before_the_calibration_of_a_file_and_hides_none(
    tmp_path: Path,
) -> None:
    film = small_film(tmp_path)
    ours = PixelSpacing(0.16, 0.16, SpacingSource.CALIBRATED)
    drawn = AnnotationSet((CalibrationLine(((0.0, 0.0), (30.0, 0.0)), length_mm=45.0),))
    for calibration in (ours, None):
        presentation = Presentation(calibration=calibration, annotations=drawn)
        written(film, presentation, tmp_path)
        again = read_presentation_state(tmp_path / "state.dcm", film).presentation
        assert again.calibration == calibration
        assert again.spacing == drawn.spacing


def test_the_calibration_of_a_file_comes_back(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    spacing = CalibrationLine(((0.0, 0.0), (7.0, 0.0)), length_mm=10.0).spacing
    assert spacing is not None
    foreign = replace(spacing, source=SpacingSource.UNCALIBRATED)
    written(film, Presentation(calibration=foreign), tmp_path)

    assert read_presentation_state(tmp_path / "state.dcm", film).presentation.spacing == foreign
