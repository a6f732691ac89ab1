"""Use case: the results of each film of a batch as DICOM objects."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.report import ReportStyle, Section
from lungdesk.formats.film_names import shortened
from lungdesk.services.annotation_store import AnnotationStore
from lungdesk.services.batch_row import FAILED, BatchRow
from lungdesk.services.batch_table import BatchTable
from lungdesk.services.dicom_results import DicomResultsRequest, save_dicom_results
from lungdesk.services.inference import FilmReader
from lungdesk.services.lung_finder import LungFinder
from lungdesk.services.single_report import SingleReportRequest, read_for_report

FOLDER: Final = "dicom"
_DIGITS: Final = 12
#: What a film is called where nothing may tell whose it is.
_NAMELESS: Final = "film"


@dataclass(frozen=True, slots=True)
class BatchDicomRequest:
    """A table of results; objects go into `FOLDER` beside it, into a folder for each film.

    Attributes
    ----------
    finder
        Finds the lungs that the heat should lie in; None to say nothing of them.
    """

    table: Path
    reader: FilmReader
    annotations: AnnotationStore
    style: ReportStyle = field(default_factory=ReportStyle)
    finder: LungFinder | None = None


@dataclass(frozen=True, slots=True)
class BatchDicomResult:
    """How many films have results, and why others have none."""

    films: int
    failures: tuple[tuple[str, LungDeskError], ...] = ()


def write_batch_dicom(request: BatchDicomRequest, ctx: JobContext) -> BatchDicomResult:
    """Read each film once more, with its map, and write what is known of it.

    A film's folder appears when it is whole; one that is there already is left as it is, so that a
    batch that goes on does so here too.

    Raises
    ------
    LungDeskError
        ``BATCH_DAMAGED``; ``FILE_NOT_WRITABLE``, which would hold for all others too.
    Cancelled
        Between films.
    """
    target = request.table.with_name(FOLDER)
    rows = list(_to_write(BatchTable.of(request.table)))
    failures = []
    for number, row in enumerate(rows):
        ctx.check()
        ctx.report(Progress(number, len(rows), "writing DICOM objects"))
        try:
            _write_film(row, target, request, ctx)
        except LungDeskError as error:
            if error.code in (ErrorCode.FILE_NOT_WRITABLE, ErrorCode.DISK_FULL):
                raise
            failures.append((row.path, error))
    return BatchDicomResult(len(rows) - len(failures), tuple(failures))


def _to_write(table: BatchTable) -> Iterator[BatchRow]:
    """Rows with a film that can be decoded, each content once."""
    seen = set()
    for row in table.rows():
        if row.status != FAILED and row.file_sha256 not in seen:
            seen.add(row.file_sha256)
            yield row


def _write_film(row: BatchRow, target: Path, request: BatchDicomRequest, ctx: JobContext) -> None:
    path = Path(row.path)
    name = shortened(path.stem) if request.style.has(Section.IDENTITY) else _NAMELESS
    folder = target / f"{name}-{row.file_sha256[:_DIGITS]}"
    if folder.exists():
        return
    film = SingleReportRequest(
        path, request.reader, request.annotations, style=request.style, finder=request.finder
    )
    known = read_for_report(film, ctx)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=target) as temporary:
            beside = Path(temporary) / "film"
            save_dicom_results(DicomResultsRequest(known, beside, stem=name), ctx)
            beside.replace(folder)
    except OSError as error:
        raise LungDeskError(
            f"{folder.name} cannot be written ({error.strerror or error}).",
            hint=f"Check the space and the permissions of {target}.",
            code=ErrorCode.FILE_NOT_WRITABLE,
        ) from error
