"""How smooth LungDesk stays while it trains.

``python -m tests.benchmarks.training_smoothness COLLECTION FILM`` opens the real window and the
wizard offscreen, trains a real network on a few films of the collection, and prints as JSON, before
the training and in each of its stages: the gaps between the ticks of a timer of 1 ms in the GUI
thread; the most that this thread itself computed in one of them (the rest of a gap belongs to other
threads and programs); how long a step of a window/level drag on FILM takes until it is painted. It
measures and judges nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

# As the program starts, but unseen; before NumPy and Qt are loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer

from lungdesk.app import compose
from lungdesk.core.jobs import NullContext
from lungdesk.gui.application import create_application
from lungdesk.gui.main_window import MainWindow, create_window
from lungdesk.gui.training.run_presenter import RunPresenter
from lungdesk.gui.training.run_state import RunState
from lungdesk.gui.viewer.benchmark import ViewerBench
from lungdesk.ml.datasets import load_dataset
from lungdesk.services.paths import AppPaths
from lungdesk.services.training.data import write_manifest
from lungdesk.services.training.draft import BackboneChoice, DataChoice, Plan, TrainingDraft
from lungdesk.services.training.draft_store import DraftStore
from tests.unit.ml.few_samples import few_samples

#: Short heads, then a block that would train for longer than is measured.
_CHANGES = {
    "heads": [{"epochs": 10}],
    "block": {"epochs": 500, "batch_size": 16, "views": 1},
    "patience": 500,
    "views": 2,
}
_MOVES = 40
_WARM_MOVES = 5

Figures = dict[str, float | int]


def main(arguments: list[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("collection", type=Path, help="labelled films, with train and val")
    parser.add_argument("film", type=Path, help="a large film to drag on")
    parser.add_argument("--backbone", default="efficientnet_lite0")
    parser.add_argument("--films", type=int, default=30, help="of each class in train")
    parser.add_argument("--seconds", type=float, default=20.0, help="of each stage")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as home:
        os.environ["LUNGDESK_HOME"] = home
        _leave_draft(options.collection, options.backbone, options.films)
        figures = _measured(options.film, options.seconds)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    return 0


def _leave_draft(collection: Path, backbone: str, films: int) -> None:
    store = DraftStore.of(AppPaths.default())
    data = AppPaths.default().data / "few"
    counts = {"train": films, "val": films // 3}
    write_manifest(few_samples(load_dataset(collection), counts), data)
    draft = TrainingDraft(
        "smooth",
        step="run",
        data=DataChoice(source=data, location=data),
        backbones=(BackboneChoice(backbone),),
        plan=Plan("quick", changes=_CHANGES),
    )
    store.save(draft, NullContext())


def _measured(film: Path, seconds: float) -> dict[str, Figures]:
    create_application()
    services = compose()
    window = create_window(services)
    window.resize(1280, 800)
    window.show()
    window.open_paths([film])
    bench = ViewerBench(services)
    bench.open(film)
    _spin(lambda: not window.bridge.is_busy)
    figures = {"no training": _stage(bench, seconds)}
    runs = _started(window)
    for stage in ("features", "block"):
        _spin(partial(_is_at, runs, stage))
        figures[stage] = _stage(bench, seconds)
        figures[stage]["epochs_told"] = len(runs.runs[0].epochs)
    runs.stop()
    _spin(lambda: not runs.is_active)
    bench.end()
    window.close()
    _spin(lambda: not window.isVisible())
    return figures


def _started(window: MainWindow) -> RunState:
    window.features.training.open()
    _spin(lambda: window.features.training.wizard is not None)
    wizard = window.features.training.wizard
    assert wizard is not None
    (page,) = [page for page in wizard.pages if isinstance(page, RunPresenter)]
    wizard.show_step(list(wizard.pages).index(page))
    _spin(lambda: page.runs.is_seen)
    page.panel.start.click()
    return page.runs


def _is_at(runs: RunState, words: str) -> bool:
    says = runs.progress.message if runs.progress is not None else ""
    return says.startswith(words) or not runs.is_active


def _spin(is_over: Callable[[], bool]) -> None:
    while not is_over():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


def _stage(bench: ViewerBench, seconds: float) -> Figures:
    """First the event loop alone, then the hand."""
    ticks: list[float] = []
    works: list[float] = []
    loop = QEventLoop()
    timer = QTimer(interval=1, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.timeout.connect(lambda: works.append(time.thread_time()))
    timer.start()
    QTimer.singleShot(int(1e3 * seconds), loop.quit)
    loop.exec()
    timer.stop()
    gaps = sorted(1e3 * (after - before) for before, after in pairwise(ticks))
    moves = _dragged(bench, seconds)
    figures: Figures = {
        "ticks": len(ticks),
        "median_gap_ms": round(gaps[len(gaps) // 2], 2),
        "p99_gap_ms": round(gaps[int(0.99 * len(gaps))], 2),
        "largest_gap_ms": round(gaps[-1], 2),
        "largest_work_ms": round(1e3 * max(b - a for a, b in pairwise(works)), 2),
        "moves": len(moves),
        "window_level_median_ms": round(1e3 * float(np.median(moves)), 2),
        "window_level_p95_ms": round(1e3 * float(np.percentile(moves, 95)), 2),
    }
    sys.stderr.write(f"{figures}\n")
    return figures


def _dragged(bench: ViewerBench, seconds: float) -> list[float]:
    """Seconds of each move; the event loop comes to its right between two drags."""
    found: list[float] = []
    end, direction = time.perf_counter() + seconds, 1.0
    while time.perf_counter() < end:
        moves = [(3.0 * direction, -2.0 * direction)] * _MOVES
        found += bench.drag(Qt.MouseButton.LeftButton, moves)[_WARM_MOVES:]
        direction = -direction
        QCoreApplication.processEvents()
    return found


if __name__ == "__main__":
    sys.exit(main())
