from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.marks import Arrow, Polyline, TextNote
from lungdesk.core.annotation.measurements import (
    Angle,
    CalibrationLine,
    CardiothoracicRatio,
    Cobb,
    Length,
    Probe,
)
from lungdesk.core.annotation.regions import EllipseRoi, FreehandRoi, RectangleRoi
from lungdesk.core.measurements import (
    Measurement,
    OutlineKind,
    Quantity,
    Unit,
    ellipse_axes,
    measurement_groups,
    outlines,
)
from lungdesk.core.radiograph import Photometric, PixelSpacing, Radiograph, SpacingSource
from lungdesk.core.study import Instance

SPACING = PixelSpacing(0.5, 0.5, SpacingSource.AT_DETECTOR)
FILM = Radiograph(
    np.arange(200 * 200, dtype=np.uint16).reshape(200, 200),
    Photometric.MONOCHROME2,
    16,
    Instance(Path("film.dcm"), 200, 200),
    spacing=SPACING,
)
HEART = CardiothoracicRatio(
    ((100.0, 20.0), (100.0, 180.0), (60.0, 120.0), (120.0, 130.0), (20.0, 150.0), (180.0, 150.0))
)


def measured(annotation: Annotation, film: Radiograph = FILM) -> dict[Quantity, Measurement]:
    (group,) = measurement_groups(AnnotationSet((annotation,)), film)
    return {measurement.quantity: measurement for measurement in group.measurements}


@pytest.mark.parametrize(
    ("annotation", "quantity", "value", "unit"),
    [
        (Length(((0.0, 0.0), (30.0, 40.0))), Quantity.LENGTH, 25.0, Unit.MM),
        (
            Angle(((10.0, 0.0), (0.0, 0.0), (0.0, 10.0))),
            Quantity.ANGLE,
            90.0,
            Unit.DEGREE,
        ),
        (
            Cobb(((0.0, 0.0), (10.0, 0.0), (0.0, 50.0), (10.0, 60.0))),
            Quantity.COBB_ANGLE,
            45.0,
            Unit.DEGREE,
        ),
        (HEART, Quantity.CARDIOTHORACIC_RATIO, 0.375, Unit.RATIO),
        (HEART, Quantity.HEART_WIDTH, 30.0, Unit.MM),
        (HEART, Quantity.THORAX_WIDTH, 80.0, Unit.MM),
        (RectangleRoi(((10.0, 10.0), (14.0, 20.0))), Quantity.AREA, 10.0, Unit.MM2),
        (RectangleRoi(((10.0, 10.0), (14.0, 20.0))), Quantity.PERIMETER, 14.0, Unit.MM),
        (RectangleRoi(((2.0, 1.0), (4.0, 2.0))), Quantity.MEAN, 202.5, Unit.NONE),
        (RectangleRoi(((2.0, 1.0), (4.0, 2.0))), Quantity.STANDARD_DEVIATION, 0.5, Unit.NONE),
        (EllipseRoi(((0.0, 0.0), (5.0, 5.0))), Quantity.MINIMUM, 1.0, Unit.NONE),
        (FreehandRoi(((0.2, 0.0), (2.0, 0.0), (2.0, 1.8))), Quantity.MAXIMUM, 1.0, Unit.NONE),
        (Probe(((3.2, 1.7),)), Quantity.PIXEL_VALUE, 203.0, Unit.NONE),
    ],
)
def test_each_kind_gives_its_number_with_a_unit(
    annotation: Annotation, quantity: Quantity, value: float, unit: Unit
) -> None:
    measurement = measured(annotation)[quantity]

    assert measurement.value == pytest.approx(value)
    assert measurement.unit is unit
    has_millimetres = unit in {Unit.MM, Unit.MM2}
    assert measurement.source == (SpacingSource.AT_DETECTOR if has_millimetres else None)


@pytest.mark.parametrize(
    ("annotation", "quantity", "value", "unit"),
    [
        (Length(((0.0, 0.0), (30.0, 40.0))), Quantity.LENGTH, 50.0, Unit.PX),
        (RectangleRoi(((10.0, 10.0), (14.0, 20.0))), Quantity.AREA, 40.0, Unit.PX2),
        (HEART, Quantity.HEART_WIDTH, 60.0, Unit.PX),
    ],
)
def test_pixels_are_never_shown_as_millimetres(
    annotation: Annotation, quantity: Quantity, value: float, unit: Unit
) -> None:
    measurement = measured(annotation, replace(FILM, spacing=None))[quantity]

    assert (measurement.value, measurement.unit, measurement.source) == (value, unit, None)


def test_the_calibration_of_the_reader_counts_and_is_told() -> None:
    marker = CalibrationLine(((0.0, 0.0), (10.0, 0.0)), length_mm=20.0)
    line = Length(((0.0, 0.0), (0.0, 7.0)), name="nodule")
    known, length = measurement_groups(AnnotationSet((marker, line)), FILM)

    assert [m.value for m in known.measurements] == [20.0]
    assert length.name == "nodule"
    assert length.measurements[0].value == pytest.approx(14.0)
    assert length.measurements[0].source is SpacingSource.CALIBRATED_BY_USER


@pytest.mark.parametrize(
    "annotation",
    [
        Arrow(((0.0, 0.0), (5.0, 5.0))),
        TextNote(((0.0, 0.0),), content="words"),
        Polyline(((0.0, 0.0), (5.0, 5.0))),
        Probe(((-5.0, 3.0),)),
        Angle(((1.0, 1.0), (1.0, 1.0), (2.0, 2.0))),
    ],
)
def test_what_has_no_number_is_not_reported(annotation: Annotation) -> None:
    assert measurement_groups(AnnotationSet((annotation,)), FILM) == ()


def test_a_region_without_pixels_still_has_an_area() -> None:
    outside = measured(RectangleRoi(((-20.0, -20.0), (-10.0, -10.0))))

    assert set(outside) == {Quantity.AREA, Quantity.PERIMETER}


def test_a_probe_of_a_colour_image_has_no_single_value() -> None:
    colour: dict[str, Any] = {
        "stored_values": np.zeros((50, 50, 3), np.uint8),
        "photometric": Photometric.RGB,
    }

    assert measurement_groups(AnnotationSet((Probe(((3.0, 3.0),)),)), replace(FILM, **colour)) == ()


def test_the_longer_axis_of_an_ellipse_comes_first() -> None:
    assert ellipse_axes((0.0, 0.0), (10.0, 4.0)) == ((0, 2), (10, 2), (5, 0), (5, 4))
    assert ellipse_axes((0.0, 0.0), (4.0, 10.0)) == ((2, 0), (2, 10), (0, 5), (4, 5))


def test_an_arrow_is_drawn_with_a_head_at_its_tip() -> None:
    (drawn,) = outlines(Arrow(((0.0, 0.0), (100.0, 0.0))), FILM)
    tail, tip, left, again, right = drawn.points

    assert (tail, tip, again) == ((0, 0), (100, 0), (100, 0))
    assert left[0] == pytest.approx(right[0])
    assert left[0] < 100
    assert left[1] == pytest.approx(-right[1])
    assert left[1] != 0


def test_lines_of_a_measurement_are_those_it_was_measured_along() -> None:
    drawn = outlines(HEART, FILM)

    assert [outline.kind for outline in drawn] == [OutlineKind.POLYLINE] * 4
    assert drawn[0].points == HEART.points[:2]
    assert drawn[3].points == ((20.0, 150.0), (180.0, 150.0))
