"""How fast a worklist of many studies opens, filters, sorts and scrolls.

``python -m tests.benchmarks.worklist [--studies N]`` seeds a workspace, opens the worklist of the
real window offscreen and prints as JSON what a user waits for, in milliseconds: from the command to
the painted rows, from another filter or order to its painted rows, from one place of the scroll
bar to the next. The program idles before: then it has loaded SQLAlchemy. It measures and judges
nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# As the program starts, but unseen; before NumPy and Qt are loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from lungdesk.app import compose
from lungdesk.gui.application import create_application
from lungdesk.gui.main_window import MainWindow, create_window
from lungdesk.gui.worklist.worklist_view import WorklistView
from lungdesk.services.paths import AppPaths

_STUDIES = 100_000
_REPEATS = 5
_SCROLLS = 200
_TICK_MS = 5
_SIZE = (1280, 800)


def main(arguments: list[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--studies", type=int, default=_STUDIES)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as home:
        os.environ["LUNGDESK_HOME"] = home
        _seed(AppPaths.default().workspace, options.studies)
        sys.stdout.write(json.dumps(_measured(options.studies), indent=2) + "\n")
    return 0


def _seed(path: Path, count: int) -> None:
    """In another process: this one is not to have loaded the database."""
    code = (
        "import sys; from pathlib import Path; from tests.benchmarks.worklist_seed import seed;"
        "seed(Path(sys.argv[1]), int(sys.argv[2]))"
    )
    subprocess.run([sys.executable, "-c", code, str(path), str(count)], check=True)


def _measured(studies: int) -> dict[str, float | int]:
    create_application()
    services = compose(keeps_readings=True)
    window = create_window(services)
    window.resize(*_SIZE)
    window.show()
    _wait(lambda: "sqlalchemy" in sys.modules and not window.bridge.is_busy)
    try:
        figures: dict[str, float | int] = {"studies": studies, **_opened(window)}
        view = window.features.worklist.view
        assert view is not None
        _wait(lambda: not window.bridge.is_busy)  # the copy of the day
        return figures | _filters(view) | _scroll(view)
    finally:
        window.close()
        _wait(lambda: not window.bridge.is_busy)
        services.runner.shutdown()


def _opened(window: MainWindow) -> dict[str, float]:
    """Time on the clock, and of the processor: where others compute, the first says little."""
    worklist = window.features.worklist

    def is_painted() -> bool:
        return worklist.view is not None and worklist.view.table.model.rowCount() > 0

    started, computed = time.perf_counter(), time.process_time()
    window.actions_table["worklist"].trigger()
    _wait(is_painted)
    assert worklist.view is not None
    worklist.view.resize(*_SIZE)
    worklist.view.table.table.viewport().repaint()
    processor_ms = round(1e3 * (time.process_time() - computed), 1)
    return {"open_ms": _ms(started), "open_processor_ms": processor_ms}


def _filters(view: WorklistView) -> dict[str, float]:
    filters, header = view.filters, view.table.table.horizontalHeader()
    acts: dict[str, Callable[[int], None]] = {
        "filter_class_ms": lambda turn: filters.finding.setCurrentIndex(1 + turn % 5),
        "filter_probability_ms": lambda turn: filters.at_least.setCurrentIndex(1 + turn % 4),
        "filter_uncertain_ms": lambda turn: filters.kind.setCurrentIndex(1 + turn % 3),
        "filter_unread_ms": lambda turn: filters.status.setCurrentIndex(1 + turn % 2),
        "filter_text_ms": lambda turn: filters.search.setText(f"patient{turn} chest"),
    }
    figures = {}
    for name, act in acts.items():
        times = []
        for turn in range(_REPEATS):
            started = time.perf_counter()
            act(turn)
            filters._tell()
            view.table.table.viewport().repaint()
            times.append(_ms(started))
        figures[name] = statistics.median(times)
        filters.reset()
    started = time.perf_counter()
    header.setSortIndicator(3, Qt.SortOrder.AscendingOrder)
    view.table.table.viewport().repaint()
    figures["sort_by_name_ms"] = _ms(started)
    return figures


def _scroll(view: WorklistView) -> dict[str, float]:
    bar = view.table.table.verticalScrollBar()
    times = []
    for turn in range(_SCROLLS):
        started = time.perf_counter()
        bar.setValue(bar.maximum() * turn // _SCROLLS)
        view.table.table.viewport().repaint()
        times.append(_ms(started))
    times.sort()
    return {"scroll_median_ms": times[_SCROLLS // 2], "scroll_p95_ms": times[_SCROLLS * 95 // 100]}


def _wait(is_so: Callable[[], bool]) -> None:
    """Sleep between events, as a window does: to ask without end would slow the other threads."""
    app = QApplication.instance()
    assert app is not None
    tick = QTimer(interval=_TICK_MS)
    tick.timeout.connect(lambda: None)
    tick.start()
    while not is_so():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    tick.stop()


def _ms(started: float) -> float:
    return round(1e3 * (time.perf_counter() - started), 1)


if __name__ == "__main__":
    raise SystemExit(main())
