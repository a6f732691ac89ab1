"""Writes a picture to a file; its ending decides which kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QImage, QImageWriter

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import atomic_write
from lungdesk.core.jobs import JobContext
from lungdesk.formats.object_failures import film_itself
from lungdesk.gui.translation import tr

DEFAULT_ENDING: Final = ".png"
_FORMATS: Final = {
    ".png": b"png",
    ".jpg": b"jpg",
    ".jpeg": b"jpg",
    ".tif": b"tiff",
    ".tiff": b"tiff",
}
_JPEG_QUALITY: Final = 95


@dataclass(frozen=True, slots=True, eq=False)
class SavePictureRequest:
    """A picture and the file to write."""

    path: Path
    image: QImage


def check_path(path: Path, film: Path) -> None:
    """Look whether a picture of a film can go there.

    Raises
    ------
    LungDeskError
        ``FILE_NOT_WRITABLE`` for an ending that is not known, or in place of the film itself.
    """
    if path.resolve() == film.resolve():
        raise film_itself(path)
    if path.suffix.lower() not in _FORMATS:
        raise _not_writable(
            tr(
                "{name} cannot be written: pictures are saved as PNG, JPEG or TIFF.", name=path.name
            ),
            tr("Let the name end in .png, .jpg or .tif."),
        )


def save_picture(request: SavePictureRequest, _ctx: JobContext) -> None:
    """Write a picture, whole or not at all; raises LungDeskError (`not_writable`)."""
    buffer = QBuffer()
    writer = QImageWriter(buffer, _FORMATS[request.path.suffix.lower()])
    if request.path.suffix.lower() in (".jpg", ".jpeg"):
        writer.setQuality(_JPEG_QUALITY)
    if not writer.write(request.image):
        reason = tr(
            "{name} cannot be written ({errorstring}).",
            name=request.path.name,
            errorstring=writer.errorString(),
        )
        raise _not_writable(reason, tr("Choose another kind of picture."))
    with atomic_write(request.path) as stream:
        stream.write(bytes(buffer.data().data()))


def _not_writable(message: str, hint: str) -> LungDeskError:
    return LungDeskError(message, hint=hint, code=ErrorCode.FILE_NOT_WRITABLE)
