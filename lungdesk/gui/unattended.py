"""The window where nobody watches: takes its own picture, or times its own start."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QTimer, SignalInstance

from lungdesk.gui.application import create_application
from lungdesk.gui.main_window import MainWindow, create_window
from lungdesk.gui.window_services import WindowServices

#: A window that has not shown a reading by then never will.
_PATIENCE_MS = 60_000

_SIZE = (1280, 800)


def take_screenshot(services: WindowServices, films: Sequence[Path], target: Path) -> None:
    """Open the films, wait for the reading of the first, show its heatmap and save a picture."""
    create_application()
    window = _opened(services, films)
    _wait_for(window.reading_shown)
    window.actions_table["heatmap"].setChecked(True)
    target.parent.mkdir(parents=True, exist_ok=True)
    window.grab().save(str(target))
    _closed(window)


def measure_start(services: WindowServices, films: Sequence[Path], started_at: float) -> int:
    """Print seconds since ``started_at`` until the film is painted, and until it is read."""
    create_application()
    figures: dict[str, float | bool] = {}

    class Stopwatch(QObject):
        def painted(self) -> None:
            figures.setdefault("window_painted_s", time.time() - started_at)

    watch = Stopwatch()
    window = create_window(services)
    window.film_painted.connect(watch.painted)
    _show(window, films)
    _wait_for(window.reading_shown)
    figures["first_result_s"] = time.time() - started_at
    figures["tensorflow_loaded"] = "tensorflow" in sys.modules
    _closed(window)
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def _opened(services: WindowServices, films: Sequence[Path]) -> MainWindow:
    window = create_window(services)
    _show(window, films)
    return window


def _show(window: MainWindow, films: Sequence[Path]) -> None:
    window.resize(*_SIZE)
    window.show()
    window.open_paths(films)


def _wait_for(signal: SignalInstance) -> None:
    loop = QEventLoop()
    signal.connect(loop.quit)
    QTimer.singleShot(_PATIENCE_MS, loop.quit)
    loop.exec()


def _closed(window: MainWindow) -> None:
    """Close the window and let it finish: closing may wait for work that is being cancelled."""
    loop = QEventLoop()
    window.destroyed.connect(loop.quit)
    window.close()
    window.deleteLater()
    loop.exec()
