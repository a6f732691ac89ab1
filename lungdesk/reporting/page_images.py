"""Pages of a PDF as pixels, for a preview and for printing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

_POINTS_PER_INCH: Final = 72


def page_images(pdf: bytes, dots_per_inch: float) -> Iterator[NDArray[np.uint8]]:
    """Each page as RGB ``(h, w, 3)`` uint8, drawn when it is asked for."""
    import pypdfium2  # noqa: PLC0415 - needed for a preview only

    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            bitmap = page.render(scale=dots_per_inch / _POINTS_PER_INCH, rev_byteorder=True)
            pixels = np.array(bitmap.to_numpy()[..., :3], np.uint8, order="C")
            bitmap.close()
            page.close()
            yield pixels
    finally:
        document.close()
