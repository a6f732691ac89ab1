"""What stands where there is nothing yet: a sentence, and the button that helps."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from lungdesk.gui import open_dialog
from lungdesk.gui.main_window import MainWindow
from tests.gui.conftest import FILM, show


def test_an_evaluation_without_films_offers_to_choose_them(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        open_dialog, "ask_folder", lambda _parent, title, _start: asked.append(title)
    )
    window.actions_table["evaluate"].trigger()
    view = window.features.evaluate.view
    assert view is not None
    notice = view.panel.notice
    qtbot.waitUntil(lambda: notice.text.startswith("Which films?"), timeout=30_000)

    (button,) = [one for one in notice.findChildren(QPushButton) if one.isVisible()]
    assert button.text() == "Choose films…"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert len(asked) == 1


def test_a_window_without_films_offers_a_look_round(window: MainWindow) -> None:
    notice = window.viewer_panel.empty
    (button,) = [
        one for one in notice.findChildren(QPushButton) if one.text().startswith("Look round")
    ]

    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert window.features.tour.view is not None
    assert window.features.tour.view.isVisible()


def test_the_keys_are_at_the_button_that_opens_films_and_then_at_the_film(
    window: MainWindow, qtbot: QtBot
) -> None:
    focused = window.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Open films…"

    show(window, qtbot, FILM)

    assert window.focusWidget() is window.viewer_panel.view
