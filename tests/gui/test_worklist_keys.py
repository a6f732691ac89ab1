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
from tests.gui.fakes import FakeFiles, FakeFilmReader
from tests.gui.worklists import FakeBatch, fill, four_studies, open_worklist, services_of, shown
from tests.unit.services.workspace.readings import desk_in


@pytest.fixture
def view(
    open_window: Callable[..., MainWindow],
    files: FakeFiles,
    reader: FakeFilmReader,
    tmp_path: Path,
    qtbot: QtBot,
) -> WorklistView:
    desk = desk_in(tmp_path / "workspace")
    fill(desk, *four_studies(files, reader))
    view = open_worklist(open_window(reader, **services_of(desk, FakeBatch())), qtbot)
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
