"""Reads PNG, JPEG, TIFF and BMP: 8 and 16 bit, grey and colour."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, BinaryIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile

from lungdesk.core.radiograph import Photometric, Radiograph, Window
from lungdesk.core.study import Instance
from lungdesk.formats import failures, opencv
from lungdesk.formats.codestream import frame_facts, is_complete, leads_to_scan
from lungdesk.formats.magic import FileKind

# Pillow's remarks on odd tags are not for a terminal; what matters becomes a sentence.
logging.getLogger("PIL").addHandler(logging.NullHandler())

# The classes themselves, not Image.open: the kind is known, no other decoder may have the file,
# and the size is compared with our own limit, which is a sentence and no global variable.
_OPENERS: dict[FileKind, type[ImageFile.ImageFile]] = {
    FileKind.PNG: PngImageFile,
    FileKind.JPEG: JpegImageFile,
    FileKind.TIFF: TiffImageFile,
    FileKind.BMP: BmpImageFile,
}

#: Channels that differ by no more than this, of 255, are a grey film saved in colour.
_GREY_TOLERANCE = 3

#: Shows 8-bit values as they are.
_FULL_RANGE_8_BIT = Window(128.0, 256.0, explanation="full range")

_EXIF_ORIENTATION = 0x0112
_TIFF_BITS_PER_SAMPLE = 258
_TIFF_PHOTOMETRIC = 262


def read_raster_instance(stream: BinaryIO, path: Path, kind: FileKind) -> Instance:
    """Read what the header of an image file says.

    Raises
    ------
    Exception
        Whatever Pillow raises for a damaged file; `lungdesk.formats.reader` explains it.
    """
    image = _opened(stream, path, kind)
    return _instance(path, image, _orientation(image))


def read_raster(stream: BinaryIO, path: Path, kind: FileKind, *, frame: int) -> Radiograph:
    """Decode one frame (page) of an image file, upright.

    Colour files whose channels agree become grey; transparency is laid on black.

    Raises
    ------
    LungDeskError
        ``IMAGE_TOO_SMALL``, ``IMAGE_TOO_LARGE``, ``IMAGE_FRAME_MISSING``, ``IMAGE_DAMAGED``.
    Exception
        Whatever the codecs raise for a damaged file; `lungdesk.formats.reader` explains it.
    """
    image = _opened(stream, path, kind)
    instance = _instance(path, image, _orientation(image))
    failures.check_frame(path, frame, instance.frame_count)
    if frame:
        image.seek(frame)
    failures.check_size(path, image.height, image.width)
    failures.check_readable_size(path, image.height, image.width)
    is_lossy = kind is FileKind.JPEG or image.info.get("compression") in ("jpeg", "tiff_jpeg")
    photometric = Photometric.MONOCHROME2
    # Pillow turns round such films of 8 bits, but not those of 16.
    if image.mode.startswith("I") and _tiff_tag(image, _TIFF_PHOTOMETRIC) == 0:
        photometric = Photometric.MONOCHROME1
    pixels = _pixels(stream, path, image, frame)
    if pixels.ndim == 3:
        pixels = _grey_if_grey(pixels)
    if pixels.ndim == 3:
        colour = _eight_bit(pixels)
        return Radiograph(colour, Photometric.RGB, 8, instance, frame=frame, is_lossy=is_lossy)
    return Radiograph(
        pixels,
        photometric,
        8 * pixels.dtype.itemsize,
        instance,
        frame=frame,
        voi=(_FULL_RANGE_8_BIT,) if pixels.dtype == np.uint8 else (),
        is_lossy=is_lossy,
    )


def _opened(stream: BinaryIO, path: Path, kind: FileKind) -> ImageFile.ImageFile:
    if kind is FileKind.JPEG and not leads_to_scan(stream):
        raise failures.damaged_image(path, "its content cannot be decoded")
    return _OPENERS[kind](stream)


def _instance(path: Path, image: ImageFile.ImageFile, orientation: int) -> Instance:
    columns, rows = image.size
    # Orientations 5 to 8 swap the sides; of a TIFF, Pillow states the size that comes out.
    if orientation >= 5 and not isinstance(image, TiffImageFile):
        columns, rows = rows, columns
    return Instance(
        path=path,
        rows=rows,
        columns=columns,
        # An animated PNG is one image with a picture show behind it.
        frame_count=image.n_frames if isinstance(image, TiffImageFile) else 1,
        transfer_syntax=image.format or "",
    )


def _orientation(image: ImageFile.ImageFile) -> int:
    """EXIF orientation, 1 to 8; 1 when none can be read. Decodes nothing."""
    if isinstance(image, TiffImageFile):
        stated = _tiff_tag(image, _EXIF_ORIENTATION)
    elif isinstance(image, PngImageFile) and "exif" not in image.info:
        return 1  # getexif() would decode the whole file to look behind the pixels
    else:
        try:
            stated = image.getexif().get(_EXIF_ORIENTATION)
        except Exception:  # noqa: BLE001 - whatever is wrong with it, the film can be shown
            return 1
    return stated if isinstance(stated, int) and 1 <= stated <= 8 else 1


def _tiff_tag(image: ImageFile.ImageFile, tag: int) -> Any:
    return image.tag_v2.get(tag) if isinstance(image, TiffImageFile) else None


def _pixels(stream: BinaryIO, path: Path, image: ImageFile.ImageFile, frame: int) -> NDArray[Any]:
    """``(H, W)`` integers or ``(H, W, 3)`` uint8 or uint16, upright."""
    orientation = _orientation(image)
    if isinstance(image, JpegImageFile):
        return _upright(_jpeg(stream, path, image), orientation)
    has_deep_colour = _has_deep_colour(image)
    image.load()  # refuses a truncated file, where OpenCV would show its half
    if has_deep_colour:
        return _upright(_deep_colour(stream, frame), orientation)
    pixels = _loaded(image)
    # Pillow has turned a TIFF upright already.
    return pixels if isinstance(image, TiffImageFile) else _upright(pixels, orientation)


def _jpeg(stream: BinaryIO, path: Path, image: JpegImageFile) -> NDArray[Any]:
    """``(H, W)`` or ``(H, W, 3)`` uint8."""
    stream.seek(0)
    compressed = stream.read()
    if not is_complete(compressed):
        raise failures.damaged_image(path, "it ends before its last line")
    facts = frame_facts(compressed)
    if facts is None or facts.bits != 8:
        raise failures.not_for_pictures(path)
    if facts.components not in (1, 3):
        return _loaded(image)  # CMYK, of which there are several kinds
    # The same library and the same values as Pillow's, in half of the time.
    decoded = opencv.decoded(compressed)
    if decoded is None or decoded.shape[:2] != (facts.rows, facts.columns):
        raise failures.damaged_image(path, "its compressed data cannot be decoded")
    return decoded if decoded.ndim == 2 else cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB)


def _loaded(image: ImageFile.ImageFile) -> NDArray[Any]:
    """Pixels as Pillow decodes them, of whatever mode: grey integers or RGB uint8."""
    mode = image.mode
    if mode.startswith("I"):
        pixels = np.asarray(image)
        return pixels.astype(pixels.dtype.newbyteorder("="))
    if mode == "F":
        return _integers(np.asarray(image))
    if image.has_transparency_data:
        rgba = image.convert("RGBA")
        black = Image.new("RGBA", rgba.size, (0, 0, 0, 255))
        return np.asarray(Image.alpha_composite(black, rgba).convert("RGB"))
    return np.asarray(image.convert("L" if mode in ("1", "L") else "RGB"))


def _has_deep_colour(image: ImageFile.ImageFile) -> bool:
    """Whether a colour file has 16 bits a channel, which Pillow would cut to 8."""
    if image.mode not in ("RGB", "RGBA", "LA"):
        return False
    if isinstance(image, TiffImageFile):
        bits = _tiff_tag(image, _TIFF_BITS_PER_SAMPLE)
        return isinstance(bits, tuple) and max(bits, default=8) == 16
    # The raw mode that the PNG decoder is given: RGB;16B and the like.
    return isinstance(image, PngImageFile) and any(";16" in str(tile.args) for tile in image.tile)


def _deep_colour(stream: BinaryIO, frame: int) -> NDArray[Any]:
    """``(H, W)`` or ``(H, W, 3)`` RGB uint16 of a file that Pillow could decode."""
    stream.seek(0)
    decoded = opencv.decoded_page(stream.read(), frame)
    if decoded is None:
        raise ValueError("16-bit colour that cannot be decoded")
    if decoded.ndim == 2:
        return decoded
    if decoded.shape[2] == 4:
        alpha = decoded[..., 3:].astype(np.float32) / np.float32(65535)
        decoded = np.rint(decoded[..., :3] * alpha).astype(decoded.dtype)
    return np.ascontiguousarray(decoded[..., ::-1])


def _upright(pixels: NDArray[Any], orientation: int) -> NDArray[Any]:
    """Pixels as the EXIF orientation means them to be seen (TIFF 6.0, section 8)."""
    if orientation == 1:
        return pixels
    if orientation >= 5:
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)


def _integers(values: NDArray[Any]) -> NDArray[np.uint16]:
    """Floating-point grey values spread over 16 bits."""
    finite = np.nan_to_num(np.asarray(values, np.float64), posinf=0.0, neginf=0.0)
    low, high = float(finite.min()), float(finite.max())
    span = high - low
    if not np.isfinite(span) or span <= 0:
        return np.zeros(values.shape, np.uint16)
    return np.asarray(np.rint((finite - low) / span * 65535), np.uint16)


def _grey_if_grey(pixels: NDArray[Any]) -> NDArray[Any]:
    """``(H, W)`` when the three channels say the same, else the colour as it is."""
    tolerance = _GREY_TOLERANCE if pixels.dtype == np.uint8 else _GREY_TOLERANCE * 257
    # A few rows decide for most colour images.
    if _largest_difference(pixels[:: max(1, len(pixels) // 8)]) > tolerance:
        return pixels
    difference = _largest_difference(pixels)
    if difference > tolerance:
        return pixels
    if difference == 0:
        return cv2.extractChannel(pixels, 1)
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)


def _largest_difference(rgb: NDArray[Any]) -> int:
    red, green, blue = cv2.split(rgb)
    pairs = ((red, green), (green, blue), (blue, red))
    return max(int(cv2.absdiff(one, other).max()) for one, other in pairs)


def _eight_bit(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    return np.asarray(pixels >> 8 if pixels.dtype == np.uint16 else pixels, np.uint8)
