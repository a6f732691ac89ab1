"""Writes pictures as PNG, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.files import atomic_write
from lungdesk.core.own_pictures import MAKER


def write_png(path: Path, pixels: NDArray[np.uint8]) -> None:
    """Write grey ``(H, W)`` or RGB ``(H, W, 3)`` uint8, marked as made here.

    Raises
    ------
    LungDeskError
        ``FILE_NOT_WRITABLE``, ``DISK_FULL``.
    """
    from PIL import Image, PngImagePlugin  # noqa: PLC0415 - not needed to read DICOM

    words = PngImagePlugin.PngInfo()
    words.add_text("Software", MAKER)
    with atomic_write(path) as stream:
        # Half of the time of the default level, for a tenth more bytes.
        Image.fromarray(pixels).save(stream, format="PNG", compress_level=3, pnginfo=words)
