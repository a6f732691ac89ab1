"""Writes a picture as a DICOM image of 8 bits: films for measurements, not for archives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import (
    UID,
    DigitalXRayImageStorageForPresentation,
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    generate_uid,
)

#: Transfer syntaxes that `write_grey_dicom` knows: those in which archives send most films.
ENCODINGS = (ExplicitVRLittleEndian, JPEGBaseline8Bit, JPEG2000Lossless)


def write_grey_dicom(path: Path, pixels: NDArray[Any], encoding: UID) -> None:
    """Write a picture, ``(H, W)`` or ``(H, W, 3)`` RGB uint8, as a grey DX image of nobody."""
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    dataset = _dataset(np.ascontiguousarray(grey, np.uint8))
    if encoding == JPEGBaseline8Bit:
        dataset.file_meta.TransferSyntaxUID = encoding
        dataset.PixelData = encapsulate([cv2.imencode(".jpg", grey)[1].tobytes()])
        dataset["PixelData"].VR = "OB"
    elif encoding == JPEG2000Lossless:
        dataset.compress(encoding, generate_instance_uid=False)
    dataset.save_as(path, enforce_file_format=True)


def _dataset(grey: NDArray[np.uint8]) -> FileDataset:
    """The uncompressed image."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = FileDataset("", Dataset(), preamble=b"\0" * 128, file_meta=meta)
    dataset.SOPClassUID = DigitalXRayImageStorageForPresentation
    for keyword in ("SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID"):
        setattr(dataset, keyword, generate_uid())
    meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.Modality, dataset.PatientID = "DX", dataset.StudyInstanceUID
    dataset.Rows, dataset.Columns = grey.shape
    dataset.SamplesPerPixel, dataset.PixelRepresentation = 1, 0
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.BitsAllocated = dataset.BitsStored = 8
    dataset.HighBit = 7
    dataset.PixelData = grey.tobytes() + b"\0" * (grey.size % 2)
    return dataset
