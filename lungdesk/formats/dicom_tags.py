"""All elements of a DICOM file as rows of a tree, for people to look through."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from pydicom import dcmread
from pydicom.charset import convert_encodings
from pydicom.datadict import dictionary_VR
from pydicom.dataelem import DataElement, RawDataElement, convert_raw_data_element
from pydicom.dataset import Dataset
from pydicom.filereader import read_file_meta_info
from pydicom.multival import MultiValue
from pydicom.sequence import Sequence
from pydicom.tag import BaseTag
from pydicom.uid import UID

from lungdesk.formats.dicom_header import inflated

#: Characters of a value, at most.
LONGEST_VALUE = 128

#: Values longer than this are not taken into memory, sequences left out.
_LONGEST_READ_BYTES = 1 << 16
_UNDEFINED_LENGTH: Final = 0xFFFFFFFF

#: Elements whose value is the image, whatever their length.
_PIXELS: Final = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010})
_ITEM_TAG: Final = "(FFFE,E000)"

#: pydicom converts an element when its value is asked for.
_Stored = DataElement | RawDataElement


@dataclass(frozen=True, slots=True)
class TagRow:
    """One element, or one item of a sequence.

    Attributes
    ----------
    depth
        0 for the elements of the file; items of a sequence one deeper, their elements two.
    tag
        ``(0010,0020)``.
    vr
        Value representation; empty for an item.
    keyword
        ``PatientID``; empty for items, private and unknown elements.
    name
        For people.
    value
        One printable line, abbreviated; values of several parts have backslashes between them.
    parent
        Index of the row that this one is below; -1 on the first level.
    """

    depth: int
    tag: str
    vr: str
    keyword: str
    name: str
    value: str
    parent: int = -1


def read_dicom_tags(stream: BinaryIO, path: Path) -> tuple[TagRow, ...]:
    """Read the elements in the order of the file, the file meta information first.

    Raises
    ------
    LungDeskError
        ``IMAGE_TOO_LARGE`` of a deflated file that becomes larger than any film.
    Exception
        Whatever pydicom raises; `lungdesk.formats.reader` turns it into a sentence.
    """
    source = inflated(stream, path)
    rows: list[TagRow] = []
    if source is not stream:
        _add_dataset(rows, read_file_meta_info(path), stream, -1)
    dataset = dcmread(source, force=True, defer_size=_LONGEST_READ_BYTES)
    if source is stream:
        _add_dataset(rows, getattr(dataset, "file_meta", Dataset()), stream, -1)
    _add_dataset(rows, dataset, source, -1)
    return tuple(rows)


def _add_dataset(rows: list[TagRow], dataset: Dataset, source: BinaryIO, parent: int) -> None:
    """Rows of a data set below a row, nested ones included."""
    depth = rows[parent].depth + 1 if parent >= 0 else 0
    for tag in sorted(dataset.keys()):
        stored: _Stored = dataset.get_item(tag, keep_deferred=True)
        vr, length = _facts(stored)
        if isinstance(stored, RawDataElement) and (tag in _PIXELS or _is_too_long(stored, vr)):
            value = _bytes(length) if length != _UNDEFINED_LENGTH else "compressed frames"
            rows.append(_row(depth, dataset, tag, vr, value, parent))
            continue
        try:
            element = _converted(dataset, stored, source)
        except Exception:  # noqa: BLE001 - pydicom raises anything; the other elements are whole
            value = f"cannot be read ({_bytes(length)})"
            rows.append(_row(depth, dataset, tag, vr, value, parent))
            continue
        here = len(rows)
        rows.append(_row(depth, dataset, tag, element.VR, _value(element), parent))
        if isinstance(element.value, Sequence):
            for number, item in enumerate(element.value, 1):
                at = len(rows)
                rows.append(TagRow(depth + 1, _ITEM_TAG, "", "", f"Item {number}", "", here))
                _add_dataset(rows, item, source, at)


def _facts(stored: _Stored) -> tuple[str, int]:
    """Value representation and length in bytes of an element that is not converted yet."""
    if isinstance(stored, DataElement):
        return stored.VR, 0
    if stored.VR is not None:
        return stored.VR, stored.length
    try:
        return dictionary_VR(stored.tag), stored.length
    except KeyError:
        return "UN", stored.length


def _is_too_long(stored: RawDataElement, vr: str) -> bool:
    """Whether a value was left on disk and is to stay there: sequences are looked into."""
    return stored.value is None and stored.length > _LONGEST_READ_BYTES and vr != "SQ"


def _converted(dataset: Dataset, stored: _Stored, source: BinaryIO) -> DataElement:
    if isinstance(stored, DataElement) or stored.value is not None:
        return dataset[stored.tag]
    if stored.length > 0:
        source.seek(stored.value_tell)
        stored = stored._replace(value=source.read(stored.length))
    charset = dataset.get("SpecificCharacterSet") or "iso8859"
    return convert_raw_data_element(stored, encoding=convert_encodings(charset), ds=dataset)


def _row(depth: int, dataset: Dataset, tag: BaseTag, vr: str, value: str, parent: int) -> TagRow:
    element = DataElement(tag, "UN", None)
    creator = dataset.get(tag & 0xFFFF0000 | (tag >> 8 & 0xFF)) if tag.is_private else None
    if creator is not None and not tag.is_private_creator:
        element.private_creator = str(creator.value)
    text = f"({tag.group:04X},{tag.element:04X})"
    return TagRow(depth, text, vr, element.keyword, element.name, value, parent)


def _value(element: DataElement) -> str:
    value: Any = element.value
    if isinstance(value, Sequence):
        return f"{len(value)} item{'' if len(value) == 1 else 's'}"
    if value is None:
        return ""
    if isinstance(value, bytes):
        return _bytes(len(value))
    if isinstance(value, MultiValue | list):
        return _many(list(value))
    if isinstance(value, UID) and value.name != value:
        return _line(f"{value} ({value.name})")
    return _line(str(value))


def _many(values: list[Any]) -> str:
    joined = _printable("\\".join(str(value) for value in values[:LONGEST_VALUE]))
    if len(values) <= LONGEST_VALUE and len(joined) <= LONGEST_VALUE:
        return joined
    return f"{joined[: LONGEST_VALUE - 24]}… ({len(values):,} values)"


def _line(text: str) -> str:
    line = _printable(text[: LONGEST_VALUE + 1])
    if len(text) <= LONGEST_VALUE:
        return line
    return f"{line[: LONGEST_VALUE - 24]}… ({len(text):,} characters)"


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text).strip()


def _bytes(length: int) -> str:
    return f"{length:,} bytes"
