"""``lungdesk train``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from lungdesk.cli.console import output, print_json, printable, progress_context
from lungdesk.cli.options import DatasetArgument, JsonFlag, MapOption, label_map

RunFolder = Annotated[
    Path,
    typer.Option(
        metavar="RUN", readable=False, help="Run folder; the model is written to RUN/bundle."
    ),
]
Backbone = Annotated[str, typer.Option(metavar="NAME", help="Pre-trained network.")]
Weights = Annotated[str, typer.Option(help="imagenet, none, or a file.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with a run that was stopped.")]
Quick = Annotated[bool, typer.Option("--quick", help="No augmentation, one head: a first look.")]
Views = Annotated[int, typer.Option(min=1, max=32, help="Of each film: itself, others augmented.")]
InputSize = Annotated[
    int | None, typer.Option(min=64, max=1024, help="In pixels; the backbone's own.")
]
Seed = Annotated[int, typer.Option(min=0, help="Of everything that is drawn.")]
ModelId = Annotated[str, typer.Option(help="Id of the model; the run folder's name.")]
ModelName = Annotated[str, typer.Option(help="Name of the model for people.")]
Notes = Annotated[
    list[str] | None, typer.Option(help="What is known of the data; goes into the card.")
]


def train(
    folder: DatasetArgument,
    out: RunFolder,
    backbone: Backbone = "efficientnet_lite0",
    weights: Weights = "imagenet",
    resume: Resume = False,
    quick: Quick = False,
    views: Views = 4,
    input_size: InputSize = None,
    seed: Seed = 0,
    model_id: ModelId = "",
    name: ModelName = "",
    note: Notes = None,
    mapped: MapOption = None,
    json: JsonFlag = False,
) -> None:
    """Fine-tune a backbone on labelled films and write a model bundle."""
    from lungdesk.cli import tables
    from lungdesk.services import training
    from lungdesk.services.paths import AppPaths

    request = training.TrainingRequest(
        folder=folder,
        backbone=backbone,
        run_folder=out,
        cache_folder=AppPaths.default().cache,
        weights=weights,
        model_id=model_id,
        name=name,
        input_size=input_size,
        views=views,
        seed=seed,
        is_quick=quick,
        is_resumed=resume,
        notes=tuple(note or ()),
        label_map=label_map(mapped),
    )
    with progress_context() as ctx:
        result = training.train(request, ctx)
    tables.print_left_out(result["failures"])
    print_json(result) if json else _print_result(result, out)


def _print_result(result: dict[str, Any], out: Path) -> None:
    from lungdesk.cli import tables

    for split, figures in result["metrics"].items():
        tables.print_metrics(split, figures)
    output.print(f"Model written to {printable(out / result['bundle_folder'])}")
