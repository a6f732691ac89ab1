"""While rows come into the table nothing is chosen that the reader has not chosen; how it ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.worklist.table_model import FILM
from lungdesk.gui.worklist.worklist_view import WorklistView
from lungdesk.services.workspace.desk import WorkspaceDesk
from tests.gui.worklists import (
    CONTROL_SHIFT,
    FakeBatch,
    activate,
    in_turn,
    settled,
    shown,
    view_of,
)
from tests.unit.services.workspace.readings import desk_in


@pytest.fixture
def window(
    window_on: Callable[[WorkspaceDesk], MainWindow], ward: None, tmp_path: Path
) -> MainWindow:
    return window_on(desk_in(tmp_path / "workspace"))


@pytest.fixture
def view(window: MainWindow, batch: FakeBatch, qtbot: QtBot) -> WorklistView:
    """The worklist while a folder is classified, of which one film has been read."""
    activate(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_F, CONTROL_SHIFT)
    view = view_of(window)
    in_turn(view, batch, qtbot, 1)
    return view


def test_no_study_chooses_itself(
    window: MainWindow, view: WorklistView, batch: FakeBatch, qtbot: QtBot
) -> None:
    activate(window, qtbot)
    activate(view, qtbot)
    qtbot.waitUntil(view.table.table.hasFocus)

    batch.let(1)
    qtbot.waitUntil(lambda: len(shown(view, FILM)) == 2, timeout=20_000)

    assert view.table.current_row is None
    assert not view.table.chosen_studies
    assert not view.study.isEnabled()
    QTest.keyClick(view.table.table, Qt.Key.Key_Down)
    assert view.table.chosen_studies == (view.table.model.study_id(0),)


def test_a_study_that_was_let_go_of_stays_so(
    view: WorklistView, batch: FakeBatch, qtbot: QtBot
) -> None:
    QTest.keyClick(view.table.table, Qt.Key.Key_Down)
    view.table.table.clearSelection()

    batch.let(1)
    qtbot.waitUntil(lambda: len(shown(view, FILM)) == 2, timeout=20_000)

    assert not view.table.chosen_studies
    assert not view.study.isEnabled()


def test_its_end_tells_what_was_passed_over(
    window: MainWindow, view: WorklistView, batch: FakeBatch, qtbot: QtBot
) -> None:
    batch.notes.append("2 files that are no images were passed over.")
    batch.let(4)

    settled(window, qtbot, lambda: "films were read" in view.messages.text)
    said = "5 of 5 films were read. 2 files that are no images were passed over."
    assert view.messages.text == said
