"""Two films in one place: behind a line that the hand moves, or one after the other."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.radiograph import Window
from lungdesk.gui.main_window import MainWindow
from tests.gui.conftest import drag, pixels, show
from tests.gui.fakes import FakeFiles, radiograph

PATHS = (Path("/films/a.dcm"), Path("/films/b.dcm"))


def columns_white(window: MainWindow) -> tuple[float, float]:
    """Mean grey of the left and of the right half of the active view."""
    ink = pixels(window.viewer_panel.view)[:, :, 0].astype(float)
    half = ink.shape[1] // 2
    return float(ink[:, : half - 20].mean()), float(ink[:, half + 20 :].mean())


@pytest.fixture
def pair(window: MainWindow, files: FakeFiles, qtbot: QtBot) -> MainWindow:
    """A window with a dark film; the film after it in the list is bright."""
    for path, value in ((PATHS[0], 300), (PATHS[1], 3800)):
        files.films[path.name] = radiograph(path, stored=np.full((700, 700), value, np.uint16))
    show(window, qtbot, *PATHS[:2])
    return window


def test_swiping_uncovers_the_other_film_right_of_the_line(pair: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(pair, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: columns_white(pair)[1] > 100)
    assert columns_white(pair)[0] < 60
    view = pair.viewer_panel.view
    line = QPoint(view.width() // 2, view.height() // 2)
    drag(view, line, QPoint(-view.width() // 2 + 40, 0))
    assert columns_white(pair)[0] > 100
    assert pair.viewer.look is not None
    assert pair.viewer.look.voi == Window(2048.0, 4096.0)  # the hand moved the line, no window
    QTest.keyClick(pair, Qt.Key.Key_Escape)
    assert columns_white(pair)[1] < 60
    assert not pair.actions_table["swipe"].isChecked()


def test_the_other_film_keeps_to_the_zoom(pair: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(pair, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: columns_white(pair)[1] > 100)
    QTest.keyClick(pair, Qt.Key.Key_Plus)
    comparison = pair.viewer_panel.view.swipe.comparison
    assert comparison is not None
    assert comparison.geometry == pair.viewer.geometry


def test_blinking_shows_one_film_after_the_other(pair: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(pair, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: not pair.bridge.is_busy)
    assert max(columns_white(pair)) < 60
    assert pair.features.compare.clock.isActive()
    pair.features.compare.clock.timeout.emit()
    assert min(columns_white(pair)) > 100
    pair.features.compare.clock.timeout.emit()
    assert max(columns_white(pair)) < 60
    QTest.keyClick(pair, Qt.Key.Key_Escape)
    assert not pair.features.compare.clock.isActive()


def test_comparing_needs_a_second_film(film_window: MainWindow) -> None:
    QTest.keyClick(film_window, Qt.Key.Key_S)
    assert not film_window.actions_table["swipe"].isChecked()
    assert "second film" in film_window.progress_strip.words


def test_a_film_that_fails_ends_the_comparison_and_says_why(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, qtbot, PATHS[0], Path("/films/bad.dcm"))
    QTest.keyClick(window, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert not window.actions_table["swipe"].isChecked()
    assert "bad.dcm" in window.viewer_panel.messages.text


def test_a_compared_film_that_goes_is_not_shown_any_more(pair: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(pair, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: columns_white(pair)[1] > 100)
    pair.viewer.put(1, None)
    assert pair.viewer_panel.view.swipe.comparison is None
    assert not pair.actions_table["swipe"].isChecked()
