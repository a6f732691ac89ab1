"""Reads the picture of a letterhead, and makes it as small as paper needs it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageFile, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.formats import failures

#: By the first bytes of a file.
_OPENERS: Final[dict[bytes, type[ImageFile.ImageFile]]] = {
    b"\x89PNG": PngImageFile,
    b"\xff\xd8": JpegImageFile,
}
#: Beyond that, decoding takes seconds, and hundreds of megabytes.
_MOST_PX: Final = 50_000_000
#: Some 340 dots an inch in the corner of a letter.
_SIZE_PX: Final = (600, 200)
_DEEP_GREY: Final = "I"


def read_logo(path: Path) -> bytes:
    """A PNG of 8 bits, RGB or RGBA, upright and no larger than needed.

    Raises
    ------
    LungDeskError
        ``FILE_MISSING`` and the like, ``FILE_NOT_AN_IMAGE``, ``IMAGE_TOO_LARGE``.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise failures.not_readable(path, error) from error
    opener = next((one for start, one in _OPENERS.items() if content.startswith(start)), None)
    if opener is None:
        raise _no_logo(path)
    try:
        image = opener(io.BytesIO(content))
        columns, rows = image.size
        if columns * rows <= _MOST_PX:
            return _png(image)
    except Exception as error:  # Pillow raises anything of altered bytes
        raise _no_logo(path) from error
    raise _too_large(path, columns, rows)


def _png(opened: ImageFile.ImageFile) -> bytes:
    # First: the room it has is another one lying, and what is made of it has lost how it lies.
    image = ImageOps.exif_transpose(opened)
    if image.mode.startswith(_DEEP_GREY):
        # Pillow would clip 16 bits to the lowest 8 of them.
        image = Image.fromarray((np.asarray(image, np.float32) / 257).round().astype(np.uint8))
    elif image.mode in ("1", "P"):  # no mean of these makes another one
        image = _in_colours(image)
    image.thumbnail(_SIZE_PX)
    stream = io.BytesIO()
    _in_colours(image).save(stream, "PNG")
    return stream.getvalue()


def _in_colours(image: Image.Image) -> Image.Image:
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _no_logo(path: Path) -> LungDeskError:
    return LungDeskError(
        f"{path.name} cannot be the logo of a report: it is no PNG or JPEG picture.",
        hint="Choose another picture in the preferences.",
        code=ErrorCode.FILE_NOT_AN_IMAGE,
    )


def _too_large(path: Path, columns: int, rows: int) -> LungDeskError:
    return LungDeskError(
        f"{path.name} is too large for the logo of a report: {columns:,} × {rows:,} pixels.",
        hint="Choose a picture of at most 50 million pixels.",
        code=ErrorCode.IMAGE_TOO_LARGE,
    )
