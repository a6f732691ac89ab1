"""One trial: what it is to try, and how it went, wherever it is done."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.metrics.classification import confusion_matrix, macro_f1
from lungdesk.ml.evaluator import Decode
from lungdesk.ml.tensorflow_runtime import load_tensorflow
from lungdesk.ml.training.epoch import Epoch
from lungdesk.ml.training.loop import Phase
from lungdesk.ml.training.phases import TrainedHead, TuneStart, train_block, train_head
from lungdesk.ml.training.plan import TrainRequest, plan_training
from lungdesk.ml.training.recipe import Recipe
from lungdesk.ml.training.sources import LabelledFeatures
from lungdesk.ml.training.supply import Supply

#: Train and val, with all the views that any trial may use.
Features = tuple[LabelledFeatures, LabelledFeatures]
#: Makes a training fit for the machine that calls it, such as with a cache of its own there.
Localize = Callable[[TrainRequest], TrainRequest]


def as_asked(training: TrainRequest) -> TrainRequest:
    """A `Localize` for trials that are done where they are asked for."""
    return training


@dataclass(frozen=True, slots=True, eq=False)
class TrialMaterial:
    """What trials of one network and one strength of augmentation share; it can be pickled.

    Features travel. Activations do not, which are a hundred times as large: a trial of a block
    makes them, once, in the cache where it is done.

    Attributes
    ----------
    training
        Data, weights and cache; the recipe is the trial's.
    digests
        SHA-256 of the content of the films.
    """

    features: Features
    training: TrainRequest
    digests: dict[Path, str]
    decode: Decode
    localize: Localize = as_asked


@dataclass(frozen=True, slots=True)
class TrialTask:
    """What a trial is to try.

    Attributes
    ----------
    limits
        Val loss by epoch of the last phase: a trial whose best is higher by then is not worth going
        on with.
    shown
        How far the trials are, for its reports.
    """

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
        Val loss of each epoch of the last phase, before calibration.
    val_loss, val_macro_f1
        Of its best epoch, calibrated; None when the trial was not trained to its end.
    """

    losses: tuple[float, ...]
    seconds: float
    val_loss: float | None = None
    val_macro_f1: float | None = None


def run_trial(material: TrialMaterial, task: TrialTask, ctx: JobContext) -> TrialOutcome:
    """Train the head of a trial, and the block where it has one; needs TensorFlow.

    Raises
    ------
    LungDeskError
        Those of `plan_training` and of activations, in a trial of a block; a loss that becomes no
        number is an outcome.
    Cancelled
        Between two steps.
    """
    load_tensorflow()
    started = time.perf_counter()
    watch = _Watch("head" if task.recipe.block is None else "block", task.limits)
    trained = _trained(material, task, watch, _TrialContext(ctx, task.shown))
    seconds = round(time.perf_counter() - started, 2)
    if task.recipe.block is not None:
        # Networks are held in circles; of many trials they would fill the memory before Python
        # looks for those by itself.
        gc.collect()
    if trained is None:
        return TrialOutcome(tuple(watch.losses), seconds)
    f1 = _macro_f1(trained, material.features[1])
    return TrialOutcome(tuple(watch.losses), seconds, trained.val_loss, f1)


def _trained(
    material: TrialMaterial, task: TrialTask, watch: _Watch, ctx: JobContext
) -> TrainedHead | None:
    train, val = material.features
    recipe = task.recipe
    # The first k of many views are the k views that a training of k views makes.
    train = replace(train, features=train.features[:, : recipe.views])
    # The variant is that of a training of one head: it draws the same random numbers.
    phase = Phase("head", recipe.heads[0], recipe, task.class_count, "-0", tell=watch)
    try:
        head = train_head(train, val, phase, ctx)
        return head if recipe.block is None else _with_block(head, material, task, watch, ctx)
    except _NotWorthIt:
        return None
    except LungDeskError as error:
        if error.code is not ErrorCode.TRAINING_DIVERGED:
            raise
        return None  # values that are worse than any others


def _with_block(
    head: TrainedHead, material: TrialMaterial, task: TrialTask, watch: _Watch, ctx: JobContext
) -> TrainedHead:
    """Train a block behind the head, as a training of the recipe does."""
    recipe = task.recipe
    training = material.localize(replace(material.training, recipe=recipe))
    plan = plan_training(training, ctx)
    cut, block = plan.cut, recipe.block
    assert cut is not None
    assert block is not None
    supply = Supply.of(plan, material.decode, ctx).with_digests(material.digests)
    keras_trunk = supply.keras_trunk()
    sources = supply.maps(supply.trunk(keras_trunk, cut.layer))
    phase = Phase("block", block, recipe, task.class_count, tell=watch)
    return train_block(TuneStart(keras_trunk, plan.backbone, head), cut, sources, phase, ctx)


class _NotWorthIt(Exception):  # noqa: N818 - not an error: others do better
    """A trial does worse than others did."""


class _Watch:
    """Hears of every epoch of a phase, and ends a trial that does badly there."""

    def __init__(self, phase: str, limits: tuple[float, ...]) -> None:
        self._phase, self._limits = phase, limits
        self.losses: list[float] = []

    def __call__(self, epochs: Sequence[Epoch], *, is_history: bool) -> None:  # noqa: ARG002
        self.losses += [epoch.val_loss for epoch in epochs if epoch.phase == self._phase]
        number = len(self.losses)
        if 0 < number <= len(self._limits) and min(self.losses) > self._limits[number - 1]:
            raise _NotWorthIt


@dataclass(frozen=True, slots=True)
class _TrialContext:
    """Job context that counts trials, not the steps of one."""

    outer: JobContext
    shown: Progress

    def report(self, progress: Progress) -> None:
        """Tell which trial it is, and how far."""
        self.outer.report(replace(self.shown, message=f"{self.shown.message}; {progress.message}"))

    def check(self) -> None:
        """As the caller's."""
        self.outer.check()


def _macro_f1(trained: TrainedHead, val: LabelledFeatures) -> float:
    logits = trained.val_logits
    confusion = confusion_matrix(val.targets, logits.argmax(axis=1), logits.shape[1])
    return float(macro_f1(confusion))
