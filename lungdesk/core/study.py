"""Patient and instance: who and what a film belongs to (PS3.3 C.7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lungdesk.core.files import FileStamp


@dataclass(frozen=True, slots=True)
class PatientRef:
    """Identity of a patient as the file states it; empty strings when it does not."""

    patient_id: str = ""
    name: str = ""
    birth_date: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Instance:
    """One image file: what its header says, without its pixels.

    Attributes
    ----------
    path
        Where the file is.
    sop_instance_uid, series_instance_uid, study_instance_uid
        DICOM identifiers; empty for PNG, JPEG and the like.
    modality
        ``CR``, ``DX``, … for DICOM; ``IMG`` for a raster image.
    rows, columns
        Size of one frame in pixels.
    study_date
        ``YYYYMMDD`` or empty.
    patient_orientation
        Sides of the patient towards which columns and rows run (PS3.3 C.7.6.1.1.1).
    technique
        How it was exposed, for people: ``125 kV · 2.5 mAs``.
    transfer_syntax
        Name of the encoding, for people.
    is_own_picture
        Whether LungDesk has made it of a film, and so does not read it as one.
    stamp
        Of the file, or the ZIP file it lies in, that pixels were decoded from; None before.
    """

    path: Path
    rows: int
    columns: int
    frame_count: int = 1
    modality: str = "IMG"
    sop_instance_uid: str = ""
    series_instance_uid: str = ""
    study_instance_uid: str = ""
    instance_number: int = 0
    series_description: str = ""
    study_description: str = ""
    study_date: str = ""
    body_part: str = ""
    view_position: str = ""
    laterality: str = ""
    patient_orientation: tuple[str, str] = ("", "")
    technique: str = ""
    transfer_syntax: str = ""
    patient: PatientRef = field(default_factory=PatientRef)
    is_own_picture: bool = False
    stamp: FileStamp | None = field(default=None, compare=False)

    def is_same_file(self, other: Instance) -> bool:
        """Whether no other file has taken the place of one between two readings."""
        return self.path == other.path and self.stamp == other.stamp
