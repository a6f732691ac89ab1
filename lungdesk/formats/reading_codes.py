"""The coded concepts of a model's reading: what each class is, and whether it is there."""

from __future__ import annotations

from typing import Final
from zlib import crc32

from pydicom.sr.coding import Code

from lungdesk.core.labels import Label
from lungdesk.formats.film_reference import line
from lungdesk.formats.measurement_codes import OWN_SCHEME

PROBABILITY: Final = Code("122157", "DCM", "Probability")
OPERATING_POINT: Final = Code("OPERATING_POINT", OWN_SCHEME, "Operating point")
PRESENCE: Final = Code("121052", "DCM", "Presence of property")

#: CID 240.
PRESENT: Final = Code("52101004", "SCT", "Present")
ABSENT: Final = Code("272519000", "SCT", "Absent")
UNDETERMINED: Final = Code("373068000", "SCT", "Undetermined")

LUNG: Final = Code("39607008", "SCT", "Lung")
SOURCE_IMAGE: Final = Code("121322", "DCM", "Source image for image processing operation")

#: What a code value may hold (PS3.3 8.1).
_LONGEST_CODE: Final = 16


def finding_code(label: Label) -> Code:
    """Concept of a class: SNOMED CT where it is known, else one of LungDesk's own.

    The code value is the id; where it cannot be, as much of it as there is room for beside its
    digest, so that no two classes share one.
    """
    if label.snomed_ct:
        return Code(label.snomed_ct, "SCT", label.name)
    value = "".join(c if c.isascii() and c.isalnum() else "_" for c in label.id.upper())
    if value.lower() != label.id or len(value) > _LONGEST_CODE:
        digest = f"_{crc32(label.id.encode(errors='surrogatepass')) & 0xFFFFFF:06X}"
        value = value[: _LONGEST_CODE - len(digest)] + digest
    return Code(value, OWN_SCHEME, line(label.name) or "Class")
