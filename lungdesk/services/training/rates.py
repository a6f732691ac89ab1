"""How fast this computer trains a network: measured once, in a child process, and kept."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.backbones import backbone_named
from lungdesk.ml.preprocess import Framing
from lungdesk.ml.training.rates import Rates, RatesTask, measured_rates
from lungdesk.ml.training.recipe import Recipe
from lungdesk.services.benchmarks.child import run_in_child
from lungdesk.services.benchmarks.subjects import scratch_folder
from lungdesk.services.lungs.finder import lung_source
from lungdesk.services.measured_times import MeasuredTimes
from lungdesk.services.paths import AppPaths
from lungdesk.services.runs.tensorflow_child import require_tensorflow

#: Films that are read to know how long all of them take.
_FILMS = 16


@dataclass(frozen=True, slots=True)
class RatesRequest:
    """What is to be measured.

    Attributes
    ----------
    films
        Some of those that are trained on.
    place
        Of all films: from a slow disk they come slower than from another.
    """

    backbone: str
    recipe: Recipe
    class_count: int
    films: tuple[Path, ...]
    place: Path
    paths: AppPaths

    @property
    def task(self) -> RatesTask:
        """With the network's entry in the registry, which does not travel to other processes."""
        network = backbone_named(self.backbone)
        lungs = lung_source(self.paths)
        return RatesTask(network, self.recipe, self.class_count, self.films, lungs)

    @property
    def key(self) -> str:
        """Of its figures among the measured times."""
        task = self.task
        cut = task.cut.name if task.cut else "-"
        whole = "whole" if task.recipe.whole else "-"
        batch = task.recipe.heads[0].batch_size
        size = task.spec.input_size
        framing = "" if task.recipe.framing is Framing.SQUASH else f" {task.recipe.framing}"
        views = " elsewhere" if task.recipe.acquisition else ""  # they take longer to make
        return (
            f"training {task.backbone.name} {size}{framing} {cut} {whole}{views} {batch}"
            f" {self.place}"
        )


def kept_rates(request: RatesRequest, times: MeasuredTimes) -> Rates | None:
    """What was measured before of the same; None when nothing was."""
    figures = times.all().get(request.key)
    names = {field.name for field in fields(Rates)}
    return Rates(**figures) if figures is not None and figures.keys() == names else None


def measure_rates(request: RatesRequest, ctx: JobContext) -> Rates:
    """Measure in a child process, and keep the figures; ten to twenty seconds of an idle computer.

    Raises
    ------
    LungDeskError
        ``TRAINING_UNAVAILABLE``; those of `measured_rates`; ``UNEXPECTED`` when the process ends;
        those of `not_writable`.
    Cancelled
        When the process has ended.
    """
    require_tensorflow()
    ctx.report(Progress(0, 0, f"measuring {request.task.backbone.display_name}"))
    with scratch_folder(request.paths.benchmarks) as scratch:
        asked = (request, time.time())
        figures = run_in_child(_measure, asked, scratch / "child", ctx)
    MeasuredTimes(request.paths.measured_times).keep(request.key, figures)
    return Rates(**figures)


def _measure(asked: tuple[RatesRequest, float], ctx: JobContext) -> dict[str, Any]:
    """The child's side, which began when it was asked for: a training's child does not sooner."""
    request, asked_at = asked
    begun_s = max(0.0, time.time() - asked_at)
    rates = measured_rates(request.task, read_radiograph, ctx)
    return asdict(replace(rates, start_s=begun_s + rates.start_s))


def some_films(films: Sequence[Path]) -> tuple[Path, ...]:
    """A few films from the whole of a collection, not its first ones."""
    count = min(_FILMS, len(films))
    return tuple(films[number * len(films) // count] for number in range(count))
