"""How long the window stands still while it reads 200 films.

``python -m tests.benchmarks.event_loop_gap FOLDER`` opens the real window offscreen with films of
the folder, has all of them read, and prints as JSON the gaps between the ticks of a timer of 1 ms
in the GUI thread. It measures and judges nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

# As the program starts, but unseen; before NumPy and Qt are loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer

from lungdesk.app import compose
from lungdesk.core.jobs import NullContext
from lungdesk.formats.discovery import discover
from lungdesk.gui.application import create_application
from lungdesk.gui.main_window import create_window

_FILMS = 200


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; 1 when the folder holds no films."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="films, in folders or not")
    parser.add_argument("--films", type=int, default=_FILMS, help="how many of them")
    options = parser.parse_args(arguments)
    films = _spread(options.folder, options.films)
    if not films:
        sys.stderr.write(f"{options.folder} holds no films.\n")
        return 1
    with tempfile.TemporaryDirectory() as home:
        os.environ["LUNGDESK_HOME"] = home
        sys.stdout.write(json.dumps(_measured(films), indent=2) + "\n")
    return 0


def _spread(folder: Path, count: int) -> list[Path]:
    """``count`` films from all over the folder."""
    found = discover([folder], NullContext()).files
    step = max(1, len(found) // count)
    return list(found[::step][:count])


def _measured(films: list[Path]) -> dict[str, float | int]:
    create_application()
    window = create_window(compose())
    loop = QEventLoop()
    window.resize(1280, 800)
    window.show()
    window.open_paths(films)
    window.bridge.idle.connect(loop.quit)  # listed, the first one read, thumbnails made
    loop.exec()
    window.bridge.idle.disconnect(loop.quit)

    ticks: list[float] = []
    timer = QTimer(window, interval=1, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    window.read_all.finished.connect(loop.quit)
    timer.start()
    window.actions_table["read_all"].trigger()
    loop.exec()
    timer.stop()

    read = sum(window.state.kept_reading(film) is not None for film in films)
    window.bridge.idle.connect(loop.quit)
    if not window.close():
        loop.exec()
    return _figures(ticks, len(films), read)


def _figures(ticks: list[float], films: int, read: int) -> dict[str, float | int]:
    gaps = sorted(1e3 * (after - before) for before, after in pairwise(ticks))
    return {
        "films": films,
        "read": read,
        "seconds": round(ticks[-1] - ticks[0], 2),
        "ticks": len(ticks),
        "median_gap_ms": round(gaps[len(gaps) // 2], 2),
        "p99_gap_ms": round(gaps[int(0.99 * len(gaps))], 2),
        "largest_gap_ms": round(gaps[-1], 2),
    }


if __name__ == "__main__":
    sys.exit(main())
