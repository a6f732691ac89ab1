"""Whose film a DICOM file says it is: three elements of its header, and no pixels."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Final

from pydicom.tag import Tag

from lungdesk.core.film_patient import FilmPatient
from lungdesk.formats.dicom_header import elements_of, text

_PATIENT, _ISSUER, _STUDY = "PatientID", "IssuerOfPatientID", "StudyInstanceUID"
_TAGS: Final = [Tag(name) for name in ("SpecificCharacterSet", _PATIENT, _ISSUER, _STUDY)]


def read_dicom_patient(stream: BinaryIO, path: Path) -> FilmPatient:
    """Read Patient ID, its issuer and the study.

    Raises
    ------
    LungDeskError
        ``IMAGE_TOO_LARGE`` when a deflated file becomes larger than any film; ``DICOM_DAMAGED``.
    Exception
        Whatever pydicom raises; `lungdesk.formats.reader` turns it into a sentence.
    """
    dataset, _ = elements_of(stream, path, _TAGS)
    return FilmPatient(text(dataset, _PATIENT), text(dataset, _ISSUER), text(dataset, _STUDY))
