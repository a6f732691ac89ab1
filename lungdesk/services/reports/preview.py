"""Use case: a report with its pages as pictures, to be looked at before it is saved or printed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.jobs import JobContext
from lungdesk.core.report import FilmReport
from lungdesk.reporting.page_images import page_images
from lungdesk.services.reports.files import film_report_pdf
from lungdesk.services.reports.film import FilmReportRequest, film_report


@dataclass(frozen=True, slots=True, eq=False)
class ReportPreview:
    """A report, its PDF, and its pages as RGB ``(h, w, 3)`` uint8."""

    report: FilmReport
    pdf: bytes
    pages: tuple[NDArray[np.uint8], ...]


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """What is known of a film, and how finely its pages are drawn."""

    report: FilmReportRequest
    dots_per_inch: float


def preview_report(request: PreviewRequest, ctx: JobContext) -> ReportPreview:
    """Make the report and draw its pages.

    Raises
    ------
    LungDeskError
        When the logo cannot be used.
    Cancelled
        Before pages are made, and before they are drawn.
    """
    report = film_report(request.report)
    ctx.check()
    pdf = film_report_pdf(report)
    ctx.check()
    pages = tuple(page_images(pdf, request.dots_per_inch))
    return ReportPreview(report, pdf, pages)
