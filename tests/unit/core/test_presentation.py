from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import CalibrationLine
from lungdesk.core.imaging.geometry import LARGEST_SCALE, ViewGeometry
from lungdesk.core.presentation import (
    DisplayedArea,
    Presentation,
    SizeMode,
    StoredPresentation,
    newest_first,
    tilt_remark,
)
from lungdesk.core.radiograph import Photometric, PixelSpacing, Radiograph, SpacingSource
from lungdesk.core.study import Instance

SPACING = PixelSpacing(0.2, 0.2, SpacingSource.AT_DETECTOR)
FILM = Radiograph(
    np.zeros((300, 400), np.uint16),
    Photometric.MONOCHROME2,
    12,
    Instance(Path("film.dcm"), 300, 400),
    spacing=SPACING,
)
VIEW = (800, 500)

views = st.builds(
    lambda scale, x, y, turns, is_mirrored: ViewGeometry(
        (400, 300), VIEW, (x, y), scale, 90.0 * turns, is_mirrored, is_fitted=False
    ),
    st.floats(0.05, 30),
    st.floats(0, 400),
    st.floats(0, 300),
    st.integers(0, 3),
    st.booleans(),
)


@given(views)
def test_a_view_comes_back_from_what_was_kept_of_it(view: ViewGeometry) -> None:
    again = Presentation().seen_through(view).geometry(FILM, VIEW)

    assert again.affine == pytest.approx(view.affine, rel=1e-6, abs=1e-6)
    assert not again.is_fitted


@given(views, st.tuples(st.integers(100, 2000), st.integers(100, 2000)))
def test_another_view_shows_all_of_the_part_that_was_seen(
    view: ViewGeometry, size: tuple[int, int]
) -> None:
    kept = Presentation().seen_through(view)
    left, top, right, bottom = kept.geometry(FILM, size).visible

    assert kept.area is not None
    assert left <= kept.area.left + 1e-6
    assert top <= kept.area.top + 1e-6
    assert right >= kept.area.right - 1e-6
    assert bottom >= kept.area.bottom - 1e-6


def test_a_fitted_view_stays_fitted_in_a_view_of_another_size() -> None:
    turned = ViewGeometry.fitting((400, 300), VIEW).turned(90)
    kept = Presentation().seen_through(turned)

    assert kept.area is None
    assert kept.geometry(FILM, (333, 777)) == turned.resized((333, 777))


@given(views)
def test_a_magnification_is_kept_whatever_the_size_of_the_view(view: ViewGeometry) -> None:
    kept = Presentation().seen_through(view, SizeMode.MAGNIFY)
    again = kept.geometry(FILM, (333, 777))

    assert again.scale == view.scale
    assert again.center == pytest.approx(view.center, abs=1e-6)


def test_true_size_is_the_size_of_the_patient_on_the_screen() -> None:
    fitted = ViewGeometry.fitting((400, 300), VIEW)
    kept = Presentation().seen_through(fitted, SizeMode.TRUE_SIZE)

    assert kept.geometry(FILM, VIEW, view_pixel_mm=0.25).scale == pytest.approx(0.8)
    calibrated = replace(kept, calibration=PixelSpacing(0.5, 0.5, SpacingSource.UNCALIBRATED))
    assert calibrated.geometry(FILM, VIEW, view_pixel_mm=0.25).scale == pytest.approx(2.0)


def test_true_size_without_a_spacing_fills_the_view() -> None:
    fitted = ViewGeometry.fitting((400, 300), VIEW)
    kept = Presentation().seen_through(fitted, SizeMode.TRUE_SIZE)
    film = replace(FILM, spacing=None)

    assert kept.geometry(film, VIEW, view_pixel_mm=0.25).scale == pytest.approx(fitted.scale)


def test_a_file_cannot_ask_for_an_endless_magnification() -> None:
    tiny = Presentation(area=DisplayedArea(10, 10, 10.001, 10.001))

    assert tiny.geometry(FILM, VIEW).scale == LARGEST_SCALE


@pytest.mark.parametrize(
    ("degrees", "turns", "words"), [(3.5, 0, "by 0°"), (358.0, 0, "by 0°"), (100.0, 1, "by 90°")]
)
def test_a_tilt_is_rounded_and_said_so(degrees: float, turns: int, words: str) -> None:
    tilted = ViewGeometry.fitting((400, 300), VIEW).turned(degrees)

    assert Presentation().seen_through(tilted).quarter_turns == turns
    assert words in tilt_remark(tilted)
    assert f"{degrees:g}°" in tilt_remark(tilted)


@pytest.mark.parametrize("degrees", [0.0, 90.0, 180.0, 270.0])
def test_nothing_is_said_of_a_quarter_turn(degrees: float) -> None:
    assert tilt_remark(ViewGeometry.fitting((400, 300), VIEW).turned(degrees)) == ""


def test_the_line_of_the_reader_goes_before_the_calibration_of_a_file() -> None:
    stated = PixelSpacing(0.7, 0.7, SpacingSource.UNCALIBRATED)
    line = CalibrationLine(((0.0, 0.0), (100.0, 0.0)), length_mm=50.0)

    assert Presentation().calibrated(FILM) is FILM
    assert Presentation(calibration=stated).calibrated(FILM).spacing == stated
    drawn = Presentation(calibration=stated, annotations=AnnotationSet((line,)))
    assert drawn.spacing == PixelSpacing(0.5, 0.5, SpacingSource.CALIBRATED_BY_USER)


@pytest.mark.parametrize(
    ("corners", "mode", "magnification"),
    [
        ((5, 0, 5, 10), SizeMode.FIT, None),
        ((0, 10, 5, 0), SizeMode.FIT, None),
        ((0, 0, 5, 5), SizeMode.FIT, 2.0),
        ((0, 0, 5, 5), SizeMode.MAGNIFY, None),
        ((0, 0, 5, 5), SizeMode.MAGNIFY, -1.0),
    ],
)
def test_an_area_that_cannot_be_is_refused(
    corners: tuple[float, float, float, float], mode: SizeMode, magnification: float | None
) -> None:
    with pytest.raises(ValueError, match=r"area|magnification"):
        DisplayedArea(*corners, mode=mode, magnification=magnification)


def test_five_quarter_turns_are_refused() -> None:
    with pytest.raises(ValueError, match="quarter"):
        Presentation(quarter_turns=5)


def test_the_newest_presentation_comes_first() -> None:
    stored = [
        StoredPresentation(Path(f"{name}.dcm"), name, Presentation(), created=created)
        for name, created in (("a", "20240101"), ("b", "20250101120000"), ("c", ""))
    ]

    assert [one.sop_instance_uid for one in newest_first(stored)] == ["b", "a", "c"]
