"""What a study holds besides films for people to read: structured reports, documents as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lungdesk.core.study import PatientRef


class DocumentKind(StrEnum):
    """What a DICOM file without an image is to people."""

    REPORT = "Report"
    PDF = "PDF"


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One item of a structured report.

    Attributes
    ----------
    depth
        0 for what the report consists of; items below it one deeper.
    name, value
        What is said of what; empty where the item has none.
    """

    depth: int
    name: str
    value: str


@dataclass(frozen=True, slots=True, eq=False)
class AttachedDocument:
    """A report with ``lines``, or a document with ``pdf``.

    Attributes
    ----------
    title
        What it calls itself.
    study_date
        ``YYYYMMDD`` or empty.
    tells_identity
        Whether the pages of the PDF may say whose film it is.
    """

    path: Path
    title: str
    patient: PatientRef
    study_date: str = ""
    lines: tuple[ContentLine, ...] = ()
    pdf: bytes = b""
    tells_identity: bool = True
