"""Annotations as plain values of a versioned JSON file, and back, exactly."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.entry import INVALID_ENTRY, from_entry, to_entry
from lungdesk.core.json_text import parsed

SCHEMA_VERSION = 1


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
    entries = [to_entry(annotation) for annotation in annotations.annotations]
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
        plain = parsed(content.decode())
    except ValueError as error:
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
            annotations = annotations.added(from_entry(entry))
        except INVALID_ENTRY:
            bad += 1
    return Decoded(annotations, f"{bad} of {len(entries)} annotations are not valid" if bad else "")
