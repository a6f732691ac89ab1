"""Keys that a control with the focus keeps, although the window uses them for the film."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.measurements import Length
from lungdesk.core.radiograph import Window
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Overlay
from tests.gui.conftest import show
from tests.gui.places import PATHS, settle


@pytest.fixture
def several(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window with five films, of which the second is shown, and the panel of its window."""
    show(window, qtbot, *PATHS)
    window.state.set_current(PATHS[1])
    settle(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_W)
    return window


def tool_button(window: MainWindow) -> QAbstractButton:
    buttons = window.findChildren(QToolButton)
    return next(b for b in buttons if b.defaultAction() is window.actions_table["invert"])


def preset_button(window: MainWindow) -> QAbstractButton:
    return next(b for b in window.window_panel.findChildren(QPushButton) if b.text() == "Lung")


@pytest.mark.parametrize("button_of", [tool_button, preset_button])
def test_space_presses_the_button_that_has_the_focus(
    several: MainWindow, button_of: Callable[[MainWindow], QAbstractButton]
) -> None:
    button = button_of(several)
    before = several.viewer.look
    button.setFocus(Qt.FocusReason.TabFocusReason)

    QTest.keyClick(button, Qt.Key.Key_Space)

    assert several.viewer.look != before
    assert several.state.overlay is Overlay.ALL


def test_space_changes_the_words_while_the_film_has_the_focus(several: MainWindow) -> None:
    view = several.viewer_panel.view
    view.setFocus()

    QTest.keyClick(view, Qt.Key.Key_Space)

    assert several.state.overlay is Overlay.MEASUREMENTS


def test_up_and_down_step_in_a_figure_of_the_window(several: MainWindow) -> None:
    box = several.window_panel.center
    before = box.value()
    box.setFocus(Qt.FocusReason.TabFocusReason)

    QTest.keyClick(box, Qt.Key.Key_Down)

    assert several.viewer.look is not None
    assert isinstance(several.viewer.look.voi, Window)
    assert several.viewer.look.voi.center == before - 1
    assert several.state.current == PATHS[1]


def test_up_and_down_choose_in_the_list_of_measurements(several: MainWindow) -> None:
    lengths = [Length(((100.0, y), (200.0, y))) for y in (100.0, 200.0)]
    for length in lengths:
        several.annotations.add(length)
    found = several.annotations_panel.list
    found.setFocus(Qt.FocusReason.TabFocusReason)

    QTest.keyClick(found, Qt.Key.Key_Up)
    assert several.annotations.selected == lengths[0]
    QTest.keyClick(several.annotations_panel.list, Qt.Key.Key_Down)

    assert several.annotations.selected == lengths[1]
    assert several.state.current == PATHS[1]
