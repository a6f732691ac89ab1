"""What the name of a file tells of its content, the order of names, and how long they may be."""

from __future__ import annotations

import os
import re
from typing import Final

_DICOM_EXTENSIONS = frozenset({".dcm", ".dicom"})
_EXTENSIONS = _DICOM_EXTENSIONS | {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"}

#: Files that are surely no films: not even their first bytes are looked at.
_OTHER_EXTENSIONS = frozenset(
    {".csv", ".json", ".txt", ".md", ".py", ".zip", ".pdf", ".xml", ".html", ".log"}
)

#: The table of contents of a DICOM medium: it names the films and is none.
TABLE_OF_CONTENTS = "DICOMDIR"

#: Bytes of a stem to which more is added: a name has 255 at most.
_LONGEST_STEM: Final = 100
#: What names on Windows cannot hold.
_SPECIAL: Final = frozenset('<>:"/\\|?*')


def named_as_film(name: str) -> bool | None:
    """Whether a file of this name is a film; None when its first bytes have to tell."""
    if name.upper() == TABLE_OF_CONTENTS:
        return False
    extension = _extension(name)
    if extension in _EXTENSIONS:
        return True
    return False if extension in _OTHER_EXTENSIONS else None


def named_as_dicom(name: str) -> bool:
    """Whether a file of this name is DICOM: a film, or an object that belongs to one."""
    return _extension(name) in _DICOM_EXTENSIONS


def named_as_archive(name: str) -> bool:
    """Whether a file of this name is a ZIP file."""
    return _extension(name) == ".zip"


def plain_stem(stem: str) -> str:
    """A stem as every disk takes it, with room for what is put behind it.

    A film in a ZIP file can be called whatever the system took on which that was packed.
    """
    # In bytes: a letter can take four of them.
    short = plain_name(stem).encode()[:_LONGEST_STEM].decode(errors="ignore")
    return short.rstrip(". ") or "film"


def plain_name(name: str) -> str:
    """A name in the characters that every disk takes."""
    return "".join("_" if c in _SPECIAL or not c.isprintable() else c for c in name)


def _extension(name: str) -> str:
    return os.path.splitext(name)[1].lower()  # noqa: PTH122 - ten times as fast


def natural_key(name: str) -> list[tuple[int, str]]:
    """Sort key in which film-2 comes before film-10."""
    parts = re.split(r"(\d+)", name.lower())
    return [(int(p), "") if p.isdecimal() else (-1, p) for p in parts]
