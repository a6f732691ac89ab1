"""Estimates with which quality a JPEG file was saved."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL.JpegImagePlugin import JpegImageFile

from lungdesk.formats.magic import HEAD_BYTES, FileKind, kind_of

#: Luminance table of ISO/IEC 10918-1, table K.1, which encoders scale by their quality.
_LUMINANCE = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ]
)


def jpeg_quality(path: Path) -> int | None:
    """Quality from 1 to 100 in the scale of the Independent JPEG Group; None if it is no JPEG.

    It is that whose luminance table is nearest to the file's, so for an encoder with tables of
    its own it is an equivalent.

    Raises
    ------
    Exception
        Whatever Pillow raises for a damaged file; one that was decoded before has its tables.
    """
    with path.open("rb") as stream:
        kind = kind_of(stream.read(HEAD_BYTES))
        if kind is not FileKind.JPEG:
            return None
        stream.seek(0)
        tables = JpegImageFile(stream).quantization
    if not tables:
        return None
    # Sorted, since encoders differ in the order in which Pillow hands the entries over.
    table = np.sort(np.asarray(tables[min(tables)]))
    return 1 + int(np.abs(_scaled_tables() - table).sum(axis=1).argmin())


@cache
def _scaled_tables() -> NDArray[np.int64]:
    """Sorted table of each quality from 1 to 100, ``(100, 64)``, scaled as libjpeg does."""
    percents = [5000 // q if q < 50 else 200 - 2 * q for q in range(1, 101)]
    entries = np.sort(_LUMINANCE.ravel())
    tables = [np.clip((entries * percent + 50) // 100, 1, 255) for percent in percents]
    return np.asarray(tables, np.int64)
