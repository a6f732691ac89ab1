"""``lungdesk report``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lungdesk.cli import groups
from lungdesk.cli.console import output, print_note, printable, progress_context
from lungdesk.cli.options import (
    LanguageOption,
    MendFlag,
    ModelOption,
    PrecisionName,
    PrecisionOption,
    named_path,
    require_writable,
)
from lungdesk.core.errors import LungDeskError
from lungdesk.core.language import ENGLISH

if TYPE_CHECKING:
    from lungdesk.core.jobs import JobContext
    from lungdesk.core.report import ReportStyle
    from lungdesk.services.reports.film import FilmReportRequest
    from lungdesk.services.workspace.records import FilmRecord


def report(
    path: Annotated[Path, typer.Argument(metavar="PATH", parser=named_path, help="A film.")],
    out: Annotated[
        Path,
        typer.Option(
            metavar="FILE", parser=named_path, help="File to write: .pdf, .html or .json."
        ),
    ],
    model: ModelOption = None,
    dicom: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", parser=named_path, help="Folder for the results as DICOM objects, too."
        ),
    ] = None,
    no_identity: Annotated[
        bool,
        typer.Option(
            "--no-identity",
            help="Leave out whose film it is; DICOM objects name the patient all the same.",
        ),
    ] = False,
    language: LanguageOption = ENGLISH.code,
    precision: PrecisionOption = PrecisionName.FLOAT32,
    mend: MendFlag = False,
) -> None:
    """Read a film and write a report on it."""
    from lungdesk.services.annotation_store import AnnotationStore
    from lungdesk.services.gate_log import GateEntry, GateLog, is_wanted
    from lungdesk.services.lungs.finder import LungFinder
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.reports.context import with_interval, with_opinions
    from lungdesk.services.reports.files import check_report, write_film_report
    from lungdesk.services.reports.film import film_report
    from lungdesk.services.reports.single import NOT_NAMED, SingleReportRequest, read_for_report

    own, style = AppPaths.default(), report_style(language)
    check_report(out, style, has_objects=dicom is not None)
    require_writable(out.parent)
    require_writable(dicom)
    request = SingleReportRequest(
        path,
        groups.film_reader(model, precision),
        AnnotationStore.of(own),
        alias=NOT_NAMED if no_identity else "",
        style=style,
        finder=LungFinder.of(own),
        is_mended=mend,
    )
    log = GateLog.of(own)
    if mend:
        log.require_writable()
    with progress_context() as ctx:
        known = with_interval(read_for_report(request, ctx), groups.library())
        if known.reading is not None and is_wanted(known.reading.prediction.verdict):
            log.add(GateEntry.said(known.instance, known.reading.prediction))
        known = with_opinions(known, record_of(known, ctx))
        write_film_report(film_report(known), out)
        output.print(f"The report is in {printable(out)}")
        if dicom is not None:
            _save_objects(known, dicom, ctx)


def _save_objects(known: FilmReportRequest, folder: Path, ctx: JobContext) -> None:
    from lungdesk.services.reports.dicom_results import DicomResultsRequest, save_dicom_results

    saved = save_dicom_results(DicomResultsRequest(known, folder, stem=known.alias), ctx)
    output.print(f"{len(saved)} DICOM objects are in {printable(folder)}")
    if known.alias:
        print_note("The DICOM objects name the patient as the film does.")


def report_style(language: str = ENGLISH.code, *, has_logo: bool = False) -> ReportStyle:
    """How this user wants reports.

    The language is not that of the preferences, so that a script always gets the same.

    Raises
    ------
    LungDeskError
        ``USAGE`` for an unknown language; where the logo is needed, why it cannot be used: better
        now than after hours of reading.
    """
    from lungdesk.services.languages import language as known
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.reports.style import stored_style

    style = replace(stored_style(AppPaths.usual()), language=known(language).code)
    if has_logo:
        from lungdesk.services.reports.files import letterhead

        letterhead(style)
    return style


def record_of(known: FilmReportRequest, ctx: JobContext) -> FilmRecord | None:
    """What the workspace of this user holds of a film; None without a workspace."""
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.workspace.desk import WorkspaceDesk

    own = AppPaths.default()
    if not own.workspace.exists():
        return None
    desk = WorkspaceDesk.of(own)
    try:
        return desk.film_shown(known.instance, ctx)
    except LungDeskError as error:
        print_note(f"What readers have said is left out: {error}")
        return None
    finally:
        desk.close()
