"""How soon the window stands and has read a film, beside importing TensorFlow."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.services.own_program import is_built
from lungdesk.services.sample_study import sample_film


def measure_startup(runs: int, ctx: JobContext) -> dict[str, Any]:
    """Seconds to a painted film and to its reading, beside ``import tensorflow``; medians.

    The three are measured in turn, so that a busy moment of the machine falls on all of them.

    Raises
    ------
    LungDeskError
        ``USAGE`` in a built program, which cannot import TensorFlow alone; ``UNEXPECTED`` when the
        window does not start.
    """
    if is_built():
        raise LungDeskError(
            "A built program cannot measure its start: nothing here imports TensorFlow alone.",
            hint="Measure it where LungDesk is installed with pip.",
            code=ErrorCode.USAGE,
        )
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
