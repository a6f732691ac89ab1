"""Reading and explaining a film: one pass of OpenVINO beside Keras and a GradientTape."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.prediction import softmax
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml import gradcam
from lungdesk.ml.augment import AugmentSpec, augmented
from lungdesk.ml.bundle import ENGINE
from lungdesk.ml.head import Head
from lungdesk.ml.openvino_runtime import CompiledNetwork, Precision, has_bfloat16
from lungdesk.ml.preprocess import model_view
from lungdesk.ml.reference_reader import reader_and_engine
from lungdesk.services.benchmarks.child import run_in_child
from lungdesk.services.benchmarks.subjects import Subject, scratch_folder
from lungdesk.services.sample_study import sample_film

#: What the same network can be computed in; one in integers is another network.
_PRECISIONS = (Precision.FLOAT32, Precision.BFLOAT16)
#: Views on which the leading classes of bfloat16 and float32 are compared.
_VIEWS_COMPARED = 32

#: Weights of an engine are stored in float16: so far may two right answers be apart.
_MOST_DIFFERENCE = 0.05

_REFERENCE, _FORWARD, _MAPS = "reference", "forward", "maps"

#: Probabilities ``(C,)``, and a map ``(h, w)`` or those of all classes, ``(C, h, w)``.
Answer = tuple[NDArray[np.float32], NDArray[np.float32]]
Views = Sequence[NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class ReadingMeasurement:
    """What is to be measured.

    Attributes
    ----------
    films
        The first one is timed; on all of them, and on augmented views of them, bfloat16 is compared
        with float32. Empty for the sample film.
    runs
        How often each way is timed.
    work_folder
        For files that are gone afterwards.
    """

    subjects: tuple[Subject, ...]
    films: tuple[Path, ...]
    runs: int
    work_folder: Path


def measure_reading(measurement: ReadingMeasurement, ctx: JobContext) -> dict[str, Any]:
    """Milliseconds to a prediction and its heatmaps at 224 px, ours and the usual way; medians.

    Both begin with the same decoded film as the network is to see it, ``(224, 224)`` uint8. The
    usual way is to normalize it, ``predict`` of a Keras model, and one Grad-CAM, of the predicted
    class, with a GradientTape on the same model, built once. Ours is one pass of the OpenVINO
    network of a bundle, which normalizes, the probabilities, and the maps of all five classes. That
    both say the same is checked first. They are timed in turn, so that a busy moment of the machine
    falls on both.

    Returns
    -------
    dict
        ``{"backbones": {name: figures}}`` with the times ``reference_ms``, ``float32_ms`` and
        ``bfloat16_ms``; ``ratio_*``, how many times faster ours is; ``maps_over_forward``, the time
        of the network with all maps over that of the network alone; ``class_changes_bfloat16``, of
        how many of ``views_compared`` bfloat16 changes the leading class. What has to do with
        bfloat16 is None where the processor has none. ``probability_difference`` and
        ``map_difference``, a share of the map's highest value, are the largest between the ways.

    Raises
    ------
    LungDeskError
        Those of films and weights; ``UNEXPECTED`` when the two ways do not say the same.
    """
    figures = {}
    with scratch_folder(measurement.work_folder) as scratch:
        for subject in measurement.subjects:
            task = _Task(subject, measurement.films, measurement.runs, scratch / subject.name)
            own = scratch / f"{subject.name}-child"
            figures[subject.name] = run_in_child(_measure, task, own, ctx)
    return {"backbones": figures}


@dataclass(frozen=True, slots=True)
class _Task:
    """The share of a child process."""

    subject: Subject
    films: tuple[Path, ...]
    runs: int
    folder: Path


def _measure(task: _Task, ctx: JobContext) -> dict[str, Any]:
    subject = task.subject
    ctx.report(Progress(0, 0, f"preparing {subject.backbone.display_name}"))
    views = _views(task)
    weights = subject.resolved_weights(ctx)
    task.folder.mkdir()
    reference, head = reader_and_engine(
        subject.backbone, weights, views[0], len(CHEST_LABELS), task.folder
    )
    precisions = _PRECISIONS if has_bfloat16() else _PRECISIONS[:1]
    networks = {p: CompiledNetwork(task.folder / ENGINE, precision=p) for p in precisions}
    exact = networks[Precision.FLOAT32]
    differences = _differences(reference.read(views[0]), _read(exact, head, views[0]))
    ways: dict[str, Callable[[], object]] = {
        _REFERENCE: partial(reference.read, views[0]),
        _FORWARD: partial(exact.run, views[0]),
        _MAPS: partial(_explained, head, *exact.run(views[0])),
        **{p: partial(_read, network, head, views[0]) for p, network in networks.items()},
    }
    milliseconds = _timed_in_turn(ways, task.runs, subject.backbone.display_name, ctx)
    return {
        **_figures(milliseconds),
        "class_changes_bfloat16": _class_changes(networks, views),
        "views_compared": len(views),
        **differences,
        "weights": weights.choice,
    }


def _views(task: _Task) -> Views:
    """The films as the network sees them, and augmented views of them in turn."""
    paths = task.films or (sample_film(),)
    films = [model_view(read_radiograph(path), task.subject.spec).grey for path in paths]
    rng = np.random.default_rng(0)
    missing = max(0, _VIEWS_COMPARED - len(films))
    return films + [augmented(film, AugmentSpec(), rng) for film in islice(cycle(films), missing)]


def _read(network: CompiledNetwork, head: Head, view: NDArray[np.uint8]) -> Answer:
    """What `lungdesk.ml.engine.Engine` makes of a prepared film."""
    return _explained(head, *network.run(view))


def _explained(head: Head, logits: NDArray[np.float32], feature_map: NDArray[np.float32]) -> Answer:
    return softmax(logits[0]), gradcam.gradcam(feature_map[0], head)


def _differences(usual: Answer, own: Answer) -> dict[str, float]:
    """The largest differences of two answers; an error when they are not the same."""
    probabilities, class_map = usual
    own_map = own[1][int(probabilities.argmax())]
    differences = {
        "probability_difference": float(np.abs(own[0] - probabilities).max()),
        "map_difference": float(np.abs(own_map - class_map).max() / max(class_map.max(), 1e-12)),
    }
    if not all(value <= _MOST_DIFFERENCE for value in differences.values()):
        raise LungDeskError(
            f"Keras and LungDesk do not say the same of the film ({differences}).",
            hint="What is not the same cannot be compared; please report it.",
            code=ErrorCode.UNEXPECTED,
        )
    return {name: float(f"{value:.2g}") for name, value in differences.items()}


def _timed_in_turn(
    ways: Mapping[str, Callable[[], object]], runs: int, name: str, ctx: JobContext
) -> dict[str, float]:
    """Median milliseconds of each way; the first round warms them up."""
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    for run in range(runs + 1):
        ctx.check()
        ctx.report(Progress(run, runs + 1, f"reading with {name}"))
        for way, work in ways.items():
            started = time.perf_counter()
            work()
            seconds[way].append(time.perf_counter() - started)
    return {way: 1e3 * statistics.median(times[1:]) for way, times in seconds.items()}


def _figures(milliseconds: Mapping[str, float]) -> dict[str, float | None]:
    figures: dict[str, float | None] = {"reference_ms": round(milliseconds[_REFERENCE], 2)}
    for precision in _PRECISIONS:
        own = milliseconds.get(precision)
        figures[f"{precision}_ms"] = round(own, 2) if own else None
        figures[f"ratio_{precision}"] = round(milliseconds[_REFERENCE] / own, 2) if own else None
    figures["maps_over_forward"] = round(1 + milliseconds[_MAPS] / milliseconds[_FORWARD], 3)
    return figures


def _class_changes(networks: Mapping[Precision, CompiledNetwork], views: Views) -> int | None:
    """Of how many views bfloat16 makes another class the leading one; None without bfloat16."""
    if Precision.BFLOAT16 not in networks:
        return None
    exact, rounded = (
        [int(networks[precision].run(view)[0].argmax()) for view in views]
        for precision in (Precision.FLOAT32, Precision.BFLOAT16)
    )
    return sum(a != b for a, b in zip(exact, rounded, strict=True))
