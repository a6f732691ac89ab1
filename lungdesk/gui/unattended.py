"""The window where nobody watches: takes its own picture, or times its own start."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QBuffer, QCoreApplication, QEventLoop, QObject, QTimer
from PySide6.QtGui import QImageWriter

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import atomic_write
from lungdesk.core.own_pictures import MAKER
from lungdesk.gui.application import create_application
from lungdesk.gui.interrupt import interruptible
from lungdesk.gui.main_window import MainWindow, create_window
from lungdesk.gui.platform_remarks import without_platform_remarks
from lungdesk.gui.window_services import WindowServices

#: A window that has not shown a reading by then never will.
_PATIENCE_MS = 60_000

_SIZE = (1280, 800)


def take_screenshot(services: WindowServices, films: Sequence[Path], target: Path) -> None:
    """Open the films, wait for the reading of the first, show its heatmap and save a picture.

    Raises
    ------
    LungDeskError
        Those of `not_writable`.
    """
    with _unseen(services) as window:
        _show(window, films)
        _wait_for_reading(window)
        window.actions_table["heatmap"].setChecked(True)
        _wait_until_idle(window)
        _save_picture(window, target)


def measure_start(services: WindowServices, films: Sequence[Path], started_at: float) -> int:
    """Print seconds since ``started_at`` until the film is painted, and until it is read.

    Raises
    ------
    LungDeskError
        ``UNEXPECTED`` when no film was read.
    """
    figures: dict[str, float | bool] = {}

    class Stopwatch(QObject):
        def painted(self) -> None:
            figures.setdefault("window_painted_s", time.time() - started_at)

        def read(self) -> None:
            figures.setdefault("first_result_s", time.time() - started_at)

    watch = Stopwatch()
    with _unseen(services) as window:
        window.film_painted.connect(watch.painted)
        window.reading_shown.connect(watch.read)
        _show(window, films)
        _wait_for_reading(window)
    if len(figures) < 2:
        raise LungDeskError(
            "No film was read, so there is no start to measure.",
            hint="Name a film that can be read.",
            code=ErrorCode.UNEXPECTED,
        )
    figures["tensorflow_loaded"] = "tensorflow" in sys.modules
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


@contextmanager
def _unseen(services: WindowServices) -> Iterator[MainWindow]:
    with without_platform_remarks():
        create_application()
        window = create_window(services)
        try:
            yield window
        finally:
            _close(window)


def _show(window: MainWindow, films: Sequence[Path]) -> None:
    window.resize(*_SIZE)
    window.show()
    window.open_paths(films)


def _wait_for_reading(window: MainWindow) -> None:
    """Wait until a reading is shown, or nothing runs any more that could bring one."""
    loop = QEventLoop()

    def look() -> None:
        if not window.bridge.is_busy:
            loop.quit()

    window.reading_shown.connect(loop.quit)
    window.bridge.idle.connect(loop.quit)
    # After what the window does when it is first shown: where there is neither model nor film,
    # nothing ever runs.
    QTimer.singleShot(0, look)
    QTimer.singleShot(_PATIENCE_MS, loop.quit)
    with interruptible(loop.quit):
        loop.exec()


def _wait_until_idle(window: MainWindow) -> None:
    """Wait for the thumbnails, too."""
    if window.bridge.is_busy:
        loop = QEventLoop()
        window.bridge.idle.connect(loop.quit)
        QTimer.singleShot(_PATIENCE_MS, loop.quit)
        with interruptible(loop.quit):
            loop.exec()


def _save_picture(window: MainWindow, target: Path) -> None:
    QCoreApplication.processEvents()  # what was said last has found its room then
    picture = QBuffer()
    writer = QImageWriter(picture, b"png")
    writer.setText("Software", MAKER)
    writer.write(window.grab().toImage())
    with atomic_write(target) as stream:
        stream.write(bytes(picture.data().data()))


def _close(window: MainWindow) -> None:
    """Close the window and let it finish: closing may wait for work that is being cancelled."""
    loop = QEventLoop()
    window.bridge.idle.connect(loop.quit)
    if not window.close():
        loop.exec()
    window.destroyed.connect(loop.quit)
    window.deleteLater()
    loop.exec()
