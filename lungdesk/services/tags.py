"""Elements of a DICOM file, for a browser of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lungdesk.core.identity import MASK, patient_phrases, without_phrases
from lungdesk.core.jobs import JobContext
from lungdesk.core.study import PatientRef
from lungdesk.formats.reader import read_tags
from lungdesk.services.film_files import local_file

if TYPE_CHECKING:
    from lungdesk.formats.dicom_tags import TagRow


#: Patient data that tell nobody who it is; all other elements of their group do.
_UNTELLING_PATIENT_DATA: Final = frozenset(
    {"PatientSex", "PatientAge", "PatientSize", "PatientWeight", "PatientSpeciesDescription"}
)
#: Elements of other groups by which a hospital finds the patient (PS3.15 table E.1-1).
_TELLING: Final = frozenset(
    {
        "AccessionNumber",
        "AdmissionID",
        "ClinicalTrialSubjectID",
        "CurrentPatientLocation",
        "FillerOrderNumberImagingServiceRequest",
        "InstitutionAddress",
        "InstitutionName",
        "InstitutionalDepartmentName",
        "PatientInstitutionResidence",
        "PlacerOrderNumberImagingServiceRequest",
        "ReferringPhysicianAddress",
        "ReferringPhysicianTelephoneNumbers",
        "RequestedProcedureID",
        "ScheduledProcedureStepID",
        "ServiceEpisodeID",
        "StudyID",
    }
)
_PATIENT_GROUP: Final = "(0010,"
_SEQUENCE: Final = "SQ"
_PERSON: Final = "PN"


@dataclass(frozen=True, slots=True)
class TagsRequest:
    """One DICOM file."""

    path: Path


def tags(request: TagsRequest, ctx: JobContext) -> tuple[TagRow, ...]:
    """All elements of a file; raises LungDeskError with the reason when there are none."""
    ctx.check()
    return read_tags(local_file(request.path))


def without_identity(rows: Sequence[TagRow]) -> tuple[TagRow, ...]:
    """Rows that do not tell whose film it is.

    Masked are the values of elements that identify, all names of persons among them, and what of
    the patient's name, ID and birth date stands in any other value, such as a private one.
    """
    phrases: set[str] = set()
    for row in rows:
        patient = PatientRef(
            patient_id=row.value if row.keyword == "PatientID" else "",
            name=row.value if row.keyword == "PatientName" else "",
            birth_date=row.value if row.keyword == "PatientBirthDate" else "",
        )
        phrases |= patient_phrases(patient)
    return tuple(_masked(row, phrases) for row in rows)


def _masked(row: TagRow, phrases: set[str]) -> TagRow:
    if not row.value or row.vr == _SEQUENCE:
        return row
    is_telling = (
        row.vr == _PERSON
        or row.keyword in _TELLING
        or (row.tag.startswith(_PATIENT_GROUP) and row.keyword not in _UNTELLING_PATIENT_DATA)
    )
    return replace(row, value=MASK if is_telling else without_phrases(row.value, phrases))


def search(rows: Sequence[TagRow], text: str) -> tuple[int, ...]:
    """Indices of the rows that hold every word of a text, in any case of letters.

    Looked at are tag (``0010,0020``, ``(0010,0020)`` or ``00100020``), keyword, name, value
    representation and value. No text finds all rows.
    """
    words = text.casefold().split()
    searched = map(_searched, rows)
    return tuple(i for i, texts in enumerate(searched) if all(word in texts for word in words))


def with_parents(rows: Sequence[TagRow], found: Iterable[int]) -> tuple[int, ...]:
    """Indices found and those of all rows above them, so that a tree can show them."""
    shown: set[int] = set()
    for index in found:
        while index >= 0 and index not in shown:
            shown.add(index)
            index = rows[index].parent  # noqa: PLW2901 - climbs
    return tuple(sorted(shown))


def _searched(row: TagRow) -> str:
    plain = row.tag.strip("()").replace(",", "")
    return " ".join((row.tag, plain, row.keyword, row.name, row.vr, row.value)).casefold()
