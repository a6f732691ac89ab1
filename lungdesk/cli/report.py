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
    ModelOption,
    PrecisionName,
    PrecisionOption,
    require_writable,
)
from lungdesk.core.errors import LungDeskError
from lungdesk.core.language import ENGLISH

if TYPE_CHECKING:
    from lungdesk.core.jobs import JobContext
    from lungdesk.core.report import ReportStyle
    from lungdesk.services.film_report import FilmReportRequest
    from lungdesk.services.workspace.records import FilmRecord


def report(
    path: Annotated[Path, typer.Argument(metavar="PATH", readable=False, help="A film.")],
    out: Annotated[
        Path,
        typer.Option(metavar="FILE", readable=False, help="File to write: .pdf, .html or .json."),
    ],
    model: ModelOption = "",
    dicom: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", readable=False, help="Folder for the results as DICOM objects, too."
        ),
    ] = None,
    no_identity: Annotated[
        bool, typer.Option("--no-identity", help="Leave out whose film it is.")
    ] = False,
    language: LanguageOption = ENGLISH.code,
    precision: PrecisionOption = PrecisionName.FLOAT32,
) -> None:
    """Read a film and write a report on it."""
    from lungdesk.ml.engine import PrecisionChoice
    from lungdesk.services.active_model import active_model_id
    from lungdesk.services.annotation_store import AnnotationStore
    from lungdesk.services.dicom_results import DicomResultsRequest, save_dicom_results
    from lungdesk.services.film_report import film_report
    from lungdesk.services.inference import FilmReader
    from lungdesk.services.lung_finder import LungFinder
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.report_context import with_interval, with_opinions
    from lungdesk.services.report_files import check_ending, write_film_report
    from lungdesk.services.single_report import NOT_NAMED, SingleReportRequest, read_for_report

    own = AppPaths.default()
    style = report_style(language)
    check_ending(out)
    require_writable(out.parent)
    require_writable(dicom)
    reader = FilmReader(
        groups.library().load(model or active_model_id(own)),
        precision=PrecisionChoice(precision),
        cache_folder=own.compiled_networks,
        lungs=groups.lungs(),
    )
    request = SingleReportRequest(
        path,
        reader,
        AnnotationStore.of(own),
        alias=NOT_NAMED if no_identity else "",
        style=style,
        finder=LungFinder.of(own),
    )
    with progress_context() as ctx:
        known = with_interval(read_for_report(request, ctx), groups.library())
        known = with_opinions(known, record_of(known, ctx))
        write_film_report(film_report(known), out)
        if dicom is not None:
            wanted = DicomResultsRequest(known, dicom, stem=known.alias)
            saved = save_dicom_results(wanted, ctx)
            output.print(f"{len(saved)} DICOM objects are in {printable(dicom)}")
    output.print(f"The report is in {printable(out)}")


def report_style(language: str = ENGLISH.code) -> ReportStyle:
    """How this user wants reports; raises LungDeskError (``USAGE``) for an unknown language.

    The language is not that of the preferences, so that a script always gets the same.
    """
    from lungdesk.services.languages import language as known
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.report_style import stored_style

    return replace(stored_style(AppPaths.default()), language=known(language).code)


def record_of(known: FilmReportRequest, ctx: JobContext) -> FilmRecord | None:
    """What the workspace of this user holds of a film; None without a workspace."""
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.workspace.desk import WorkspaceDesk, sha256_of
    from lungdesk.services.workspace.requests import FilmQuery

    own = AppPaths.default()
    if not own.workspace.exists():
        return None
    desk = WorkspaceDesk.of(own)
    try:
        content = sha256_of(known.instance.path)
        return desk.film(FilmQuery(sha256=content), ctx)
    except LungDeskError as error:
        print_note(f"What readers have said is left out: {error}")
        return None
    finally:
        desk.close()
