"""Help > Diagnostics."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.gui.diagnostics.diagnostics_dialog import DiagnosticsDialog
from lungdesk.gui.main_window import MainWindow


def opened(window: MainWindow, qtbot: QtBot) -> DiagnosticsDialog:
    window.actions_table["diagnostics"].trigger()
    dialog = window.features.diagnostics.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: bool(dialog.text.toPlainText()), timeout=30_000)
    return dialog


def test_it_can_be_copied_and_says_what_matters(film_window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(film_window, qtbot)

    QTest.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)

    copied = QGuiApplication.clipboard().text()
    assert copied == dialog.text.toPlainText()
    for title in ("LungDesk", "Computer", "Models", "Self-test", "Last errors", "Packages"):
        assert f"\n{title}\n" in f"\n{copied}"
    assert "Memory " in copied
    assert "Screen 1: " in copied
    assert "lungdesk-duo " in copied


def test_errors_are_listed_by_their_codes_alone(film_window: MainWindow, qtbot: QtBot) -> None:
    film_window.messages.fail(
        LungDeskError(
            "/films/Doe^Jane.dcm cannot be read.",
            hint="Look at it.",
            code=ErrorCode.FILE_NOT_AN_IMAGE,
        )
    )

    text = opened(film_window, qtbot).text.toPlainText()

    assert ErrorCode.FILE_NOT_AN_IMAGE in text
    for word in ("Doe", "Jane", "/films", "4711"):
        assert word not in text


def test_nothing_says_whose_computer_it_is(
    film_window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "jroentgen")
    monkeypatch.setattr(Path, "home", lambda: Path("/home/jroentgen"))

    text = opened(film_window, qtbot).text.toPlainText()

    assert "jroentgen" not in text
    assert "/home" not in text
    assert str(film_window.features.diagnostics._paths.data) not in text


def test_what_was_measured_is_looked_up_again(film_window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(film_window, qtbot)
    assert "Not done on this processor yet" in dialog.text.toPlainText()
    presenter = film_window.features.diagnostics
    dialog.text.clear()

    presenter._self_test.ended.emit()

    qtbot.waitUntil(lambda: bool(dialog.text.toPlainText()), timeout=30_000)
