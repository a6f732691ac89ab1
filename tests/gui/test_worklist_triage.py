"""One study after the other, by keys: what a key says is said of the study that is seen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import NullContext
from lungdesk.core.worklist.states import StudyStatus
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.worklist.table_model import PATIENT, STATUS
from lungdesk.gui.worklist.worklist_view import WorklistView
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.requests import RowsRequest, SetStatus
from lungdesk.services.writer_lock import WriterLock
from tests.gui.conftest import show
from tests.gui.worklists import (
    BY_URGENCY,
    activate,
    choose,
    disk_is_full,
    held,
    only_unread,
    open_worklist,
    settled,
    shown,
    view_of,
)

CTX = NullContext()
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(window_on: Callable[[WorkspaceDesk], MainWindow], filled: WorkspaceDesk) -> MainWindow:
    return window_on(filled)


@pytest.fixture
def view(window: MainWindow, qtbot: QtBot) -> WorklistView:
    view = open_worklist(window, qtbot)
    choose(view, 0)
    return view


def press(view: WorklistView, key: Qt.Key) -> None:
    QTest.keyClick(view.table.table, key)


def highlighted(view: WorklistView) -> list[str]:
    """Patients of the rows that are chosen; the current one is among them."""
    table = view.table
    assert table.current_study in table.chosen_studies
    rows = [table.model.row_of(study) for study in table.chosen_studies]
    return [shown(view, PATIENT)[row] for row in rows if row is not None]


def said(desk: WorkspaceDesk) -> dict[str, str]:
    """The last verdict on each patient's film."""
    c = desk.rows(RowsRequest(), CTX).worklist.columns
    return {name: v for name, v in zip(c.patient_name, c.verdict, strict=True) if v}


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_R])
def test_a_study_that_is_done_gives_way_to_the_next(
    window: MainWindow, view: WorklistView, qtbot: QtBot, key: Qt.Key
) -> None:
    press(view, key)
    settled(window, qtbot, lambda: shown(view, PATIENT) == [*BY_URGENCY[1:], "Doe, Jane"])

    assert highlighted(view) == ["Roe, Max"]
    assert view.study.title.whole == "Roe, Max"


def test_accept_down_reject_never_says_two_things_of_one_study(
    window: MainWindow, view: WorklistView, filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    press(view, Qt.Key.Key_A)
    settled(window, qtbot, lambda: highlighted(view) == ["Roe, Max"])
    press(view, Qt.Key.Key_Down)
    press(view, Qt.Key.Key_Down)
    assert highlighted(view) == ["Noe, Tom"]
    press(view, Qt.Key.Key_X)
    settled(window, qtbot, lambda: "Read · rejected" in shown(view, STATUS))

    assert said(filled) == {"Doe^Jane": "accept", "Noe^Tom": "reject"}


def test_with_the_filter_unread_the_reader_goes_on_below_and_from_the_end_above(
    window: MainWindow, view: WorklistView, qtbot: QtBot
) -> None:
    only_unread(view, qtbot)
    choose(view, 1)
    press(view, Qt.Key.Key_R)
    settled(window, qtbot, lambda: len(shown(view, PATIENT)) == 3)
    assert highlighted(view) == ["Poe, Ada"]

    choose(view, 2)
    press(view, Qt.Key.Key_R)
    settled(window, qtbot, lambda: len(shown(view, PATIENT)) == 2)
    assert highlighted(view) == ["Poe, Ada"]


def test_a_study_that_keeps_its_place_stays_current(
    window: MainWindow, view: WorklistView, qtbot: QtBot
) -> None:
    press(view, Qt.Key.Key_D)
    settled(window, qtbot, lambda: shown(view, STATUS)[0] == "To discuss")

    assert highlighted(view) == ["Doe, Jane"]


def test_what_others_do_takes_nobody_from_their_study(
    window: MainWindow, view: WorklistView, filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    assert view.table.current_study is not None
    filled.set_status(SetStatus((view.table.current_study,), StudyStatus.READ), CTX)
    QTest.keyClick(view, Qt.Key.Key_F5)
    settled(window, qtbot, lambda: shown(view, PATIENT)[-1] == "Doe, Jane")

    assert highlighted(view) == ["Doe, Jane"]


def test_once_it_is_shown_what_the_reader_said_others_take_nobody_from_their_study(
    window: MainWindow, view: WorklistView, filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    press(view, Qt.Key.Key_D)
    settled(window, qtbot, lambda: shown(view, STATUS)[0] == "To discuss")

    test_what_others_do_takes_nobody_from_their_study(window, view, filled, qtbot)


def test_a_second_press_before_the_first_is_kept_is_for_the_study_that_is_seen(
    window: MainWindow,
    view: WorklistView,
    filled: WorkspaceDesk,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    go_on = held(filled, "add_read", monkeypatch)
    press(view, Qt.Key.Key_A)
    press(view, Qt.Key.Key_A)
    assert highlighted(view) == ["Doe, Jane"]
    go_on.set()
    settled(window, qtbot, lambda: highlighted(view) == ["Roe, Max"])

    assert said(filled) == {"Doe^Jane": "accept"}


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_R])
def test_a_second_press_just_after_the_first_says_nothing_of_a_study_nobody_has_looked_at(
    window: MainWindow, view: WorklistView, filled: WorkspaceDesk, qtbot: QtBot, key: Qt.Key
) -> None:
    press(view, key)
    qtbot.waitUntil(lambda: highlighted(view) == ["Roe, Max"])
    press(view, key)
    settled(window, qtbot, lambda: view.table.is_seen)
    assert shown(view, STATUS)[:3] == ["Unread"] * 3

    press(view, key)
    settled(window, qtbot, lambda: highlighted(view) == ["Poe, Ada"])
    assert "Roe^Max" in said(filled) or key == Qt.Key.Key_R


def test_a_key_that_is_held_says_one_thing_of_one_study(
    window: MainWindow, view: WorklistView
) -> None:
    keys = view.table.table.findChildren(QShortcut)

    assert len(keys) == 9
    assert not [key.key().toString() for key in keys if key.autoRepeat()]
    assert not window.actions_table["read_and_next"].autoRepeat()


def test_next_unread_does_not_pass_over_the_study_that_has_become_current_by_itself(
    window: MainWindow, view: WorklistView, qtbot: QtBot
) -> None:
    press(view, Qt.Key.Key_A)
    settled(window, qtbot, lambda: highlighted(view) == ["Roe, Max"])

    press(view, Qt.Key.Key_N)

    settled(window, qtbot, lambda: window.state.current is not None)
    assert window.state.current == Path("/films/doubt.dcm")


def test_with_the_filter_unread_every_study_is_opened_once(
    window: MainWindow, view: WorklistView, qtbot: QtBot
) -> None:
    only_unread(view, qtbot)
    choose(view, 3)
    activate(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_N)
    settled(window, qtbot, lambda: shown(view, PATIENT) == BY_URGENCY[1:])
    assert window.state.current == Path("/films/tb.dcm")

    QTest.keyClick(window, Qt.Key.Key_N, SHIFT)
    settled(window, qtbot, lambda: shown(view, PATIENT) == BY_URGENCY[2:])
    assert window.state.current == Path("/films/doubt.dcm")
    QTest.keyClick(window, Qt.Key.Key_N, SHIFT)
    settled(window, qtbot, lambda: shown(view, PATIENT) == BY_URGENCY[3:])
    assert window.state.current == Path("/films/refused.dcm")


def test_a_study_that_is_opened_is_not_judged_by_that_nor_is_another_one_in_its_place(
    window: MainWindow, view: WorklistView, filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    only_unread(view, qtbot)
    choose(view, 1)
    press(view, Qt.Key.Key_Return)
    settled(window, qtbot, lambda: len(shown(view, PATIENT)) == 3)
    assert window.state.current == Path("/films/doubt.dcm")
    view.activateWindow()
    view.table.table.setFocus()
    view.study.accept.click()
    press(view, Qt.Key.Key_A)
    settled(window, qtbot, lambda: True)
    assert said(filled) == {}

    press(view, Qt.Key.Key_N)
    settled(window, qtbot, lambda: window.state.current == Path("/films/refused.dcm"))


def slowly(view: WorklistView, desk: WorkspaceDesk, patch: pytest.MonkeyPatch) -> threading.Event:
    """Mark the study as read; that is done when the event is set."""
    go_on = held(desk, "set_status", patch)
    press(view, Qt.Key.Key_R)
    return go_on


@pytest.mark.parametrize("is_unread_only", [False, True])
def test_nobody_is_taken_from_the_study_whose_note_they_write(
    window: MainWindow,
    view: WorklistView,
    filled: WorkspaceDesk,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    is_unread_only: bool,
) -> None:
    if is_unread_only:
        only_unread(view, qtbot)
        choose(view, 0)
    go_on = slowly(view, filled, monkeypatch)
    press(view, Qt.Key.Key_T)
    qtbot.waitUntil(view.study.note.hasFocus)
    QTest.keyClicks(view.study.note, "call ")
    go_on.set()
    settled(window, qtbot, lambda: True)
    QTest.keyClicks(view.study.note, "the ward")
    assert highlighted(view) == ["Doe, Jane"]

    QTest.keyClick(view.study.note, Qt.Key.Key_Escape)
    settled(window, qtbot, lambda: highlighted(view) == ["Roe, Max"])
    assert view.study.note.toPlainText() == ""
    c = filled.rows(RowsRequest(), CTX).worklist.columns
    noted = {name: str(note) for name, note in zip(c.patient_name, c.note, strict=True) if note}
    assert noted == {"Doe^Jane": "call the ward"}


def test_a_comment_that_is_written_meanwhile_goes_with_the_verdict_on_its_study(
    window: MainWindow,
    view: WorklistView,
    filled: WorkspaceDesk,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    go_on = slowly(view, filled, monkeypatch)
    press(view, Qt.Key.Key_C)
    qtbot.waitUntil(view.study.comment.hasFocus)
    QTest.keyClicks(view.study.comment, "left ap")
    go_on.set()
    settled(window, qtbot, lambda: True)
    QTest.keyClicks(view.study.comment, "ex")
    view.study.accept.setFocus()
    view.study.accept.click()

    settled(window, qtbot, lambda: highlighted(view) == ["Roe, Max"])
    assert said(filled) == {"Doe^Jane": "accept"}
    assert view.study.comment.comment == ""


# --- reading in the window, and on


def read_and_next(window: MainWindow, qtbot: QtBot) -> None:
    activate(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_N, SHIFT)


@pytest.fixture
def opened(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The first study has been opened; the worklist was never seen."""
    activate(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_N)
    settled(window, qtbot, lambda: window.state.current == Path("/films/tb.dcm"))
    return window


def test_a_study_that_cannot_be_marked_as_read_stays_open_and_the_window_says_why(
    opened: MainWindow, filled: WorkspaceDesk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(filled, "set_status", disk_is_full)

    read_and_next(opened, qtbot)

    settled(opened, qtbot, lambda: "disk is full" in opened.viewer_panel.messages.text)
    assert opened.state.current == Path("/films/tb.dcm")


def test_a_status_that_cannot_be_kept_is_told_where_the_reader_is(
    window: MainWindow, filled: WorkspaceDesk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(filled, "set_status", disk_is_full)
    activate(window, qtbot)

    QTest.keyClick(window, Qt.Key.Key_N)

    settled(window, qtbot, lambda: "disk is full" in window.viewer_panel.messages.text)


def test_where_the_workspace_is_another_process_nothing_is_marked_and_the_study_stays(
    window: MainWindow, filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    filled.close()
    lock = WriterLock(filled.path.with_suffix(".lock"))
    assert lock.take()
    activate(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_N)
    settled(window, qtbot, lambda: window.state.current == Path("/films/tb.dcm"))

    read_and_next(window, qtbot)

    said_there = window.viewer_panel.messages.text
    lock.give_back()
    assert "can be looked at here, but not changed" in said_there
    assert window.state.current == Path("/films/tb.dcm")


def test_the_first_time_a_film_from_elsewhere_stays_open_and_the_window_says_why(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, qtbot, Path("/films/own.dcm"))

    read_and_next(window, qtbot)

    settled(window, qtbot, lambda: "was not opened from" in window.progress_strip.words)
    assert window.state.paths == (Path("/films/own.dcm"),)


def test_without_a_film_it_opens_the_next_study(window: MainWindow, qtbot: QtBot) -> None:
    read_and_next(window, qtbot)

    settled(window, qtbot, lambda: window.state.current == Path("/films/tb.dcm"))


def test_pressed_twice_it_passes_over_no_study(
    opened: MainWindow, filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    read_and_next(opened, qtbot)
    QTest.keyClick(opened, Qt.Key.Key_N, SHIFT)

    settled(opened, qtbot, lambda: opened.state.current != Path("/films/tb.dcm"))
    assert opened.state.current == Path("/films/doubt.dcm")
    qtbot.waitUntil(lambda: shown(view_of(opened), STATUS)[-1] == "Read")
    assert shown(view_of(opened), STATUS)[:3] == ["In progress", "Unread", "Unread"]
