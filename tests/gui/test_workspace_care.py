from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import NullContext
from lungdesk.core.study import PatientRef
from lungdesk.gui import open_dialog
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.worklist.table_model import FILM
from lungdesk.services.workspace import backups
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.requests import RecordRequest, RowsRequest
from tests.gui.fakes import FakeFiles, radiograph
from tests.gui.worklists import (
    activate,
    fill,
    open_worklist,
    settled,
    shown,
)
from tests.unit.services.workspace.readings import desk_in, reading

CTX = NullContext()


@pytest.fixture
def desk(tmp_path: Path) -> WorkspaceDesk:
    made = desk_in(tmp_path / "workspace")
    fill(made, reading("one.dcm"))
    return made


@pytest.fixture
def window(window_on: Callable[[WorkspaceDesk], MainWindow], desk: WorkspaceDesk) -> MainWindow:
    return window_on(desk)


def test_the_workspace_is_checked_from_the_menu(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_table["workspace_check"].trigger()

    settled(window, qtbot, lambda: window.progress_strip.words.startswith("The workspace is whole"))
    assert "1 studies" not in window.progress_strip.words


def test_backed_up_changed_and_restored_the_list_is_the_old_one(
    window: MainWindow,
    desk: WorkspaceDesk,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy = tmp_path / "copy.db"
    monkeypatch.setattr(open_dialog, "ask_where_to_back_up", lambda _parent, _suggested: copy)
    monkeypatch.setattr(open_dialog, "ask_for_backup", lambda _parent, _newest: copy)
    window.actions_table["workspace_backup"].trigger()
    settled(window, qtbot, copy.exists)
    desk.record(RecordRequest(reading("two.dcm")), CTX)
    view = open_worklist(window, qtbot)
    both = sorted(shown(view, FILM))

    window.actions_table["workspace_restore"].trigger()

    settled(window, qtbot, lambda: shown(view, FILM) == ["one.dcm"])
    assert both == ["one.dcm", "two.dcm"]
    assert window.progress_strip.words.startswith("The workspace has been restored.")


def test_a_study_of_the_workspace_before_is_not_marked_as_read_in_the_restored_one(
    window: MainWindow,
    files: FakeFiles,
    desk: WorkspaceDesk,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    film = Path("/films/one.dcm")
    files.films[film.name] = radiograph(film)
    other, copy = desk_in(tmp_path / "other"), tmp_path / "copy.db"
    fill(other, reading("stranger.dcm", patient=PatientRef("9", "Poe^Ada")))
    other.back_up(copy, CTX)
    other.close()
    monkeypatch.setattr(open_dialog, "ask_for_backup", lambda _parent, _newest: copy)
    activate(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_N)
    settled(window, qtbot, lambda: window.state.current == film)
    window.actions_table["workspace_restore"].trigger()
    settled(window, qtbot, lambda: "has been restored" in window.progress_strip.words)

    activate(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    settled(window, qtbot, lambda: "was not opened from" in window.progress_strip.words)

    assert not desk.rows(RowsRequest(), CTX).worklist.columns.status.any()


def test_damage_is_told_with_the_newest_copy_and_mended(
    window: MainWindow, desk: WorkspaceDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    daily = desk.back_up_daily(None, CTX)
    desk.close()
    desk.path.write_bytes(b"x" * 9000)
    offered: list[Path | None] = []

    def take_newest(_parent: object, newest: Path | None) -> Path | None:
        offered.append(newest)
        return newest

    monkeypatch.setattr(open_dialog, "ask_for_backup", take_newest)
    window.actions_table["workspace_check"].trigger()
    strip = window.viewer_panel.messages
    settled(window, qtbot, lambda: strip.code == "LD-WORK-003")
    said = strip.text

    window.actions_table["workspace_restore"].trigger()

    settled(window, qtbot, lambda: "has been restored" in window.progress_strip.words)
    assert str(daily) in said
    assert offered == [daily]
    assert shown(open_worklist(window, qtbot), FILM) == ["one.dcm"]


def test_where_a_damaged_worklist_would_be_a_button_restores_it(
    window: MainWindow, desk: WorkspaceDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.back_up_daily(None, CTX)
    desk.close()
    desk.path.write_bytes(b"x" * 9000)
    monkeypatch.setattr(open_dialog, "ask_for_backup", lambda _parent, newest: newest)
    view = open_worklist(window, qtbot)
    offered = [b for b in view.table.notice.findChildren(QPushButton) if b.isVisible()]
    (restore,) = [button for button in offered if button.text() == "Restore from a backup…"]

    QTest.mouseClick(restore, Qt.MouseButton.LeftButton)

    settled(window, qtbot, lambda: view.table.has_rows)
    assert shown(view, FILM) == ["one.dcm"]


def test_a_session_of_days_makes_a_copy_each_day(
    window: MainWindow, desk: WorkspaceDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = open_worklist(window, qtbot)
    settled(window, qtbot, lambda: desk.newest_backup() is not None)
    (first,) = backups.copies_of(desk.path)
    os.utime(first, (0, 0))
    view.filters.search.setText("two")
    settled(window, qtbot, lambda: not view.table.has_rows)
    assert backups.copies_of(desk.path) == (first,)

    a_day_later = monotonic() + 24 * 3600
    monkeypatch.setattr("lungdesk.gui.worklist.recording.monotonic", lambda: a_day_later)
    view.filters.search.clear()

    settled(window, qtbot, lambda: len(backups.copies_of(desk.path)) == 2)
    assert view.table.has_rows


def test_damage_that_the_list_does_not_meet_is_told_all_the_same(
    window: MainWindow, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    desk.back_up_daily(None, CTX)
    damage_an_index(desk)

    view = open_worklist(window, qtbot)

    strip = window.viewer_panel.messages
    settled(window, qtbot, lambda: strip.code == "LD-WORK-003")
    assert shown(view, FILM) == ["one.dcm"]
    assert strip.text in view.messages.text


def damage_an_index(desk: WorkspaceDesk) -> None:
    """Overwrite the page of one that only the paths of films are looked up in."""
    desk.close()
    with closing(sqlite3.connect(desk.path)) as connection:
        query = "SELECT rootpage FROM sqlite_schema WHERE name = 'ix_films_path'"
        (page,) = connection.execute(query).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with desk.path.open("r+b") as stream:
        stream.seek((page - 1) * size)
        stream.write(b"\xff" * 100)


def test_a_newer_workspace_is_refused_in_words(
    window: MainWindow, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    with desk._open().writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    desk.close()

    view = open_worklist(window, qtbot)

    assert "was written by a newer LungDesk" in view.table.notice.text
    assert "LD-WORK-002" in view.table.notice.text
