"""What is in the hand, or half typed, when another film comes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.viewer.film_view import FilmView
from tests.gui.conftest import FILM, middle, show
from tests.gui.places import choose
from tests.gui.test_annotate import at, click, draw, shown, words
from tests.gui.test_viewer import wheel

OTHER = Path("/films/other.dcm")
NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def pair(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window with two films; the first is shown."""
    show(window, qtbot, FILM, OTHER)
    return window


def go(window: MainWindow, key: Qt.Key, path: Path, qtbot: QtBot) -> None:
    QTest.keyClick(window, key)
    qtbot.waitUntil(lambda: window.state.film.path == path and not window.bridge.is_busy)


@pytest.mark.parametrize(
    "leave",
    [
        lambda view: QTest.keyClick(view.editor, Qt.Key.Key_Down),
        lambda view: wheel(view, middle(view), -1, NO_KEY),
    ],
    ids=["key", "wheel"],
)
def test_text_that_is_being_typed_stays_on_its_film(
    pair: MainWindow, qtbot: QtBot, leave: Callable[[FilmView], None]
) -> None:
    QTest.keyClick(pair, Qt.Key.Key_T)
    click(pair, (150, 200))
    QTest.keyClicks(pair.viewer_panel.view.editor, "nodule?")
    leave(pair.viewer_panel.view)
    qtbot.waitUntil(lambda: pair.state.film.path == OTHER and not pair.bridge.is_busy)
    assert shown(pair) == ()
    QTest.keyClick(pair, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: words(pair) == "nodule?")


def test_it_does_so_when_the_wheel_turns_over_the_film_beside(
    pair: MainWindow, qtbot: QtBot
) -> None:
    choose(pair, qtbot, Qt.Key.Key_2, 2)
    QTest.keyClick(pair, Qt.Key.Key_T)
    click(pair, (150, 200))
    QTest.keyClicks(pair.viewer_panel.view.editor, "nodule?")
    beside = pair.viewer.cells[1].view
    wheel(beside, middle(beside), -1, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: pair.state.film.path == OTHER and not pair.bridge.is_busy)
    assert shown(pair) == ()
    click_on = pair.viewer.cells[0].view
    QTest.mouseClick(click_on, Qt.MouseButton.LeftButton, pos=middle(click_on))
    qtbot.waitUntil(lambda: words(pair) == "nodule?")


def test_half_a_length_does_not_calibrate_the_film_that_is_left(
    pair: MainWindow, qtbot: QtBot
) -> None:
    draw(pair, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier, line=((50, 50), (150, 150)))
    QTest.keyClicks(pair.viewer_panel.view.editor, "2")
    QTest.keyClick(pair.viewer_panel.view.editor, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: pair.state.film.path == OTHER and not pair.bridge.is_busy)
    go(pair, Qt.Key.Key_Up, FILM, qtbot)
    assert shown(pair) == ()


def test_a_measurement_in_the_hand_stays_as_it_was(pair: MainWindow, qtbot: QtBot) -> None:
    draw(pair, Qt.Key.Key_D, line=((50, 50), (150, 150)))
    before, view = shown(pair), pair.viewer_panel.view
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(pair, (150, 150)))
    go(pair, Qt.Key.Key_Down, OTHER, qtbot)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle(view))
    QTest.keyClick(pair, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: shown(pair) == before)
