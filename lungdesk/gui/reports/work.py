"""Jobs of reports; what makes documents is loaded with the first one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lungdesk.core.jobs import JobContext

if TYPE_CHECKING:
    from lungdesk.services.presentations import SavedObject
    from lungdesk.services.reports.batch_preview import BatchPreview, BatchPreviewRequest
    from lungdesk.services.reports.dicom_results import DicomResultsRequest
    from lungdesk.services.reports.film import FilmReportRequest
    from lungdesk.services.reports.preview import PreviewRequest, ReportPreview


def preview(request: PreviewRequest, ctx: JobContext) -> ReportPreview:
    """See `lungdesk.services.reports.preview.preview_report`."""
    from lungdesk.services.reports.preview import preview_report  # noqa: PLC0415 - ReportLab

    return preview_report(replace(request, report=_measured(request.report)), ctx)


def save_report(request: tuple[ReportPreview, Path], _ctx: JobContext) -> Path:
    """See `lungdesk.services.reports.files.write_film_report`; gives the path."""
    from lungdesk.services.reports.files import write_film_report  # noqa: PLC0415 - ReportLab

    made, path = request
    write_film_report(made.report, path)
    return path


def preview_batch(request: BatchPreviewRequest, ctx: JobContext) -> BatchPreview:
    """See `lungdesk.services.reports.batch_preview.preview_batch`."""
    from lungdesk.services.reports.batch_preview import preview_batch as run  # noqa: PLC0415 - ReportLab

    return run(request, ctx)


def save_batch_report(request: tuple[BatchPreview, Path], _ctx: JobContext) -> Path:
    """See `lungdesk.services.reports.batch_preview.save_batch_report`; gives the path."""
    from lungdesk.services.reports.batch_preview import save_batch_report as run  # noqa: PLC0415

    made, path = request
    run(made, path)
    return path


def save_results(request: DicomResultsRequest, ctx: JobContext) -> tuple[SavedObject, ...]:
    """See `lungdesk.services.reports.dicom_results.save_dicom_results`."""
    from lungdesk.services.reports.dicom_results import save_dicom_results  # noqa: PLC0415 - pydicom

    return save_dicom_results(replace(request, report=_measured(request.report)), ctx)


def _measured(request: FilmReportRequest) -> FilmReportRequest:
    """With what the model's probabilities were worth where it was measured."""
    from lungdesk.services.models.library import ModelLibrary  # noqa: PLC0415 - reads manifests
    from lungdesk.services.paths import AppPaths  # noqa: PLC0415
    from lungdesk.services.reports.context import with_interval  # noqa: PLC0415

    return with_interval(request, ModelLibrary.of(AppPaths.default()))
