"""An annotation as plain values that any file can hold, and back, exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, Final
from uuid import UUID

from lungdesk.core.annotation.annotation_set import ANNOTATION_KINDS
from lungdesk.core.annotation.base import Annotation

#: What `from_entry` raises for values that are no annotation.
INVALID_ENTRY: Final = (ValueError, TypeError, KeyError, OverflowError)


def to_entry(annotation: Annotation) -> dict[str, Any]:
    """Its kind and all its fields, the id as text."""
    values = {field.name: getattr(annotation, field.name) for field in fields(annotation)}
    return {"kind": annotation.kind, **values, "id": str(annotation.id)}


def from_entry(entry: dict[str, Any]) -> Annotation:
    """The annotation of `to_entry`; raises one of `INVALID_ENTRY` when there is none."""
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
