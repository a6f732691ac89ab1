"""Looking at one film after the other takes no more memory than looking at one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lungdesk.app import compose
from lungdesk.gui.application import apply_theme
from lungdesk.gui.main_window import MainWindow, create_window
from lungdesk.gui.state import Phase
from tests.gui.conftest import WINDOW, drag, middle, show
from tests.gui.fakes import FakeFilmReader
from tests.gui.watched_files import WatchedFiles

FILMS = 200
SETTLED_AFTER = 20
GROWTH_MB = 50


@pytest.fixture
def files() -> WatchedFiles:
    return WatchedFiles()


def use_everything(window: MainWindow) -> None:
    """Look at the film in all the ways that keep something of it."""
    view = window.viewer_panel.view
    window.actions_table["heatmap"].setChecked(True)
    window.actions_table["magnifier"].setChecked(True)
    QTest.mouseMove(view, middle(view) + QPoint(5, 5))
    drag(view, middle(view), QPoint(30, 20))
    drag(view, middle(view), QPoint(30, 20), button=Qt.MouseButton.MiddleButton)
    QTest.keyClick(window, Qt.Key.Key_W)
    window.window_panel.close()
    view.grab()


def test_only_the_film_that_is_looked_at_is_held(
    window: MainWindow, files: WatchedFiles, qtbot: QtBot
) -> None:
    for number in range(6):
        show(window, qtbot, Path(f"/films/film-{number}.dcm"))
        use_everything(window)
        qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert len(files.pixels) >= 6
    assert files.held == 1


def test_no_film_is_held_when_all_are_closed(
    window: MainWindow, files: WatchedFiles, qtbot: QtBot
) -> None:
    show(window, qtbot, Path("/films/film.dcm"))
    use_everything(window)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    window.actions_table["close_all"].trigger()
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert files.held == 0


def test_a_film_that_was_left_while_it_was_read_is_not_held(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    files: WatchedFiles,
    qtbot: QtBot,
) -> None:
    window = open_window(reader)
    reader.gate.clear()
    for number in range(3):
        with qtbot.waitSignal(window.film_painted):
            window.open_paths((Path(f"/films/film-{number}.dcm"),))
    reader.gate.set()
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert files.held == 1


@pytest.fixture
def real_window(qtbot: QtBot) -> Iterator[MainWindow]:
    """The window as the program composes it, with the model that ships."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app)
    services = compose()
    window = create_window(services)
    window.resize(*WINDOW)
    window.show()
    yield window
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=60_000)
    window.close()
    window.deleteLater()
    services.runner.shutdown()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_memory_stays_where_it_is_from_the_twentieth_film_on(
    real_window: MainWindow, shared_data: Path, qtbot: QtBot
) -> None:
    found = sorted(p for p in (shared_data / "cxr" / "test").rglob("*") if p.is_file())
    films = found[:: max(1, len(found) // FILMS)][:FILMS]
    assert len(films) == FILMS
    settled_mb = 0.0
    for number, film in enumerate(films, start=1):
        with qtbot.waitSignal(real_window.bridge.idle, timeout=60_000):
            real_window.open_paths((film,))
        assert real_window.state.film.phase is Phase.READY
        assert real_window.state.current == film
        if number == SETTLED_AFTER:
            settled_mb = resident_mb()
    assert len(real_window.state.paths) == FILMS
    assert resident_mb() - settled_mb <= GROWTH_MB


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
