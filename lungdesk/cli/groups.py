"""The commands of ``lungdesk dataset``, ``lungdesk models`` and ``lungdesk bench``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lungdesk.cli.console import (
    output,
    print_error,
    print_json,
    print_note,
    printable,
    progress_context,
)
from lungdesk.cli.options import DatasetArgument, JsonFlag, MapOption, ModelArgument, ModelOption
from lungdesk.cli.options import label_map as parsed_label_map

if TYPE_CHECKING:
    from lungdesk.core.jobs import JobContext
    from lungdesk.services.model_library import ModelLibrary

#: ``measure_viewer(frames, ctx)`` -> figures; handed in by the application.
MeasureViewer = Callable[[int, "JobContext"], dict[str, Any]]


def library() -> ModelLibrary:
    """Models of this user and those that ship."""
    from lungdesk.services.model_library import ModelLibrary
    from lungdesk.services.paths import AppPaths

    return ModelLibrary.of(AppPaths.default())


def dataset_commands() -> typer.Typer:
    """``lungdesk dataset …``."""
    commands = typer.Typer(help="Labelled collections of films.")

    @commands.callback()
    def root() -> None:
        """Labelled collections of films."""

    @commands.command("audit")
    def audit(folder: DatasetArgument, mapped: MapOption = None, json: JsonFlag = False) -> None:
        """Count films for each class and split, and look for groups that cross splits."""
        from lungdesk.cli import tables
        from lungdesk.services.dataset_audit import AuditRequest
        from lungdesk.services.dataset_audit import audit as run

        request = AuditRequest(folder, parsed_label_map(mapped))
        with progress_context() as ctx:
            report = run(request, ctx)
        print_json(report) if json else tables.print_audit(report)

    return commands


def models_commands() -> typer.Typer:
    """``lungdesk models …``."""
    commands = typer.Typer(help="Model bundles.")
    commands.command("list")(list_models)
    commands.command("show")(show_model)
    commands.command("verify")(verify_models)
    return commands


def list_models(json: JsonFlag = False) -> None:
    """List the installed models."""
    from lungdesk.cli import tables

    rows = [tables.model_row(m) for m in library().list()]
    print_json(rows) if json else tables.print_models(rows)


def show_model(model: ModelArgument, json: JsonFlag = False) -> None:
    """Show a model's card, or its manifest with --json."""
    from lungdesk.cli import tables

    bundle = library().load(model)
    if json:
        print_json(bundle.manifest.model_dump(mode="json"))
    else:
        tables.print_card(bundle)


def verify_models(
    model: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Model id or bundle folder; all.")
    ] = None,
) -> None:
    """Compare every file of a model, or of all, with the SHA-256 in its manifest."""
    from lungdesk.services.model_library import installed, verified

    known = library()
    chosen = [installed(known.folder_of(model))] if model else list(known.list())
    is_any_damaged = False
    for found in chosen:
        error = verified(found)
        if error is not None:
            print_error(error)
            is_any_damaged = True
        elif found.bundle is not None:
            output.print(f"{printable(found.folder.name)}: every file is as its manifest says")
            output.print(f"  SHA-256 of the manifest: {found.bundle.model.sha256}")
    if not chosen:
        output.print("No model is installed.")
    if is_any_damaged or not chosen:
        raise typer.Exit(1)


def bench_commands(measure_viewer: MeasureViewer) -> typer.Typer:
    """``lungdesk bench …``."""
    commands = typer.Typer(help="How fast LungDesk is here, beside the usual way.")
    commands.command("startup")(bench_startup)
    commands.command("reading")(bench_reading)

    @commands.command("viewer")
    def bench_viewer(
        json: JsonFlag = False,
        frames: Annotated[int, typer.Option(min=20, help="Frames of each drag.")] = 120,
    ) -> None:
        """Time to drag and open a film of 4096 x 4096, against pyqtgraph."""
        from lungdesk.cli import tables

        with progress_context() as ctx:
            figures = measure_viewer(frames, ctx)
        if figures["pyqtgraph_ms"] is None:
            print_note("Note: pyqtgraph is not installed here (`make setup` brings it).")
        print_json(figures) if json else tables.print_figures(figures)

    return commands


def bench_startup(
    json: JsonFlag = False,
    runs: Annotated[int, typer.Option(min=1, help="Starts that are timed.")] = 5,
) -> None:
    """Time to a painted film and to its reading, against importing TensorFlow."""
    from lungdesk.cli import tables
    from lungdesk.services.benchmarks import measure_startup

    with progress_context() as ctx:
        figures = measure_startup(runs, ctx)
    print_json(figures) if json else tables.print_figures(figures)


def bench_reading(
    json: JsonFlag = False,
    model: ModelOption = "",
    films: Annotated[
        list[Path] | None,
        typer.Option(metavar="PATH", readable=False, help="Film to read; may be repeated."),
    ] = None,
    runs: Annotated[int, typer.Option(min=3, help="Readings of each film that are timed.")] = 30,
) -> None:
    """Time to read and explain a film, against Keras predict and GradientTape."""
    from lungdesk.cli import tables
    from lungdesk.services.benchmarks import measure_reading

    bundle = library().load(model)
    with progress_context() as ctx:
        figures = measure_reading(bundle.folder, films or [], runs, ctx)
    print_json(figures) if json else tables.print_figures(figures)
