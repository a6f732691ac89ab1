"""Films to measure with, written as a detector writes them, and their decoders alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from openjpeg.utils import decode_pixel_data
from pydicom import dcmread
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import get_frame
from pydicom.uid import (
    DigitalXRayImageStorageForPresentation,
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
    generate_uid,
)

from lungdesk.formats import opencv

#: Size of the grain of a film, in grey values of 65,536.
_GRAIN = 8.0


def synthetic_film(side: int) -> NDArray[np.uint16]:
    """Square film over nearly all of 16 bits: broad shadows, and the grain of a detector."""
    y, x = np.ogrid[:side, :side]
    shadows = 32_000 + 28_000 * np.sin(x * (6.0 / side)) * np.cos(y * (5.0 / side))
    grain = np.random.default_rng(0).standard_normal((side, side), np.float32) * _GRAIN
    return np.asarray(shadows + grain, np.uint16)


def write_uncompressed(path: Path, stored_values: NDArray[np.uint16]) -> None:
    """Write an explicit little-endian DX image; its window is left to the reader."""
    _dataset(stored_values).save_as(path, enforce_file_format=True)


def write_jpeg2000(path: Path, stored_values: NDArray[np.uint16]) -> None:
    """Write the same image in JPEG 2000 without loss."""
    dataset = _dataset(stored_values)
    dataset.compress(JPEG2000Lossless, generate_instance_uid=False)
    dataset.save_as(path, enforce_file_format=True)


def bare_decoders(path: Path) -> dict[str, Callable[[], object]]:
    """What makes pixels of the compressed frame of a file, and does nothing else, by name.

    The frame is in memory already: neither disk nor header are in the way.
    """
    frame = get_frame(dcmread(path).PixelData, 0, number_of_frames=1)
    return {
        "pydicom's plug-in": partial(decode_pixel_data, frame, version=2),
        "OpenCV": partial(opencv.decoded, frame),
    }


def _dataset(stored_values: NDArray[np.uint16]) -> FileDataset:
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = generate_uid()
    dataset = FileDataset("", Dataset(), preamble=b"\0" * 128, file_meta=meta)
    dataset.SOPClassUID = meta.MediaStorageSOPClassUID
    dataset.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = generate_uid(), generate_uid()
    dataset.Modality, dataset.PatientID = "DX", "BENCH"
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.Rows, dataset.Columns = stored_values.shape
    dataset.BitsAllocated = dataset.BitsStored = 16
    dataset.HighBit = 15
    dataset.PixelRepresentation = 0
    dataset.PixelData = stored_values.tobytes()
    return dataset
