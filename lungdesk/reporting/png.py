"""PNG bytes of pixels (ISO 15948): the same pixels give the same bytes."""

from __future__ import annotations

import struct
import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_GREY, _RGB = 0, 2


def png_bytes(pixels: NDArray[np.uint8]) -> bytes:
    """A PNG file of grey ``(h, w)`` or RGB ``(h, w, 3)`` uint8."""
    if pixels.dtype != np.uint8 or pixels.ndim not in (2, 3) or pixels.shape[2:] not in ((), (3,)):
        raise ValueError(f"expected (h, w) or (h, w, 3) uint8, got {pixels.shape} {pixels.dtype}")
    rows, columns = pixels.shape[:2]
    kind = _GREY if pixels.ndim == 2 else _RGB
    lines = np.ascontiguousarray(pixels).reshape(rows, -1)
    unfiltered = np.zeros((rows, 1), np.uint8)
    data = zlib.compress(np.hstack([unfiltered, lines]).tobytes(), 6)
    head = struct.pack(">IIBBBBB", columns, rows, 8, kind, 0, 0, 0)
    return b"".join(
        (_SIGNATURE, _chunk(b"IHDR", head), _chunk(b"IDAT", data), _chunk(b"IEND", b""))
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
