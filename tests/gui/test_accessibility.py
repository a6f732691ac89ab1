"""The window for who has no mouse, does not see, or enlarges everything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from tests.gui.looking import cut_off, unmarked, unnamed, unreachable

#: Every window that an action opens.
OPENERS = (
    "preferences",
    "models",
    "tags",
    "export",
    "report",
    "train",
    "evaluate",
    "compare_runs",
    "adapt",
    "explanations",
    "commands",
    "diagnostics",
    "about",
)


def opened_by(window: MainWindow, id_: str, qtbot: QtBot) -> list[QWidget]:
    """Windows that are there after an action and were not before."""
    before = {one for one in QApplication.topLevelWidgets() if one.isVisible()}
    window.actions_table[id_].trigger()

    def new() -> list[QWidget]:
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        return [one for one in shown if one not in before]

    qtbot.waitUntil(lambda: bool(new()), timeout=60_000)  # some are loaded when first wanted
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=20_000)
    return new()


def test_everything_in_the_main_window_has_a_name_and_can_be_reached(
    film_window: MainWindow,
) -> None:
    assert unnamed(film_window) == []
    assert unreachable(film_window) == []


def test_the_focus_can_be_seen_in_the_main_window(film_window: MainWindow) -> None:
    assert unmarked(film_window) == []


def test_words_of_the_main_window_have_their_room(film_window: MainWindow) -> None:
    assert cut_off(film_window) == []


def test_the_figures_of_the_window_have_names_marks_and_room(film_window: MainWindow) -> None:
    film_window.actions_table["window"].trigger()
    assert film_window.window_panel.isVisible()
    assert unnamed(film_window) == []
    assert unreachable(film_window) == []
    # What the panel lies over is not seen while it does.
    assert [one for one in unmarked(film_window) if "windowPanel" in one] == []
    assert cut_off(film_window) == []


def test_an_empty_window_has_names_and_room(window: MainWindow) -> None:
    assert unnamed(window) == []
    assert cut_off(window) == []


@pytest.mark.parametrize("id_", OPENERS)
def test_every_other_window_has_names_marks_and_room(
    film_window: MainWindow, id_: str, qtbot: QtBot
) -> None:
    for shown in opened_by(film_window, id_, qtbot):
        assert unnamed(shown) == []
        assert unreachable(shown) == []
        assert unmarked(shown) == []
        assert cut_off(shown) == []
        shown.close()


def test_a_key_is_taken_away_without_a_mouse(film_window: MainWindow) -> None:
    film_window.actions_table["preferences"].trigger()
    dialog = film_window.features.preferences.dialog
    assert dialog is not None
    editor = dialog.keys.editors["invert"]
    editor.setFocus()

    QTest.keyClick(
        editor.focusProxy() or editor, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier
    )

    assert editor.keySequence().isEmpty()


def test_every_page_of_the_preferences_has_names_and_room(
    film_window: MainWindow, qtbot: QtBot
) -> None:
    film_window.actions_table["preferences"].trigger()
    dialog = film_window.features.preferences.dialog
    assert dialog is not None
    for row in range(dialog.pages.count()):
        dialog.pages.setCurrentRow(row)
        assert unnamed(dialog) == []
        assert unmarked(dialog) == []
        assert cut_off(dialog) == []


@pytest.mark.parametrize("factor", ["1.5", "2"])
def test_enlarged_everything_has_its_room(factor: str, repo_root: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.gui.scaled_window"],
        cwd=repo_root,
        env={**os.environ, "QT_SCALE_FACTOR": factor, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)

    assert found["cut_off"] == []
    assert found["picture"] == [round(side * float(factor)) for side in (1280, 800)]
