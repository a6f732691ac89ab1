"""Reading a folder: the batch beside a plain loop, and beside what the engine could do."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.engine import PrecisionChoice
from lungdesk.ml.ensemble import load_model
from lungdesk.ml.ensemble_engine import open_engine
from lungdesk.services.batch.run import BatchRequest, read_batch
from lungdesk.services.benchmarks.batch_films import batch_films
from lungdesk.services.benchmarks.batch_rivals import EngineAlone, PlainLoop, ReadingAlone
from lungdesk.services.benchmarks.child import run_in_child
from lungdesk.services.benchmarks.laps import Laps
from lungdesk.services.benchmarks.peak_memory import PeakMemory
from lungdesk.services.benchmarks.subjects import scratch_folder
from lungdesk.services.lungs.finder import lung_source
from lungdesk.services.paths import AppPaths

Result = TypeVar("Result")

#: Films that are shown to the engine alone, again and again: what they hold does not matter.
_VIEWS = 64
#: The plain loop is timed on a share of the films, but on so many at least.
_PLAIN_SHARE, _LEAST_PLAIN = 1 / 20, 22


@dataclass(frozen=True, slots=True)
class BatchMeasurement:
    """What is to be measured.

    Attributes
    ----------
    models
        Folders of models, ensembles among them.
    data
        Folder of films; None for drawn ones.
    film_count
        Pictures; a tenth as many DICOM files are made of them.
    runs
        How often each way is timed.
    precision
        Of the batch and of the engine alone; Keras computes in float32.
    weights_folder
        Where fetched weights are.
    work_folder
        For what is gone afterwards.
    """

    models: tuple[Path, ...]
    data: Path | None
    film_count: int
    runs: int
    precision: PrecisionChoice
    weights_folder: Path
    work_folder: Path


@dataclass(frozen=True, slots=True)
class _Task:
    """The share of a child process."""

    model: Path
    precision: PrecisionChoice
    films: tuple[Path, ...]
    runs: int
    weights_folder: Path
    folder: Path


def measure_batch(measurement: BatchMeasurement, ctx: JobContext) -> dict[str, Any]:
    """Films a second of ``lungdesk batch``, of a plain loop, and of the engine; medians.

    All are timed in turn, so that a busy moment of the machine falls on all of them, and on
    the same films: pictures, and a tenth as many DICOM files (`batch_films`).
    The plain loop reads with pydicom or cv2, resizes, and calls ``predict`` of Keras, film by film,
    on the network that the model was made of: its backbone and its head; on each of those of an
    ensemble. A part of the films, of all kinds, tells its rate. The engine alone, the networks of
    the model and the one that finds lungs for the film check, is given views that lie in memory,
    several in flight, and nothing is done with what comes out. The engine as it reads is given
    films that lie decoded in memory: it prepares, checks and judges them as in a batch, which has
    files to find, to hash and to decode besides, and rows to write.
    What a batch does once (compiling) is not counted on either side: it is what a batch of one film
    takes, ``start_s``.
    ``share_of_processor`` compares the processor's time for a film instead of the clock's: where it
    is higher than ``share_of_engine``, the batch has waited.

    Returns
    -------
    dict
        ``{"models": {id: figures}}`` with ``films_per_s``, ``plain_films_per_s``,
        ``engine_films_per_s``, ``reading_films_per_s``; ``ratio_plain``, ``share_of_engine`` and
        ``share_of_reading``, what the batch makes of the others; ``peak_mb_N``, the memory of a
        process that reads N pictures, of a tenth of them and of all, and ``ratio_memory``;
        ``probability_difference``, the largest between Keras and the engine on a film: small unless
        the model's own weights are not here and random ones, which cost the same, take their place
        (``weights``).

    Raises
    ------
    LungDeskError
        Those of films, model and weights.
    """
    figures: dict[str, Any] = {}
    ids = [load_model(model).manifest.id for model in measurement.models]
    with scratch_folder(measurement.work_folder) as scratch:
        ctx.report(Progress(0, 0, "preparing films"))
        films = batch_films(measurement.data, measurement.film_count, scratch, ctx)
        for number, model in enumerate(measurement.models):
            folder = scratch / f"{number}"
            task = _Task(
                model=model,
                precision=measurement.precision,
                films=films,
                runs=measurement.runs,
                weights_folder=measurement.weights_folder,
                folder=folder,
            )
            folder.mkdir()
            figures[ids[number]] = {
                **run_in_child(_measure_rates, task, folder / "rates-child", ctx),
                **_memory(task, measurement.film_count, ctx),
            }
    return {"models": figures}


def _memory(task: _Task, film_count: int, ctx: JobContext) -> dict[str, float]:
    """Peaks of two batches, each in a process of its own, which has no TensorFlow."""
    peaks = {}
    for wanted in (-(-film_count // 10), film_count):
        films = task.films[: -(-len(task.films) * wanted // film_count)]
        part = replace(task, films=films, folder=task.folder / f"memory-{wanted}")
        ctx.report(Progress(0, 0, f"memory of {len(films)} films"))
        child = task.folder / f"memory-{wanted}-child"
        peaks[f"peak_mb_{wanted}"] = run_in_child(_measure_memory, part, child, ctx)["peak_mb"]
    few, many = peaks.values()
    return peaks | {"ratio_memory": round(many / few, 3)}


def _measure_memory(task: _Task, ctx: JobContext) -> dict[str, Any]:
    task.folder.mkdir()
    with PeakMemory() as peak:
        _Batches(task, task.folder, ctx).read(task.films)
    return {"peak_mb": round(peak.megabytes, 1)}


class _Timed:
    """Laps by the clock, and the processor's time of each: all threads of this process."""

    def __init__(self) -> None:
        self.laps, self._processor_s = Laps(), Laps(time.process_time)

    def time(self, work: Callable[[], Result]) -> Result:
        return self.laps.time(lambda: self._processor_s.time(work))

    def seconds(self) -> float:
        return self.laps.median()

    def processor_seconds(self) -> float:
        return self._processor_s.median()


class _Batches:
    """Our way: a batch into a new folder each time."""

    def __init__(self, task: _Task, folder: Path, ctx: JobContext) -> None:
        self._bundle, self._precision = load_model(task.model), task.precision
        self._folder, self._ctx = folder, ctx
        self._numbers = count()

    def read(self, films: Sequence[Path]) -> int:
        """Read films as ``lungdesk batch`` does; how many were read, for copies are not."""
        request = BatchRequest(
            paths=films,
            bundle=self._bundle,
            out=self._folder / f"batch-{next(self._numbers)}",
            precision=self._precision,
            cache_folder=self._folder / "compiled",
            lungs=lung_source(AppPaths.default()),
        )
        return int(read_batch(request, _Unheard(self._ctx))["read_now"])


class _Unheard:
    """Lets a batch be cancelled, but not tell of itself."""

    def __init__(self, ctx: JobContext) -> None:
        self._ctx = ctx

    def report(self, progress: Progress) -> None:
        """Do nothing."""

    def check(self) -> None:
        """Ask the measurement."""
        self._ctx.check()


def _measure_rates(task: _Task, ctx: JobContext) -> dict[str, Any]:
    task.folder.joinpath("rates").mkdir()
    bundle = load_model(task.model)
    ctx.report(Progress(0, 0, f"preparing {bundle.manifest.name}"))
    plain = PlainLoop.of(bundle, task.weights_folder, ctx)
    lungs = lung_source(AppPaths.default())
    engine = open_engine(bundle, precision=task.precision, is_for_throughput=True, lungs=lungs)
    few = [read_radiograph(film) for film in task.films[:_VIEWS]]
    alone = EngineAlone.of(engine, few)
    rivals = _Rivals(plain, alone, ReadingAlone(engine, few))
    return {
        **_timed_in_turn(task, rivals, ctx),
        "precision": str(engine.precision),
        "probability_difference": float(f"{plain.difference(alone):.2g}"),
        "weights": plain.weights,
    }


@dataclass(frozen=True, slots=True)
class _Rivals:
    """What a batch is measured beside."""

    plain: PlainLoop
    alone: EngineAlone
    reading: ReadingAlone


def _timed_in_turn(task: _Task, rivals: _Rivals, ctx: JobContext) -> dict[str, Any]:
    batches = _Batches(task, task.folder / "rates", ctx)
    films = task.films
    some = films[: max(_LEAST_PLAIN, round(_PLAIN_SHARE * len(films)))]
    loop, start, whole, limit, reading = (_Timed() for _ in range(5))
    read = len(films)
    for run in range(task.runs + 1):
        ctx.check()
        ctx.report(Progress(run, task.runs + 1, f"reading with {rivals.plain.name}"))
        loop.time(lambda: rivals.plain.read(some))
        start.time(lambda: batches.read(films[:1]))
        read = whole.time(lambda: batches.read(films))
        limit.time(lambda: rivals.alone.read(len(films)))
        reading.time(lambda: rivals.reading.read(len(films)))
    own_s = (whole.seconds() - start.seconds()) / (read - 1)
    own_processor_s = (whole.processor_seconds() - start.processor_seconds()) / (read - 1)
    plain_s = loop.seconds() / len(some)
    engine_s, reading_s = (one.seconds() / len(films) for one in (limit, reading))
    return {
        "films_per_s": round(1 / own_s, 2),
        "plain_films_per_s": round(1 / plain_s, 3),
        "engine_films_per_s": round(1 / engine_s, 2),
        "reading_films_per_s": round(1 / reading_s, 2),
        "ratio_plain": round(plain_s / own_s, 2),
        "share_of_engine": round(engine_s / own_s, 3),
        "share_of_reading": round(reading_s / own_s, 3),
        "share_of_processor": round(limit.processor_seconds() / len(films) / own_processor_s, 3),
        "start_s": round(start.seconds(), 3),
        "films": read,
        "plain_films": len(some),
    }
