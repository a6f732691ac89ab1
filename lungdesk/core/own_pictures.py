"""Pictures that LungDesk makes of films: how they are called and marked, and known again."""

from __future__ import annotations

import re
from typing import Final

#: Marks what LungDesk has made of a film, as ``Software`` of a PNG file, and in capital letters as
#: Implementation Version Name (0002,0013) of a DICOM file.
MAKER: Final = "LungDesk"

#: First bytes of a file, among which its mark is.
MARKED_BYTES: Final = 512

_MARKS: Final = (
    b"tEXtSoftware\0" + MAKER.encode(),
    b"\x02\x00\x13\x00SH\x08\x00" + MAKER.upper().encode(),
)

#: ``film-tuberculosis.png``, ``film-lungs-2.png``, ``screenshot.png``, ``film-heatmap.dcm``.
_NAMES: Final = re.compile(r"screenshot\.png|.+-[^\W\d]\w*(-\d+)?\.png|.+-heatmap\.dcm")


def named_as_own_picture(name: str) -> bool:
    """Whether LungDesk's pictures can be called so: only then need the first bytes be read."""
    return _NAMES.fullmatch(name.lower()) is not None


def is_marked(head: bytes) -> bool:
    """Whether LungDesk has made a picture, by the first `MARKED_BYTES` of its file."""
    return any(mark in head for mark in _MARKS)
