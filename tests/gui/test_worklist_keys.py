"""The worklist by keys alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.study import PatientRef
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.worklist.table_model import NOTE, PATIENT, STATUS
from lungdesk.gui.worklist.worklist_view import WorklistView
from lungdesk.services.workspace.desk import WorkspaceDesk
from tests.gui.conftest import show
from tests.gui.fakes import FakeFiles, chequered, radiograph
from tests.gui.places import PATHS, click, seen
from tests.gui.places import choose as choose_layout
from tests.gui.worklists import (
    activate,
    fill,
    open_worklist,
    settled,
    shown,
)
from tests.unit.services.workspace.readings import NORMAL, reading


@pytest.fixture
def window(window_on: Callable[[WorkspaceDesk], MainWindow], filled: WorkspaceDesk) -> MainWindow:
    return window_on(filled)


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


def test_a_prior_of_the_worklist_hangs_beside_the_study_that_is_opened_alone(
    window: MainWindow, filled: WorkspaceDesk, files: FakeFiles, qtbot: QtBot
) -> None:
    prior = reading("then.dcm", NORMAL, study_date="20230630", patient=PatientRef("4", "Doe^Jane"))
    files.films["then.dcm"] = replace(
        radiograph(prior.instance.path, stored=chequered()), instance=prior.instance
    )
    files.earlier_films = filled.earlier_films
    fill(filled, prior)
    view = open_worklist(window, qtbot)
    view.table.begin()
    QTest.keyClick(view.table.table, Qt.Key.Key_Return)
    settled(window, qtbot, lambda: window.state.current == Path("/films/tb.dcm"))
    assert "earlier film of this patient, of 2023-06-30" in window.progress_strip.words
    activate(window, qtbot)

    QTest.keyClick(window, Qt.Key.Key_J)

    settled(window, qtbot, lambda: seen(window) == ["tb", "then"])
    assert window.viewer.cells[1].view.corners.top_right[-1] == "Prior · 7 months earlier"
    assert window.state.paths == (Path("/films/tb.dcm"),)

    click(window, qtbot, window.viewer.cells[1])
    settled(window, qtbot, lambda: window.state.current == Path("/films/then.dcm"))
    assert seen(window) == ["tb", "then"]
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert "then" not in window.windowTitle()

    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    settled(window, qtbot, lambda: window.state.current == Path("/films/doubt.dcm"))
    assert shown(view, STATUS)[-1] == "Read"
