"""Use case: a report on a batch of the workspace to be looked at, and saved as what is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import atomic_write
from lungdesk.core.jobs import JobContext
from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.core.prediction import ModelRef
from lungdesk.core.report import BatchReport, ModelFacts, ReportStyle
from lungdesk.reporting.page_images import page_images
from lungdesk.services.batch.earlier import is_there, without_deleted, without_moved
from lungdesk.services.batch.folder import RESULTS
from lungdesk.services.batch.journal import JOURNAL, JournalLook
from lungdesk.services.batch.row import BatchRow, write_table
from lungdesk.services.batch.table import BatchTable
from lungdesk.services.models.library import ModelLibrary
from lungdesk.services.reports.batch import (
    PAGES,
    BatchKind,
    BatchReportRequest,
    batch_report,
    page_content,
    table_content,
)

#: Rows of a batch that has not ended, as a table beside them.
SO_FAR: Final = "results-so-far.csv"
_KINDS: Final = {
    ".pdf": BatchKind.PDF,
    ".html": BatchKind.HTML,
    ".xlsx": BatchKind.EXCEL,
    ".jsonl": BatchKind.JSON_LINES,
}


@dataclass(frozen=True, slots=True)
class BatchPreviewRequest:
    """Which batch, and how finely its pages are drawn.

    Attributes
    ----------
    folder
        Of its table and its journal.
    has_ended
        Whether all of its films were read; else the report is on those that were by now.
    library
        Knows the name of the model, where it is still installed.
    """

    folder: Path
    has_ended: bool
    library: ModelLibrary
    dots_per_inch: float
    style: ReportStyle


@dataclass(frozen=True, slots=True, eq=False)
class BatchPreview:
    """A report, its PDF, its pages as RGB ``(h, w, 3)`` uint8, and the table it is made of."""

    report: BatchReport
    pdf: bytes
    pages: tuple[NDArray[np.uint8], ...]
    table: BatchTable


def preview_batch(request: BatchPreviewRequest, ctx: JobContext) -> BatchPreview:
    """Make the report and draw its pages.

    Raises
    ------
    LungDeskError
        ``BATCH_DAMAGED``, ``FILE_MISSING``, those of `not_writable`, or why the logo cannot be
        used.
    Cancelled
        Between films, and before pages are drawn.
    """
    look = JournalLook.of(request.folder / JOURNAL)
    path = request.folder / RESULTS
    if not request.has_ended or not path.is_file():
        path = _so_far(look, request.folder / SO_FAR)
    table = BatchTable.of(path)
    facts = _facts(look, request.library)
    report = batch_report(BatchReportRequest(path, facts, style=request.style), table, ctx)
    ctx.check()
    pdf = page_content(BatchKind.PDF, report)
    ctx.check()
    return BatchPreview(report, pdf, tuple(page_images(pdf, request.dots_per_inch)), table)


def save_batch_report(preview: BatchPreview, path: Path) -> None:
    """Write a report as what the ending of the name says, whole or not at all.

    Raises
    ------
    LungDeskError
        ``USAGE`` for another ending, those of `not_writable`, ``BATCH_DAMAGED``.
    """
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        raise LungDeskError(
            f"{path.name} cannot be written: batches are PDF, HTML, Excel or JSON lines.",
            hint=f"Let the name end in {', '.join(_KINDS)}.",
            code=ErrorCode.USAGE,
        )
    if kind is BatchKind.PDF:
        content: Iterable[bytes] = [preview.pdf]
    elif kind in PAGES:
        content = [page_content(kind, preview.report)]
    else:
        content = table_content(kind, preview.table, preview.report.style)
    with atomic_write(path) as stream:
        stream.writelines(content)


def _so_far(look: JournalLook, path: Path) -> Path:
    labels, model = _labels(look), _model(look)
    write_table(path, _rows(look), labels, model)
    return path


def _rows(look: JournalLook) -> Iterator[BatchRow]:
    """Rows of the films that there are: a journal keeps those of all that have been."""
    contents = {row.file_sha256 for row in look.rows() if is_there(Path(row.path))}
    return without_moved(without_deleted(look.rows()), frozenset(contents - {""}))


def _labels(look: JournalLook) -> LabelSet:
    """Those that rows tell of; before anything is read nobody knows of others than ours."""
    return LabelSet.from_ids(look.label_ids) if look.label_ids else CHEST_LABELS


def _model(look: JournalLook) -> ModelRef:
    said = (str(look.header.get(f"model_{name}", "")) for name in ("id", "version", "sha256"))
    return ModelRef(*said)


def _facts(look: JournalLook, library: ModelLibrary) -> ModelFacts:
    model = _model(look)
    try:
        bundle = library.load(model.id)
        name = bundle.manifest.name if bundle.model == model else ""
    except LungDeskError:  # it has been removed since
        name = ""
    precision = str(look.header.get("precision", ""))
    return ModelFacts(model.id, name, model.version, model.sha256, precision)
