"""Whose film it is and of which study: all that an object of ours takes from its film's header.

Nothing else of patient, study or clinical trial goes along: the more is copied, the more of it is
not valid, or tells of a patient whose identity was removed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

from pydicom import config
from pydicom.datadict import dictionary_VR
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue
from pydicom.uid import UID
from pydicom.valuerep import validate_value

from lungdesk.formats import object_failures
from lungdesk.formats.dicom_header import text

#: Altered or left out, they would be those of another patient (PS3.3 C.7.1.1).
_IDENTITY: Final = ("PatientName", "PatientID", "IssuerOfPatientID")
#: There even if they are empty (type 2, PS3.3 C.7.1.1, C.7.2.1).
_NEEDED: Final = (
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "StudyDate",
    "StudyTime",
    "ReferringPhysicianName",
    "StudyID",
    "AccessionNumber",
)
_IF_KNOWN: Final = ("IssuerOfPatientID", "PatientAge", "StudyDescription")
#: Of several values.
_LISTS_IF_KNOWN: Final = ("OtherPatientNames", "DeidentificationMethod")
#: How identity was removed, as codes (PS3.3 8.8).
_METHOD_CODES: Final = "DeidentificationMethodCodeSequence"
_CODE: Final = ("CodeValue", "CodingSchemeDesignator", "CodeMeaning")

_UID: Final = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))+")
_LONGEST_UID: Final = 64
#: As DICOM has it, or parted without doubt; of no year that stands for none (0001).
_DATE: Final = re.compile(r"([12][0-9]{3})([-./]?)([0-9]{2})\2([0-9]{2})")
_TIME: Final = re.compile(
    r"([01][0-9]|2[0-3])(?:(:?)([0-5][0-9])(?:\2([0-5][0-9]|60)(\.[0-9]{1,6})?)?)?"
)
_SEXES: Final = {"MALE": "M", "FEMALE": "F", "OTHER": "O", "M": "M", "F": "F", "O": "O"}
#: Between the five parts of a name, at most (PS3.5 6.2.1).
_CARETS: Final = 4
#: Stands for bytes that cannot be decoded: what they were, nobody can write again.
_UNDECODED: Final = "\N{REPLACEMENT CHARACTER}"
#: No part of a text where it begins or ends with them.
_PADDING: Final = " \0\t\r\n\v\f"


def is_valid_uid(uid: str) -> bool:
    """Whether a text is a UID (PS3.5 9.1)."""
    return len(uid) <= _LONGEST_UID and _UID.fullmatch(uid) is not None


def subject_of(header: Dataset, path: Path) -> Dataset:
    """Patient and study as a film states them, each element valid.

    What is not valid is put right where there is no doubt of it (2024-05-01), and else empty or
    left out. The patient's name and ID are never altered.

    Parameters
    ----------
    header
        With a valid Study Instance UID.
    path
        Of the film.

    Raises
    ------
    LungDeskError
        ``DICOM_NOT_REFERABLE`` when the patient's name or ID, or who issued that, is not valid
        or cannot be decoded.
    """
    subject = Dataset()
    subject.StudyInstanceUID = UID(text(header, "StudyInstanceUID"))
    for keyword in (*_NEEDED, *_IF_KNOWN):
        values = _values(header, keyword)
        known = values[0] if values is not None and len(values) == 1 else ""
        if not known and keyword in _IDENTITY and values != []:
            why = f"has a {keyword} that DICOM does not allow"
            raise object_failures.not_referable(path, why)
        if known or keyword in _NEEDED:
            setattr(subject, keyword, known)
    for keyword in _LISTS_IF_KNOWN:
        values = _values(header, keyword)
        if values:
            setattr(subject, keyword, values)
    _add_removal(subject, header)
    return subject


def _add_removal(subject: Dataset, header: Dataset) -> None:
    """Whether identity was removed, which nothing may say without saying how (PS3.3 C.7.1.1)."""
    codes = _method_codes(header)
    if codes:
        setattr(subject, _METHOD_CODES, codes)
    removed = text(header, "PatientIdentityRemoved")
    if removed in ("YES", "NO") and (codes or "DeidentificationMethod" in subject):
        subject.PatientIdentityRemoved = removed


def _method_codes(header: Dataset) -> list[Dataset]:
    """Those that are complete, with nothing beside the code itself."""
    try:
        items = list(header.get(_METHOD_CODES) or ())
    except Exception:  # noqa: BLE001 - pydicom raises anything of altered bytes
        return []
    codes = []
    for item in items:
        parts = [_values(item, keyword) or [] for keyword in _CODE]
        if all(len(part) == 1 for part in parts):
            code = Dataset()
            for keyword, (word,) in zip(_CODE, parts, strict=True):
                setattr(code, keyword, word)
            codes.append(code)
    return codes


def _values(dataset: Dataset, keyword: str) -> list[str] | None:
    """Values of an element, padding off; none where it is empty, None where one is not valid."""
    if keyword not in dataset:
        return []
    try:
        stated: Any = dataset[keyword].value
        several = stated if isinstance(stated, MultiValue | list) else [stated]
        values = ["" if one is None else str(one).strip(_PADDING) for one in several]
        if values == [""]:
            return []
        put_right = _PUT_RIGHT.get(keyword, str)
        return [_valid(keyword, put_right(value)) for value in values]
    except Exception:  # noqa: BLE001 - pydicom raises anything of altered bytes
        return None


def _valid(keyword: str, value: str) -> str:
    """The value itself; raises ValueError where it is empty, lost, or not one its VR allows."""
    has_controls = any(unicodedata.category(character) == "Cc" for character in value)
    if not value or has_controls or _UNDECODED in value:
        raise ValueError(f"not a value of {keyword}")
    validate_value(dictionary_VR(keyword), value, config.RAISE)
    return value


def _date(stated: str) -> str:
    """YYYYMMDD; raises ValueError where there is any doubt."""
    parts = _DATE.fullmatch(stated)
    if parts is None:
        raise ValueError("no date")
    year, _, month, day = parts.groups()
    date(int(year), int(month), int(day))  # there is such a day
    return f"{year}{month}{day}"


def _time(stated: str) -> str:
    """HHMMSS.FFFFFF, or its beginning; empty where there is any doubt."""
    return stated.replace(":", "") if _TIME.fullmatch(stated) else ""


def _name(stated: str) -> str:
    """The same name without empty parts that are too many; raises ValueError for full ones."""
    scripts = stated.split("=")
    put_right = [one.rstrip("^") if one.count("^") > _CARETS else one for one in scripts]
    if any(one.count("^") > _CARETS for one in put_right):
        raise ValueError("no name")
    return "=".join(put_right)


def _sex(stated: str) -> str:
    return _SEXES.get(stated.upper(), "")


_PUT_RIGHT: Final[dict[str, Callable[[str], str]]] = {
    "PatientBirthDate": _date,
    "StudyDate": _date,
    "StudyTime": _time,
    "PatientSex": _sex,
    "PatientName": _name,
    "OtherPatientNames": _name,
    "ReferringPhysicianName": _name,
}
