"""``lungdesk lungs``: where the lungs are, and what tells it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lungdesk.cli.console import (
    output,
    print_json,
    print_json_line,
    printable,
    progress_context,
)
from lungdesk.cli.options import (
    FilmsArgument,
    JsonFlag,
    named_model,
    named_path,
    require_writable,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lungdesk.ml.lungs.bundle import LungBundle


class UseName(StrEnum):
    """The words of `lungdesk.ml.lungs.films.Use`, and all."""

    TRAIN = "train"
    VAL = "val"
    TEST = "test"
    ALL = "all"


MaskedFolder = Annotated[
    Path,
    typer.Argument(
        metavar="FOLDER", parser=named_path, help="Films and masks, listed in its manifest.csv."
    ),
]
Sources = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="NAME", help="Only films of this source; repeatedly."),
]
SegmenterOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="ID",
        parser=named_model,
        help="Segmenter's id, bundle or run folder.",
    ),
]


def lungs_commands() -> typer.Typer:
    """``lungdesk lungs …``."""
    commands = typer.Typer(help="Where the lungs are in a film.")
    commands.command("find")(find)
    commands.command("train")(train)
    commands.command("evaluate")(evaluate)
    return commands


def find(
    paths: FilmsArgument,
    model: SegmenterOption = None,
    masks: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", parser=named_path, help="Folder for a PNG of each film's lungs."
        ),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Say of each film whether it shows two lungs, and where they are."""
    from lungdesk.cli import tables
    from lungdesk.services.lungs.finder import LungFinder
    from lungdesk.services.lungs.reports import LungReportRequest, find_lungs
    from lungdesk.services.paths import AppPaths

    cache_folder = AppPaths.usual().compiled_networks
    finder = LungFinder(lambda: _segmenter(model), cache_folder=cache_folder)
    require_writable(masks)
    is_anything_read, is_any_picture_missing = False, False
    with progress_context(prints_rows=True) as ctx:
        # A damaged model is one error, not one for each film.
        finder.ready()
        for row in find_lungs(LungReportRequest(paths, finder, masks), ctx):
            is_anything_read |= row["status"] == "ok"
            is_any_picture_missing |= row.get("mask", "") is None
            if json:
                print_json_line(row)
            elif row["status"] == "ok":
                _print_row(row)
            else:
                tables.print_failure(row)
    if not is_anything_read or is_any_picture_missing:
        raise typer.Exit(1)


def train(
    folder: MaskedFolder,
    out: Annotated[
        Path,
        typer.Option(
            metavar="RUN", parser=named_path, help="Run folder; the model is in its bundle."
        ),
    ],
    source: Sources = None,
    epochs: Annotated[int, typer.Option(min=1, max=1000)] = 40,
    input_size: Annotated[int, typer.Option(min=64, max=1024, help="In pixels.")] = 256,
    seed: Annotated[int, typer.Option(min=0, help="Of everything that is drawn.")] = 0,
    int8: Annotated[
        bool, typer.Option("--int8", help="In integers of 8 bits: read in half the time.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run that was stopped.")
    ] = False,
    model_id: Annotated[str, typer.Option(help="Id of the model; the run folder's name.")] = "",
    name: Annotated[str, typer.Option(help="Name of it for people.")] = "",
    json: JsonFlag = False,
) -> None:
    """Train a segmenter on films with masks, and measure it on those left out."""
    from lungdesk.cli import tables
    from lungdesk.ml.lungs.fitting import LungRecipe
    from lungdesk.services.training.lung_network import LungTrainingRequest, train_lungs

    request = LungTrainingRequest(
        folder=folder,
        run_folder=out,
        recipe=LungRecipe(epochs=epochs, input_size=input_size, seed=seed, quantized=int8),
        sources=tuple(source or ()),
        model_id=model_id,
        name=name,
        is_resumed=resume,
    )
    with progress_context() as ctx:
        result = train_lungs(request, ctx)
    tables.print_left_out(result["failures"])
    if json:
        print_json(result)
        return
    tables.print_overlap(result["metrics"])
    output.print(f"Model written to {printable(out / result['bundle_folder'])}")


def evaluate(
    folder: MaskedFolder,
    model: SegmenterOption = None,
    split: UseName = UseName.TEST,
    source: Sources = None,
    json: JsonFlag = False,
) -> None:
    """Measure a segmenter on films with masks: Dice coefficients, size, time."""
    from lungdesk.cli import tables
    from lungdesk.ml.lungs.films import Use
    from lungdesk.services.lungs.evaluation import LungEvaluationRequest, evaluate_lungs

    use = None if split is UseName.ALL else Use[split.name]
    request = LungEvaluationRequest(_segmenter(model), folder, tuple(source or ()), use)
    with progress_context() as ctx:
        result = evaluate_lungs(request, ctx)
    tables.print_left_out(result["failures"])
    if json:
        print_json(result)
        return
    tables.print_overlap({split.value: result})
    words = f"{result['size_bytes'] / 1e6:.2f} MB"
    if times := result["ms_per_film"]:
        words += f"; {sum(times.values()):.1f} ms a film,"
        words += f" {times['preprocess']:.1f} of them to prepare it"
    output.print(words)


def _segmenter(model: str | None) -> LungBundle:
    from lungdesk.services.lungs.finder import installed_segmenter
    from lungdesk.services.paths import AppPaths

    return installed_segmenter(AppPaths.default(), model or "")


def _print_row(row: Mapping[str, Any]) -> None:
    shown = "two lungs" if row["shows_two_lungs"] else ""
    words = "; ".join(filter(None, (shown, row["message"])))
    thorax = row["thorax"]
    if thorax is not None:
        words += f"; thorax {thorax[1][0] - thorax[0][0]:.0f} px wide"
    output.print(f"{printable(row['path'])}: {words}")
