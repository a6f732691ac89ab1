"""What a file is for the list of films, by its name and its first bytes.

A folder of DICOM files holds more than films: how a film was presented, what was measured on it,
letters. The class of an object stands at the very beginning of its file, so that neither pydicom
nor the rest of the file is needed to tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Final

from lungdesk.core.own_pictures import MARKED_BYTES, is_marked, named_as_own_picture
from lungdesk.formats.film_names import named_as_dicom, named_as_film
from lungdesk.formats.magic import kind_of

#: Bytes that `content_of` needs.
CONTENT_BYTES: Final = MARKED_BYTES


class Content(StrEnum):
    """What a file is; the words name one that is no film."""

    FILM = "film"
    PRESENTATION_STATE = "presentation state"
    KEY_IMAGES = "key image selection"
    REPORT = "report"
    DOCUMENT = "document"
    OTHER_OBJECT = "object without an image"
    OWN_PICTURE = "picture made by LungDesk"
    NOTHING = "nothing"


_STORAGE: Final = "1.2.840.10008.5.1.4.1.1."

#: Beginnings of SOP classes (PS3.4 B.5) whose objects have no image; the first that fits counts.
_FAMILIES: Final = (
    ("11.", Content.PRESENTATION_STATE),
    ("88.59.", Content.KEY_IMAGES),
    ("88.", Content.REPORT),
    ("104.", Content.DOCUMENT),
    *(
        (family, Content.OTHER_OBJECT)
        for family in (
            "9.",  # waveforms
            *("66.", "67.", "68."),  # raw data, registrations, real world values, surfaces
            *("77.1.5.3.", "78.", "79.", "80."),  # measurements of eyes
            *("90.", "91."),  # assessments, annotations in bulk
            *("200.", "201."),  # protocols, inventories
            "481.",  # plans and records of radiotherapy
        )
    ),
)

#: Those of the families above that have an image: segmentations, and what radiotherapy sees.
_IMAGES: Final = frozenset({"66.4", "481.1", "481.2", "481.23", "481.24"})

_MAGIC_AT: Final = 128
_META_GROUP: Final = b"\x02\x00"
_SOP_CLASS: Final = b"\x02\x00\x02\x00"
#: Value representations whose length takes four bytes, after two that are empty (PS3.5 7.1.2).
_LONG_VRS: Final = frozenset({b"OB", b"OW", b"UN", b"UT", b"SQ"})


def content_of(name: str, read_head: Callable[[], bytes | None]) -> Content:
    """What a file is; it is opened only where its name does not tell.

    Parameters
    ----------
    read_head
        Gives the first `CONTENT_BYTES` of the file, or all of a shorter one; None when they
        cannot be read and opening it as a film is to say why.
    """
    by_name = named_as_film(name)
    if by_name is False:
        return Content.NOTHING
    if by_name and not (named_as_dicom(name) or named_as_own_picture(name)):
        return Content.FILM
    head = read_head()
    if head is None:
        return Content.FILM
    if is_marked(head):
        return Content.OWN_PICTURE
    object_ = object_content(head)
    if object_ is not None:
        return object_
    return Content.FILM if by_name or kind_of(head) is not None else Content.NOTHING


def first_bytes(path: str | Path) -> bytes | None:
    """First bytes of a file; None when it may be a film, and opening it says what is wrong."""
    try:
        with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 - ten times as fast
            return stream.read(CONTENT_BYTES)
    except PermissionError:
        return None
    except OSError:
        return b""


def object_content(head: bytes) -> Content | None:
    """What an object without an image is, by the first bytes of its file; None for all others."""
    sop_class = _sop_class(head)
    if not sop_class.startswith(_STORAGE):
        return None
    kind = sop_class.removeprefix(_STORAGE)
    if kind in _IMAGES:
        return None
    return next((found for family, found in _FAMILIES if f"{kind}.".startswith(family)), None)


def _sop_class(head: bytes) -> str:
    """Media Storage SOP Class UID of the file meta information (PS3.10 7.1); empty without one.

    The information is in little-endian explicit VR whatever the data set after it is in.
    """
    at = _MAGIC_AT + 4
    if head[_MAGIC_AT:at] != b"DICM":
        return ""
    while head[at : at + 2] == _META_GROUP:
        is_long = head[at + 4 : at + 6] in _LONG_VRS
        start, width = (at + 12, 4) if is_long else (at + 8, 2)
        length = int.from_bytes(head[start - width : start], "little")
        if head[at : at + 4] == _SOP_CLASS:
            return head[start : start + length].decode("ascii", errors="replace").strip("\0 ")
        at = start + length
    return ""


_SEVERAL: Final = {
    Content.PRESENTATION_STATE: "presentation states",
    Content.KEY_IMAGES: "key image selections",
    Content.REPORT: "reports",
    Content.DOCUMENT: "documents",
    Content.OTHER_OBJECT: "objects without an image",
    Content.OWN_PICTURE: "pictures made by LungDesk",
}


def not_films(objects: Iterable[Content]) -> str:
    """How many objects of which kinds are no films, in a sentence; empty without any."""
    counted = Counter(objects)
    parts = [_counted(counted[kind], kind) for kind in Content if counted[kind]]
    if not parts:
        return ""
    last = parts.pop()
    listed = f"{', '.join(parts)} and {last}" if parts else last
    is_one = counted.total() == 1
    return f"{listed} is no film." if is_one else f"{listed} are no films."


def _counted(count: int, kind: Content) -> str:
    return f"1 {kind}" if count == 1 else f"{count} {_SEVERAL[kind]}"
