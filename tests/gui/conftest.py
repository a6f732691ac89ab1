"""A window that works on fakes, and the acts of a user's hand."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lungdesk.gui import open_dialog
from lungdesk.gui.application import apply_theme
from lungdesk.gui.main_window import MainWindow, create_window
from lungdesk.gui.state import Phase
from lungdesk.services.job_runner import JobRunner
from lungdesk.services.workspace.desk import WorkspaceDesk
from tests.gui.fakes import FakeFiles, FakeFilmReader, FakeSettings, services
from tests.gui.worklists import FOLDER, FakeBatch, fill, four_studies, services_of
from tests.unit.services.workspace.readings import desk_in

FILM = Path("/films/film.dcm")
WINDOW = (1280, 800)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail when a test leaves a worker behind."""
    before = set(threading.enumerate())
    yield
    left = [t.name for t in threading.enumerate() if t not in before and "lungdesk" in t.name]
    assert left == []


@pytest.fixture
def files() -> FakeFiles:
    return FakeFiles()


@pytest.fixture
def reader() -> FakeFilmReader:
    return FakeFilmReader()


@pytest.fixture
def settings() -> FakeSettings:
    return FakeSettings()


@pytest.fixture
def desk(tmp_path: Path) -> WorkspaceDesk:
    return desk_in(tmp_path / "workspace")


@pytest.fixture
def filled(desk: WorkspaceDesk, files: FakeFiles, reader: FakeFilmReader) -> WorkspaceDesk:
    """Four studies: tuberculosis, nothing certain, refused, normal; their films are there."""
    fill(desk, *four_studies(files, reader))
    return desk


@pytest.fixture
def runner(files: FakeFiles, reader: FakeFilmReader) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    files.gate.set()
    files.loading_gate.set()
    reader.gate.set()
    made.shutdown()


@pytest.fixture
def open_window(
    qtbot: QtBot,
    runner: JobRunner,
    files: FakeFiles,
    reader: FakeFilmReader,
    settings: FakeSettings,
) -> Iterator[Callable[..., MainWindow]]:
    """Show a window, with or without a model; all are closed afterwards."""
    windows: list[MainWindow] = []

    def make(model: FakeFilmReader | None, **more: object) -> MainWindow:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app)
        window = create_window(
            services(runner, files=files, reader=model, settings=settings, **more)  # type: ignore[arg-type]
        )
        window.resize(*WINDOW)
        window.show()
        qtbot.waitExposed(window)
        windows.append(window)
        return window

    yield make
    # Else the user would be asked.
    files.annotation_error = files.loading_error = files.mark_error = None
    for window in windows:
        window.close()
        files.gate.set()
        reader.gate.set()
        qtbot.waitUntil(partial(_has_ended, window))
        window.deleteLater()
    # No event loop may come for a while, and a style sheet is applied to all windows there are.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _has_ended(window: MainWindow) -> bool:
    return not window.bridge.is_busy and not window.isVisible()


@pytest.fixture
def window(open_window: Callable[..., MainWindow], reader: FakeFilmReader) -> MainWindow:
    return open_window(reader)


@pytest.fixture
def batch() -> FakeBatch:
    return FakeBatch()


@pytest.fixture
def window_on(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, batch: FakeBatch
) -> Callable[[WorkspaceDesk], MainWindow]:
    """Show a window that has this workspace."""
    return lambda desk: open_window(reader, **services_of(desk, batch))


@pytest.fixture
def ward(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is asked for a folder chooses that of the batches."""
    monkeypatch.setattr(open_dialog, "ask_for_folder", lambda _parent, _start: (FOLDER,))


@pytest.fixture
def film_window(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window with one film that has been read."""
    show(window, qtbot, FILM)
    return window


def show(window: MainWindow, qtbot: QtBot, *paths: Path) -> None:
    """Open files and wait until the first has been painted and read."""
    with qtbot.waitSignals([window.film_painted, window.reading_shown], timeout=10_000):
        window.open_paths(paths)
    qtbot.waitUntil(lambda: window.state.reading.phase is Phase.READY)


def from_qimage(image: QImage) -> NDArray[np.uint8]:
    """Copy of an image as ``(H, W, 3)`` RGB uint8."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows, columns, stride = rgb.height(), rgb.width(), rgb.bytesPerLine()
    flat = np.frombuffer(rgb.constBits(), np.uint8, rows * stride)
    return flat.reshape(rows, stride)[:, : columns * 3].reshape(rows, columns, 3).copy()


def pixels(widget: QWidget) -> NDArray[np.uint8]:
    """What the widget shows: ``(H, W, 3)`` RGB."""
    return from_qimage(widget.grab().toImage())


def middle(widget: QWidget) -> QPoint:
    return widget.rect().center()


def drag(
    widget: QWidget,
    start: QPoint,
    by: QPoint,
    *,
    button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press, move in two steps, release."""
    QTest.mousePress(widget, button, modifiers, start)
    for share in (0.5, 1.0):
        at = QPointF(start) + QPointF(by) * share
        move = QMouseEvent(
            QMouseEvent.Type.MouseMove,
            at,
            QPointF(widget.mapToGlobal(at.toPoint())),
            Qt.MouseButton.NoButton,
            button,
            modifiers,
        )
        QApplication.sendEvent(widget, move)
    QTest.mouseRelease(widget, button, modifiers, start + by)
