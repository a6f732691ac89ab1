from __future__ import annotations

import math
from dataclasses import FrozenInstanceError, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.annotation.annotation_set import ANNOTATION_KINDS
from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.marks import Arrow, TextNote
from lungdesk.core.annotation.measurements import (
    Angle,
    CalibrationLine,
    CardiothoracicRatio,
    Cobb,
    Length,
    Probe,
)
from lungdesk.core.annotation.regions import EllipseRoi, FreehandRoi, RectangleRoi
from lungdesk.core.imaging.geometry import Point
from lungdesk.core.measure.distance import distance
from lungdesk.core.radiograph import PixelSpacing, Radiograph, Rescale, SpacingSource
from tests.unit.core.annotation_strategies import any_annotations, coordinates, points
from tests.unit.core.imaging.films import film

DETECTOR = PixelSpacing(0.2, 0.1, SpacingSource.AT_DETECTOR)


def ramp(**facts: Any) -> Radiograph:
    """1000 x 1000 pixels whose value is their column."""
    pixels = np.broadcast_to(np.arange(1000, dtype=np.uint16), (1000, 1000))
    return film(pixels, **{"spacing": DETECTOR, **facts})


def seen_from(position: str) -> Radiograph:
    radiograph = ramp()
    return replace(radiograph, instance=replace(radiograph.instance, view_position=position))


@given(any_annotations(), coordinates, coordinates)
def test_moving_moves_every_handle_and_nothing_else(
    annotation: Annotation, dx: float, dy: float
) -> None:
    moved = annotation.moved(dx, dy)

    for before, after in zip(annotation.handles, moved.handles, strict=True):
        assert after == pytest.approx((before[0] + dx, before[1] + dy), abs=1e-8)
    assert replace(moved, points=annotation.points) == annotation


@given(any_annotations(), points, st.data())
def test_a_dragged_handle_follows_the_pointer_under_its_own_index(
    annotation: Annotation, point: Point, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(annotation.handles) - 1))

    dragged = annotation.with_handle(index, point)

    x, y = dragged.handles[index]
    is_side = isinstance(annotation, RectangleRoi | EllipseRoi) and index >= 4
    if not is_side:
        assert (x, y) == point
    elif index in {4, 6}:
        assert (x, y) == (annotation.handles[index][0], point[1])
    else:
        assert (x, y) == (point[0], annotation.handles[index][1])
    assert replace(dragged, points=annotation.points) == annotation


@given(any_annotations(), st.data())
def test_a_handle_dragged_to_where_it_is_changes_nothing(
    annotation: Annotation, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(annotation.handles) - 1))

    assert annotation.with_handle(index, annotation.handles[index]) == annotation


@pytest.mark.parametrize("kind", [RectangleRoi, EllipseRoi])
@pytest.mark.parametrize("index", range(8))
def test_what_lies_opposite_to_a_dragged_handle_stays(
    kind: type[RectangleRoi | EllipseRoi], index: int
) -> None:
    roi = kind(((10.0, 20.0), (50.0, 40.0)))
    opposite = (index + 2) % 4 + (4 if index >= 4 else 0)

    dragged = roi.with_handle(index, (300.0, 7.0))

    if index < 4:
        assert dragged.handles[opposite] == roi.handles[opposite]
    else:
        axis = 1 if index in {4, 6} else 0
        assert dragged.handles[opposite][axis] == roi.handles[opposite][axis]


@given(any_annotations(), points)
def test_there_is_no_handle_before_the_first_or_after_the_last(
    annotation: Annotation, point: Point
) -> None:
    for index in (-1, len(annotation.handles)):
        with pytest.raises(IndexError, match="handle"):
            annotation.with_handle(index, point)


@given(any_annotations(), st.text(min_size=1))
def test_a_name_stands_above_what_is_measured(annotation: Annotation, name: str) -> None:
    radiograph = ramp()
    renamed = annotation.renamed(name)
    measured = annotation.measured(radiograph)

    assert (renamed.name, renamed.id, renamed.points) == (name, annotation.id, annotation.points)
    assert renamed.text(radiograph) == (f"{name}\n{measured}" if measured else name)
    assert annotation.renamed("").text(radiograph) == measured


def test_every_annotation_is_its_own_and_cannot_be_altered() -> None:
    one, other = Probe(((1.0, 2.0),)), Probe(((1.0, 2.0),))

    assert one.id != other.id
    assert one != other
    with pytest.raises(FrozenInstanceError):
        one.name = "nodule"  # type: ignore[misc] # that is the point


@pytest.mark.parametrize("kind", ANNOTATION_KINDS.values())
def test_a_wrong_number_of_points_is_refused(kind: type[Annotation]) -> None:
    facts: dict[str, Any] = {"length_mm": 5.0} if kind is CalibrationLine else {}
    counts = [kind.least_points - 1]
    if math.isfinite(kind.most_points):
        counts.append(int(kind.most_points) + 1)

    for count in counts:
        with pytest.raises(ValueError, match=f"{count} points"):
            kind(((1.0, 2.0),) * count, **facts)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e10])
def test_a_point_that_is_nowhere_is_refused(bad: float) -> None:
    for point in ((bad, 0.0), (0.0, bad)):
        with pytest.raises(ValueError, match="at"):
            Length(((0.0, 0.0), point))


@pytest.mark.parametrize(
    ("annotation", "is_empty"),
    [
        (Length(((5.0, 5.0), (5.0, 5.0))), True),
        (Length(((5.0, 5.0), (5.0, 6.0))), False),
        (Probe(((5.0, 5.0),)), False),
        (RectangleRoi(((5.0, 5.0), (5.0, 60.0))), True),
        (EllipseRoi(((5.0, 5.0), (60.0, 5.0))), True),
        (EllipseRoi(((5.0, 5.0), (60.0, 4.0))), False),
        (FreehandRoi(((5.0, 5.0), (6.0, 5.0), (5.0, 5.0))), True),
        (FreehandRoi(((5.0, 5.0), (6.0, 5.0), (5.0, 6.0))), False),
        (TextNote(((5.0, 5.0),), content="  "), True),
        (TextNote(((5.0, 5.0),), content="?"), False),
        (CalibrationLine(((5.0, 5.0), (5.9, 5.0)), length_mm=5.0), True),
        (CalibrationLine(((5.0, 5.0), (6.0, 5.0)), length_mm=5.0), False),
    ],
)
def test_what_has_not_been_drawn_is_empty(annotation: Annotation, is_empty: bool) -> None:
    assert annotation.is_empty is is_empty


@pytest.mark.parametrize(
    ("annotation", "words"),
    [
        (Length(((0.0, 0.0), (30.0, 20.0))), "5.0 mm at detector"),
        (Angle(((1.0, 0.0), (0.0, 0.0), (20.0, 10.0))), "45.0°"),
        (Cobb(((0.0, 0.0), (1.0, 0.0), (9.0, 9.0), (9.0, 3.0))), "90.0°"),
        (Probe(((700.5, 3.5),)), "700"),
        (Probe(((1000.0, 3.5),)), "outside the film"),
        (Arrow(((0.0, 0.0), (5.0, 5.0))), ""),
        (TextNote(((0.0, 0.0),), content="old film"), "old film"),
        (CalibrationLine(((0.0, 0.0), (5.0, 5.0)), length_mm=25.0), "25.0 mm (reference)"),
    ],
)
def test_annotations_say_what_they_measure(annotation: Annotation, words: str) -> None:
    assert annotation.text(ramp()) == words


@pytest.mark.parametrize(
    "roi",
    [
        RectangleRoi(((10.0, 10.0), (30.0, 20.0))),
        EllipseRoi(((10.0, 10.0), (30.0, 20.0))),
        FreehandRoi(((10.0, 10.0), (30.0, 10.0), (30.0, 20.0), (10.0, 20.0))),
    ],
)
def test_regions_say_the_figures_of_their_pixels(
    roi: RectangleRoi | EllipseRoi | FreehandRoi,
) -> None:
    mean, extremes, area, perimeter = roi.text(ramp()).splitlines()

    assert mean.startswith("mean 19.5, SD ")
    assert extremes == "min 10, max 29"
    assert area == f"area {math.pi if isinstance(roi, EllipseRoi) else 4:.1f} mm² at detector"
    assert perimeter.startswith("perimeter ")


def test_a_probe_says_what_is_stored_where_that_is_another_value() -> None:
    rescaled = ramp(modality=Rescale(0.5, -10.25))

    assert Probe(((700.5, 3.5),)).text(rescaled) == "339.8 (stored 700)"


def test_a_probe_of_a_colour_image_says_its_colours() -> None:
    pixels = np.full((2, 2, 3), (1, 20, 255), np.uint8)

    assert Probe(((0.5, 0.5),)).text(film(pixels)) == "R 1 G 20 B 255"


def test_the_cardiothoracic_ratio_comes_with_its_widths_and_a_warning() -> None:
    marked = CardiothoracicRatio(
        (
            (500.0, 100.0),
            (500.0, 900.0),
            (420.0, 600.0),
            (720.0, 650.0),
            (180.0, 750.0),
            (830.0, 800.0),
        )
    )
    lines = ["CTR 0.46", "heart 30.0 mm at detector", "thorax 65.0 mm at detector"]

    assert marked.text(seen_from("PA")).splitlines() == lines
    *measured, warning = marked.text(seen_from("AP")).splitlines()
    assert measured == lines
    assert warning.startswith("AP view")
    assert marked.text(seen_from("")).splitlines()[3].startswith("View position unknown")


def test_a_proposed_cardiothoracic_ratio_can_be_dragged_at_once() -> None:
    proposed = CardiothoracicRatio.proposed(ramp())

    dragged = proposed.with_handle(2, (300.0, 600.0))

    assert len(proposed.handles) == 6
    assert dragged.measure(ramp()).ratio > proposed.measure(ramp()).ratio


@given(points, points, st.floats(0.1, 2000))
def test_a_calibration_line_keeps_how_rows_and_columns_compare(
    start: Point, end: Point, length_mm: float
) -> None:
    line = CalibrationLine.on(ramp(), start, end, length_mm)

    spacing = line.spacing

    if line.is_empty:
        assert spacing is None
    else:
        assert spacing is not None
        assert spacing.row_mm / spacing.column_mm == pytest.approx(2)
        assert spacing.source is SpacingSource.CALIBRATED_BY_USER
        assert distance(start, end, spacing).mm == pytest.approx(length_mm)
        assert Length((start, end)).text(ramp(spacing=spacing)).endswith("mm (calibrated by user)")


@pytest.mark.parametrize(("length_mm", "aspect"), [(0.0, 1.0), (-5.0, 1.0), (5.0, 0.0)])
def test_a_calibration_line_that_makes_no_spacing_is_refused(
    length_mm: float, aspect: float
) -> None:
    with pytest.raises(ValueError, match="positive"):
        CalibrationLine(((0.0, 0.0), (9.0, 9.0)), length_mm=length_mm, aspect=aspect)
