"""Measures LungDesk beside the usual way of doing the same, in one run on this machine."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, NullContext, Progress
from lungdesk.core.radiograph import Radiograph
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml import gradcam
from lungdesk.ml.bundle import Bundle, load_bundle
from lungdesk.ml.engine import Engine, PrecisionChoice, allowed_precision
from lungdesk.ml.openvino_runtime import Precision
from lungdesk.ml.preprocess import model_view
from lungdesk.services.inference import FilmReader, Reading
from lungdesk.services.sample_study import sample_film

_REFERENCE_RUNS = 7

_READING_FIGURES = (
    "reference_ms",
    "float32_ms",
    "bfloat16_ms",
    "ratio_float32",
    "ratio_bfloat16",
    "maps_over_forward",
    "class_changes_bfloat16",
)


def measure_startup(runs: int, ctx: JobContext) -> dict[str, Any]:
    """Seconds to a painted film and to its reading, beside ``import tensorflow``; medians.

    The three are measured in turn, so that a busy moment of the machine falls on all of them.
    """
    film = sample_film()
    imports: list[float] = []
    painted: list[float] = []
    read: list[float] = []
    for run in range(runs + 1):
        ctx.check()
        ctx.report(Progress(run, runs + 1, "starting"))
        started = time.perf_counter()
        command = [sys.executable, "-c", "import tensorflow"]
        subprocess.run(command, check=True, capture_output=True)
        import_s = time.perf_counter() - started
        probe = _probe_window(film)
        if run:  # the first one warms the disk cache for both
            imports.append(import_s)
            painted.append(probe["window_painted_s"])
            read.append(probe["first_result_s"])
    tensorflow_s, painted_s, read_s = (statistics.median(v) for v in (imports, painted, read))
    return {
        "tensorflow_import_s": round(tensorflow_s, 3),
        "window_painted_s": round(painted_s, 3),
        "first_result_s": round(read_s, 3),
        "ratio_painted": round(painted_s / tensorflow_s, 3),
        "ratio_result": round(read_s / tensorflow_s, 3),
    }


def _probe_window(film: Path) -> dict[str, Any]:
    """Start the window as a user does, with a film, and let it say when it had painted what."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    command = [sys.executable, "-m", "lungdesk", "open", str(film)]
    done = subprocess.run(
        [*command, "--started-at", repr(time.time())],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            answer: dict[str, Any] = json.loads(line)
            return answer
    raise LungDeskError(
        "The window did not start for the measurement.",
        hint=done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "",
        code=ErrorCode.UNEXPECTED,
    )


def measure_reading(
    bundle_folder: Path, films: Sequence[Path], runs: int, ctx: JobContext
) -> dict[str, Any]:
    """Milliseconds to read and explain a film, ours and the usual way; medians.

    ``reference_ms`` and ``float32_ms`` begin at the file on disk; ``maps_over_forward`` is the
    network with the maps of all classes over the network alone; ``class_changes_bfloat16`` counts
    the films whose leading class is another in bfloat16. What has to do with bfloat16 is None
    where processor or bundle do not allow it.
    """
    # TensorFlow says on standard error what it finds on the machine.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    bundle = load_bundle(bundle_folder)
    paths = list(films) or [sample_film()]
    has_bfloat16 = allowed_precision(bundle, PrecisionChoice.AUTO) is Precision.BFLOAT16
    films_measured = [_measure_film(bundle, path, runs, has_bfloat16, ctx) for path in paths]
    figures: dict[str, float | None] = dict.fromkeys(_READING_FIGURES)
    for name in films_measured[0]:
        figures[name] = round(statistics.median(f[name] for f in films_measured), 3)
    if has_bfloat16:
        figures["class_changes_bfloat16"] = sum(_changes_class(bundle, p) for p in paths)
    return {"backbones": {bundle.manifest.backbone: figures}}


def _measure_film(
    bundle: Bundle, path: Path, runs: int, has_bfloat16: bool, ctx: JobContext
) -> dict[str, float]:
    from lungdesk.ml.reference_reader import (  # noqa: PLC0415 - loads TensorFlow
        keras_model_of,
        predicted_probabilities,
        tape_gradcam,
    )

    model = keras_model_of(bundle)
    spec = bundle.manifest.preprocess.spec()

    def usual_way() -> None:
        image = spec.normalization.apply(_view_as_people_write_it(path, spec.input_size)[None])
        probabilities = predicted_probabilities(model, image)
        tape_gradcam(model, image, int(probabilities.argmax()))

    ctx.report(Progress(0, 0, "Keras and GradientTape"))
    reference_ms = _median_ms(usual_way, _REFERENCE_RUNS)
    figures = {"reference_ms": reference_ms}
    own = (PrecisionChoice.FLOAT32, PrecisionChoice.BFLOAT16)
    for choice in own if has_bfloat16 else own[:1]:
        ctx.report(Progress(0, 0, f"LungDesk, {choice}"))
        reader = FilmReader(bundle, precision=choice)
        own_ms = _median_ms(partial(_read_from_disk, reader, path), runs)
        figures[f"{choice}_ms"] = own_ms
        figures[f"ratio_{choice}"] = reference_ms / own_ms
    figures["maps_over_forward"] = _maps_over_forward(bundle, read_radiograph(path), runs)
    return figures


def _read_from_disk(reader: FilmReader, path: Path) -> Reading:
    return reader.read(read_radiograph(path), NullContext())


def _changes_class(bundle: Bundle, path: Path) -> bool:
    """Whether bfloat16 makes another class the leading one."""
    leading = {
        _read_from_disk(FilmReader(bundle, precision=choice), path).prediction.class_index
        for choice in (PrecisionChoice.FLOAT32, PrecisionChoice.BFLOAT16)
    }
    return len(leading) > 1


def _view_as_people_write_it(path: Path, side: int) -> Any:
    """Decode, window and resize a film with pydicom and OpenCV, in the order of the tutorials."""
    from lungdesk.formats.plain_reader import read_grey  # noqa: PLC0415

    return read_grey(path, side)


def _maps_over_forward(bundle: Bundle, film: Radiograph, runs: int) -> float:
    """Time of the network with all maps over that of the network alone, measured in turn."""
    engine = Engine(bundle)
    view = model_view(film, engine.spec).grey
    alone: list[float] = []
    with_maps: list[float] = []
    for _ in range(3 * runs):
        started = time.perf_counter()
        _, feature_map = engine.network.run(view)
        middle = time.perf_counter()
        gradcam.gradcam(feature_map[0], engine.head)
        alone.append(middle - started)
        with_maps.append(time.perf_counter() - started)
    return statistics.median(with_maps) / statistics.median(alone)


def _median_ms(work: Callable[[], object], runs: int) -> float:
    for _ in range(2):
        work()
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return 1e3 * statistics.median(seconds)
