"""Writes a PDF document as a DICOM object of a film's study (PS3.3 A.45.1)."""

from __future__ import annotations

from pathlib import Path

from pydicom.uid import EncapsulatedPDFStorage

from lungdesk.core.radiograph import Radiograph
from lungdesk.formats.film_reference import (
    NOT_FOR_DIAGNOSIS,
    film_reference,
    line,
    write_object,
)


def write_encapsulated_pdf(
    path: Path, radiograph: Radiograph, pdf: bytes, title: str, *, tells_identity: bool
) -> str:
    """Write a document about a film; gives the SOP Instance UID.

    Parameters
    ----------
    tells_identity
        Whether the document's pages say whose film it is, but for what is written in the film's
        own pixels, which they may show.

    Raises
    ------
    LungDeskError
        ``DICOM_NOT_REFERABLE``, those of `not_writable`, or why the film's file cannot be read.
    """
    film = film_reference(radiograph)
    dataset = film.derived_object(EncapsulatedPDFStorage, "DOC")
    dataset.ConversionType = "WSD"
    dataset.SeriesDescription = line(f"{title}, {NOT_FOR_DIAGNOSIS}")
    dataset.ContentDate, dataset.ContentTime = dataset.SeriesDate, dataset.SeriesTime
    dataset.AcquisitionDateTime = ""
    is_nameless = not tells_identity and film.burnt_in == "NO"
    dataset.BurnedInAnnotation = "NO" if is_nameless else "YES"
    dataset.DocumentTitle = f"{title} ({NOT_FOR_DIAGNOSIS})"
    dataset.ConceptNameCodeSequence = []
    dataset.SourceInstanceSequence = [film.image_item()]
    dataset.MIMETypeOfEncapsulatedDocument = "application/pdf"
    dataset.EncapsulatedDocumentLength = len(pdf)
    dataset.EncapsulatedDocument = pdf + b"\0" * (len(pdf) % 2)
    write_object(path, dataset)
    return str(dataset.SOPInstanceUID)
