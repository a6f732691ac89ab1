"""Trials of heads for a draft: what `lungdesk trials` is asked for, and what comes of it."""

from __future__ import annotations

import hashlib
import json
import shlex
from dataclasses import dataclass, replace

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.ml.training.recipe import Recipe, read_recipe
from lungdesk.ml.training.search_space import PARAMETERS
from lungdesk.services.paths import AppPaths
from lungdesk.services.training.data import write_selection
from lungdesk.services.training.draft import TrainingDraft, data_text
from lungdesk.services.training.draft_store import DraftStore
from lungdesk.services.training.requests import training_requests
from lungdesk.services.training.trials import BASE, RECIPE_FILE, TrialsRequest, run_trials


@dataclass(frozen=True, slots=True)
class DraftTrials:
    """Trials for a draft, by the room that features may take."""

    draft: TrainingDraft
    paths: AppPaths
    cache_limit_gb: float


@dataclass(frozen=True, slots=True)
class BestTrial:
    """The trial with the least val loss: its network, and its recipe."""

    backbone: str
    recipe: Recipe


def trials_request(
    draft: TrainingDraft, paths: AppPaths, *, cache_limit_gb: float = 40.0
) -> TrialsRequest:
    """As many trials as the plan has, with all backbones, in one study.

    Views, augmentation and size of the films are the plan's. The study's folder is named after all
    that decides it but the number of trials: more of them go on with it.

    Raises
    ------
    LungDeskError
        ``USAGE``, when no data or backbone is chosen, the plan is not valid, or the backbones begin
        with different weights.
    """
    trainings = training_requests(draft, paths)
    if not trainings or len({training.weights for training in trainings}) > 1:
        raise LungDeskError(
            "Trials compare networks that begin with the same weights.",
            hint="Choose ImageNet for all of them, or train without trials.",
            code=ErrorCode.USAGE,
        )
    first, recipe = trainings[0], draft.recipe
    head = replace(BASE.heads[0], epochs=recipe.heads[0].epochs)
    base = replace(
        BASE,
        heads=(head,),
        views=recipe.view_count,
        input_size=recipe.input_size,
        framing=recipe.framing,
        seed=recipe.seed,
    )
    names = tuple(training.backbone for training in trainings)
    weights = draft.backbones[0].weights
    decides = [data_text(draft.data), names, weights, base.as_plain(), recipe.augmentation]
    # A study with other parameters, of an earlier version, could not be gone on with.
    decides.append(PARAMETERS)
    digest = hashlib.sha256(json.dumps(decides).encode(errors="surrogateescape")).hexdigest()
    return TrialsRequest(
        folder=first.folder,
        backbones=names,
        run_folder=DraftStore.of(paths).trials(draft) / digest[:6],
        cache_folder=paths.cache,
        trial_count=draft.plan.trials,
        base=base,
        augmentations=(recipe.augmentation,),
        weights=first.weights,
        cache_limit_gb=cache_limit_gb,
        is_resumed=True,
        label_map=first.label_map,
    )


def trials_line(draft: TrainingDraft, paths: AppPaths) -> str:
    """The command that does exactly what `trials_request` asks for."""
    request = trials_request(draft, paths)
    base = request.base
    words = ["lungdesk", "trials", str(request.folder)]
    for name in request.backbones:
        words += ["--backbone", name]
    words += ["--out", str(request.run_folder), "--resume", "--trials", str(request.trial_count)]
    words += ["--views", str(base.views), "--epochs", str(base.heads[0].epochs)]
    words += ["--augment", str(request.augmentations[0])]
    if request.weights != "imagenet":
        words += ["--weights", request.weights]
    if base.input_size is not None:
        words += ["--input-size", str(base.input_size)]
    if base.framing is not BASE.framing:
        words += ["--framing", str(base.framing)]
    if base.seed:
        words += ["--seed", str(base.seed)]
    for name, label in request.label_map.items():
        words += ["--map", f"{name}={label}"]
    return shlex.join(words)


def run_draft_trials(request: DraftTrials, ctx: JobContext) -> BestTrial:
    """Run trials, or go on with them.

    Raises
    ------
    LungDeskError
        Those of `trials_request`, of the selection, and of `run_trials`.
    Cancelled
        The trials that have ended are kept.
    """
    draft, paths = request.draft, request.paths
    asked = trials_request(draft, paths, cache_limit_gb=request.cache_limit_gb)
    write_selection(draft, DraftStore.of(paths), ctx)
    asked.run_folder.mkdir(parents=True, exist_ok=True)
    best = run_trials(asked, ctx)["best"]
    return BestTrial(best["backbone"], read_recipe(asked.run_folder / RECIPE_FILE))
