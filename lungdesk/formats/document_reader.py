"""Reads what people are to read: structured reports (PS3.3 A.35) and encapsulated PDF (A.45.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pydicom import dcmread
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.uid import DeflatedExplicitVRLittleEndian, EncapsulatedPDFStorage

from lungdesk.core.attached_document import AttachedDocument, ContentLine, DocumentKind
from lungdesk.core.study import PatientRef
from lungdesk.formats import failures
from lungdesk.formats.library_warnings import tolerated

_REPORTS: Final = "1.2.840.10008.5.1.4.1.1.88."
#: Items of a report are nested no deeper than this by anybody.
_DEEPEST: Final = 32

#: Elements that hold the value of an item of each value type (PS3.3 C.17.3.2.1).
_VALUES: Final = {
    "TEXT": "TextValue",
    "DATE": "Date",
    "TIME": "Time",
    "DATETIME": "DateTime",
    "PNAME": "PersonName",
}
#: Items that say something, or hold others that do; the rest points to places and other objects.
_TOLD: Final = frozenset({*_VALUES, "CODE", "NUM", "CONTAINER"})
_NO_UNIT: Final = "1"
_UNDEFINED_LENGTH: Final = 0xFFFFFFFF


def read_document(path: Path) -> AttachedDocument:
    """Read a structured report or an encapsulated PDF.

    Raises
    ------
    LungDeskError
        ``DICOM_WITHOUT_PIXELS`` for any other object, ``DICOM_DAMAGED``, or why the file cannot be
        opened.
    """
    try:
        with tolerated():
            return _read(path)
    except OSError as error:
        raise failures.not_readable(path, error) from error
    # Altered bytes make pydicom raise anything.
    except (AttributeError, KeyError, TypeError, ValueError, RuntimeError, EOFError) as error:
        raise failures.damaged_dicom(path, "its content cannot be read") from error


def document_kind(path: Path) -> DocumentKind | None:
    """What a file says of itself in its header; None for what is neither, or cannot be read."""
    try:
        with tolerated():
            dataset = dcmread(path, force=True, specific_tags=["SOPClassUID"])
            return _kind(str(dataset.get("SOPClassUID", "")))
    except (OSError, AttributeError, KeyError, TypeError, ValueError, RuntimeError, EOFError):
        return None


def _kind(sop_class: str) -> DocumentKind | None:
    if sop_class == EncapsulatedPDFStorage:
        return DocumentKind.PDF
    return DocumentKind.REPORT if sop_class.startswith(_REPORTS) else None


def _read(path: Path) -> AttachedDocument:
    dataset = dcmread(path, force=True)
    _require_whole(dataset, path)
    kind = _kind(str(dataset.get("SOPClassUID", "")))
    document = AttachedDocument(
        path,
        str(dataset.get("DocumentTitle", "") or dataset.get("SeriesDescription", "")),
        PatientRef(
            str(dataset.get("PatientID", "")),
            str(dataset.get("PatientName", "")),
            str(dataset.get("PatientBirthDate", "")),
            str(dataset.get("PatientSex", "")),
        ),
        str(dataset.get("StudyDate", "")),
    )
    if kind is DocumentKind.PDF:
        return _with_pdf(document, dataset)
    if kind is DocumentKind.REPORT:
        return _with_lines(document, dataset)
    raise failures.dicom_without_pixels(path, "it is neither a report nor a document")


def _require_whole(dataset: Dataset, path: Path) -> None:
    """Refuse a file that breaks off: pydicom drops the element in which it does, and reads on."""
    last: Any = dataset.get_item(max(dataset.keys()), keep_deferred=True)
    syntax = dataset.file_meta.get("TransferSyntaxUID", "")
    if not isinstance(last, RawDataElement) or last.length == _UNDEFINED_LENGTH:
        return  # sequences of this kind say where they end
    if syntax != DeflatedExplicitVRLittleEndian and (
        last.value_tell + last.length != path.stat().st_size
    ):
        raise failures.damaged_dicom(path, "it breaks off")


def _with_pdf(document: AttachedDocument, dataset: Dataset) -> AttachedDocument:
    content = bytes(dataset.EncapsulatedDocument)
    length = int(dataset.get("EncapsulatedDocumentLength", 0) or len(content))
    is_safe = dataset.get("BurnedInAnnotation", "YES") == "NO"
    return replace(document, pdf=content[:length], tells_identity=not is_safe)


def _with_lines(document: AttachedDocument, dataset: Dataset) -> AttachedDocument:
    title = _meaning(dataset, "ConceptNameCodeSequence") or document.title
    return replace(document, title=title, lines=tuple(_lines(dataset, 0)))


def _lines(item: Dataset, depth: int) -> Iterator[ContentLine]:
    if depth > _DEEPEST:
        return
    for child in item.get("ContentSequence", ()):
        if child.get("ValueType", "") not in _TOLD:
            continue
        yield ContentLine(depth, _meaning(child, "ConceptNameCodeSequence"), _value(child))
        yield from _lines(child, depth + 1)


def _value(item: Dataset) -> str:
    kind = item.get("ValueType", "")
    if kind == "CODE":
        return _meaning(item, "ConceptCodeSequence")
    if kind == "NUM":
        return _number(item)
    return str(item.get(_VALUES.get(kind, ""), ""))


def _number(item: Dataset) -> str:
    """Value and unit; a number without a value has a reason instead."""
    measured = next(iter(item.get("MeasuredValueSequence", ())), None)
    if measured is None:
        return _meaning(item, "NumericValueQualifierCodeSequence")
    units = next(iter(measured.get("MeasurementUnitsCodeSequence", ())), None)
    unit = "" if units is None else str(units.get("CodeValue", "")).strip("{}")
    number = str(measured.get("NumericValue", ""))
    return number if unit in ("", _NO_UNIT) else f"{number} {unit}"


def _meaning(item: Dataset, keyword: str) -> str:
    code = next(iter(item.get(keyword) or ()), None)
    return "" if code is None else str(code.get("CodeMeaning", ""))
