"""Use case: a report or a document of a study, to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.attached_document import AttachedDocument, DocumentKind
from lungdesk.core.jobs import JobContext
from lungdesk.formats import failures
from lungdesk.services.film_files import local_file


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """A DICOM file without an image, and how finely the pages of a PDF are drawn."""

    path: Path
    dots_per_inch: float


@dataclass(frozen=True, slots=True, eq=False)
class OpenedDocument:
    """What a document says, and its pages as RGB ``(h, w, 3)`` uint8; a report has no pages."""

    document: AttachedDocument
    pages: tuple[NDArray[np.uint8], ...] = ()


def open_document(request: DocumentRequest, ctx: JobContext) -> OpenedDocument:
    """Read a structured report, or an encapsulated PDF and draw its pages.

    Raises
    ------
    LungDeskError
        ``DICOM_WITHOUT_PIXELS`` for any other object, ``DICOM_DAMAGED``, or why the file cannot be
        opened.
    """
    from lungdesk.formats.document_reader import read_document  # noqa: PLC0415 - pydicom
    from lungdesk.reporting.page_images import page_images  # noqa: PLC0415 - PDFium

    ctx.check()
    document = read_document(local_file(request.path))
    if not document.pdf:
        return OpenedDocument(document)
    ctx.check()
    try:
        return OpenedDocument(document, tuple(page_images(document.pdf, request.dots_per_inch)))
    except RuntimeError as error:
        raise failures.damaged_dicom(request.path, "its document cannot be drawn") from error


def kind_of_document(path: Path, ctx: JobContext) -> DocumentKind | None:
    """What a file without an image is to people; None for what nobody can read."""
    from lungdesk.formats.document_reader import document_kind  # noqa: PLC0415 - pydicom

    ctx.check()
    return document_kind(local_file(path))
