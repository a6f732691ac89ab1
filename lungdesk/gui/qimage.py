"""NumPy arrays as Qt images, without copying pixels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


def to_qimage(pixels: NDArray[np.uint8]) -> QImage:
    """Image that looks into ``pixels``: the caller keeps the array alive as long as the image.

    Parameters
    ----------
    pixels
        ``(H, W)`` grey, ``(H, W, 3)`` RGB, or ``(H, W, 4)`` premultiplied BGRA, uint8; the last
        axis must be contiguous (rows may be apart).

    Raises
    ------
    ValueError
        When shape, type or layout is another.
    """
    image_format = _format(pixels)
    rows, columns = pixels.shape[:2]
    return QImage(_memory(pixels), columns, rows, pixels.strides[0], image_format)


def _format(pixels: NDArray[Any]) -> QImage.Format:
    depth = 1 if pixels.ndim == 2 else pixels.shape[-1]
    formats = {
        1: QImage.Format.Format_Grayscale8,
        3: QImage.Format.Format_RGB888,
        4: QImage.Format.Format_ARGB32_Premultiplied,
    }
    is_packed = pixels.ndim in (2, 3) and pixels.strides[1:] == ((depth, 1) if depth > 1 else (1,))
    if pixels.dtype != np.uint8 or depth not in formats or not is_packed:
        raise ValueError(
            f"expected uint8 (H, W), (H, W, 3) or (H, W, 4) with packed columns,"
            f" got {pixels.dtype} {pixels.shape} with strides {pixels.strides}"
        )
    return formats[depth]


def _memory(pixels: NDArray[np.uint8]) -> memoryview:
    """View of the bytes from the first pixel to the last; rows may overlap nothing but gaps."""
    rows, columns = pixels.shape[:2]
    depth = 1 if pixels.ndim == 2 else pixels.shape[-1]
    length = (rows - 1) * pixels.strides[0] + columns * depth
    flat = np.lib.stride_tricks.as_strided(pixels, (length,), (1,), writeable=False)
    return flat.data
