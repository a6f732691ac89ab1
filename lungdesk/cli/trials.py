"""``lungdesk trials``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated, Any

import typer

from lungdesk.cli.console import output, print_json, printable, progress_context
from lungdesk.cli.options import (
    DatasetArgument,
    JsonFlag,
    MapOption,
    Scheduler,
    label_map,
    named_path,
)
from lungdesk.cli.training import CacheLimit, Framing, InputSize, Resume, Seed, Weights

#: Trials that are shown; the table in the run folder has all.
_SHOWN = 5

RunFolder = Annotated[
    Path,
    typer.Option(
        metavar="RUN", parser=named_path, help="Folder for the study, trials.csv, best-recipe.json."
    ),
]
Backbones = Annotated[
    list[str] | None, typer.Option("--backbone", metavar="NAME", help="May be given repeatedly.")
]
TrialCount = Annotated[
    int, typer.Option("--trials", min=1, metavar="N", help="In all, those of before included.")
]
BatchSize = Annotated[
    int,
    typer.Option(
        "--at-once",
        min=1,
        metavar="N",
        help="Drawn together: so many workers can help. It changes the trials; who helps does not.",
    ),
]
MostViews = Annotated[
    int, typer.Option(min=1, max=32, help="The most of a film that a trial may use; blocks: 3.")
]
Strengths = Annotated[
    list[str] | None,
    typer.Option(
        "--augment",
        metavar="STRENGTH",
        help="light, standard, strong, a factor; repeatedly: to choose from, a pass each.",
    ),
]
Epochs = Annotated[int, typer.Option(min=1, help="The most of a head.")]
CutCount = Annotated[
    int,
    typer.Option(
        "--blocks",
        min=0,
        max=3,
        metavar="N",
        help="Train the last blocks too, from one of N cut points on: minutes to hours a trial.",
    ),
]
BlockEpochs = Annotated[
    int, typer.Option("--block-epochs", min=1, metavar="N", help="The most of the last blocks.")
]


def trials(
    folder: DatasetArgument,
    out: RunFolder,
    backbone: Backbones = None,
    trial_count: TrialCount = 40,
    batch_size: BatchSize = 4,
    weights: Weights = "imagenet",
    scheduler: Scheduler = "",
    resume: Resume = False,
    cache_limit: CacheLimit = None,
    views: MostViews = 4,
    augment: Strengths = None,
    epochs: Epochs = 30,
    blocks: CutCount = 0,
    block_epochs: BlockEpochs = 10,
    input_size: InputSize = None,
    framing: Framing = None,
    seed: Seed = None,
    mapped: MapOption = None,
    json: JsonFlag = False,
) -> None:
    """Try heads on cached features, and last blocks if asked to: the best recipe on val."""
    from dataclasses import replace

    from lungdesk.ml import preprocess
    from lungdesk.ml.training.recipe import BlockSettings, recipe_of
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.settings_store import SettingsStore
    from lungdesk.services.training.trials import BASE, TrialsRequest, run_trials

    strengths = [recipe_of({"augmentation": word}).augmentation for word in augment or ["standard"]]
    block = BlockSettings(epochs=block_epochs, views=min(views, BlockSettings.views))
    base = replace(
        BASE,
        heads=(replace(BASE.heads[0], epochs=epochs),),
        block=block if blocks else None,
        views=views,
        input_size=input_size,
        framing=BASE.framing if framing is None else preprocess.Framing(framing),
        seed=seed or 0,
    )
    paths = AppPaths.default()
    request = TrialsRequest(
        folder=folder,
        backbones=tuple(backbone or ["efficientnet_lite0"]),
        run_folder=out,
        cache_folder=paths.cache,
        trial_count=trial_count,
        base=base,
        augmentations=tuple(dict.fromkeys(strengths)),
        weights=weights,
        cache_limit_gb=cache_limit or SettingsStore(paths.settings_file).load().cache_limit_gb,
        is_resumed=resume,
        label_map=label_map(mapped),
        cut_count=blocks,
        batch_size=batch_size,
        scheduler=scheduler,
    )
    with progress_context() as ctx:
        result = run_trials(request, ctx)
    print_json(result) if json else _print_result(result, out)


def _print_result(result: dict[str, Any], out: Path) -> None:
    from lungdesk.cli import tables

    tables.print_left_out(result["failures"])
    tables.print_trials(result["trials"], _SHOWN)
    file, name = out / "best-recipe.json", result["best"]["backbone"]
    output.print(f"Best recipe written to {printable(file)}; train it with")
    recipe = printable(shlex.quote(str(file)))
    output.print(f"  lungdesk train FOLDER --backbone {name} --recipe {recipe} --out RUN")
