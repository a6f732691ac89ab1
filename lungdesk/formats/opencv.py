"""OpenCV as a decoder of single pictures: silent, and for JPEG 2000 on all processors."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
from numpy.typing import NDArray

# OpenJPEG, inside OpenCV, asks for this at each picture: a large film takes half of the time.
os.environ.setdefault("OPJ_NUM_THREADS", "ALL_CPUS")

import cv2

# What is wrong with a file is said by our own errors; its remarks would go to the terminal.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


def decoded(compressed: bytes) -> NDArray[Any] | None:
    """Decode a picture with the values, channels and orientation that it is stored with.

    Returns
    -------
    NDArray[Any] | None
        ``(H, W)``, or ``(H, W, 3)`` and ``(H, W, 4)`` in the order blue, green, red, alpha; None
        when OpenCV does not want it.
    """
    picture = cv2.imdecode(np.frombuffer(compressed, np.uint8), cv2.IMREAD_UNCHANGED)
    return None if picture is None else np.asarray(picture)


def decoded_page(compressed: bytes, page: int) -> NDArray[Any] | None:
    """Decode one page, counted from 0, of a file that can have several; as `decoded`."""
    raw = np.frombuffer(compressed, np.uint8)
    _, pages = cv2.imdecodemulti(raw, cv2.IMREAD_UNCHANGED, range=(page, page + 1))
    return np.asarray(pages[0]) if len(pages) == 1 else None
