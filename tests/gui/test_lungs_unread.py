"""Outlines of the lungs where a reading is not to come, and while frames are played."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.viewer.corners_presenter import NO_OUTLINES
from tests.gui.conftest import FILM, show
from tests.gui.fakes import FakeFiles, FakeFilmReader
from tests.gui.found_lungs import ON_LINES, FakeLungs, accent_at, add_lung_films


@pytest.fixture
def lungs(files: FakeFiles) -> FakeLungs:
    add_lung_films(files)
    return FakeLungs()


@pytest.mark.parametrize("lack", ["model", "opened model", "reading"])
def test_outlines_are_drawn_where_nothing_will_read_the_film(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    lungs: FakeLungs,
    qtbot: QtBot,
    lack: str,
) -> None:
    error = LungDeskError("It cannot.", hint="", code=ErrorCode.MODEL_MISSING)
    if lack == "opened model":
        reader.warm_up_error = error
    reader.error = error
    window = open_window(None if lack == "model" else reader, find_lungs=lungs.find)
    window.open_paths((FILM,))
    qtbot.waitUntil(lambda: window.features.lungs.fields() is not None)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)

    QTest.keyClick(window, Qt.Key.Key_U)

    assert all(accent_at(window, point) for point in ON_LINES)
    assert NO_OUTLINES not in window.viewer.active.view.corners.bottom_left


def test_nothing_is_said_of_frames_while_they_are_played(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, lungs: FakeLungs, qtbot: QtBot
) -> None:
    window = open_window(reader, find_lungs=lungs.find)
    show(window, qtbot, FILM)
    qtbot.waitUntil(lambda: window.features.lungs.fields() is not None)
    QTest.keyClick(window, Qt.Key.Key_U)
    view = window.viewer.active.view
    window.state.forget_readings()
    assert NO_OUTLINES in view.corners.bottom_left
    window.state.set_playing(True)
    assert NO_OUTLINES not in view.corners.bottom_left
    window.state.set_playing(False)
    assert NO_OUTLINES in view.corners.bottom_left


def test_other_films_that_are_read_cost_the_film_on_the_screen_nothing(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    lungs: FakeLungs,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_window(reader, find_lungs=lungs.find)
    show(window, qtbot, FILM)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    QTest.keyClick(window, Qt.Key.Key_U)
    asked: list[object] = []
    panel = window.explain_panel.heatmap
    monkeypatch.setattr(panel, "show_heat_share", lambda *said: asked.append(said))
    monkeypatch.setattr(window.viewer.active.view, "show_outlines", asked.append)

    for number in range(3):
        window.state.reading_kept.emit(FILM.with_name(f"other-{number}.dcm"))
    nothing = list(asked)
    window.state.reading_kept.emit(FILM)

    assert not nothing
    assert len(asked) == 1
