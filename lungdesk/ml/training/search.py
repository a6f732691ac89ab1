"""Trials of heads on cached features: which settings do best on val.

One study over all backbones: the backbone is a parameter as any other, so that those that do badly
are tried less, and one recipe is the best. Nothing but val is looked at: not test, not external.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.metrics.classification import confusion_matrix, macro_f1
from lungdesk.ml.evaluator import Decode, FilmFailure
from lungdesk.ml.training.checkpoint import Checkpoint, Checkpoints
from lungdesk.ml.training.films import CachePlace, Films
from lungdesk.ml.training.loop import Phase
from lungdesk.ml.training.phases import TrainedHead, train_head
from lungdesk.ml.training.plan import TrainingPlan, TrainRequest, plan_training
from lungdesk.ml.training.recipe import Recipe
from lungdesk.ml.training.search_space import SearchSpace
from lungdesk.ml.training.sources import LabelledFeatures
from lungdesk.ml.training.study import Row, TrialStudy
from lungdesk.ml.training.trial_features import TrialFeatures

if TYPE_CHECKING:
    from optuna.trial import Trial


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to try.

    Attributes
    ----------
    training
        Data, weights and cache as for a training; backbone and recipe are those of the space.
    database
        SQLite file of the study; gone on with where it is there.
    trial_count
        Trials that are to have ended, those of before included.
    """

    training: TrainRequest
    space: SearchSpace
    database: Path
    trial_count: int


@dataclass(frozen=True, slots=True, eq=False)
class SearchResult:
    """A study that has all its trials: see `TrialStudy` for rows and importances."""

    rows: tuple[Row, ...]
    best: Row
    importances: dict[str, float]
    failures: tuple[FilmFailure, ...]


#: ``keep(rows, recipe)``: after each trial, all of them and the recipe of the best.
KeepTrials = Callable[[Sequence[Row], Recipe | None], None]


def search(
    request: SearchRequest, decode: Decode, keep: KeepTrials, ctx: JobContext
) -> SearchResult:
    """Try until as many trials have ended as asked for.

    Raises
    ------
    LungDeskError
        Those of `plan_training` and of features; ``TRAINING_OUTPUT_EXISTS`` where the study is of
        other data or other settings; ``TRAINING_FAILED`` where no trial came to its end.
    Cancelled
        Between two steps; what has ended is kept.
    """
    import keras
    import tensorflow as tf

    space = request.space
    keras.utils.set_random_seed(space.base.seed)
    tf.config.experimental.enable_op_determinism()
    features = _features(request, decode, ctx)
    data, settings = _identities(features, space)
    study = TrialStudy(request.database, space.base.seed)
    try:
        study.require_same("data", data, "another data set")
        study.require_same("settings", settings, "other networks or settings")
        searching = _Search(space, features, study, ctx)
        searching.run(request.trial_count, keep)
        return searching.result()
    finally:
        study.close()


def _features(request: SearchRequest, decode: Decode, ctx: JobContext) -> TrialFeatures:
    """Look at the data and all networks before anything is made."""
    training, space = request.training, request.space
    place = CachePlace(training.cache_folder / "features", training.cache_limit_bytes)

    def films(plan: TrainingPlan) -> Films:
        return Films(plan.spec, plan.recipe, place, plan.dataset.labels, decode, ctx)

    wanted = [replace(training, backbone=name, recipe=space.base) for name in space.backbones]
    plans = {one.backbone: plan_training(one, ctx) for one in wanted}
    return TrialFeatures(plans, {name: films(plan) for name, plan in plans.items()})


def _identities(features: TrialFeatures, space: SearchSpace) -> tuple[str, str]:
    """Of the films of train and val, and of what decides how trials go besides them."""
    plans = list(features.plans.values())
    samples = [*plans[0].dataset.split("train"), *plans[0].dataset.split("val")]
    digests = features.films[space.backbones[0]].digests(samples)
    data = [f"{d}{s.class_index}{s.split}" for d, s in zip(digests, samples, strict=True)]
    networks = [(plan.backbone.name, plan.weights.sha256, str(plan.spec)) for plan in plans]
    return _digest(data), _digest([networks, space.base.as_plain(), list(space.augmentations)])


def _digest(plain: object) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


class _Watch(Checkpoints):
    """Keeps no checkpoint; tells the study of every epoch, and ends a trial that does badly."""

    def __init__(self, trial: Trial) -> None:
        super().__init__(None)
        self._trial = trial

    def save(self, phase: str, checkpoint: Checkpoint) -> None:  # noqa: ARG002 - as in the base
        import optuna

        history = checkpoint.facts["history"]
        self._trial.report(history[-1]["val_loss"], len(history))
        if self._trial.should_prune():
            raise optuna.TrialPruned


@dataclass(frozen=True, slots=True)
class _TrialContext:
    """Job context that counts trials, not the steps of a head, which takes seconds."""

    outer: JobContext
    shown: Progress

    def report(self, progress: Progress) -> None:
        """Tell which trial it is, and which epoch."""
        self.outer.report(replace(self.shown, message=f"{self.shown.message}; {progress.message}"))

    def check(self) -> None:
        """As the caller's."""
        self.outer.check()


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """A search under way."""

    space: SearchSpace
    features: TrialFeatures
    study: TrialStudy
    ctx: JobContext

    def run(self, count: int, keep: KeepTrials) -> None:
        """Trials, one after the other."""
        started, before = time.perf_counter(), self.study.ended_count
        for number in range(before, count):
            self.ctx.check()
            words = f"trial {number + 1} of {count}"
            if number > before:
                each = (time.perf_counter() - started) / (number - before)
                words += f", about {each * (count - number):.0f} s left"
            self._try_one(Progress(number, count, words))
            keep(self.study.rows(), self._best_recipe())
        # The tables may be older than the study: a kill can come between the two.
        keep(self.study.rows(), self._best_recipe())

    def _try_one(self, shown: Progress) -> None:
        import optuna

        trial = self.study.ask()
        try:
            values = self.space.draw(trial)
            sources = self.features.of(values)
            started = time.perf_counter()
            try:
                loss = self._trained(trial, values, sources, _TrialContext(self.ctx, shown))
            finally:
                trial.set_user_attr("seconds", round(time.perf_counter() - started, 2))
        except optuna.TrialPruned:
            self.study.tell_pruned(trial)
        except BaseException:
            self.study.tell_failed(trial)
            raise
        else:
            self.study.tell(trial, loss)

    def _trained(
        self,
        trial: Trial,
        values: Row,
        sources: tuple[LabelledFeatures, LabelledFeatures],
        ctx: JobContext,
    ) -> float:
        """Val loss of a trial; how it went is kept with it."""
        import optuna

        recipe = self.space.recipe(values)
        count = len(self.features.plans[values["backbone"]].dataset.labels)
        # The variant is that of a training of one head: it draws the same random numbers.
        phase = Phase("head", recipe.heads[0], recipe, count, "-0", _Watch(trial))
        try:
            trained = train_head(*sources, phase, ctx)
        except LungDeskError as error:
            if error.code is not ErrorCode.TRAINING_DIVERGED:
                raise
            raise optuna.TrialPruned from error  # values that are worse than any others
        trial.set_user_attr("epochs", len(trained.history))
        trial.set_user_attr("val_macro_f1", _macro_f1(trained, sources[1]))
        return trained.val_loss

    def _best_recipe(self) -> Recipe | None:
        best = self.study.best()
        return None if best is None else self.space.recipe(best)

    def result(self) -> SearchResult:
        """The study as it is."""
        best = self.study.best()
        if best is None:
            raise LungDeskError(
                "No trial came to its end, because the loss of each became no number.",
                hint="Look at the films with `lungdesk dataset audit`.",
                code=ErrorCode.TRAINING_FAILED,
            )
        failures = [f for films in self.features.films.values() for f in films.failures]
        return SearchResult(
            rows=tuple(self.study.rows()),
            best=best,
            importances=self.study.importances(),
            failures=tuple(dict.fromkeys(failures)),
        )


def _macro_f1(trained: TrainedHead, val: LabelledFeatures) -> float:
    logits = trained.head.logits(val.features[:, 0].astype(np.float32))
    confusion = confusion_matrix(val.targets, logits.argmax(axis=1), logits.shape[1])
    return float(macro_f1(confusion))
