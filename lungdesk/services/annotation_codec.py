"""Annotations as plain values of a versioned JSON file, and back, exactly."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Final
from uuid import UUID

from lungdesk.core.annotation.annotation_set import ANNOTATION_KINDS, AnnotationSet
from lungdesk.core.annotation.base import Annotation

SCHEMA_VERSION = 1

#: What values that are no annotation raise on the way to one.
_INVALID = (ValueError, TypeError, KeyError, OverflowError)


class NewerSchemaError(Exception):
    """The file is of a later version of LungDesk."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What could be read of a file.

    Attributes
    ----------
    reason
        What is wrong with it; empty when everything has been read.
    """

    annotations: AnnotationSet
    reason: str = ""


def encode(annotations: AnnotationSet) -> bytes:
    """The file of a set: ASCII JSON, floats with all their digits."""
    entries = [_to_entry(annotation) for annotation in annotations.annotations]
    plain = {"schema_version": SCHEMA_VERSION, "annotations": entries}
    return (json.dumps(plain, indent=1, allow_nan=False) + "\n").encode()


def decode(content: bytes) -> Decoded:
    """Read what can be read of a file.

    Raises
    ------
    NewerSchemaError
        When the file is whole, but of a later schema.
    """
    try:
        plain = json.loads(content.decode())
    except (ValueError, RecursionError) as error:
        return Decoded(AnnotationSet(), f"it is no JSON: {error}")
    if not isinstance(plain, dict) or type(plain.get("schema_version")) is not int:
        return Decoded(AnnotationSet(), "it does not say which version it has")
    if plain["schema_version"] > SCHEMA_VERSION:
        raise NewerSchemaError
    entries = plain.get("annotations")
    if not isinstance(entries, list):
        return Decoded(AnnotationSet(), "it has no list of annotations")
    return _from_entries(entries)


def _from_entries(entries: list[Any]) -> Decoded:
    annotations, bad = AnnotationSet(), 0
    for entry in entries:
        try:
            annotations = annotations.added(_from_entry(entry))
        except _INVALID:
            bad += 1
    return Decoded(annotations, f"{bad} of {len(entries)} annotations are not valid" if bad else "")


def _to_entry(annotation: Annotation) -> dict[str, Any]:
    values = {field.name: getattr(annotation, field.name) for field in fields(annotation)}
    return {"kind": annotation.kind, **values, "id": str(annotation.id)}


def _from_entry(entry: dict[str, Any]) -> Annotation:
    kind = ANNOTATION_KINDS[_text(entry["kind"])]
    values = {field.name: _READERS[field.name](entry[field.name]) for field in fields(kind)}
    return kind(**values)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(value)
    return float(value)


def _points(value: Any) -> tuple[tuple[float, float], ...]:
    return tuple((_number(x), _number(y)) for x, y in value)


#: How each field of an annotation is read, whatever its kind.
_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "points": _points,
    "name": _text,
    "id": lambda value: UUID(_text(value)),
    "content": _text,
    "length_mm": _number,
    "aspect": _number,
}
