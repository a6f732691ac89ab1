"""``lungdesk train``."""

from __future__ import annotations

import shlex
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lungdesk.cli.console import output, print_json, print_note, printable, progress_context
from lungdesk.cli.estimate import print_estimate
from lungdesk.cli.options import (
    DatasetArgument,
    JsonFlag,
    MapOption,
    Scheduler,
    label_map,
    named_path,
)

if TYPE_CHECKING:
    from lungdesk.ml.training.recipe import Recipe
    from lungdesk.services.training.run import TrainingRequest


class PresetName(StrEnum):
    """The words of `lungdesk.ml.training.recipe.PRESETS`, which takes long to import."""

    QUICK = "quick"
    BALANCED = "balanced"
    THOROUGH = "thorough"
    HOSPITALS = "hospitals"


class PhaseName(StrEnum):
    """How far a network is trained."""

    HEAD = "head"
    BLOCK = "block"
    WHOLE = "whole"


class ImbalanceName(StrEnum):
    """The words of `lungdesk.ml.training.recipe.Imbalance`."""

    CLASS_WEIGHTS = "class_weights"
    BALANCED = "balanced"
    SOURCES = "sources"
    FOCAL = "focal"
    NONE = "none"


class FramingName(StrEnum):
    """The words of `lungdesk.ml.preprocess.Framing`."""

    SQUASH = "squash"
    CENTRE_CROP = "centre_crop"
    LUNGS = "lungs"


_RECIPE = "Recipe"
_MODEL = "Model"

RunFolder = Annotated[
    Path,
    typer.Option(
        metavar="RUN",
        parser=named_path,
        help="Run folder; the model is written to RUN/bundle, of several to RUN/NAME/fold-1.",
    ),
]
Backbones = Annotated[
    list[str] | None,
    typer.Option("--backbone", metavar="NAME", help="Pre-trained network; repeatedly: each."),
]
Folds = Annotated[
    int | None,
    typer.Option(min=2, max=20, metavar="K", help="Cross-validate on train and val: K trainings."),
]
Weights = Annotated[str, typer.Option(help="imagenet, none, or a file.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with a run that was stopped.")]
CacheLimit = Annotated[
    float | None, typer.Option(min=0.001, metavar="GB", help="Room for features on the disk.")
]
Quick = Annotated[bool, typer.Option("--quick", help="The same as --preset quick.")]
Estimate = Annotated[
    bool, typer.Option("--estimate", help="Say how long it takes and how much room; train nothing.")
]
Preset = Annotated[
    PresetName,
    typer.Option(
        rich_help_panel=_RECIPE,
        help="quick: no augmentation, one head; thorough: the last block too, for hours;"
        " hospitals: the whole network, to hold in hospitals that no film came from; films need"
        " their source.",
    ),
]
RecipeFile = Annotated[
    Path | None,
    typer.Option(
        "--recipe",
        metavar="FILE",
        parser=named_path,
        rich_help_panel=_RECIPE,
        help="JSON with any setting of a recipe; the rest is as in the preset.",
    ),
]
Train = Annotated[
    PhaseName | None,
    typer.Option(
        "--train", rich_help_panel=_RECIPE, help="As far as: the head, the last block, the whole."
    ),
]
CutPoint = Annotated[
    str,
    typer.Option(
        metavar="NAME", rich_help_panel=_RECIPE, help="First part of the block; the shortest."
    ),
]
Views = Annotated[
    int | None,
    typer.Option(
        min=1, max=32, rich_help_panel=_RECIPE, help="Of each film: itself, others augmented."
    ),
]
Augment = Annotated[
    str | None,
    typer.Option(
        metavar="STRENGTH", rich_help_panel=_RECIPE, help="none, light, standard, strong, a factor."
    ),
]
Imbalance = Annotated[
    ImbalanceName | None,
    typer.Option(rich_help_panel=_RECIPE, help="What is done about rare classes."),
]
InputSize = Annotated[
    int | None,
    typer.Option(min=64, max=1024, rich_help_panel=_RECIPE, help="In pixels; the backbone's own."),
]
Framing = Annotated[
    FramingName | None,
    typer.Option(
        rich_help_panel=_RECIPE,
        help="What the network sees of a film; lungs: their box, found by the lung network.",
    ),
]
Seed = Annotated[
    int | None, typer.Option(min=0, rich_help_panel=_RECIPE, help="Of everything that is drawn.")
]
Int8 = Annotated[
    bool,
    typer.Option(
        "--int8",
        rich_help_panel=_RECIPE,
        help="Put the finished network into integers of 8 bits: twice as fast to read.",
    ),
]
ShuffleLabels = Annotated[
    bool,
    typer.Option(
        "--shuffle-labels",
        rich_help_panel=_RECIPE,
        help="A test: labels dealt at random; figures must end at chance.",
    ),
]
ModelId = Annotated[
    str, typer.Option(rich_help_panel=_MODEL, help="Id of the model; the run folder's name.")
]
ModelName = Annotated[str, typer.Option(rich_help_panel=_MODEL, help="Name of it for people.")]
Notes = Annotated[
    list[str] | None,
    typer.Option(rich_help_panel=_MODEL, help="What is known of the data; goes into the card."),
]


def train(
    folder: DatasetArgument,
    out: RunFolder,
    backbone: Backbones = None,
    folds: Folds = None,
    weights: Weights = "imagenet",
    scheduler: Scheduler = "",
    resume: Resume = False,
    estimate: Estimate = False,
    quick: Quick = False,
    cache_limit: CacheLimit = None,
    preset: Preset = PresetName.BALANCED,
    recipe: RecipeFile = None,
    phase: Train = None,
    cut_point: CutPoint = "",
    views: Views = None,
    augment: Augment = None,
    imbalance: Imbalance = None,
    input_size: InputSize = None,
    framing: Framing = None,
    seed: Seed = None,
    int8: Int8 = False,
    shuffle_labels: ShuffleLabels = False,
    model_id: ModelId = "",
    name: ModelName = "",
    note: Notes = None,
    mapped: MapOption = None,
    json: JsonFlag = False,
) -> None:
    """Fine-tune a backbone on labelled films and write a model bundle."""
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.settings_store import SettingsStore
    from lungdesk.services.training.run import TrainingRequest

    changes = {
        "views": views,
        "augmentation": augment,
        "imbalance": imbalance and imbalance.value,
        "input_size": input_size,
        "framing": framing and framing.value,
        "seed": seed,
        "quantized": int8 or None,
        "shuffled_labels": shuffle_labels or None,
    }
    backbones = tuple(backbone or ["efficientnet_lite0"])
    paths = AppPaths.default()
    room = cache_limit or SettingsStore(paths.settings_file).load().cache_limit_gb
    request = TrainingRequest(
        *(folder, backbones[0], out, paths.cache),
        recipe=_recipe("quick" if quick else preset.value, recipe, changes, phase, cut_point),
        weights=weights,
        model_id=model_id,
        name=name,
        cache_limit_gb=room,
        is_resumed=resume,
        notes=tuple(note or ()),
        label_map=label_map(mapped),
        scheduler=scheduler,
    )
    begin = print_estimate if estimate else _train
    begin(request, backbones, folds or 0, is_json=json)


def _train(
    request: TrainingRequest, backbones: tuple[str, ...], folds: int, *, is_json: bool
) -> None:
    if len(backbones) > 1 or folds:
        _train_series(request, backbones, folds, is_json=is_json)
    else:
        _train_one(request, is_json=is_json)


def _train_one(request: TrainingRequest, *, is_json: bool) -> None:
    from lungdesk.cli import tables
    from lungdesk.services.runs.record import NETWORK_KEY
    from lungdesk.services.training import run as training

    with progress_context() as ctx:
        result = training.train(request, ctx, on_findings=tables.print_doubts)
    tables.print_left_out(result["failures"])
    if shuffled := result.get("shuffled_labels"):
        print_note(shuffled["note"])
    if is_json:
        print_json(result)
        return
    for split, figures in result["metrics"].items():
        tables.print_metrics(split, figures)
    output.print(f"Model written to {printable(request.run_folder / result['bundle_folder'])}")
    if name := result.get(NETWORK_KEY):
        weights = shlex.quote(str(request.run_folder / name))
        output.print(f"To go on from its network: --weights {printable(weights)}")


def _train_series(
    base: TrainingRequest, backbones: tuple[str, ...], fold_count: int, *, is_json: bool
) -> None:
    from lungdesk.cli import tables
    from lungdesk.services.training.series import SeriesRequest, train_series

    request = SeriesRequest(base, backbones, fold_count)
    with progress_context() as ctx:
        record = train_series(request, ctx, on_findings=tables.print_doubts)
    tables.print_left_out(record["failures"])
    if is_json:
        print_json(record)
        return
    tables.print_series(record["summary"])
    folders = [str(base.run_folder / run["folder"]) for run in record["runs"]]
    output.print("Models written; compare them with")
    output.print(f"  lungdesk compare {printable(shlex.join(folders))} --out DIR")


def _recipe(
    preset: str,
    file: Path | None,
    changes: dict[str, Any],
    phase: PhaseName | None,
    cut_point: str,
) -> Recipe:
    """The preset, changed by the file, changed by the options that were given."""
    from lungdesk.ml.training.recipe import PRESETS, read_recipe, recipe_of, with_phases

    chosen = PRESETS[preset] if file is None else read_recipe(file, PRESETS[preset])
    given = {name: value for name, value in changes.items() if value is not None}
    chosen = recipe_of(given, chosen)
    if phase is None and not cut_point:
        return chosen
    return with_phases(chosen, phase.value if phase else "block", cut_point)
