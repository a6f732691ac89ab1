"""Reports as files: the ending of the name decides which kind."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import atomic_write
from lungdesk.core.report import FilmReport, HeatPicture, ReportStyle, RightShare, Section
from lungdesk.formats.logo import read_logo
from lungdesk.reporting.document import Document, Letterhead
from lungdesk.reporting.film_page import film_page
from lungdesk.reporting.html_document import html_document
from lungdesk.reporting.pdf_document import pdf_document
from lungdesk.services.languages import report_language

_FOR_PROGRAMS: Final = ".json"


def film_report_pdf(report: FilmReport) -> bytes:
    """A report as PDF.

    Raises
    ------
    LungDeskError
        ``FILE_MISSING`` and the like, or ``FILE_NOT_AN_IMAGE``, when the logo cannot be used.
    """
    return pdf_document(_page(report))


def film_report_html(report: FilmReport) -> bytes:
    """A report as one HTML file; errors as in `film_report_pdf`."""
    return html_document(_page(report)).encode()


def _page(report: FilmReport) -> Document:
    return film_page(report, letterhead(report.style), report_language(report.style.language))


def film_report_json(report: FilmReport) -> bytes:
    """What a report says as plain values, without pictures."""
    return (json.dumps(plain_report(report), indent=2, allow_nan=False) + "\n").encode()


_WRITERS: Final[dict[str, Callable[[FilmReport], bytes]]] = {
    ".pdf": film_report_pdf,
    ".html": film_report_html,
    _FOR_PROGRAMS: film_report_json,
}
ENDINGS: Final = tuple(_WRITERS)


def check_ending(path: Path) -> None:
    """Raise LungDeskError (``USAGE``) unless a report can be written under this name."""
    if path.suffix.lower() not in _WRITERS:
        raise LungDeskError(
            f"{path.name} cannot be written: reports are PDF, HTML or JSON files.",
            hint="Let the name end in .pdf, .html or .json.",
            code=ErrorCode.USAGE,
        )


def write_film_report(report: FilmReport, path: Path) -> None:
    """Write a report, whole or not at all.

    Raises
    ------
    LungDeskError
        ``USAGE`` for another ending, those of `not_writable`, and as `film_report_pdf`.
    """
    check_ending(path)
    content = _WRITERS[path.suffix.lower()](report)
    with atomic_write(path) as stream:
        stream.write(content)


def letterhead(style: ReportStyle) -> Letterhead:
    """Who a report comes from; raises LungDeskError when the logo cannot be used."""
    logo = read_logo(Path(style.logo)) if style.logo else b""
    return Letterhead(style.institution, logo, style.page_size)


def check_report(path: Path, style: ReportStyle, *, has_objects: bool) -> None:
    """Raise LungDeskError when a report cannot be written so, before anything is done for it.

    Parameters
    ----------
    has_objects
        Whether DICOM objects are written, too: one of them is the report.

    Raises
    ------
    LungDeskError
        ``USAGE`` for another ending, and as `letterhead`, where the report has one.
    """
    check_ending(path)
    if has_objects or path.suffix.lower() != _FOR_PROGRAMS:
        letterhead(style)


def plain_report(report: FilmReport) -> dict[str, Any]:
    """Plain values; parts that the user leaves out are not there."""
    has = report.style.has
    instance = report.instance
    values: dict[str, Any] = {
        "created": report.created,
        "notice": "research use only, not for diagnosis",
        "frame": report.frame,
        "shown": {
            "mirrored": report.hanging.is_mirrored,
            "turned": 90 * report.hanging.quarter_turns,
            "inverted": report.is_inverted,
        },
        "refusal": report.refusal,
        "doubt": report.doubt,
        "classes": [
            {
                "name": one.name,
                "probability": round(one.probability, 6),
                "operating_point": one.operating_point,
                **_plain_interval(one.interval),
                "found": one.is_found,
            }
            for one in report.readings
        ],
        "prediction_set": list(report.prediction_set),
    }
    if has(Section.IDENTITY):
        values["film"] = report.alias or str(instance.path)
        if not report.alias:
            patient = instance.patient
            values["patient"] = {
                "id": patient.patient_id,
                "name": patient.name,
                "birth_date": patient.birth_date,
                "sex": patient.sex,
            }
            values["sop_instance_uid"] = instance.sop_instance_uid
    if has(Section.HEATMAP) and report.heat is not None:
        values["heatmap"] = _plain_heat(report.heat)
    if has(Section.QUALITY):
        values["notes"] = list(report.notes)
    if has(Section.READER):
        values["reader"] = [
            {"verdict": o.verdict, "comment": o.comment, "reader": o.reader, "date": o.date}
            for o in report.opinions
        ]
    if has(Section.MEASUREMENTS):
        values["measurements"] = [{"name": m.name, "value": m.words} for m in report.measured]
    if has(Section.MODEL) and report.model is not None:
        model = report.model
        values["model"] = {
            "id": model.id,
            "version": model.version,
            "sha256": model.sha256,
            "precision": model.precision,
        }
    return values


def _plain_interval(share: RightShare | None) -> dict[str, Any]:
    if share is None:
        return {"interval": None}
    counted = "patients" if share.is_by_patient else "films"
    return {"interval": [share.low, share.high], "interval_counts": counted}


def _plain_heat(heat: HeatPicture) -> dict[str, Any]:
    share = heat.share
    return {
        "class": heat.class_name,
        "method": heat.method,
        "peak": round(heat.peak, 6),
        "inside_lungs": None if share is None else round(share.inside, 6),
        "inside_lungs_if_even": None if share is None else round(share.even, 6),
    }
