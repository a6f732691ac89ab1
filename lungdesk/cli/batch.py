"""``lungdesk batch``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lungdesk.cli import groups
from lungdesk.cli.console import (
    ConsoleContext,
    output,
    print_json,
    print_note,
    printable,
    progress_context,
)
from lungdesk.cli.options import (
    JsonFlag,
    LanguageOption,
    MendFlag,
    ModelOption,
    PrecisionName,
    PrecisionOption,
    ReadAnywayFlag,
    Scheduler,
    folder_for_results,
    named_path,
)
from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import Cancelled
from lungdesk.core.language import ENGLISH

if TYPE_CHECKING:
    from lungdesk.core.report import ReportStyle
    from lungdesk.services.batch.row import BatchRow
    from lungdesk.services.batch.run import BatchRequest
    from lungdesk.services.workspace.desk import WorkspaceDesk


Films = Annotated[
    list[Path],
    typer.Argument(metavar="FOLDER", parser=named_path, help="Folders, films, ZIP files."),
]
ResultsFolder = Annotated[
    Path, typer.Option(metavar="DIR", parser=named_path, help="Folder for results.csv.")
]
Threads = Annotated[
    int, typer.Option(min=0, help="Threads that prepare films; 0: one each processor.")
]
DicomFlag = Annotated[
    bool, typer.Option("--dicom", help="Write the results of each film as DICOM, too.")
]
WorkspaceFlag = Annotated[
    bool,
    typer.Option(
        "--workspace", help="Keep the rows in the worklist, too; nobody else may write to it."
    ),
]


def batch(
    paths: Films,
    out: ResultsFolder,
    model: ModelOption = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what DIR holds.")] = False,
    workers: Threads = 0,
    scheduler: Scheduler = "",
    precision: PrecisionOption = PrecisionName.FLOAT32,
    read_anyway: ReadAnywayFlag = False,
    mend: MendFlag = False,
    report: Annotated[bool, typer.Option("--report", help="Write summary.pdf, too.")] = False,
    html: Annotated[bool, typer.Option("--html", help="Write summary.html, too.")] = False,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="Write results.xlsx, too.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Write results.jsonl, too.")] = False,
    dicom: DicomFlag = False,
    language: LanguageOption = ENGLISH.code,
    workspace: WorkspaceFlag = False,
    json: JsonFlag = False,
) -> None:
    """Read many films into a table; killed, it goes on with --resume."""
    from lungdesk.cli.report import report_style
    from lungdesk.ml.engine import PrecisionChoice
    from lungdesk.services.batch.run import RESULTS, BatchRequest
    from lungdesk.services.gate_log import GateLog
    from lungdesk.services.models.active import active_model_id
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.workspace.desk import WorkspaceDesk

    own, style = AppPaths.default(), report_style(language, has_logo=report or html or dicom)
    desk = WorkspaceDesk.of(own) if workspace else None
    request = BatchRequest(
        paths=paths,
        bundle=groups.library().load(model or active_model_id(own)),
        out=out,
        resume=resume,
        workers=workers,
        precision=PrecisionChoice(precision),
        cache_folder=own.compiled_networks,
        read_anyway=read_anyway,
        mend=mend,
        log=GateLog.of(own),
        scheduler=scheduler,
        keeper=desk.batch_rows(paths, out) if desk is not None else None,
        lungs=groups.lungs(),
    )
    chosen = {"PDF": report, "HTML": html, "EXCEL": xlsx, "JSON_LINES": jsonl}
    summary: dict[str, Any] = {}
    written = [out / RESULTS]
    try:
        with _reading(request) as (summary, ctx):
            written += write_files(request, summary["model"]["precision"], chosen, style, ctx)
            if dicom:
                summary["dicom"] = write_objects(request, style, ctx)
            back_up(desk, ctx)
    finally:  # whatever keeps the rest from being written, the films have been read
        if summary:
            print_json(summary) if json else print_summary(summary, written)
    print_reasons(summary, out / RESULTS)
    if not is_done(summary):
        raise typer.Exit(1)


@contextmanager
def _reading(request: BatchRequest) -> Iterator[tuple[dict[str, Any], ConsoleContext]]:
    """Read, and hold the folder; where a batch is cancelled that has begun, say what is kept."""
    from lungdesk.services.batch.journal import JOURNAL
    from lungdesk.services.batch.run import held_batch

    out = request.out
    try:
        with folder_for_results(out), progress_context() as ctx, held_batch(request, ctx) as read:
            yield read, ctx
    except (KeyboardInterrupt, Cancelled):
        if (out / JOURNAL).exists():
            print_note("What has been read is kept: the same command with --resume goes on.")
        raise


def back_up(desk: WorkspaceDesk | None, ctx: ConsoleContext) -> None:
    """Make the workspace's copy of the day, where it was written to; the batch is done without."""
    if desk is None:
        return
    try:
        desk.back_up_daily(None, ctx)
    except LungDeskError as error:
        print_note(f"The workspace could not be copied: {error}")


def is_done(summary: dict[str, Any]) -> bool:
    """Whether anything was read, and all of it could be written as DICOM where that was wanted."""
    is_anything_read = bool(summary["ok"] or summary["refused"])
    return is_anything_read and not summary.get("dicom", {}).get("failed")


def print_summary(summary: dict[str, Any], written: Sequence[Path]) -> None:
    """Say how many files were read, and where the rows and what else was written is."""
    copies = _copies(summary["copies"])
    refused = f", {summary['refused']} refused" if summary["refused"] else ""
    failed = f", {summary['failed']} could not be read" if summary["failed"] else ""
    output.print(f"{summary['ok']} of {summary['files']} files were read{copies}{refused}{failed}.")
    output.print(f"The rows are in {printable(written[0])}")
    for path in written[1:]:
        output.print(f"Written: {printable(path)}")


def _copies(count: int) -> str:
    if not count:
        return ""
    return f", {count} of them as copies of others" if count > 1 else ", 1 of them as a copy"


def print_reasons(summary: dict[str, Any], table: Path) -> None:
    """Say what has no row, and why no file was read.

    Each reason is told once, with the first file and how many others.
    """
    from lungdesk.cli.tables import print_failure
    from lungdesk.services.batch.table import BatchTable

    for note in summary["notes"]:
        print_note(note)
    if summary["failed"] < summary["files"]:
        return
    counts: Counter[str] = Counter()
    firsts: dict[str, BatchRow] = {}
    for row in BatchTable.of(table).rows():
        counts[row.code] += 1
        firsts.setdefault(row.code, row)
    for code, row in firsts.items():
        print_failure(row.plain())
        if counts[code] > 1:
            print_note(f"{counts[code]} files in all could not be read for this reason [{code}].")


def write_files(
    request: BatchRequest,
    precision: str,
    wanted: Mapping[str, bool],
    style: ReportStyle,
    ctx: ConsoleContext,
) -> Sequence[Path]:
    """Write reports on a batch that has been read in some arithmetic."""
    from lungdesk.core.report import ModelFacts
    from lungdesk.services.batch.run import RESULTS
    from lungdesk.services.reports.batch import BatchKind, BatchReportRequest, write_batch_report

    chosen = tuple(BatchKind[kind] for kind, is_wanted in wanted.items() if is_wanted)
    if not chosen:
        return ()
    bundle = request.bundle
    name, model = bundle.manifest.name, bundle.model
    facts = ModelFacts(model.id, name, model.version, model.sha256, precision)
    return write_batch_report(BatchReportRequest(request.out / RESULTS, facts, chosen, style), ctx)


def write_objects(request: BatchRequest, style: ReportStyle, ctx: ConsoleContext) -> dict[str, int]:
    """Write the results of each film of a batch as DICOM objects: of how many, and how many not."""
    from lungdesk.services.annotation_store import AnnotationStore
    from lungdesk.services.batch.run import RESULTS
    from lungdesk.services.inference import FilmReader
    from lungdesk.services.lungs.finder import LungFinder
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.reports.batch_dicom import FOLDER, BatchDicomRequest, write_batch_dicom
    from lungdesk.services.workspace.desk import WorkspaceDesk

    own = AppPaths.default()
    desk = WorkspaceDesk.of(own) if own.workspace.exists() else None
    reader = FilmReader(
        request.bundle,
        precision=request.precision,
        cache_folder=request.cache_folder,
        lungs=request.lungs,
    )
    wanted = BatchDicomRequest(
        request.out / RESULTS,
        reader,
        AnnotationStore.of(own),
        style,
        LungFinder.of(own),
        read_anyway=request.read_anyway,
        mend=request.mend,
        library=groups.library(),
        desk=desk,
    )
    try:
        result = write_batch_dicom(wanted, ctx)
    finally:
        if desk is not None:
            desk.close()
    for path, error in result.failures:
        print_note(f"{path}: {error}")
    if result.unasked is not None:
        print_note(f"What readers have said is left out: {result.unasked}")
    copies = f"; {result.copies} more are copies of those" if result.copies else ""
    print_note(f"DICOM objects of {result.films} films are in {request.out / FOLDER}{copies}")
    if result.without_row:
        names = ", ".join(result.without_row)
        print_note(f"Objects of films that have no row any more, for no archive: {names}")
    return {"films": result.films, "failed": len(result.failures)}
