"""The table of contents of a DICOM medium (PS3.3 F, PS3.10 8)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from pydicom import dcmread
from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue

from lungdesk.core.errors import LungDeskError
from lungdesk.formats import failures
from lungdesk.formats.dicom_header import text, whole
from lungdesk.formats.library_warnings import tolerated

_IMAGE: Final = "IMAGE"
#: Records of objects that belong to images (PS3.3 F.5).
_OTHERS: Final = frozenset({"PRESENTATION", "SR DOCUMENT", "KEY OBJECT DOC", "ENCAP DOC"})
_FIRST: Final = "OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity"
_NEXT: Final = "OffsetOfTheNextDirectoryRecord"
_LOWER: Final = "OffsetOfReferencedLowerLevelDirectoryEntity"
_NOT_IN_USE: Final = 0


def medium_files(dicomdir: Path) -> Iterator[Path | tuple[Path, LungDeskError]]:
    """Films that a DICOMDIR names, and what belongs to them, in the order of its series.

    Names are found whatever the case of their letters: a mounted disc often has others.

    Yields
    ------
    Path | tuple[Path, LungDeskError]
        A file that is there, or a film that is not, with the reason.

    Raises
    ------
    LungDeskError
        ``DICOM_DAMAGED`` when it cannot be read, or its end is missing: then after what is whole;
        or why it cannot be opened.
    """
    listings: dict[Path, dict[str, Path]] = {}
    outside = []
    records, is_whole = _records(dicomdir)
    for record in records:
        parts = _file_id(record)
        is_image = text(record, "DirectoryRecordType") == _IMAGE
        if not (is_image or text(record, "DirectoryRecordType") in _OTHERS) or not parts:
            continue
        if whole(record, "RecordInUseFlag", 0xFFFF) == _NOT_IN_USE:
            continue
        if any(part in ("", ".", "..") or set(part) & set("/\\\0:") for part in parts):
            outside.append("\\".join(parts))
            continue
        file = _found(dicomdir.parent, parts, listings)
        if file is not None:
            yield file
        elif is_image:
            stated = dicomdir.parent.joinpath(*parts)
            yield stated, failures.missing(stated)
    if outside:
        yield dicomdir, failures.outside_of_medium(dicomdir, outside)
    if not is_whole:
        raise failures.damaged_dicom(dicomdir, "its list of files is cut off")


def _records(dicomdir: Path) -> tuple[list[Dataset], bool]:
    """Directory records from top to bottom of the tree, and whether all of them are there."""
    try:
        with dicomdir.open("rb") as stream, tolerated():
            dataset = dcmread(stream, specific_tags=[_FIRST, "DirectoryRecordSequence"])
            is_whole = _is_whole(dataset.get_item("DirectoryRecordSequence"))
            records = list(dataset.get("DirectoryRecordSequence") or ())
            ordered = _linked(records, whole(dataset, _FIRST, 0))
            # Links can be broken where the records themselves are whole.
            return (ordered if len(ordered) == len(records) else records), is_whole
    except Exception as error:  # pydicom raises anything for altered bytes
        if isinstance(error, OSError) and error.errno is not None:
            raise failures.not_readable(dicomdir, error) from error
        raise failures.damaged_dicom(dicomdir, "its list of files cannot be read") from error


def _is_whole(sequence: DataElement | RawDataElement | None) -> bool:
    """Whether the file has all of it: pydicom is content with less, and leaves out a torn one."""
    if isinstance(sequence, RawDataElement):
        return len(sequence.value or b"") >= sequence.length
    return sequence is not None


def _linked(records: list[Dataset], first: int) -> list[Dataset]:
    """Records in the order of their links, each once."""
    by_offset = {int(getattr(record, "seq_item_tell", 0) or 0): record for record in records}
    ordered: list[Dataset] = []
    waiting = [first]
    while waiting:
        record = by_offset.pop(waiting.pop(), None)
        if record is not None:
            ordered.append(record)
            waiting += [whole(record, _NEXT, 0), whole(record, _LOWER, 0)]
    return ordered


def _file_id(record: Dataset) -> list[str]:
    """Components of a Referenced File ID (PS3.10 8.5)."""
    value: Any = record.get("ReferencedFileID")
    if value is None or value == "":
        return []
    return [str(part) for part in value] if isinstance(value, MultiValue) else [str(value)]


def _found(root: Path, parts: Sequence[str], listings: dict[Path, dict[str, Path]]) -> Path | None:
    """The file of a name, by exact name or else by any case and with a disc's version number."""
    exact = root.joinpath(*parts)
    if _is_file(exact):
        return exact
    here = root
    for part in parts:
        if here not in listings:
            listings[here] = _listing(here)
        found = listings[here].get(part.casefold())
        if found is None:
            return None
        here = found
    return here if _is_file(here) else None


def _is_file(path: Path) -> bool:
    """Whether there is such a file; False as well for a name that the system does not take."""
    return os.path.isfile(path)  # noqa: PTH113 - that of Path raises where one may not look


def _listing(folder: Path) -> dict[str, Path]:
    try:
        return {path.name.split(";")[0].rstrip(".").casefold(): path for path in folder.iterdir()}
    except OSError:
        return {}
