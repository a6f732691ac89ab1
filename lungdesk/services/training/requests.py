"""Turns a draft into what `lungdesk train` is asked for, and into that command line."""

from __future__ import annotations

import hashlib
import json
import shlex
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import JobContext
from lungdesk.ml.data_limits import SPLIT_HERE
from lungdesk.services.paths import AppPaths
from lungdesk.services.training.draft import BackboneChoice, TrainingDraft, data_text
from lungdesk.services.training.draft_store import DraftStore
from lungdesk.services.training.run import TrainingRequest

#: Own settings of the plan, for ``--recipe``; the command line's file in the draft's folder.
RECIPE_FILE = "recipe.json"


def training_requests(
    draft: TrainingDraft, paths: AppPaths, *, cache_limit_gb: float = 40.0
) -> tuple[TrainingRequest, ...]:
    """One training for each backbone, in their order.

    The run folder is named after the backbone and all that decides the outcome, so that the same
    choices go on with the same run and others begin another.

    Raises
    ------
    LungDeskError
        ``USAGE``, when no data is chosen or the plan is not valid.
    """
    store = DraftStore.of(paths)
    location = store.data_location(draft)
    if location is None:
        raise LungDeskError(
            "No films are chosen to train on.",
            hint="Choose a folder, a CSV or a ZIP file.",
            code=ErrorCode.USAGE,
        )
    return tuple(
        TrainingRequest(
            folder=location,
            backbone=backbone.name,
            run_folder=store.runs(draft) / run_id(draft, backbone),
            cache_folder=paths.cache,
            recipe=draft.recipe,
            weights=backbone.weights,
            cache_limit_gb=cache_limit_gb,
            is_resumed=True,
            notes=data_notes(draft),
            label_map=dict(draft.data.label_map) if draft.data.is_as_it_lies else {},
        )
        for backbone in draft.backbones
    )


def run_id(draft: TrainingDraft, backbone: BackboneChoice) -> str:
    """Name of a run folder: ``vgg16-1f0c5a``."""
    decides = [data_text(draft.data), draft.recipe.as_plain(), backbone.weights]
    text = json.dumps(decides, sort_keys=True).encode(errors="surrogateescape")
    return f"{backbone.name}-{hashlib.sha256(text).hexdigest()[:6]}"


def data_notes(draft: TrainingDraft) -> tuple[str, ...]:
    """What the user has done to the data, for the model card."""
    data, notes = draft.data, []
    if data.split is not None:
        notes.append(SPLIT_HERE)
    if data.excluded:
        notes.append(f"{len(data.excluded)} films of the collection were left out.")
    if data.excluded_sources:
        notes.append(f"Films of these sources were left out: {', '.join(data.excluded_sources)}.")
    return tuple(notes)


def command_lines(draft: TrainingDraft, paths: AppPaths) -> tuple[str, ...]:
    """The commands that do exactly what `training_requests` ask for.

    Where the plan has settings of its own they name `recipe_file`, which has to be written.
    """
    lines = []
    for request in training_requests(draft, paths):
        words = ["lungdesk", "train", str(request.folder), "--backbone", request.backbone]
        words += ["--out", str(request.run_folder), "--resume", "--preset", draft.plan.preset]
        if draft.plan.changes:
            words += ["--recipe", str(recipe_file(draft, paths))]
        if request.weights != "imagenet":
            words += ["--weights", request.weights]
        names = {"augmentation": "--augment", "imbalance": "--imbalance"}
        for name, value in draft.recipe_options().items():
            words += [names.get(name, f"--{name.replace('_', '-')}"), str(value)]
        for name, label in request.label_map.items():
            words += ["--map", f"{name}={label}"]
        for note in request.notes:
            words += ["--note", note]
        lines.append(shlex.join(words))
    return tuple(lines)


def recipe_file(draft: TrainingDraft, paths: AppPaths) -> Path:
    """Where the plan's own settings stand for the command line."""
    return DraftStore.of(paths).folder(draft) / RECIPE_FILE


def recipe_text(draft: TrainingDraft) -> str:
    """Content of that file."""
    return json.dumps(draft.plan.changes, indent=2) + "\n"


def write_recipe(request: tuple[TrainingDraft, AppPaths], _ctx: JobContext) -> None:
    """Write that file where the plan has settings of its own, so that the command finds it.

    Raises
    ------
    LungDeskError
        Those of `not_writable`.
    """
    draft, paths = request
    if draft.plan.changes:
        write_text_atomically(recipe_file(draft, paths), recipe_text(draft))
