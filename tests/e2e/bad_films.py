"""One film of each kind that cannot be read, with the code it has to be refused with."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from pydicom.uid import MPEG4HP41

from lungdesk.core.errors import ErrorCode
from tests.unit.formats import builders
from tests.unit.formats.builders import dicom, gradient, save_frames, write_dicom, write_picture

#: Kinds by name of file; each is made by `write_bad_films`, but for the one that is missing.
CODES = {
    "empty.dcm": ErrorCode.FILE_EMPTY,
    "letter.dcm": ErrorCode.FILE_NOT_AN_IMAGE,
    "truncated.dcm": ErrorCode.DICOM_DAMAGED,
    "truncated.jpg": ErrorCode.IMAGE_DAMAGED,
    "without-pixels.dcm": ErrorCode.DICOM_WITHOUT_PIXELS,
    "video.dcm": ErrorCode.DICOM_TRANSFER_SYNTAX,
    "one-pixel.png": ErrorCode.IMAGE_TOO_SMALL,
    "announces-too-much.jpg": ErrorCode.IMAGE_TOO_LARGE,
    "no-films": ErrorCode.FOLDER_WITHOUT_IMAGES,
    "missing.dcm": ErrorCode.FILE_MISSING,
}


def write_bad_films(folder: Path) -> dict[Path, ErrorCode]:
    """Paths and codes, in the order of `CODES`."""
    noise = np.random.default_rng(1).integers(0, 256, (200, 200), np.uint8)
    (folder / "empty.dcm").write_bytes(b"")
    (folder / "letter.dcm").write_bytes(b"Dear colleague,\nthe film is attached.\n")
    _cut(builders.write_compressed(folder / "truncated.dcm", noise, builders.JPEG_2000_LOSSLESS))
    _cut(write_picture(folder / "truncated.jpg", noise))
    write_dicom(folder / "without-pixels.dcm", PixelData=None)
    save_frames(folder / "video.dcm", dicom(gradient()), MPEG4HP41, [b"\0" * 64])
    write_picture(folder / "one-pixel.png", np.zeros((1, 1), np.uint8))
    huge = builders.with_jpeg_size(_jpeg(), 20_000, 20_000)
    (folder / "announces-too-much.jpg").write_bytes(huge)
    (folder / "no-films").mkdir()
    (folder / "no-films" / "notes.txt").write_text("nothing to see here")
    return {folder / name: code for name, code in CODES.items()}


def _cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _jpeg() -> bytes:
    content = cv2.imencode(".jpg", gradient())[1].tobytes()
    assert len(content) < 1024
    return content
