from __future__ import annotations

from uuid import uuid4

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.annotation.annotation_set import ANNOTATION_KINDS, AnnotationSet
from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.measurements import CalibrationLine, Length
from lungdesk.core.radiograph import PixelSpacing, SpacingSource
from tests.unit.core.annotation_strategies import annotation_sets, any_annotations
from tests.unit.core.imaging.films import film

LENGTH = Length(((0.0, 0.0), (100.0, 0.0)))
MARKER = CalibrationLine(((0.0, 50.0), (50.0, 50.0)), length_mm=25.0)
BY_USER = PixelSpacing(0.5, 0.5, SpacingSource.CALIBRATED_BY_USER)
FILM = film(
    np.zeros((200, 200), np.uint16), spacing=PixelSpacing(0.3, 0.3, SpacingSource.AT_DETECTOR)
)


@given(annotation_sets, any_annotations())
def test_what_was_added_is_on_top_and_can_be_taken_away(
    drawn: AnnotationSet, annotation: Annotation
) -> None:
    added = drawn.added(annotation)

    assert added.annotations == (*drawn.annotations, annotation)
    assert added.get(annotation.id) == annotation
    assert annotation.id in added
    assert annotation.id not in drawn
    assert added.removed(annotation.id) == drawn


@given(annotation_sets.filter(lambda drawn: bool(drawn.annotations)), st.data())
def test_a_changed_annotation_keeps_its_place(drawn: AnnotationSet, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(drawn.annotations) - 1))
    changed = drawn.annotations[at].renamed("changed").moved(1, 2)

    replaced = drawn.replaced(changed)

    assert replaced.annotations[at] == changed
    assert replaced.removed(changed.id) == drawn.removed(changed.id)


@given(annotation_sets, any_annotations())
def test_what_is_not_there_cannot_be_had_changed_or_removed(
    drawn: AnnotationSet, stranger: Annotation
) -> None:
    with pytest.raises(KeyError):
        drawn.get(stranger.id)
    with pytest.raises(KeyError):
        drawn.replaced(stranger)
    with pytest.raises(KeyError):
        drawn.removed(stranger.id)


def test_no_two_annotations_share_an_id() -> None:
    with pytest.raises(ValueError, match="same id"):
        AnnotationSet((LENGTH,)).added(LENGTH.moved(1, 1))


def test_a_calibration_line_replaces_the_spacing_of_the_film() -> None:
    drawn = AnnotationSet((LENGTH, MARKER))

    assert drawn.spacing == BY_USER
    assert drawn.calibrated(FILM).spacing == BY_USER
    assert drawn.calibrated(FILM).stored_values is FILM.stored_values
    assert drawn.texts(FILM)[LENGTH.id] == "50.0 mm (calibrated by user)"


def test_without_a_calibration_the_film_is_measured_as_it_is() -> None:
    drawn = AnnotationSet((LENGTH,))

    assert drawn.spacing is None
    assert drawn.calibrated(FILM) is FILM
    assert drawn.texts(FILM) == {LENGTH.id: "30.0 mm at detector"}


def test_dragging_or_removing_the_line_alters_what_is_measured_with_it() -> None:
    drawn = AnnotationSet((MARKER, LENGTH))

    longer = drawn.replaced(MARKER.with_handle(1, (100.0, 50.0)))
    without = drawn.removed(MARKER.id)

    assert longer.texts(FILM)[LENGTH.id] == "25.0 mm (calibrated by user)"
    assert without.texts(FILM)[LENGTH.id] == "30.0 mm at detector"


def test_of_several_calibration_lines_the_last_that_is_drawn_counts() -> None:
    later = CalibrationLine(((0.0, 0.0), (0.0, 100.0)), length_mm=10.0)
    empty = CalibrationLine(((7.0, 7.0), (7.0, 7.0)), length_mm=10.0)

    spacing = AnnotationSet((MARKER, later, empty)).spacing

    assert spacing == PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED_BY_USER)
    assert AnnotationSet((empty,)).spacing is None


@given(annotation_sets)
def test_every_annotation_has_its_text(drawn: AnnotationSet) -> None:
    texts = drawn.texts(FILM)

    calibrated = drawn.calibrated(FILM)
    assert texts == {a.id: a.text(calibrated) for a in drawn.annotations}


def test_each_kind_has_a_word_of_its_own_in_files() -> None:
    assert sorted(ANNOTATION_KINDS) == [
        "angle",
        "arrow",
        "calibration",
        "cardiothoracic",
        "cobb",
        "ellipse",
        "freehand",
        "length",
        "polyline",
        "probe",
        "rectangle",
        "text",
    ]
    assert len({kind.title for kind in ANNOTATION_KINDS.values()}) == len(ANNOTATION_KINDS)


def test_an_id_that_was_never_drawn_is_not_in_a_set() -> None:
    assert uuid4() not in AnnotationSet((LENGTH, MARKER))
