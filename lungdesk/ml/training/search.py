"""Trials of heads on cached features, and of blocks on activations: which settings do best on val.

One study over all backbones: the backbone is a parameter as any other, so that those that do badly
are tried less, and one recipe is the best. So is the place where a network is cut: heads and blocks
are compared by the loss that each ends with. Nothing but val is looked at: not test, not external.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.workers import HERE, Workers
from lungdesk.ml.evaluator import Decode, FilmFailure
from lungdesk.ml.tensorflow_runtime import load_tensorflow
from lungdesk.ml.training.films import learnt_films
from lungdesk.ml.training.plan import TrainRequest, plan_training
from lungdesk.ml.training.recipe import Recipe
from lungdesk.ml.training.search_space import PARAMETERS, SearchSpace
from lungdesk.ml.training.study import DrawnTrial, Row, TrialStudy
from lungdesk.ml.training.supply import Supply
from lungdesk.ml.training.trial import (
    Localize,
    TrialMaterial,
    TrialTask,
    as_asked,
    run_trial,
)
from lungdesk.ml.training.trial_features import TrialFeatures

#: Trials of a batch where the user says nothing: so many workers can be busy at once.
BATCH_SIZE = 4


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
    batch_size
        See `TrialStudy`: more at once, and each knows a little less of what others have found.
    localize
        See `lungdesk.ml.training.trial.TrialMaterial`.
    """

    training: TrainRequest
    space: SearchSpace
    database: Path
    trial_count: int
    batch_size: int = BATCH_SIZE
    localize: Localize = as_asked


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
    request: SearchRequest,
    decode: Decode,
    keep: KeepTrials,
    ctx: JobContext,
    workers: Workers = HERE,
) -> SearchResult:
    """Try until as many trials have ended as asked for; who the workers are changes no trial.

    Raises
    ------
    LungDeskError
        Those of `plan_training`, of features and of activations; ``TRAINING_OUTPUT_EXISTS`` where
        the study is of other data or other settings; ``TRAINING_FAILED`` where no trial came to its
        end.
    Cancelled
        Between two steps; what has ended is kept.
    """
    space = request.space
    load_tensorflow()
    features = _features(request, decode, ctx, workers)
    data, settings = _identities(features, request)
    study = TrialStudy(request.database, space.base.seed, request.batch_size)
    try:
        study.require_same("data", data, "another data set")
        study.require_same("settings", settings, "other networks or settings")
        searching = _Search(space, features, study, workers, ctx)
        searching.run(request.trial_count, keep)
        return searching.result()
    finally:
        study.close()


def _features(
    request: SearchRequest, decode: Decode, ctx: JobContext, workers: Workers
) -> TrialFeatures:
    """Look at the data and all networks before anything is made."""
    training, space = request.training, request.space
    # Where networks are cut is what trials vary.
    base = replace(space.base, block=None)
    wanted = [replace(training, backbone=name, recipe=base) for name in space.backbones]
    plans = {one.backbone: plan_training(one, ctx) for one in wanted}
    supplies = {name: Supply.of(plan, decode, ctx, workers) for name, plan in plans.items()}
    return TrialFeatures(supplies, request.localize)


def _identities(features: TrialFeatures, request: SearchRequest) -> tuple[str, str]:
    """Of the films of train and val, and of what decides how trials go besides them."""
    space = request.space
    supplies = list(features.supplies.values())
    dataset = supplies[0].plan.dataset
    samples = [*dataset.split("train"), *dataset.split("val")]
    digests = supplies[0].films.digests(samples)
    data = learnt_films(samples, digests, by_source=True)
    networks = [
        (name, one.plan.weights.sha256, str(one.plan.spec), str(space.cuts(name)))
        for name, one in features.supplies.items()
    ]
    chosen = [space.base.as_plain(), list(space.augmentations), space.most_cuts]
    return _digest(data), _digest([networks, *chosen, request.batch_size, PARAMETERS])


def _digest(plain: object) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """A search under way."""

    space: SearchSpace
    features: TrialFeatures
    study: TrialStudy
    workers: Workers
    ctx: JobContext

    def run(self, count: int, keep: KeepTrials) -> None:
        """Trials, batch after batch."""
        started, before = time.perf_counter(), self.study.ended_count
        while (done := self.study.ended_count) < count:
            self.ctx.check()
            each = (time.perf_counter() - started) / (done - before) if done > before else None
            drawn = self.study.draw(self.space)[: count - done]
            # Where features are not there yet, they are made before any of the trials.
            parts = [self._part(trial, count, each) for trial in drawn]
            outcomes = self.workers.each(run_trial, parts, self.ctx)
            for trial, (_, outcome) in zip(drawn, outcomes, strict=True):
                self.study.add(trial, outcome)
                keep(self.study.rows(), self._best_recipe())
        # The tables may be older than the study: a kill can come between the two.
        keep(self.study.rows(), self._best_recipe())

    def _part(
        self, trial: DrawnTrial, count: int, seconds_each: float | None
    ) -> tuple[TrialMaterial, TrialTask]:
        number = trial.number + 1
        words = f"trial {number} of {count}"
        if seconds_each is not None:
            left = seconds_each * (count - trial.number)
            words = f"trial {number} of {count}, about {left:.0f} s left"
        plan = self.features.supplies[trial.values["backbone"]].plan
        shown = Progress(trial.number, count, words)
        recipe = self.space.recipe(trial.values)
        task = TrialTask(recipe, len(plan.dataset.labels), trial.limits, shown)
        return self.features.of(trial.values), task

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
        return SearchResult(
            rows=tuple(self.study.rows()),
            best=best,
            importances=self.study.importances(),
            failures=tuple(self.features.failures),
        )
