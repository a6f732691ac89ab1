"""How long each network takes to read a film on this computer, measured in a child process."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.ml.backbones import backbone_named
from lungdesk.ml.openvino_runtime import CompiledNetwork, Precision, has_bfloat16
from lungdesk.ml.timing import median_seconds
from lungdesk.ml.trunk import build_keras_trunk, to_openvino
from lungdesk.ml.weights import Weights
from lungdesk.services.benchmarks.child import run_in_child
from lungdesk.services.benchmarks.subjects import scratch_folder
from lungdesk.services.measured_times import Figures, MeasuredTimes
from lungdesk.services.paths import AppPaths
from lungdesk.services.runs.tensorflow_child import require_tensorflow

#: One film keeps half of all threads busy, or all, unless they have something else to do.
_LEAST_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class ReadingTimeRequest:
    """A network at the size of its input in pixels."""

    backbone: str
    input_size: int
    paths: AppPaths

    @property
    def key(self) -> str:
        """Of its figures among the measured times."""
        return f"reading {self.backbone} {self.input_size}"


@dataclass(frozen=True, slots=True)
class ReadingTime:
    """Milliseconds of one film through the network.

    Attributes
    ----------
    is_bfloat16
        Whether it computed in bfloat16.
    was_busy
        Whether the computer had so much else to do that the figure says little.
    """

    milliseconds: float
    is_bfloat16: bool
    was_busy: bool


def kept_reading_times(paths: AppPaths, _ctx: JobContext) -> dict[str, ReadingTime]:
    """What was measured before on this processor, by `ReadingTimeRequest.key`."""
    kept = MeasuredTimes(paths.measured_times).all()
    return {
        what: _time_of(figures) for what, figures in kept.items() if what.startswith("reading ")
    }


def measure_reading_time(request: ReadingTimeRequest, ctx: JobContext) -> ReadingTime:
    """Time a network in a child process, and keep the figure.

    It is compiled as for reading: one film at a time, in bfloat16 where the processor computes it
    natively. Its weights are random: they cost the same as any others.

    Raises
    ------
    LungDeskError
        ``TRAINING_UNAVAILABLE``; ``USAGE`` for a size that the network does not take;
        ``UNEXPECTED`` when the process ends; those of `not_writable`.
    Cancelled
        When the process has ended.
    """
    require_tensorflow()
    name = backbone_named(request.backbone).display_name
    ctx.report(Progress(0, 0, f"measuring {name}"))
    with scratch_folder(request.paths.benchmarks) as scratch:
        figures = run_in_child(_measure, request, scratch / "child", ctx)
    MeasuredTimes(request.paths.measured_times).keep(request.key, figures)
    return _time_of(figures)


def _time_of(figures: Figures) -> ReadingTime:
    busy = bool(figures.get("was_busy"))
    return ReadingTime(figures["milliseconds"], bool(figures["is_bfloat16"]), busy)


def _measure(request: ReadingTimeRequest, ctx: JobContext) -> dict[str, Any]:
    """The child's side."""
    backbone = backbone_named(request.backbone)
    trunk = build_keras_trunk(backbone, request.input_size, Weights("none", None, "random"))
    network = to_openvino(trunk, backbone.normalization)
    precision = Precision.BFLOAT16 if has_bfloat16() else Precision.FLOAT32
    compiled = CompiledNetwork(network, precision=precision)
    side = request.input_size
    view = np.random.default_rng(0).integers(0, 256, (side, side), np.uint8)
    ctx.check()
    wall_s, processor_s = time.perf_counter(), time.process_time()
    seconds = median_seconds(lambda: compiled.run(view))
    used_s, wall_s = time.process_time() - processor_s, time.perf_counter() - wall_s
    return {
        "milliseconds": round(1e3 * seconds, 1),
        "is_bfloat16": float(precision is Precision.BFLOAT16),
        "was_busy": float(used_s < _LEAST_SHARE * wall_s * (os.cpu_count() or 1)),
    }
