"""How far the training of one backbone is: what is told while it runs, or what its folder says."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from lungdesk.core.jobs import JobContext
from lungdesk.ml.training.checkpoint import stored_facts
from lungdesk.ml.training.epoch import Epoch, epochs_kept
from lungdesk.ml.training.recipe import HeadSettings, Recipe
from lungdesk.services.runs.lock import is_held
from lungdesk.services.runs.record import REQUEST_FILE, RESULT_FILE, RunRecord, load_run
from lungdesk.services.training.run import CHECKPOINT_FOLDER, TrainingRequest

#: The speed of a phase is that of its last epochs.
_RECENT = 5


@dataclass(frozen=True, slots=True)
class PhasePlan:
    """A phase as the recipe has it: its name, its variant, and its epochs at most."""

    phase: str
    variant: str
    epochs: int


@dataclass(frozen=True, slots=True)
class TimeBound:
    """Seconds that the epochs to come take at most.

    ``is_whole`` is False where a later phase is not begun, whose speed nobody knows yet.
    """

    seconds: float
    is_whole: bool


@dataclass(frozen=True, slots=True, eq=False)
class RunProgress:
    """One training, as far as it is known.

    Attributes
    ----------
    epochs
        Those that have ended and are kept, in their order.
    result
        Contents of ``run.json``; None until it has ended well.
    is_begun
        Whether its folder holds an attempt.
    is_held
        Whether somebody trained it at the time of the look.
    """

    request: TrainingRequest
    epochs: tuple[Epoch, ...] = ()
    result: Mapping[str, Any] | None = None
    is_begun: bool = False
    is_held: bool = False

    @property
    def id(self) -> str:
        """Name of the run folder."""
        return self.request.run_folder.name

    @property
    def is_finished(self) -> bool:
        """Whether there is a model."""
        return self.result is not None

    @property
    def best(self) -> Epoch | None:
        """The epoch with the least val loss: that of which weights are kept."""
        return min(self.epochs, key=lambda epoch: epoch.val_loss, default=None)

    @property
    def val_accuracy(self) -> float | None:
        """In [0, 1]: of the model when there is one, of the best epoch before."""
        if self.result is not None:
            return float(self.result["metrics"]["val"]["accuracy"])
        return None if self.best is None else self.best.val_accuracy

    @property
    def val_loss(self) -> float | None:
        """Of the model when there is one, after calibration; of the best epoch, before, else."""
        if self.result is not None:
            loss = self.result["metrics"]["val"].get("loss")
            return None if loss is None else float(loss)
        return None if self.best is None else self.best.val_loss

    def with_epochs(self, told: Sequence[Epoch], *, is_history: bool) -> RunProgress:
        """The same with what was told; no epoch is there twice.

        Parameters
        ----------
        is_history
            Whether ``told`` is all that is kept of a phase: what else was known of it was lost.
        """
        if not told:
            return self
        first = told[0]
        place = (first.phase, first.variant)

        def stays(epoch: Epoch) -> bool:
            is_other = (epoch.phase, epoch.variant) != place
            return is_other or (not is_history and epoch.epoch < first.epoch)

        kept = [epoch for epoch in self.epochs if stays(epoch)]
        order = [(plan.phase, plan.variant) for plan in phases_of(self.request.recipe)]
        epochs = sorted([*kept, *told], key=lambda e: (order.index((e.phase, e.variant)), e.epoch))
        return replace(self, epochs=tuple(epochs), is_begun=True)

    def time_bound(self) -> TimeBound | None:
        """How long its epochs take at most; None before the first one has ended."""
        if not self.epochs or self.is_finished:
            return None
        last = self.epochs[-1]
        recent = [epoch.seconds for epoch in self.epochs if epoch.phase == last.phase][-_RECENT:]
        plans = phases_of(self.request.recipe)
        here = next(
            i for i, p in enumerate(plans) if (p.phase, p.variant) == (last.phase, last.variant)
        )
        coming = plans[here + 1 :]
        alike = list(takewhile(lambda plan: plan.phase == last.phase, coming))
        epochs = last.of - last.epoch + sum(plan.epochs for plan in alike)
        return TimeBound(epochs * statistics.fmean(recent), len(alike) == len(coming))


def phases_of(recipe: Recipe) -> tuple[PhasePlan, ...]:
    """The phases of a training in their order: each head that is tried, block, whole, heads."""
    later = (("block", recipe.block), ("whole", recipe.whole))
    tuned = [PhasePlan(name, "", s.epochs) for name, s in later if s is not None]
    last = _heads("last_head", recipe.last_heads, recipe) if tuned else ()
    return (*_heads("head", recipe.heads, recipe), *tuned, *last)


def _heads(name: str, heads: tuple[HeadSettings, ...], recipe: Recipe) -> tuple[PhasePlan, ...]:
    """Ways to fit a head, one after the other; what is solved exactly has one epoch."""
    return tuple(
        PhasePlan(name, f"-{n}", 1 if recipe.is_exact(head) else head.epochs)
        for n, head in enumerate(heads)
    )


def progress_of(request: TrainingRequest) -> RunProgress:
    """What the run folder says.

    Of a finished run the epochs are those that have led to its model.

    Raises
    ------
    LungDeskError
        ``RUN_DAMAGED``.
    """
    run = request.run_folder
    if (run / RESULT_FILE).is_file():
        record = load_run(run)
        return RunProgress(request, _recorded(record), record.result, is_begun=True)
    is_begun = (run / REQUEST_FILE).is_file()
    progress = RunProgress(request, is_begun=is_begun, is_held=is_held(run))
    for facts in stored_facts(run / CHECKPOINT_FOLDER):
        progress = progress.with_epochs(epochs_kept(facts), is_history=True)
    return progress


def look_at_runs(requests: tuple[TrainingRequest, ...], ctx: JobContext) -> tuple[RunProgress, ...]:
    """`progress_of` of each, as a job."""
    found = []
    for request in requests:
        ctx.check()
        found.append(progress_of(request))
    return tuple(found)


def _recorded(record: RunRecord) -> tuple[Epoch, ...]:
    epochs: list[Epoch] = []
    for phase in record.result.get("phases", ()):
        rows = [row for row in record.history if row["phase"] == phase["phase"]]
        seconds = phase["seconds"] / max(len(rows), 1)
        epochs += [
            Epoch(
                *(row["phase"], "", int(row["epoch"]), len(rows)),
                *(row["loss"], row["accuracy"], row["val_loss"], row["val_accuracy"]),
                seconds=seconds,
            )
            for row in rows
        ]
    return tuple(epochs)
