"""What somebody sees first: the whole window, and a film on its way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QStyle
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from tests.gui.conftest import FILM
from tests.gui.fakes import FakeFiles


@pytest.mark.parametrize(("height", "is_whole_screen"), [(800, True), (1080, False)])
def test_a_window_whose_frame_would_not_fit_takes_the_whole_screen(
    open_window: Callable[..., MainWindow],
    monkeypatch: pytest.MonkeyPatch,
    height: int,
    is_whole_screen: bool,
) -> None:
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: QRect(0, 0, 1920, height))
    window = open_window(None)
    window.hide()
    window.resize(1280, 800)
    window.show_within_screen()

    assert window.isVisible()
    assert window.isMaximized() is is_whole_screen


def test_while_a_film_opens_nobody_is_told_that_none_is_open(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    assert window.viewer_panel.empty.isVisible()
    files.gate.clear()
    window.open_paths((FILM,))
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.BUSY)
    assert not window.viewer_panel.empty.isVisible()
    files.gate.set()
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.READY)


@pytest.mark.parametrize("height", [800, 720])
def test_a_high_window_opens_with_its_title_and_its_foot_on_the_screen(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, height: int
) -> None:
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: QRect(0, 0, 1280, height))
    window.move(0, 0)
    window.actions_table["guide"].trigger()
    guide = window.features.help.guide
    assert guide is not None
    qtbot.waitUntil(guide.dialog.isVisible)

    title = guide.dialog.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    assert guide.dialog.geometry().top() >= title > 0
    assert guide.dialog.geometry().bottom() <= height
