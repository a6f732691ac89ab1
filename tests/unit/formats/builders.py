"""Small films in every format, made on the spot."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import (
    UID,
    DigitalXRayImageStorageForPresentation,
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    RLELossless,
)

JPEG_2000_LOSSLESS = JPEG2000Lossless
JPEG_BASELINE = JPEGBaseline8Bit
RLE = RLELossless


def gradient(rows: int = 40, columns: int = 48, *, most: int = 255) -> NDArray[Any]:
    """Grey values from 0 to ``most`` in which every row and column differs."""
    ramp = np.linspace(0, most, rows * columns).reshape(rows, columns)
    return ramp.astype(np.uint8 if most < 256 else np.uint16)


def colours(rows: int = 40, columns: int = 48) -> NDArray[np.uint8]:
    """RGB whose channels differ."""
    grey = gradient(rows, columns)
    return np.stack([grey, grey[::-1], np.full_like(grey, 90)], axis=2)


def dicom(pixels: NDArray[Any], **elements: Any) -> FileDataset:
    """DX image of ``(H, W)``, ``(N, H, W)`` or ``(H, W, 3)``; an element of None is left out."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = UID("1.2.3.4")
    dataset = FileDataset("", Dataset(), preamble=b"\0" * 128, file_meta=meta)
    is_colour = pixels.shape[-1] == 3
    stated: dict[str, Any] = {
        "SOPClassUID": DigitalXRayImageStorageForPresentation,
        "SOPInstanceUID": UID("1.2.3.4"),
        "StudyInstanceUID": UID("1.2.3"),
        "SeriesInstanceUID": UID("1.2.3.1"),
        "Modality": "DX",
        "PatientID": "P1",
        "PatientName": "Doe^Jane",
        "SamplesPerPixel": 3 if is_colour else 1,
        "PhotometricInterpretation": "RGB" if is_colour else "MONOCHROME2",
        "Rows": pixels.shape[-3 if is_colour else -2],
        "Columns": pixels.shape[-2 if is_colour else -1],
        "BitsAllocated": 8 * pixels.itemsize,
        "BitsStored": 8 * pixels.itemsize,
        "HighBit": 8 * pixels.itemsize - 1,
        "PixelRepresentation": int(pixels.dtype.kind == "i"),
        "PixelData": pixels.tobytes(),
    }
    if is_colour:
        stated["PlanarConfiguration"] = 0
    if pixels.ndim == 3 and not is_colour:
        stated["NumberOfFrames"] = len(pixels)
    for keyword, value in (stated | elements).items():
        if value is not None:
            setattr(dataset, keyword, value)
    return dataset


def write_dicom(path: Path, pixels: NDArray[Any] | None = None, **elements: Any) -> Path:
    """Write `dicom` uncompressed."""
    return save(path, dicom(gradient() if pixels is None else pixels, **elements))


def write_compressed(path: Path, pixels: NDArray[Any], syntax: UID, **elements: Any) -> Path:
    """Write `dicom` in an encoding with frames of its own."""
    dataset = dicom(pixels, **elements)
    if syntax == JPEGBaseline8Bit:
        frame = cv2.imencode(".jpg", pixels)[1].tobytes()
        return save_frames(path, dataset, syntax, [frame])
    dataset.compress(syntax, generate_instance_uid=False)
    return save(path, dataset)


def save_frames(path: Path, dataset: FileDataset, syntax: UID, frames: list[bytes]) -> Path:
    """Write a data set with frames that are compressed already."""
    dataset.file_meta.TransferSyntaxUID = syntax
    dataset.PixelData = encapsulate(frames)
    dataset["PixelData"].VR = "OB"
    return save(path, dataset)


def save(path: Path, dataset: FileDataset) -> Path:
    """Write a data set as it is, right or wrong."""
    dataset.save_as(path, enforce_file_format=True)
    return path


def save_bare(path: Path, dataset: FileDataset, *, is_implicit: bool) -> Path:
    """Write a data set without preamble and file meta information, as old archives did."""
    bare = Dataset()
    bare.update(dataset)
    bare.save_as(path, implicit_vr=is_implicit, little_endian=True)
    return path


def write_picture(path: Path, pixels: NDArray[Any], **options: Any) -> Path:
    """Write PNG, JPEG, TIFF or BMP, by the extension, with Pillow."""
    Image.fromarray(pixels).save(path, **options)
    return path


def png_header(width: int, height: int, payload: bytes) -> bytes:
    """A PNG that announces a size and holds something else."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", payload), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_jpeg_size(jpeg: bytes, width: int, height: int) -> bytes:
    """A JPEG whose frame header announces another size."""
    at = jpeg.index(b"\xff\xc0")
    return jpeg[: at + 5] + struct.pack(">HH", height, width) + jpeg[at + 9 :]


def bmp_header(width: int, height: int, payload: bytes) -> bytes:
    """A bitmap that announces a size and holds something else."""
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + len(payload), 0, 0, 54) + header + payload


def tiff_header(width: int, height: int, payload: bytes) -> bytes:
    """An uncompressed grey TIFF that announces a size and holds something else."""
    entries = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (277, 3, 1, 1),
        (278, 4, 1, height),
        (279, 4, 1, width * height),
    ]
    directory = struct.pack("<H", len(entries))
    directory += b"".join(struct.pack("<HHII", *entry) for entry in entries) + b"\0" * 4
    return b"II*\0" + struct.pack("<I", 8 + len(payload)) + payload + directory
