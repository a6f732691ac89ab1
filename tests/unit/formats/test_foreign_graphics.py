"""Graphics and texts of other programs become annotations that show the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.marks import Arrow, Polyline, TextNote
from lungdesk.core.annotation.regions import EllipseRoi
from lungdesk.core.presentation import DisplayedArea
from tests.unit.formats.film_objects import small_film
from tests.unit.formats.foreign_states import foreign, graphics, item, shape, words


@pytest.mark.parametrize(
    ("kind", "data", "expected", "points"),
    [
        ("POLYLINE", (1, 2, 3, 4, 5, 2), Polyline, ((1, 2), (3, 4), (5, 2))),
        ("INTERPOLATED", (1, 2, 3, 4), Polyline, ((1, 2), (3, 4))),
        ("CIRCLE", (10, 10, 13, 14), EllipseRoi, ((5, 5), (15, 15))),
        ("ELLIPSE", (10, 5, 10, 15, 7, 10, 13, 10), EllipseRoi, ((7, 5), (13, 15))),
    ],
)
def test_graphics_become_annotations(
    tmp_path: Path,
    kind: str,
    data: tuple[float, ...],
    expected: type[Annotation],
    points: tuple[tuple[float, float], ...],
) -> None:
    (read,) = graphics(small_film(tmp_path), tmp_path, shape(kind, *data))

    assert (type(read), read.points) == (expected, points)


def test_a_point_is_shown_as_a_cross_about_it(tmp_path: Path) -> None:
    (read,) = graphics(small_film(tmp_path), tmp_path, shape("POINT", 12, 7))

    assert isinstance(read, Polyline)
    assert read.points[2] == pytest.approx((12, 7))
    assert np.mean(read.points, axis=0) == pytest.approx((12, 7))


def test_a_tilted_ellipse_is_a_line_around_its_middle(tmp_path: Path) -> None:
    (read,) = graphics(
        small_film(tmp_path), tmp_path, shape("ELLIPSE", 10, 10, 20, 20, 13, 17, 17, 13)
    )

    assert isinstance(read, Polyline)
    assert read.points[0] == pytest.approx(read.points[-1])
    assert np.mean(read.points[:-1], axis=0) == pytest.approx((15, 15))
    assert read.points[0] == pytest.approx((20, 20))


@pytest.mark.parametrize(
    ("turn", "first", "last", "point"),
    [
        (0, [11, 6], [30, 25], (15.0, 20.0)),
        (90, [11, 25], [30, 6], (25.0, 20.0)),
        (180, [30, 25], [11, 6], (25.0, 10.0)),
        (270, [30, 6], [11, 25], (15.0, 10.0)),
    ],
)
def test_graphics_of_the_display_lie_on_the_area_that_is_shown(
    tmp_path: Path, turn: int, first: list[int], last: list[int], point: tuple[float, float]
) -> None:
    area = item(
        DisplayedAreaTopLeftHandCorner=first,
        DisplayedAreaBottomRightHandCorner=last,
        PresentationSizeMode="SCALE TO FIT",
        PresentationPixelAspectRatio=[1, 1],
    )
    state = foreign(
        small_film(tmp_path),
        tmp_path,
        ImageRotation=turn,
        ImageHorizontalFlip="N",
        DisplayedAreaSelectionSequence=[area],
        GraphicAnnotationSequence=[shape("POLYLINE", 0.25, 0.75, 0, 0, units="DISPLAY")],
    )

    assert state.presentation.area == DisplayedArea(10, 5, 30, 25)
    (read,) = state.presentation.annotations.annotations
    assert read.points[0] == pytest.approx(point)


def test_words_become_notes_where_they_stand(tmp_path: Path) -> None:
    anchored = words("one\r\ntwo", AnchorPoint=[3, 4], AnchorPointAnnotationUnits="PIXEL")
    boxed = words(
        "three",
        BoundingBoxTopLeftHandCorner=[5, 6],
        BoundingBoxBottomRightHandCorner=[20, 10],
        BoundingBoxAnnotationUnits="PIXEL",
    )
    one, three = graphics(small_film(tmp_path), tmp_path, anchored, boxed)

    assert isinstance(one, TextNote)
    assert isinstance(three, TextNote)
    assert (one.content, one.points) == ("one\ntwo", ((3, 4),))
    assert (three.content, three.points) == ("three", ((5, 6),))


def test_words_that_point_at_something_become_an_arrow(tmp_path: Path) -> None:
    pointing = words(
        "nodule",
        AnchorPoint=[30, 31],
        AnchorPointAnnotationUnits="PIXEL",
        AnchorPointVisibility="Y",
        BoundingBoxTopLeftHandCorner=[5, 6],
        BoundingBoxBottomRightHandCorner=[15, 10],
        BoundingBoxAnnotationUnits="PIXEL",
    )
    (read,) = graphics(small_film(tmp_path), tmp_path, pointing)

    assert isinstance(read, Arrow)
    assert (read.name, read.points) == ("nodule", ((10, 8), (30, 31)))


def test_the_only_words_of_a_shape_are_its_name(tmp_path: Path) -> None:
    both = shape("POLYLINE", 1, 2, 3, 4)
    both.TextObjectSequence = words(
        "fracture", AnchorPoint=[3, 4], AnchorPointAnnotationUnits="PIXEL"
    ).TextObjectSequence
    (read,) = graphics(small_film(tmp_path), tmp_path, both)

    assert (type(read), read.name) == (Polyline, "fracture")


def test_what_cannot_be_shown_is_said(tmp_path: Path) -> None:
    state = foreign(
        small_film(tmp_path),
        tmp_path,
        ShutterShape="RECTANGULAR",
        GraphicAnnotationSequence=[
            shape("POLYLINE", 1, 2, 3, 4, units="MATRIX"),
            shape("SPIRAL", 1, 2, 3, 4),
            shape("POLYLINE", 1, 2),
            words("", AnchorPoint=[3, 4], AnchorPointAnnotationUnits="PIXEL"),
            words("nowhere"),
        ],
    )

    assert state.presentation.annotations.annotations == ()
    assert any("shutter" in remark for remark in state.remarks)
    assert any(remark.startswith("5 of its graphics") for remark in state.remarks)
