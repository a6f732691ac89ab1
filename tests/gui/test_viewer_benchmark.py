"""What `lungdesk bench viewer` measures, on a film so small that it takes no time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lungdesk import app
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.core.radiograph import Window
from lungdesk.gui.viewer import benchmark, pyqtgraph_reference
from lungdesk.gui.viewer.benchmark import ViewerBench
from lungdesk.gui.viewer.pyqtgraph_reference import PyqtgraphFilm
from lungdesk.services.job_runner import JobRunner
from tests.gui.fakes import FakeFiles, FakeSettings, services

FRAMES = 20
KEYS = [
    "window_level_p95_ms",
    "pan_p95_ms",
    "zoom_p95_ms",
    "pyqtgraph_ms",
    "ratio_pyqtgraph",
    "open_uncompressed_ms",
    "open_jpeg2000_ratio",
    "memory_ratio",
]


@pytest.fixture
def small(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark, "_FILM_SIDE", 512)
    monkeypatch.setattr(benchmark, "_VIEW_SIZE", (320, 200))
    monkeypatch.setattr(benchmark, "_OPENINGS", 1)


@pytest.fixture
def bench(
    qapp: QApplication, runner: JobRunner, files: FakeFiles, settings: FakeSettings
) -> Iterator[ViewerBench]:
    made = ViewerBench(services(runner, files=files, reader=None, settings=settings), (320, 200))
    yield made
    made.end()


def test_the_figures_are_those_of_the_contract(small: None) -> None:
    pytest.importorskip("pyqtgraph", reason="pyqtgraph is not installed: nothing to compare with")
    figures = app.measure_viewer(FRAMES, NullContext())
    assert list(figures) == KEYS
    assert all(value > 0 for value in figures.values())
    ratio = figures["pyqtgraph_ms"] / figures["window_level_p95_ms"]
    assert figures["ratio_pyqtgraph"] == pytest.approx(ratio, rel=0.02, abs=0.01)


def test_without_pyqtgraph_its_figures_are_none(
    small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyqtgraph_reference, "find_spec", lambda _name: None)
    figures = app.measure_viewer(FRAMES, NullContext())
    missing = [name for name, value in figures.items() if value is None]
    assert list(figures) == KEYS
    assert missing == ["pyqtgraph_ms", "ratio_pyqtgraph"]


def test_each_move_of_a_drag_is_painted(bench: ViewerBench) -> None:
    bench.open(Path("film.dcm"))
    frames: list[object] = []
    bench._view.painted.connect(partial(frames.append, None))
    seconds = bench.drag(Qt.MouseButton.LeftButton, [(3.0, 0.0)] * 4)
    assert len(seconds) == len(frames) == 4
    assert bench.view_size == (320, 200)
    look, film = bench.presenter.look, bench.presenter.film
    assert look is not None
    assert film is not None
    assert isinstance(look.voi, Window)
    assert look.voi.width == pytest.approx(4096 + 12 * film.value_range / 1024)


def test_a_film_that_cannot_be_opened_ends_the_measurement(bench: ViewerBench) -> None:
    with pytest.raises(LungDeskError) as caught:
        bench.open(Path("bad.dcm"))
    assert caught.value.code is ErrorCode.DICOM_DAMAGED


def test_pyqtgraph_paints_every_window_it_is_given(qapp: QApplication) -> None:
    pytest.importorskip("pyqtgraph", reason="pyqtgraph is not installed")
    values = np.full((64, 64), 1000, np.uint16)
    film = PyqtgraphFilm.shown(values, (64, 64))
    assert film is not None
    seen = []
    for high in (1000, 2000):
        film.show_window(0, high)
        seen.append(film._item.qimage.pixelColor(32, 32).red())
    film.close()
    assert seen[0] == 255
    assert seen[1] == pytest.approx(127, abs=1)
