"""The commands of ``lungdesk dataset`` and ``lungdesk models``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lungdesk.cli.backbones import list_backbones
from lungdesk.cli.console import (
    output,
    print_error,
    print_json,
    print_note,
    printable,
    progress_context,
)
from lungdesk.cli.models import add_commands
from lungdesk.cli.options import (
    DatasetArgument,
    JsonFlag,
    MapOption,
    ModelArgument,
    named_model,
    named_path,
    require_writable,
)
from lungdesk.cli.options import label_map as parsed_label_map

if TYPE_CHECKING:
    from lungdesk.ml.lung_sight import LungNetworks
    from lungdesk.services.inference import FilmReader
    from lungdesk.services.models.library import ModelLibrary


def library() -> ModelLibrary:
    """Models of this user and those that ship."""
    from lungdesk.services.models.library import ModelLibrary
    from lungdesk.services.paths import AppPaths

    return ModelLibrary.of(AppPaths.default())


def lungs() -> LungNetworks:
    """Lung networks of this user and those that ship."""
    from lungdesk.services.lungs.finder import lung_source
    from lungdesk.services.paths import AppPaths

    return lung_source(AppPaths.default())


def film_reader(model: str | None, precision: str) -> FilmReader:
    """Reads films with a model; without a name, with the one that the user has chosen."""
    from lungdesk.ml.engine import PrecisionChoice
    from lungdesk.services.inference import FilmReader
    from lungdesk.services.models.active import active_model_id
    from lungdesk.services.paths import AppPaths

    own = AppPaths.default()
    return FilmReader(
        library().load(model or active_model_id(own)),
        precision=PrecisionChoice(precision),
        cache_folder=own.compiled_networks,
        lungs=lungs(),
    )


def dataset_commands() -> typer.Typer:
    """``lungdesk dataset …``."""
    commands = typer.Typer(help="Labelled collections of films.")

    @commands.callback()
    def root() -> None:
        """Labelled collections of films."""

    @commands.command("audit")
    def audit(
        folder: DatasetArgument,
        out: Annotated[
            Path | None,
            typer.Option(
                metavar="DIR", parser=named_path, help="Folder for audit.json, .html, findings.csv."
            ),
        ] = None,
        mapped: MapOption = None,
        json: JsonFlag = False,
    ) -> None:
        """Count films; find copies, leaks between splits, and what gives the class away."""
        from lungdesk.cli import tables
        from lungdesk.services.dataset_audit import AuditRequest
        from lungdesk.services.dataset_audit import audit as run
        from lungdesk.services.paths import AppPaths
        from lungdesk.services.reports.style import stored_style

        style = stored_style(AppPaths.usual())
        request = AuditRequest(folder, parsed_label_map(mapped), out, style)
        require_writable(out)
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
    add_commands(commands)
    commands.command("backbones")(list_backbones)
    return commands


def list_models(json: JsonFlag = False) -> None:
    """List the installed models."""
    from lungdesk.cli import tables
    from lungdesk.services.models.active import active_model_id
    from lungdesk.services.paths import AppPaths

    active = active_model_id(AppPaths.default())
    rows = [{**tables.model_row(m), "is_active": m.folder.name == active} for m in library().list()]
    if json:
        print_json(rows)
        return
    tables.print_models(rows)
    if any(row["is_active"] and row["status"] == "ok" for row in rows):
        print_note(f"{active} reads the films.")
    elif rows:
        print_note(
            f"{active} is to read the films and cannot: choose another by `lungdesk models use ID`."
        )


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
        str | None,
        typer.Argument(metavar="[ID]", parser=named_model, help="Model id or bundle folder; all."),
    ] = None,
) -> None:
    """Compare every file of a model, or of all, with the SHA-256 in its manifest."""
    from lungdesk.services.models.library import installed, verified

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
