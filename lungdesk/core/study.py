"""Patient, study, series and instance: who and what a film belongs to (PS3.3 C.7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


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


@dataclass(frozen=True, slots=True)
class Series:
    """Instances of one acquisition, in instance-number order."""

    series_instance_uid: str
    modality: str
    description: str
    instances: tuple[Instance, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """Series of one examination of one patient."""

    study_instance_uid: str
    patient: PatientRef
    study_date: str
    description: str
    series: tuple[Series, ...]


def group_into_studies(instances: tuple[Instance, ...]) -> tuple[Study, ...]:
    """Group instances into studies and series, keeping the order in which studies first appear.

    Files without a study UID (PNG, JPEG, …) form one study per folder. Instances of the same
    number keep their order.
    """
    by_study: dict[str, dict[str, list[Instance]]] = {}
    for instance in instances:
        study_key = instance.study_instance_uid or str(instance.path.parent)
        series_key = instance.series_instance_uid or study_key
        by_study.setdefault(study_key, {}).setdefault(series_key, []).append(instance)
    return tuple(_study(key, series) for key, series in by_study.items())


def _study(key: str, by_series: dict[str, list[Instance]]) -> Study:
    series = tuple(
        Series(
            series_instance_uid=series_key,
            modality=members[0].modality,
            description=members[0].series_description,
            instances=tuple(sorted(members, key=lambda i: i.instance_number)),
        )
        for series_key, members in by_series.items()
    )
    first = series[0].instances[0]
    return Study(
        study_instance_uid=first.study_instance_uid,
        patient=first.patient,
        study_date=first.study_date,
        description=first.study_description or Path(key).name,
        series=series,
    )
