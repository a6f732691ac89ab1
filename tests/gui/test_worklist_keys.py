"""The worklist by keys alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.worklist.table_model import NOTE, PATIENT
from lungdesk.gui.worklist.worklist_view import WorklistView
from lungdesk.services.workspace.desk import WorkspaceDesk
from tests.gui.conftest import show
from tests.gui.fakes import FakeFilmReader
from tests.gui.places import PATHS, seen
from tests.gui.places import choose as choose_layout
from tests.gui.worklists import (
    FakeBatch,
    activate,
    open_worklist,
    services_of,
    settled,
    shown,
)


@pytest.fixture
def window(
    open_window: Callable[..., MainWindow], filled: WorkspaceDesk, reader: FakeFilmReader
) -> MainWindow:
    return open_window(reader, **services_of(filled, FakeBatch()))


@pytest.fixture
def view(window: MainWindow, qtbot: QtBot) -> WorklistView:
    view = open_worklist(window, qtbot)
    view.table.begin()
    return view


def test_end_and_home_go_to_the_last_and_the_first_study(view: WorklistView) -> None:
    table = view.table.table

    QTest.keyClick(table, Qt.Key.Key_End)
    assert view.table.current_row == len(shown(view, PATIENT)) - 1
    assert view.table.chosen_studies == (view.table.current_study,)

    QTest.keyClick(table, Qt.Key.Key_Home)
    assert view.table.current_row == 0

    QTest.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert len(view.table.chosen_studies) == 4


def test_escape_in_a_note_keeps_it_and_goes_back_to_the_list(
    view: WorklistView, qtbot: QtBot
) -> None:
    QTest.keyClick(view.table.table, Qt.Key.Key_T)
    qtbot.waitUntil(view.study.note.hasFocus)
    QTest.keyClicks(view.study.note, "apex again")

    QTest.keyClick(view.study.note, Qt.Key.Key_Escape)

    assert view.isVisible()
    assert view.table.table.hasFocus()
    qtbot.waitUntil(lambda: shown(view, NOTE)[0] == "apex again")

    QTest.keyClick(view.table.table, Qt.Key.Key_Escape)
    assert not view.isVisible()


def test_films_of_one_study_do_not_hang_beside_the_next(window: MainWindow, qtbot: QtBot) -> None:
    show(window, qtbot, *PATHS[:2])
    choose_layout(window, qtbot, Qt.Key.Key_2, 2)
    assert seen(window) == ["a", "b"]
    activate(window, qtbot)

    QTest.keyClick(window, Qt.Key.Key_N)

    settled(window, qtbot, lambda: window.state.current == Path("/films/tb.dcm"))
    assert seen(window) == ["tb", ""]
    assert not window.viewer_panel.cells[1].is_showing_film
