"""The worklist where its workspace is another process's, damaged, or not there."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.gui import open_dialog
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.worklist.recording import Recording
from lungdesk.gui.worklist.table_model import PATIENT
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.writer_lock import WriterLock
from tests.gui.fakes import FakeFilmReader
from tests.gui.worklists import (
    BY_URGENCY,
    activate,
    choose,
    open_worklist,
    settled,
    shown,
    view_of,
)


def test_with_another_process_it_is_looked_at_only(
    window_on: Callable[[WorkspaceDesk], MainWindow], filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    window = window_on(filled)
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


def test_where_it_may_not_be_written_it_is_looked_at_only(
    window_on: Callable[[WorkspaceDesk], MainWindow],
    filled: WorkspaceDesk,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    permitted, barred = os.access, {(filled.path, os.W_OK)}
    monkeypatch.setattr(
        os, "access", lambda path, mode: permitted(path, mode) and (path, mode) not in barred
    )
    window = window_on(filled)
    view = open_worklist(window, qtbot)
    choose(view, 0)
    study = view.study
    said = view.messages.text
    is_free = [part.isEnabled() for part in (study.status, study.accept, study.comment)]
    is_free.append(not study.note.isReadOnly())
    barred.clear()
    QTest.keyClick(view, Qt.Key.Key_F5)
    settled(window, qtbot, lambda: not view.messages.isVisible())

    assert is_free == [False] * 4
    assert f"can be looked at here, but not changed: {filled.path} cannot be written" in said
    assert "another LungDesk" not in said.lower()
    assert view.study.status.isEnabled()


@pytest.mark.parametrize(
    ("code", "is_of_workspace"),
    [
        (ErrorCode.FILE_CHANGED, False),
        (ErrorCode.FILE_MISSING, False),
        (ErrorCode.WORKSPACE_DAMAGED, True),
        (ErrorCode.DISK_FULL, True),
    ],
)
def test_what_is_wrong_with_a_film_is_not_said_of_the_worklist(
    window_on: Callable[[WorkspaceDesk], MainWindow],
    filled: WorkspaceDesk,
    qtbot: QtBot,
    code: ErrorCode,
    is_of_workspace: bool,
) -> None:
    window = window_on(filled)
    view = open_worklist(window, qtbot)
    recording = window.state.findChild(Recording)
    assert recording is not None

    recording._on_failed(None, LungDeskError("It is so.", code=code))

    assert window.viewer_panel.messages.code == str(code)
    assert ("It is so." in view.messages.text) is is_of_workspace


def test_a_lost_workspace_offers_its_backup(
    window_on: Callable[[WorkspaceDesk], MainWindow],
    filled: WorkspaceDesk,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filled.back_up_daily(None, NullContext())
    filled.close()
    filled.path.unlink()
    monkeypatch.setattr(open_dialog, "ask_for_backup", lambda _parent, newest: newest)
    window = window_on(filled)
    view = open_worklist(window, qtbot)
    assert "The workspace workspace.db is lost" in view.table.notice.text
    buttons = view.table.notice.findChildren(QPushButton)
    (restore,) = [b for b in buttons if b.isVisible() and b.text() == "Restore from a backup…"]

    QTest.mouseClick(restore, Qt.MouseButton.LeftButton)

    settled(window, qtbot, lambda: shown(view, PATIENT) == BY_URGENCY)


def test_a_damaged_workspace_says_what_to_do(
    window_on: Callable[[WorkspaceDesk], MainWindow], filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    filled.path.write_bytes(b"x" * 5000)
    view = open_worklist(window_on(filled), qtbot)

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
    window_on: Callable[[WorkspaceDesk], MainWindow], filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    whole = filled.path.read_bytes()
    filled.path.write_bytes(b"x" * 5000)
    window = window_on(filled)
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
    window_on: Callable[[WorkspaceDesk], MainWindow], filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    filled.path.write_bytes(b"x" * 5000)
    window = window_on(filled)
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
