"""How fast the viewer is on this machine, under the hand and beside pyqtgraph."""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.formats.bench_films import (
    bare_decoders,
    synthetic_film,
    write_jpeg2000,
    write_uncompressed,
)
from lungdesk.gui.activity import Activity
from lungdesk.gui.application import create_application
from lungdesk.gui.job_bridge import JobBridge
from lungdesk.gui.platform_remarks import without_platform_remarks
from lungdesk.gui.state import AppState, Phase
from lungdesk.gui.viewer.corners_presenter import CornersPresenter
from lungdesk.gui.viewer.panel import ViewerPanel
from lungdesk.gui.viewer.presenter import ViewerPresenter
from lungdesk.gui.viewer.pyqtgraph_reference import PyqtgraphFilm
from lungdesk.gui.window_services import WindowServices

_FILM_SIDE = 4096
_VIEW_SIZE = (1600, 1000)
_OPENINGS = 7
#: Frames before those that count.
_WARM_FRAMES = 5
#: A drag goes so far one way before it comes back, in moves of the mouse.
_TURN = 40

_LEFT, _MIDDLE, _RIGHT = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)


class ViewerBench:
    """The viewer with its presenter, and a hand that drags on it.

    What is timed is what a user waits for: a move of the mouse until it is painted, a file until
    it is on the screen.
    """

    def __init__(self, services: WindowServices, size: tuple[int, int] = _VIEW_SIZE) -> None:
        self._panel = ViewerPanel()
        self._view = self._panel.view
        self._state = AppState(self._panel)
        self.presenter = ViewerPresenter(
            self._panel,
            self._state,
            services=services,
            bridge=JobBridge(services.runner, self._panel),
            activity=Activity(self._panel),
        )
        CornersPresenter(self.presenter)  # a drag has them written anew, as in the window
        self._panel.resize(*size)
        self._panel.show_view()
        self._panel.show()

    @property
    def view_size(self) -> tuple[int, int]:
        """Columns and rows of what the film is painted in."""
        return self._view.width(), self._view.height()

    def open(self, path: Path) -> float:
        """Open a film; seconds until it is painted.

        Raises
        ------
        LungDeskError
            Why it cannot be shown.
        """
        loop = QEventLoop()

        def look() -> None:
            if self._state.film.phase is Phase.FAILED:
                loop.quit()

        self.presenter.film_painted.connect(loop.quit)
        self._state.film_changed.connect(look)
        started = time.perf_counter()
        self._state.set_current(path)
        loop.exec()
        elapsed = time.perf_counter() - started
        self._state.film_changed.disconnect(look)
        self.presenter.film_painted.disconnect(loop.quit)
        if self._state.film.error is not None:
            raise self._state.film.error
        return elapsed

    def close_film(self) -> None:
        """Show nothing."""
        self._state.set_current(None)
        gc.collect()

    def drag(self, button: Qt.MouseButton, moves: Iterable[tuple[float, float]]) -> list[float]:
        """Press in the middle, move, release; seconds of each move until it is painted."""
        at = QPointF(self._view.rect().center())
        self._send(QEvent.Type.MouseButtonPress, at, button, button)
        seconds = []
        for move in moves:
            at = at + QPointF(*move)
            started = time.perf_counter()
            self._send(QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, button)
            self._view.repaint()
            seconds.append(time.perf_counter() - started)
        self._send(QEvent.Type.MouseButtonRelease, at, button, Qt.MouseButton.NoButton)
        return seconds

    def _send(
        self, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton
    ) -> None:
        everywhere = self._view.mapToGlobal(at)
        event = QMouseEvent(kind, at, everywhere, button, held, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(self._view, event)

    def end(self) -> None:
        """Take the viewer off the screen."""
        self.close_film()
        self._panel.close()
        self._panel.deleteLater()


def measure_viewer(services: WindowServices, frames: int, ctx: JobContext) -> dict[str, Any]:
    """Milliseconds of a frame and of opening a film of 4096 x 4096 values of 16 bits.

    Dragging is measured with the whole film in the view and at 1:1, in turn with pyqtgraph, whose
    figures are None where it is not installed. ``open_jpeg2000_ratio`` is opening over the
    faster of two bare decoders; ``memory_ratio`` what the film takes over its stored values.
    """
    create_application()
    with without_platform_remarks(), tempfile.TemporaryDirectory() as folder:
        plain, compressed = Path(folder) / "plain.dcm", Path(folder) / "jpeg2000.dcm"
        ctx.report(Progress(0, 0, "making films"))
        values = synthetic_film(_FILM_SIDE)
        write_uncompressed(plain, values)
        write_jpeg2000(compressed, values)
        del values
        bench = ViewerBench(services)
        try:
            return {
                **_frame_figures(bench, plain, frames, ctx),
                **_opening_figures(bench, plain, compressed, ctx),
                "memory_ratio": _memory_ratio(bench, plain, ctx),
            }
        finally:
            bench.end()


def _frame_figures(
    bench: ViewerBench, film: Path, frames: int, ctx: JobContext
) -> dict[str, float | None]:
    ctx.report(Progress(0, 0, "dragging"))
    bench.open(film)
    shown = bench.presenter.film
    assert shown is not None
    other = PyqtgraphFilm.shown(shown.radiograph.stored_values, bench.view_size)
    ours, theirs = [], []
    for place in (bench.presenter.fit, bench.presenter.show_actual_size):
        place()
        if other is not None:
            left, top, right, bottom = bench.presenter.geometry.visible
            other.place(left, top, right - left, bottom - top)
        own, foreign = _window_frames(bench, other, frames // 2)
        ours += own
        theirs += foreign
    if other is not None:
        other.close()
    bench.presenter.reset()
    zoom = bench.drag(_RIGHT, _there_and_back(frames + _WARM_FRAMES, (0.0, -9.0)))
    bench.presenter.show_actual_size()
    bench.presenter.zoom_out()
    pan = bench.drag(_MIDDLE, _there_and_back(frames + _WARM_FRAMES, (7.0, 5.0)))
    own_ms, foreign_ms = _p95_ms(ours), _p95_ms(theirs) if theirs else None
    return {
        "window_level_p95_ms": round(own_ms, 2),
        "pan_p95_ms": round(_p95_ms(pan[_WARM_FRAMES:]), 2),
        "zoom_p95_ms": round(_p95_ms(zoom[_WARM_FRAMES:]), 2),
        "pyqtgraph_ms": round(foreign_ms, 2) if foreign_ms else None,
        "ratio_pyqtgraph": round(foreign_ms / own_ms, 2) if foreign_ms else None,
    }


def _window_frames(
    bench: ViewerBench, other: PyqtgraphFilm | None, frames: int
) -> tuple[list[float], list[float]]:
    """Seconds of each frame of a window drag, ours and pyqtgraph's in turn."""
    ours: list[float] = []
    theirs: list[float] = []
    for number, move in enumerate(_there_and_back(frames + _WARM_FRAMES, (3.0, -2.0))):
        ours += bench.drag(_LEFT, [move])
        if other is not None:
            away = float(number % _TURN)
            theirs.append(_seconds(partial(other.show_window, 4000 + 50 * away, 60000 - 70 * away)))
    return ours[_WARM_FRAMES:], theirs[_WARM_FRAMES:]


def _opening_figures(
    bench: ViewerBench, plain: Path, compressed: Path, ctx: JobContext
) -> dict[str, float]:
    """Medians over rounds in which opening and the bare decoders are measured in turn."""
    decoders = bare_decoders(compressed)
    plain_s: list[float] = []
    ratios: list[float] = []
    for number in range(_OPENINGS + 1):  # the first one loads what later ones find loaded
        ctx.report(Progress(number, _OPENINGS + 1, "opening"))
        ctx.check()
        bench.close_film()
        plain_s.append(bench.open(plain))
        bench.close_film()
        compressed_s = bench.open(compressed)
        bench.close_film()
        ratios.append(compressed_s / min(_seconds(decode) for decode in decoders.values()))
    return {
        "open_uncompressed_ms": round(1e3 * statistics.median(plain_s[1:]), 1),
        "open_jpeg2000_ratio": round(statistics.median(ratios[1:]), 3),
    }


def _memory_ratio(bench: ViewerBench, film: Path, ctx: JobContext) -> float:
    """Memory that Python and NumPy hold for a film after it was moved, over its stored values."""
    ctx.report(Progress(0, 0, "weighing"))
    bench.close_film()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    bench.open(film)
    bench.presenter.show_actual_size()
    bench.drag(_MIDDLE, _there_and_back(_TURN, (7.0, 5.0)))
    held = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    shown = bench.presenter.film
    assert shown is not None
    return round(held / shown.radiograph.stored_values.nbytes, 3)


def _there_and_back(count: int, step: tuple[float, float]) -> list[tuple[float, float]]:
    """Moves of one size, whose direction changes every `_TURN`."""
    signs = (-1.0 if number // _TURN % 2 else 1.0 for number in range(count))
    return [(sign * step[0], sign * step[1]) for sign in signs]


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _p95_ms(seconds: list[float]) -> float:
    return float(1e3 * np.percentile(seconds, 95))
