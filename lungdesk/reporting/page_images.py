"""Pages of a PDF as pixels, for a preview and for printing."""

from __future__ import annotations

import threading
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_POINTS_PER_INCH: Final = 72
#: PDFium draws one document at a time, whoever asks.
_lock: Final = threading.Lock()


def page_images(pdf: bytes, dots_per_inch: float) -> list[NDArray[np.uint8]]:
    """Each page as RGB ``(h, w, 3)`` uint8; may be called from several threads."""
    import pypdfium2  # noqa: PLC0415 - needed for a preview only

    with _lock:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [_drawn(page, dots_per_inch / _POINTS_PER_INCH) for page in document]
        finally:
            document.close()


def _drawn(page: Any, scale: float) -> NDArray[np.uint8]:
    bitmap = page.render(scale=scale, rev_byteorder=True)
    try:
        return np.array(bitmap.to_numpy()[..., :3], np.uint8, order="C")
    finally:
        bitmap.close()
