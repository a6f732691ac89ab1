"""Jobs of reports; what makes documents is loaded with the first one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lungdesk.core.jobs import JobContext
from lungdesk.core.report import FilmReport

if TYPE_CHECKING:
    from lungdesk.services.dicom_results import DicomResultsRequest
    from lungdesk.services.presentations import SavedObject
    from lungdesk.services.report_preview import PreviewRequest, ReportPreview


@dataclass(frozen=True, slots=True)
class SaveReportRequest:
    """A report and the file to write; its ending decides which kind."""

    report: FilmReport
    path: Path


def preview(request: PreviewRequest, ctx: JobContext) -> ReportPreview:
    """See `lungdesk.services.report_preview.preview_report`."""
    from lungdesk.services.report_preview import preview_report  # noqa: PLC0415 - ReportLab

    return preview_report(request, ctx)


def save_report(request: SaveReportRequest, _ctx: JobContext) -> Path:
    """See `lungdesk.services.report_files.write_film_report`."""
    from lungdesk.services.report_files import write_film_report  # noqa: PLC0415 - ReportLab

    write_film_report(request.report, request.path)
    return request.path


def save_results(request: DicomResultsRequest, ctx: JobContext) -> tuple[SavedObject, ...]:
    """See `lungdesk.services.dicom_results.save_dicom_results`."""
    from lungdesk.services.dicom_results import save_dicom_results  # noqa: PLC0415 - pydicom

    return save_dicom_results(request, ctx)
