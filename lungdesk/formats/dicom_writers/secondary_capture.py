"""Writes pictures as Secondary Capture images (PS3.3 A.8.1)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sr.coding import Code
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage

from lungdesk.core.own_pictures import MAKER
from lungdesk.core.radiograph import Photometric, Radiograph
from lungdesk.formats import object_failures
from lungdesk.formats.film_reference import (
    CHEST,
    NOT_FOR_DIAGNOSIS,
    FilmReference,
    film_reference,
    line,
    uid_of,
    write_object,
)
from lungdesk.formats.reading_codes import SOURCE_IMAGE

#: UIDs of a film that has none of its own, by its content: once more, it is the same film.
_FILMS: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:lungdesk:film")
_WORKSTATION: Final = "WSD"
_LARGEST_VALUE: Final = (1 << 16) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Capture:
    """A picture made of a film.

    Attributes
    ----------
    pixels
        ``(H, W, 3)`` uint8 RGB.
    derivation
        How it was made, in a sentence.
    """

    pixels: NDArray[np.uint8]
    description: str
    derivation: str


def write_capture(path: Path, radiograph: Radiograph, capture: Capture) -> str:
    """Write a picture that was made of a film; gives the SOP Instance UID.

    Raises
    ------
    LungDeskError
        ``DICOM_NOT_REFERABLE``, those of `not_writable`, or why the film's file cannot be read.
    """
    film = film_reference(radiograph)
    dataset = film.derived_object(SecondaryCaptureImageStorage, "OT")
    dataset.file_meta.ImplementationVersionName = MAKER.upper()
    dataset.SeriesDescription = line(f"{capture.description}, {NOT_FOR_DIAGNOSIS}")
    dataset.BodyPartExamined = film.body_part
    if film.body_part != CHEST:
        dataset.Laterality = film.laterality
    dataset.ImageComments = NOT_FOR_DIAGNOSIS.capitalize()
    dataset.DerivationDescription = f"{capture.derivation} {NOT_FOR_DIAGNOSIS.capitalize()}."
    dataset.SourceImageSequence = [_source(film)]
    if film.burnt_in:  # the film's pixels lie below
        dataset.BurnedInAnnotation = film.burnt_in
    if radiograph.is_lossy:
        dataset.LossyImageCompression = "01"
    _add_image(dataset, capture.pixels, bits=8)
    write_object(path, dataset)
    return str(dataset.SOPInstanceUID)


def write_film_capture(path: Path, radiograph: Radiograph, sha256: str) -> str:
    """Write a film that is no DICOM file as one, so that objects can refer to it.

    Patient and study are made from its content; the patient has a pseudonym, without which DCMTK
    shows no presentation state, though nobody knows what is written in the pixels. Gives the SOP
    Instance UID.

    Parameters
    ----------
    sha256
        Of the file's content, in hexadecimal digits.

    Raises
    ------
    LungDeskError
        ``DICOM_NOT_REFERABLE`` when its grey values need a sign or more than 16 bits,
        ``FILE_NOT_WRITABLE``, ``DISK_FULL``.
    """
    study, series, image = (
        uid_of(uuid.uuid5(_FILMS, f"{sha256} {what} {radiograph.frame}"))
        for what in ("study", "series", "image")
    )
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = SecondaryCaptureImageStorage
    meta.MediaStorageSOPInstanceUID = image
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = FileDataset("", Dataset(), preamble=b"\0" * 128, file_meta=meta)
    dataset.SOPClassUID, dataset.SOPInstanceUID = SecondaryCaptureImageStorage, image
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = study, series
    digits = sha256[:12].upper()
    dataset.PatientID, dataset.PatientName = f"LUNGDESK-{digits}", f"LUNGDESK^{digits}"
    for keyword in ("PatientBirthDate", "PatientSex", "StudyDate", "StudyTime"):
        setattr(dataset, keyword, "")
    for keyword in ("StudyID", "AccessionNumber", "ReferringPhysicianName"):
        setattr(dataset, keyword, "")
    dataset.Modality = "OT"
    dataset.SeriesNumber = dataset.InstanceNumber = 1
    dataset.BodyPartExamined = CHEST
    dataset.StudyDescription = "Chest radiograph"
    dataset.SeriesDescription = f"From a picture file, {NOT_FOR_DIAGNOSIS}"
    dataset.DerivationDescription = f"Converted from a picture file. SHA-256 {sha256}."
    if radiograph.is_lossy:
        dataset.LossyImageCompression = "01"
    pixels = _unsigned(radiograph)
    bits = min(radiograph.bits_stored, 8 * pixels.dtype.itemsize)
    _add_image(dataset, pixels, bits=bits, photometric=radiograph.photometric)
    write_object(path, dataset)
    return str(image)


def _unsigned(radiograph: Radiograph) -> NDArray[Any]:
    """Stored values in 8 or 16 bits without a sign."""
    pixels = radiograph.stored_values
    if pixels.dtype.kind == "u" and pixels.dtype.itemsize <= 2:
        return pixels
    if pixels.min() < 0 or pixels.max() > _LARGEST_VALUE:
        raise object_failures.values_without_room(radiograph.instance.path)
    return pixels.astype(np.uint16)


def _source(film: FilmReference) -> Dataset:
    item = film.image_item()
    item.PurposeOfReferenceCodeSequence = [_code_item(SOURCE_IMAGE)]
    return item


def _code_item(code: Code) -> Dataset:
    item = Dataset()
    item.CodeValue = code.value
    item.CodingSchemeDesignator = code.scheme_designator
    item.CodeMeaning = code.meaning
    return item


def _add_image(
    dataset: Dataset,
    pixels: NDArray[Any],
    *,
    bits: int,
    photometric: Photometric = Photometric.RGB,
) -> None:
    """Image Pixel, General Image and SC Equipment modules."""
    dataset.ImageType = ["DERIVED", "SECONDARY"]
    dataset.ConversionType = _WORKSTATION
    dataset.PatientOrientation = ""
    dataset.SamplesPerPixel = 3 if pixels.ndim == 3 else 1
    dataset.PhotometricInterpretation = photometric.value
    if pixels.ndim == 3:
        dataset.PlanarConfiguration = 0
    dataset.Rows, dataset.Columns = pixels.shape[:2]
    dataset.BitsAllocated = 8 * pixels.dtype.itemsize
    dataset.BitsStored = bits
    dataset.HighBit = bits - 1
    dataset.PixelRepresentation = 0
    data = np.ascontiguousarray(pixels).astype(pixels.dtype.newbyteorder("<")).tobytes()
    dataset.PixelData = data + b"\0" * (len(data) % 2)
    dataset["PixelData"].VR = "OB" if pixels.dtype.itemsize == 1 else "OW"
