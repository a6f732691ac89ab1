"""What ``lungdesk models …`` does besides telling: installs, hands on, removes, chooses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lungdesk.cli.console import output, print_note, printable, progress_context
from lungdesk.cli.options import (
    InstalledModelArgument,
    MapOption,
    ModelArgument,
    PrecisionName,
    PrecisionOption,
    label_map,
    named_path,
    require_writable,
)
from lungdesk.core.errors import ErrorCode, LungDeskError

if TYPE_CHECKING:
    from lungdesk.services.models.shelf import ModelShelf

FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", parser=named_path, help="A .lungdesk file.")
]
ResultFolder = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        parser=named_path,
        help="New folder for the result; the model's own, unless it came with LungDesk.",
    ),
]


def add_commands(commands: typer.Typer) -> None:
    """Add the commands to ``lungdesk models``."""
    commands.command("add")(add_model)
    commands.command("import", help="The same as add.")(add_model)
    commands.command("export")(export)
    commands.command("use")(use_model)
    commands.command("remove")(remove_model)
    commands.command("restore")(restore_model)
    commands.command("calibrate")(calibrate)
    commands.command("check")(check)


def add_model(file: FileArgument) -> None:
    """Install the model in a file; every SHA-256 is compared first."""
    with progress_context() as ctx:
        id_ = _shelf().add(file, ctx)
    output.print(f"{printable(id_)} is installed; `lungdesk models use {printable(id_)}` reads.")


def export(
    model: ModelArgument,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", parser=named_path, help="File or folder; ID.lungdesk here."),
    ] = None,
) -> None:
    """Save a model as one file, to be installed elsewhere by `models add`."""
    from lungdesk.services.models.exchange import ENDING, ExportRequest
    from lungdesk.services.models.library import ModelLibrary
    from lungdesk.services.paths import AppPaths

    library = ModelLibrary.of(AppPaths.default())
    folder = library.folder_of(model)
    target = out or Path(f"{library.load(model).manifest.id}{ENDING}")
    with progress_context() as ctx:
        written = _shelf().export(ExportRequest(folder, target), ctx)
    output.print(f"Written to {printable(written)}")


def calibrate(
    model: ModelArgument,
    data: Annotated[
        Path,
        typer.Option(
            "--data", metavar="DIR", parser=named_path, help="Labelled films with train and val."
        ),
    ],
    out: ResultFolder = None,
    sensitivity: Annotated[
        float, typer.Option(min=0.01, max=1.0, help="Of each class at its operating point.")
    ] = 0.9,
    mapped: MapOption = None,
) -> None:
    """Make a model's film check, operating points and prediction sets anew."""
    from lungdesk.cli.tables import print_card
    from lungdesk.services.lungs.finder import lung_source
    from lungdesk.services.models.calibration import CalibrateRequest, calibrate_model
    from lungdesk.services.models.library import ModelLibrary
    from lungdesk.services.models.rewriting import result_place
    from lungdesk.services.paths import AppPaths

    folder = ModelLibrary.of(AppPaths.default()).folder_of(model)
    doubts: list[str] = []
    request = CalibrateRequest(
        folder,
        data,
        out,
        sensitivity,
        label_map(mapped),
        AppPaths.default().compiled_networks,
        lung_source(AppPaths.default()),
        doubts.append,
    )
    require_writable(result_place(folder, out).parent)
    with progress_context() as ctx:
        bundle = calibrate_model(request, ctx)
    print_card(bundle)
    _print_notes(doubts)


def check(
    model: ModelArgument,
    data: Annotated[
        Path,
        typer.Option("--data", metavar="DIR", parser=named_path, help="Labelled films with val."),
    ],
    baseline: Annotated[
        str, typer.Option(metavar="ID", help="Another model to measure on the same films.")
    ] = "",
    films: Annotated[
        int, typer.Option(min=2, help="Taken where each costs many readings; evenly by class.")
    ] = 20,
    out: ResultFolder = None,
    seed: Annotated[int, typer.Option(min=0, help="Of everything that is drawn.")] = 0,
    precision: PrecisionOption = PrecisionName.FLOAT32,
    mapped: MapOption = None,
) -> None:
    """Check a model's heatmaps: random weights, heat in the lungs, deletion and insertion."""
    from lungdesk.cli.tables import print_card
    from lungdesk.ml.engine import PrecisionChoice
    from lungdesk.services.lungs.finder import LungFinder
    from lungdesk.services.models.checks import CheckRequest, check_model
    from lungdesk.services.models.library import ModelLibrary
    from lungdesk.services.models.rewriting import result_place
    from lungdesk.services.paths import AppPaths

    paths = AppPaths.default()
    library = ModelLibrary.of(paths)
    doubts: list[str] = []
    request = CheckRequest(
        library.folder_of(model),
        data,
        LungFinder.of(paths),
        baseline=library.folder_of(baseline) if baseline else None,
        out=out,
        films=films,
        seed=seed,
        precision=PrecisionChoice(precision.value),
        label_map=label_map(mapped),
        tell_doubt=doubts.append,
    )
    require_writable(result_place(request.folder, out).parent)
    with progress_context() as ctx:
        bundle = check_model(request, ctx)
    print_card(bundle)
    _print_notes(doubts)


def _print_notes(sentences: Sequence[str]) -> None:
    for sentence in sentences:
        print_note(f"Note: {sentence}")


def use_model(model: InstalledModelArgument) -> None:
    """Read with an installed model from now on, in the window and on the command line."""
    from lungdesk.ml.shuffled_labels import SHUFFLED_NOTE, has_shuffled_labels
    from lungdesk.services.models.active import set_active_model
    from lungdesk.services.models.library import ModelLibrary
    from lungdesk.services.paths import AppPaths

    with progress_context() as ctx:
        error = _shelf().verify(model, ctx)
    if error is not None:
        raise error
    set_active_model(AppPaths.default(), model)
    output.print(f"{printable(model)} reads from now on.")
    if has_shuffled_labels(ModelLibrary.of(AppPaths.default()).load(model)):
        print_note(f"It must not read films. {SHUFFLED_NOTE}")


def remove_model(model: InstalledModelArgument) -> None:
    """Take a model of yours off the list; `models restore` puts it back."""
    from lungdesk.services.models.active import active_model_id, set_active_model
    from lungdesk.services.models.library import DEFAULT_MODEL_ID
    from lungdesk.services.paths import AppPaths

    paths = AppPaths.default()
    was_active = active_model_id(paths) == model
    with progress_context() as ctx:
        _shelf().remove(model, ctx)
    output.print(f"{printable(model)} is removed; `lungdesk models restore` puts it back.")
    if was_active:
        set_active_model(paths, DEFAULT_MODEL_ID)
        print_note(f"It read the films; {DEFAULT_MODEL_ID} reads them now.")


def restore_model(
    model: Annotated[
        str, typer.Argument(metavar="[ID]", help="Id of a removed model; the latest one.")
    ] = "",
) -> None:
    """Put a removed model back, the one removed last or the one that is named."""
    shelf = _shelf()
    removed = next((one for one in shelf.removed() if model in ("", one.id)), None)
    if removed is None:
        raise LungDeskError(
            f"The model {model} is not among those that were removed."
            if model
            else "No removed model is left.",
            hint="See `lungdesk models list` for the models that are installed.",
            code=ErrorCode.MODEL_MISSING,
        )
    with progress_context() as ctx:
        shelf.restore(removed, ctx)
    output.print(f"{printable(removed.id)} is installed again.")


def _shelf() -> ModelShelf:
    from lungdesk.services.models.shelf import ModelShelf
    from lungdesk.services.paths import AppPaths

    return ModelShelf(AppPaths.default())
