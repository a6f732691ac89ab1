from __future__ import annotations

import json
import math
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import CalibrationLine, Length
from lungdesk.services.annotation_codec import SCHEMA_VERSION, NewerSchemaError, decode, encode
from tests.unit.core.annotation_strategies import annotation_sets
from tests.unit.core.imaging.films import unhurried

ID = "12345678-1234-5678-1234-567812345678"
OTHER_ID = "12345678-1234-5678-1234-567812345679"
LENGTH = {"kind": "length", "points": [[0, 0.5], [3, 4]], "name": "nodule", "id": ID}
MARKER = {
    "kind": "calibration",
    "points": [[0, 0], [30, 0]],
    "name": "",
    "id": ID,
    "length_mm": 25,
    "aspect": 1.0,
}

json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=8,
)


def file_of(*entries: Any, version: Any = SCHEMA_VERSION) -> bytes:
    return json.dumps({"schema_version": version, "annotations": entries}).encode()


@given(annotation_sets)
def test_annotations_come_back_exactly_as_they_were(drawn: AnnotationSet) -> None:
    decoded = decode(encode(drawn))

    assert (decoded.annotations, decoded.reason) == (drawn, "")
    assert [type(a) for a in decoded.annotations.annotations] == [
        type(a) for a in drawn.annotations
    ]


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_no_digit_of_a_point_is_lost(x: float, y: float) -> None:
    drawn = AnnotationSet((Length(((x, y), (0.1, 1 / 3))),))

    (read,) = decode(encode(drawn)).annotations.annotations

    assert [float.hex(c) for p in read.points for c in p] == [
        float.hex(c) for c in (x, y, 0.1, 1 / 3)
    ]


def test_the_layout_of_the_file_is_what_older_files_have() -> None:
    decoded = decode(file_of(LENGTH, {**MARKER, "id": OTHER_ID}))

    assert decoded.reason == ""
    assert decoded.annotations == AnnotationSet(
        (
            Length(((0.0, 0.5), (3.0, 4.0)), "nodule", UUID(ID)),
            CalibrationLine(((0.0, 0.0), (30.0, 0.0)), "", UUID(OTHER_ID), length_mm=25.0),
        )
    )
    assert json.loads(encode(decoded.annotations))["annotations"][0] == LENGTH


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"null",
        b"[1, 2]",
        b'"text"',
        b"{}",
        file_of(LENGTH, version="1"),
        file_of(LENGTH, version=None),
        file_of(LENGTH, version=True),
        b'{"schema_version": 1}',
        b'{"schema_version": 1, "annotations": {}}',
        encode(AnnotationSet((Length(((0.0, 0.0), (1.0, 1.0))),)))[:-5],
    ],
)
def test_of_a_damaged_file_nothing_is_read_and_a_reason_given(content: bytes) -> None:
    decoded = decode(content)

    assert decoded.annotations == AnnotationSet()
    assert decoded.reason


@pytest.mark.parametrize(
    "bad",
    [
        None,
        5,
        "length",
        [],
        {},
        {**LENGTH, "kind": "hologram"},
        {**LENGTH, "kind": ["length"]},
        {**LENGTH, "points": [[0, 0]]},
        {**LENGTH, "points": [[0, 0], [1, 2, 3]]},
        {**LENGTH, "points": [[0, 0], [1, "2"]]},
        {**LENGTH, "points": [[0, 0], [1, True]]},
        {**LENGTH, "points": [[0, 0], [1, None]]},
        {**LENGTH, "points": [[0, 0], [1, math.nan]]},
        {**LENGTH, "points": [[0, 0], [1, math.inf]]},
        {**LENGTH, "points": [[0, 0], [1, 10**400]]},
        {**LENGTH, "points": 7},
        {**LENGTH, "name": 7},
        {**LENGTH, "id": "not a uuid"},
        {**LENGTH, "id": 7},
        {key: value for key, value in LENGTH.items() if key != "name"},
        {**MARKER, "length_mm": 0},
        {**MARKER, "length_mm": "25"},
        {**MARKER, "aspect": math.nan},
        {**MARKER, "kind": "text", "content": None},
    ],
)
def test_one_annotation_that_is_not_valid_does_not_take_the_others_with_it(bad: Any) -> None:
    good = {**LENGTH, "id": OTHER_ID}

    decoded = decode(file_of(good, bad, MARKER))

    kinds = [annotation.kind for annotation in decoded.annotations.annotations]
    assert kinds == ["length", "calibration"]
    assert decoded.reason == "1 of 3 annotations are not valid"


def test_of_two_annotations_with_one_id_the_first_is_read() -> None:
    decoded = decode(file_of(LENGTH, {**LENGTH, "name": "again"}))

    assert [a.name for a in decoded.annotations.annotations] == ["nodule"]
    assert decoded.reason


@unhurried
@given(
    st.dictionaries(st.sampled_from([*MARKER, "content", "unknown"]), json_values),
    st.sampled_from([LENGTH, MARKER]),
)
def test_whatever_stands_in_an_entry_it_is_read_or_counted(
    values: dict[str, Any], entry: dict[str, Any]
) -> None:
    decoded = decode(file_of({**entry, **values}))

    assert len(decoded.annotations.annotations) == (0 if decoded.reason else 1)


@pytest.mark.parametrize("version", [SCHEMA_VERSION + 1, 99])
def test_a_newer_layout_is_refused_whatever_it_holds(version: int) -> None:
    with pytest.raises(NewerSchemaError):
        decode(file_of(LENGTH, {"kind": "hologram"}, version=version))
