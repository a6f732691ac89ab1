"""Annotations of every kind, as readers may draw them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from lungdesk.core.annotation.annotation_set import ANNOTATION_KINDS, AnnotationSet
from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.marks import TextNote
from lungdesk.core.annotation.measurements import CalibrationLine

coordinates = st.floats(-5000, 5000)
points = st.tuples(coordinates, coordinates)
kinds = st.sampled_from(sorted(ANNOTATION_KINDS.values(), key=lambda kind: kind.kind))


@st.composite
def any_annotations(draw: st.DrawFn) -> Annotation:
    """One annotation of any kind."""
    kind = draw(kinds)
    count = st.integers(kind.least_points, int(min(kind.most_points, 30)))
    size = draw(count)
    facts: dict[str, Any] = {
        "points": tuple(draw(st.lists(points, min_size=size, max_size=size))),
        "name": draw(st.text(max_size=20)),
        "id": draw(st.uuids()),
    }
    if kind is TextNote:
        facts["content"] = draw(st.text(max_size=40))
    if kind is CalibrationLine:
        facts["length_mm"] = draw(st.floats(0.1, 2000))
        facts["aspect"] = draw(st.floats(0.2, 5))
    return kind(**facts)


annotation_sets = st.lists(any_annotations(), max_size=8, unique_by=lambda a: a.id).map(
    lambda drawn: AnnotationSet(tuple(drawn))
)
