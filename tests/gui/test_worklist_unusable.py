"""The worklist where its workspace is another process's, damaged, or not there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.worklist.table_model import PATIENT
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.writer_lock import WriterLock
from tests.gui.fakes import FakeFilmReader
from tests.gui.worklists import (
    FakeBatch,
    activate,
    choose,
    open_worklist,
    services_of,
    settled,
    shown,
    view_of,
)

BY_URGENCY = ["Doe, Jane", "Roe, Max", "Poe, Ada", "Noe, Tom"]


@pytest.fixture
def make(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader
) -> Callable[[WorkspaceDesk], MainWindow]:
    return lambda desk: open_window(reader, **services_of(desk, FakeBatch()))


def test_with_another_process_it_is_looked_at_only(
    make: Callable[[WorkspaceDesk], MainWindow], filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    window = make(filled)
    lock = WriterLock(filled.path.with_suffix(".lock"))
    assert lock.take()
    view = open_worklist(window, qtbot)
    choose(view, 0)
    is_free = view.study.status.isEnabled()
    said = view.messages.text
    lock.give_back()
    QTest.keyClick(view, Qt.Key.Key_F5)
    settled(window, qtbot, lambda: not view.messages.isVisible())

    assert not is_free
    assert "can be looked at here, but not changed" in said
    assert view.study.status.isEnabled()


def test_a_damaged_workspace_says_what_to_do(
    make: Callable[[WorkspaceDesk], MainWindow], filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    filled.path.write_bytes(b"x" * 5000)
    view = open_worklist(make(filled), qtbot)

    assert "The worklist cannot be opened" in view.table.notice.text
    assert "[LD-WORK" not in view.table.notice.text
    assert "LD-WORK-003" in view.table.notice.text
    assert not view.filters.clear.isEnabled()
    view.filters.search.setFocus()
    QTest.keyClicks(view.filters.search, "doe")
    QTest.keyClick(view.filters.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not view.filters._settle.isActive())
    assert "The worklist cannot be opened" in view.table.notice.text
    assert not view.filters.clear.isEnabled()


def test_next_unread_shows_why_the_worklist_cannot_be_opened_and_opens_nothing_later(
    make: Callable[[WorkspaceDesk], MainWindow], filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    whole = filled.path.read_bytes()
    filled.path.write_bytes(b"x" * 5000)
    window = make(filled)
    activate(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_N)
    settled(window, qtbot, lambda: view_of(window).isVisible())
    view = view_of(window)
    assert "The worklist cannot be opened" in view.table.notice.text

    filled.close()
    filled.path.write_bytes(whole)
    QTest.keyClick(view, Qt.Key.Key_F5)
    settled(window, qtbot, lambda: shown(view, PATIENT) == BY_URGENCY)
    assert window.state.current is None


def test_a_first_read_begins_and_the_worklist_still_says_that_it_cannot_be_opened(
    make: Callable[[WorkspaceDesk], MainWindow], filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    filled.path.write_bytes(b"x" * 5000)
    window = make(filled)
    view = open_worklist(window, qtbot)
    window.actions_table["blinded"].trigger()

    assert window.state.is_blinded
    assert "The worklist cannot be opened" in view.table.notice.text
    buttons = view.table.notice.findChildren(QPushButton)
    assert "Restore from a backup…" in [b.text() for b in buttons if b.isVisible()]


def test_without_a_workspace_its_actions_are_off(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader
) -> None:
    window = open_window(reader)

    assert not window.actions_table["worklist"].isEnabled()
    assert not window.actions_table["workspace_restore"].isEnabled()
