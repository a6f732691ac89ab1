"""Use case: the results of each film of a batch as DICOM objects."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import not_writable
from lungdesk.core.jobs import Cancelled, JobContext, Progress
from lungdesk.core.report import ReportStyle, Section
from lungdesk.formats import failures
from lungdesk.formats.film_names import plain_stem
from lungdesk.services.annotation_store import AnnotationStore
from lungdesk.services.batch.files import LocalFile
from lungdesk.services.batch.folder import FOLDER_OF_FILM, OBJECT_DIGITS, OBJECTS
from lungdesk.services.batch.row import FAILED, BatchRow
from lungdesk.services.batch.table import BatchTable
from lungdesk.services.inference import FilmReader
from lungdesk.services.job_runner import unexpected
from lungdesk.services.lungs.finder import LungFinder
from lungdesk.services.models.library import ModelLibrary
from lungdesk.services.reports.context import with_interval, with_opinions
from lungdesk.services.reports.dicom_results import DicomResultsRequest, save_dicom_results
from lungdesk.services.reports.film import FilmReportRequest
from lungdesk.services.reports.single import SingleReportRequest, read_for_report
from lungdesk.services.workspace.requests import FilmQuery

if TYPE_CHECKING:
    from lungdesk.services.workspace.desk import WorkspaceDesk
    from lungdesk.services.workspace.records import FilmRecord

FOLDER: Final = OBJECTS
#: How folders begin that are being written; a kill leaves them.
_WRITING: Final = ".writing-"
#: What a film is called where nothing may tell whose it is.
_NAMELESS: Final = "film"


@dataclass(frozen=True, slots=True)
class BatchDicomRequest:
    """A table of results; objects go into `FOLDER` beside it, into a folder for each film.

    Attributes
    ----------
    finder
        Finds the lungs that the heat should lie in; None to say nothing of them.
    read_anyway
        Read films that the gate refuses, too, as the batch has.
    mend
        Read films that the gate offers to mend so, as the batch has.
    library
        Knows what the model's probabilities were worth; None to say nothing of that.
    desk
        Has what readers have said; None to leave it out.
    """

    table: Path
    reader: FilmReader
    annotations: AnnotationStore
    style: ReportStyle = field(default_factory=ReportStyle)
    finder: LungFinder | None = None
    read_anyway: bool = False
    library: ModelLibrary | None = None
    desk: WorkspaceDesk | None = None
    mend: bool = False


@dataclass(frozen=True, slots=True)
class BatchDicomResult:
    """How many films have results, and why others have none.

    Attributes
    ----------
    unasked
        Why what readers have said is left out; None when it is not.
    copies
        Films that have none of their own, because those of the same content have.
    without_row
        Folders of films that the table does not have any more, as when others have replaced them.
    """

    films: int
    failures: tuple[tuple[str, LungDeskError], ...] = ()
    unasked: LungDeskError | None = None
    copies: int = 0
    without_row: tuple[str, ...] = ()


def write_batch_dicom(request: BatchDicomRequest, ctx: JobContext) -> BatchDicomResult:
    """Read each film once more, with its map, and write what is known of it.

    A film's folder appears when it is whole; one that is there already is left as it is, so that a
    batch that goes on does so here too. Where another film lies by now, or anything goes wrong
    with one, that film is a failure. No other batch may write there meanwhile: see `held_batch`.

    Raises
    ------
    LungDeskError
        ``BATCH_DAMAGED``; those of `not_writable`, which would hold for all others too.
    Cancelled
        Between films.
    """
    target = request.table.with_name(FOLDER)
    for left in target.glob(f"{_WRITING}*"):
        shutil.rmtree(left, ignore_errors=True)
    rows, copies = _to_write(BatchTable.of(request.table))
    readers = _Readers(request.desk)
    failed: list[tuple[str, LungDeskError]] = []
    for number, row in enumerate(rows):
        ctx.check()
        ctx.report(Progress(number, len(rows), "writing DICOM objects"))
        try:
            _write_film(row, target, request, readers, ctx)
        except Cancelled:
            raise
        except LungDeskError as error:
            if error.code in (ErrorCode.FILE_NOT_WRITABLE, ErrorCode.DISK_FULL):
                raise
            failed.append((row.path, error))
        except Exception as error:  # noqa: BLE001 - one film must not end the others
            failed.append((row.path, unexpected(error)))
    return BatchDicomResult(
        len(rows) - len(failed), tuple(failed), readers.error, copies, _without_row(target, rows)
    )


class _Readers:
    """What readers have said of films, until the workspace cannot be asked."""

    def __init__(self, desk: WorkspaceDesk | None) -> None:
        self._desk = desk
        self.error: LungDeskError | None = None

    def record(self, row: BatchRow, ctx: JobContext) -> FilmRecord | None:
        """What is kept of the very content that a row is of."""
        if self._desk is None or self.error is not None:
            return None
        try:
            return self._desk.film(FilmQuery(sha256=row.file_sha256), ctx)
        except LungDeskError as error:
            self.error = error
            return None


def _to_write(table: BatchTable) -> tuple[list[BatchRow], int]:
    """Rows with a film that can be decoded, each content once, and how many more there are."""
    by_content: dict[str, BatchRow] = {}
    count = 0
    for row in table.rows():
        if row.status != FAILED:
            by_content.setdefault(row.file_sha256, row)
            count += 1
    return list(by_content.values()), count - len(by_content)


def _without_row(target: Path, rows: Sequence[BatchRow]) -> tuple[str, ...]:
    """Folders whose contents no row is of, whatever their films were called."""
    digits = {row.file_sha256[:OBJECT_DIGITS] for row in rows}
    names = (path.name for path in target.glob("*") if path.is_dir())
    found = ((name, FOLDER_OF_FILM.fullmatch(name)) for name in names)
    return tuple(sorted(name for name, film in found if film and film[2] not in digits))


def _write_film(
    row: BatchRow, target: Path, request: BatchDicomRequest, readers: _Readers, ctx: JobContext
) -> None:
    path = Path(row.path)
    name = plain_stem(path.stem) if request.style.has(Section.IDENTITY) else _NAMELESS
    folder = target / f"{name}-{row.file_sha256[:OBJECT_DIGITS]}"
    if folder.exists():
        return
    known = with_opinions(_known(row, request, ctx), readers.record(row, ctx))
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=_WRITING, dir=target) as temporary:
            beside = Path(temporary) / "film"
            save_dicom_results(DicomResultsRequest(known, beside, stem=name), ctx)
            beside.replace(folder)
    except OSError as error:
        raise not_writable(folder, error) from error


def _known(row: BatchRow, request: BatchDicomRequest, ctx: JobContext) -> FilmReportRequest:
    """Read the film of a row; raises ``FILE_CHANGED`` when its path has another by now."""
    file = LocalFile(Path(row.path))
    if file.sha256() != row.file_sha256:
        raise failures.replaced(file.path)
    film = SingleReportRequest(
        file.path,
        request.reader,
        request.annotations,
        style=request.style,
        finder=request.finder,
        is_overridden=request.read_anyway,
        is_mended=request.mend,
    )
    known = read_for_report(film, ctx)
    file.require_unchanged()
    return known if request.library is None else with_interval(known, request.library)
