"""One trial of a head: what it is to try, and how it went, wherever it is done."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.metrics.classification import confusion_matrix, macro_f1
from lungdesk.ml.training.epoch import Epoch
from lungdesk.ml.training.loop import Phase
from lungdesk.ml.training.phases import TrainedHead, train_head
from lungdesk.ml.training.recipe import Recipe
from lungdesk.ml.training.sources import LabelledFeatures

#: Train and val, with all the views that any trial may use.
Features = tuple[LabelledFeatures, LabelledFeatures]


@dataclass(frozen=True, slots=True)
class TrialTask:
    """What a trial is to try.

    Attributes
    ----------
    values
        By `lungdesk.ml.training.search_space.PARAMETERS`.
    limits
        Val loss by epoch: a trial whose best is higher by then is not worth going on with.
    shown
        How far the trials are, for its reports.
    """

    values: Mapping[str, Any]
    recipe: Recipe
    class_count: int
    limits: tuple[float, ...]
    shown: Progress


@dataclass(frozen=True, slots=True)
class TrialOutcome:
    """How a trial went.

    Attributes
    ----------
    losses
        Val loss of each epoch, before calibration.
    val_loss, val_macro_f1
        Of the best epoch, calibrated; None when the trial was not trained to its end.
    """

    losses: tuple[float, ...]
    seconds: float
    val_loss: float | None = None
    val_macro_f1: float | None = None


def run_trial(features: Features, task: TrialTask, ctx: JobContext) -> TrialOutcome:
    """Train the head of a trial; needs TensorFlow.

    Raises
    ------
    LungDeskError
        ``FILE_NOT_WRITABLE``; a loss that becomes no number is an outcome.
    Cancelled
        Between two steps.
    """
    import tensorflow as tf

    tf.config.experimental.enable_op_determinism()
    started = time.perf_counter()
    watch = _Watch(task.limits)
    trained = _trained(features, task, watch, _TrialContext(ctx, task.shown))
    seconds = round(time.perf_counter() - started, 2)
    if trained is None:
        return TrialOutcome(tuple(watch.losses), seconds)
    f1 = _macro_f1(trained, features[1])
    return TrialOutcome(tuple(watch.losses), seconds, trained.val_loss, f1)


def _trained(
    features: Features, task: TrialTask, watch: _Watch, ctx: JobContext
) -> TrainedHead | None:
    train, val = features
    # The first k of many views are the k views that a training of k views makes.
    train = replace(train, features=train.features[:, : task.recipe.views])
    recipe = task.recipe
    # The variant is that of a training of one head: it draws the same random numbers.
    phase = Phase("head", recipe.heads[0], recipe, task.class_count, "-0", tell=watch)
    try:
        return train_head(train, val, phase, ctx)
    except _NotWorthIt:
        return None
    except LungDeskError as error:
        if error.code is not ErrorCode.TRAINING_DIVERGED:
            raise
        return None  # values that are worse than any others


class _NotWorthIt(Exception):  # noqa: N818 - not an error: others do better
    """A trial does worse than others did."""


class _Watch:
    """Hears of every epoch, and ends a trial that does badly."""

    def __init__(self, limits: tuple[float, ...]) -> None:
        self._limits = limits
        self.losses: list[float] = []

    def __call__(self, epochs: Sequence[Epoch], *, is_history: bool) -> None:  # noqa: ARG002
        self.losses += [epoch.val_loss for epoch in epochs]
        number = len(self.losses)
        if number <= len(self._limits) and min(self.losses) > self._limits[number - 1]:
            raise _NotWorthIt


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


def _macro_f1(trained: TrainedHead, val: LabelledFeatures) -> float:
    logits = trained.head.logits(val.features[:, 0].astype(np.float32))
    confusion = confusion_matrix(val.targets, logits.argmax(axis=1), logits.shape[1])
    return float(macro_f1(confusion))
