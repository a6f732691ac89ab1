"""What kind of file it is, by its first bytes."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

#: Bytes that `kind_of` needs.
HEAD_BYTES = 160


class FileKind(StrEnum):
    """Formats that can be read."""

    DICOM = "DICOM"
    PNG = "PNG"
    JPEG = "JPEG"
    TIFF = "TIFF"
    BMP = "BMP"


_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"II*\x00", FileKind.TIFF),
    (b"MM\x00*", FileKind.TIFF),
    (b"II+\x00", FileKind.TIFF),
    (b"MM\x00+", FileKind.TIFF),
)

# Sizes of the header that follows a bitmap's first 14 bytes: "BM" alone can begin any text.
_BMP_HEADER_BYTES = frozenset({12, 16, 40, 52, 56, 64, 108, 124})

# Value representations that the first elements of a dataset can have (PS3.5 6.2).
_FIRST_VRS = frozenset({b"UL", b"UI", b"CS", b"OB", b"SH", b"AE", b"LO", b"DA"})


_BYTE_ORDERS: tuple[Literal["little", "big"], ...] = ("little", "big")


def kind_of(head: bytes) -> FileKind | None:
    """Kind of a file that begins with ``head`` (`HEAD_BYTES` or the whole file); None if other."""
    if head[128:132] == b"DICM":
        return FileKind.DICOM
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADER_BYTES:
        return FileKind.BMP
    return FileKind.DICOM if _is_bare_dataset(head) else None


def _is_bare_dataset(head: bytes) -> bool:
    """Whether a file begins with a dataset, without preamble: old archives write such files.

    Only an element of group 0002 or 0008 with a low number, and a length that such an element
    can have, counts.
    """
    if len(head) < 12:
        return False
    for order in _BYTE_ORDERS:
        group, element = (int.from_bytes(head[at : at + 2], order) for at in (0, 2))
        if group not in {0x0002, 0x0008} or element > 0x0018:
            continue
        if head[4:6] in _FIRST_VRS or int.from_bytes(head[4:8], order) <= 64:
            return True
    return False
