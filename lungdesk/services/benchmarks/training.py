"""Training a head, and a block, on cached features beside a plain Keras ``fit``."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.ml.training.checkpoint import Checkpoint, Checkpoints
from lungdesk.ml.training.phases import TrainedHead, TuneStart, train_block, train_head
from lungdesk.ml.training.sources import CachedMaps
from lungdesk.services.benchmarks.child import run_in_child
from lungdesk.services.benchmarks.contestants import (
    BLOCK,
    BLOCK_VIEWS,
    EPOCHS,
    HEAD,
    VIEWS,
    Contestants,
    TrainingTask,
)
from lungdesk.services.benchmarks.drawn_films import draw_films
from lungdesk.services.benchmarks.full_training import train_in_full
from lungdesk.services.benchmarks.laps import Laps
from lungdesk.services.benchmarks.subjects import Subject, scratch_folder

#: The cached films are shown again until an epoch of the block has so many: by its number of steps
#: a training decides whether it compiles them, and collections have more films than are timed here.
_SHOWN_IN_BLOCK = 480


@dataclass(frozen=True, slots=True)
class TrainingMeasurement:
    """What is to be measured.

    Attributes
    ----------
    data
        Labelled films; None for drawn ones.
    film_count
        How many films of train are timed, and a third as many of val.
    runs
        How often each way is timed.
    is_full
        Train on all films of ``data`` for all epochs instead, and measure both on test.
    work_folder
        For films and caches that are gone afterwards.
    """

    subjects: tuple[Subject, ...]
    data: Path | None
    film_count: int
    runs: int
    is_full: bool
    work_folder: Path


def measure_training(measurement: TrainingMeasurement, ctx: JobContext) -> dict[str, Any]:
    """Milliseconds per film and epoch of a training of 20 epochs, ours and the usual way; medians.

    Same films, same size (224 px), same batches of 32, same layers frozen, in one run, in turn.
    The usual way reads, augments, and runs through all layers, each film in each epoch
    (`lungdesk.ml.reference_training`). Ours (the phases of ``lungdesk train``) runs the frozen
    layers once, on two views of each film of train for the head and on three for the block, one of
    which is the film itself, keeps what comes out on disk, and trains on that: a twentieth of the
    time to read, augment and cache, and an epoch.
    Films of val count like those of train: both ways look at them in each epoch. What is done once,
    whatever the number of films, is not counted on either side: building, converting and compiling
    networks. It stands in ``*_start_s``, on top of building the Keras network.

    One plain epoch takes as long as another: ``epochs_measured`` of 20 are timed. So many of the
    block, too, and all of the head. In a full measurement all epochs are trained on all films,
    every second counts, and ``*_accuracy`` on test comes with its 95 % interval.

    Returns
    -------
    dict
        ``{"backbones": {name: figures}}`` with ``plain_head_ms``, ``head_ms``, ``plain_block_ms``
        and ``block_ms``; ``ratio_*``, how many times faster ours is; ``*_cache_ms``, per film, of
        which a twentieth is in the figure.

    Raises
    ------
    LungDeskError
        Those of data set, weights and phases.
    """
    figures = {}
    work = train_in_full if measurement.is_full else _measure
    with scratch_folder(measurement.work_folder) as scratch:
        data = measurement.data or draw_films(scratch / "films", measurement.film_count)
        for subject in measurement.subjects:
            task = TrainingTask(
                subject=subject,
                data=data,
                film_count=None if measurement.is_full else measurement.film_count,
                runs=measurement.runs,
                folder=scratch / subject.name,
            )
            own = scratch / f"{subject.name}-child"
            figures[subject.name] = run_in_child(work, task, own, ctx)
    return {"backbones": figures}


def _measure(task: TrainingTask, ctx: JobContext) -> dict[str, Any]:
    both = Contestants(task, ctx)
    head, of_head = _head(both, task.runs, ctx)
    return {
        **of_head,
        **_block(both, head, task.runs, ctx),
        "epochs": EPOCHS,
        "epochs_measured": task.runs,
        "films": both.film_count,
        "views": VIEWS,
        "block_views": BLOCK_VIEWS,
        "weights": both.weights.choice,
    }


def _head(both: Contestants, runs: int, ctx: JobContext) -> tuple[TrainedHead, dict[str, float]]:
    compiling, plain, caching = Laps(), Laps(), Laps()
    trunk = compiling.time(both.fastest_trunk)
    both.plain.freeze_all(HEAD.learning_rate)
    for run in range(runs + 1):
        ctx.report(Progress(run, runs + 1, f"{both.name}: the head"))
        plain.time(lambda: both.plain.fit(1))
        train, val = caching.time(lambda: both.pooled(trunk))
    epochs = _EpochLaps(lambda: None)
    head = train_head(train, val, both.phase("head", epochs), ctx)
    start_s = compiling.seconds[0] + caching.warm_up() + epochs.laps.warm_up()
    return head, _figures("head", both, (plain, caching, epochs.laps.median()), start_s)


def _block(both: Contestants, head: TrainedHead, runs: int, ctx: JobContext) -> dict[str, float]:
    compiling, plain, caching = Laps(), Laps(), Laps()
    trunk = compiling.time(lambda: both.fastest_trunk(both.cut.layer))
    both.plain.unfreeze_behind(both.cut.layer, BLOCK.learning_rate)
    for run in range(runs + 1):
        ctx.report(Progress(run, 2 * runs + 2, f"{both.name}: the block"))
        plain.time(lambda: both.plain.fit(1))
        train, val = caching.time(lambda: both.maps(trunk))

    def after_epoch() -> None:
        ctx.report(
            Progress(runs + len(epochs.laps.seconds), 2 * runs + 2, f"{both.name}: the block")
        )
        if len(epochs.laps.seconds) > runs:
            raise _Enough
        plain.time(lambda: both.plain.fit(1))

    epochs = _EpochLaps(after_epoch)
    times = -(-_SHOWN_IN_BLOCK // len(both.train))
    sources = _repeated(train, times), _repeated(val, times)
    start = TuneStart(both.keras_trunk, both.backbone, head)
    with suppress(_Enough):
        train_block(start, both.cut, sources, both.phase("block", epochs), ctx)
    start_s = compiling.seconds[0] + caching.warm_up() + epochs.laps.warm_up()
    return _figures("block", both, (plain, caching, epochs.laps.median() / times), start_s)


def _figures(
    phase: str, both: Contestants, times: tuple[Laps, Laps, float], start_s: float
) -> dict[str, float]:
    """Figures of a phase from the laps of plain epochs and of caching, and our epoch's seconds."""
    plain, caching, epoch_s = times
    per_film = 1e3 / both.film_count
    own_s = caching.median() / EPOCHS + epoch_s
    return {
        f"plain_{phase}_ms": round(plain.median() * per_film, 3),
        f"{phase}_ms": round(own_s * per_film, 3),
        f"ratio_{phase}": round(plain.median() / own_s, 2),
        f"{phase}_cache_ms": round(caching.median() * per_film, 3),
        f"plain_{phase}_start_s": round(plain.warm_up(), 1),
        f"{phase}_start_s": round(start_s, 1),
    }


def _repeated(maps: CachedMaps, times: int) -> CachedMaps:
    """The same films so many times over."""
    return replace(maps, digests=list(maps.digests) * times, targets=np.tile(maps.targets, times))


class _Enough(Exception):  # noqa: N818 - not an error: as many epochs as are timed are done
    """Ends a phase early."""


class _EpochLaps(Checkpoints):
    """Notes how long each epoch of a phase took instead of keeping a checkpoint of it."""

    def __init__(self, after_epoch: Callable[[], None]) -> None:
        super().__init__(None)
        self.laps = Laps()
        self._after_epoch = after_epoch

    def save(self, phase: str, checkpoint: Checkpoint) -> None:  # noqa: ARG002 - of any phase
        """Called after each epoch, with the seconds of each of them so far."""
        self.laps.seconds.append(checkpoint.facts["epoch_seconds"][-1])
        self._after_epoch()
