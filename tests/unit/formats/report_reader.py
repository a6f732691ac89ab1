"""Reads reports after TID 1500 by their content items alone: what the writer is held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.sr.coding import Code

from lungdesk.core.measurements import (
    Measurement,
    MeasurementGroup,
    Outline,
    OutlineKind,
)
from lungdesk.formats.dicom_header import text
from lungdesk.formats.measurement_codes import (
    CONCEPTS,
    DERIVATION,
    FINDING_SITE,
    IMAGE_REGION,
    IMAGING_MEASUREMENTS,
    MEASUREMENT_GROUP,
    METHOD,
    METHODS,
    TRACKING_IDENTIFIER,
    TRACKING_UID,
    UNITS,
)


def _key(code: Code | None) -> str:
    """A code as text; empty for none."""
    return "" if code is None else f"{code.scheme_designator} {code.value}"


_QUANTITIES: Final = {
    (_key(concept.name), _key(concept.derivation), _key(concept.finding_site)): quantity
    for quantity, concept in CONCEPTS.items()
}
_UNITS: Final = {_key(code): unit for unit, code in UNITS.items()}


@dataclass(frozen=True, slots=True)
class ReadReport:
    """Measurements of a report.

    Attributes
    ----------
    film_uids
        SOP Instance UIDs of the films that it speaks of.
    left_out
        Numbers whose concept or unit LungDesk does not know.
    """

    groups: tuple[MeasurementGroup, ...]
    film_uids: frozenset[str] = frozenset()
    left_out: int = 0


def read_measurement_report(path: Path) -> ReadReport:
    """Read the measurement groups of a report, in its order."""
    return _report(dcmread(path))


def _report(dataset: Dataset) -> ReadReport:
    groups: list[MeasurementGroup] = []
    left_out = 0
    for container in _children(dataset, IMAGING_MEASUREMENTS):
        for item in _children(container, MEASUREMENT_GROUP):
            numbers = [one for one in item.ContentSequence if text(one, "ValueType") == "NUM"]
            read = [_measurement(number) for number in numbers]
            known = tuple(measurement for measurement in read if measurement is not None)
            left_out += len(read) - len(known)
            groups.append(_group(item, known))
    return ReadReport(tuple(groups), frozenset(_film_uids(dataset)), left_out)


def _group(item: Dataset, measurements: tuple[Measurement, ...]) -> MeasurementGroup:
    names = [text(one, "TextValue") for one in _children(item, TRACKING_IDENTIFIER)]
    (uid,) = (text(one, "UID") for one in _children(item, TRACKING_UID))
    regions = [_outline(one) for one in _children(item, IMAGE_REGION)]
    return MeasurementGroup(
        id=UUID(int=int(uid.removeprefix("2.25."))),
        name=names[0] if names else "",
        measurements=measurements,
        region=regions[0] if regions else None,
    )


def _measurement(number: Dataset) -> Measurement | None:
    """A number whose concept and unit are known; None for others."""
    sites = _coded_values(number, FINDING_SITE)
    derivations = _coded_values(number, DERIVATION)
    name = _code(number.ConceptNameCodeSequence[0])
    quantity = _QUANTITIES.get((name, "".join(derivations[:1]), "".join(sites[:1])))
    values = number.get("MeasuredValueSequence")
    if quantity is None or not values:
        return None
    unit = _UNITS.get(_code(values[0].MeasurementUnitsCodeSequence[0]))
    if unit is None:
        return None
    methods = _coded_values(number, METHOD)
    sources = [source for source, code in METHODS.items() if _key(code) in methods]
    points = (one for one in number.get("ContentSequence") or () if _is_outline(one))
    return Measurement(
        quantity,
        float(values[0].get("FloatingPointValue", values[0].NumericValue)),
        unit,
        sources[0] if sources else None,
        tuple(_outline(one) for one in points),
    )


def _outline(item: Dataset) -> Outline:
    flat = [float(number) for number in item.GraphicData]
    points = tuple(zip(flat[::2], flat[1::2], strict=True))
    return Outline(OutlineKind(text(item, "GraphicType")), points)


def _is_outline(item: Dataset) -> bool:
    return text(item, "ValueType") == "SCOORD" and text(item, "GraphicType") in set(OutlineKind)


def _children(item: Dataset, name: Code) -> list[Dataset]:
    """Content items of a concept name right below an item."""
    return [one for one in item.get("ContentSequence") or () if _name_of(one) == _key(name)]


def _name_of(item: Dataset) -> str:
    names = item.get("ConceptNameCodeSequence")
    return _code(names[0]) if names else ""


def _coded_values(item: Dataset, name: Code) -> list[str]:
    return [_code(one.ConceptCodeSequence[0]) for one in _children(item, name)]


def _code(item: Dataset) -> str:
    return f"{text(item, 'CodingSchemeDesignator')} {text(item, 'CodeValue')}"


def _film_uids(item: Dataset) -> Iterator[str]:
    """SOP Instance UIDs of the images named anywhere in the tree."""
    if text(item, "ValueType") == "IMAGE":
        for reference in item.get("ReferencedSOPSequence") or ():
            yield text(reference, "ReferencedSOPInstanceUID")
    for child in item.get("ContentSequence") or ():
        yield from _film_uids(child)
