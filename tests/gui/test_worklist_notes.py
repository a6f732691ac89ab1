"""A note on a study that could not be kept is not lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.identity import MASK
from lungdesk.core.jobs import NullContext
from lungdesk.gui import open_dialog
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.worklist.table_model import FILM, FINDING, NOTE, PATIENT
from lungdesk.gui.worklist.worklist_view import WorklistView
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.requests import RowsRequest
from tests.gui.worklists import (
    activate,
    choose,
    disk_is_full,
    fill,
    only_unread,
    open_worklist,
    press_privacy,
    settled,
    shown,
)
from tests.unit.services.workspace.readings import desk_in, reading


@contextmanager
def no_room(desk: WorkspaceDesk) -> Iterator[None]:
    """No note can be kept meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "set_note", disk_is_full)
        yield


@pytest.fixture
def window(window_on: Callable[[WorkspaceDesk], MainWindow], filled: WorkspaceDesk) -> MainWindow:
    return window_on(filled)


@pytest.fixture
def lost(window: MainWindow, filled: WorkspaceDesk, qtbot: QtBot) -> WorklistView:
    """A note has been written that could not be kept; by now there is room again."""
    view = open_worklist(window, qtbot)
    choose(view, 0)
    with no_room(filled):
        view.study.note.setFocus()
        QTest.keyClicks(view.study.note, "call the ward")
        view.table.table.setFocus()
        settled(window, qtbot, view.messages.isVisible)
    return view


def test_no_note_goes_to_a_study_that_nobody_has_chosen(window: MainWindow, qtbot: QtBot) -> None:
    view = open_worklist(window, qtbot)
    only_unread(view, qtbot)
    choose(view, 0)
    QTest.keyClick(view.table.table, Qt.Key.Key_Return)
    settled(window, qtbot, lambda: shown(view, PATIENT) == ["Roe, Max", "Poe, Ada", "Noe, Tom"])

    activate(view, qtbot)

    settled(window, qtbot, view.table.table.hasFocus)
    assert view.table.current_row is None
    assert not view.table.chosen_studies
    assert not view.study.isEnabled()
    choose(view, 0)
    assert view.study.isEnabled()
    assert view.study.title.whole == "Roe, Max"


def test_findings_are_sealed_while_a_note_is_written(window: MainWindow, qtbot: QtBot) -> None:
    view = open_worklist(window, qtbot)
    view.filters.finding.setCurrentText("Tuberculosis")
    with qtbot.waitSignal(view.filters.changed):
        pass
    choose(view, 0)
    assert shown(view, FINDING) == ["Tuberculosis 83 %"]
    view.study.note.setFocus()
    QTest.keyClicks(view.study.note, "call")

    window.actions_table["blinded"].trigger()

    settled(window, qtbot, lambda: window.state.is_blinded)
    assert "Tuberculosis" not in "".join(shown(view, FINDING))


def test_it_stands_in_its_field_and_is_kept_when_that_is_left_again(
    window: MainWindow, lost: WorklistView, qtbot: QtBot
) -> None:
    assert lost.study.note.toPlainText() == "call the ward"
    assert shown(lost, NOTE) == [""] * 4
    lost.study.note.setFocus()
    lost.table.table.setFocus()
    settled(window, qtbot, lambda: shown(lost, NOTE)[0] == "call the ward")
    assert lost.study.note.toPlainText() == "call the ward"


def test_it_comes_back_with_its_study(
    window: MainWindow,
    lost: WorklistView,
    filled: WorkspaceDesk,
    qtbot: QtBot,
) -> None:
    with no_room(filled):
        choose(lost, 1)
        settled(window, qtbot, lambda: True)
    assert lost.study.note.toPlainText() == ""
    choose(lost, 0)
    assert lost.study.note.toPlainText() == "call the ward"
    choose(lost, 2)
    settled(window, qtbot, lambda: shown(lost, NOTE)[0] == "call the ward")
    assert shown(lost, NOTE)[1:] == [""] * 3
    assert lost.study.note.toPlainText() == ""


def test_in_privacy_mode_it_is_hidden(window: MainWindow, lost: WorklistView, qtbot: QtBot) -> None:
    press_privacy(window, qtbot)
    assert lost.study.note.toPlainText() == MASK
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert lost.study.note.toPlainText() == "call the ward"


def write(view: WorklistView, words: str) -> None:
    """Put words in the place of a note, and leave the field."""
    view.study.note.setFocus()
    QTest.keyClick(view.study.note, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view.study.note, Qt.Key.Key_Delete)
    QTest.keyClicks(view.study.note, words)
    view.table.table.setFocus()


def test_taken_back_it_stays_away(window: MainWindow, lost: WorklistView, qtbot: QtBot) -> None:
    write(lost, "")
    choose(lost, 1)
    settled(window, qtbot, lambda: True)
    choose(lost, 0)
    assert lost.study.note.toPlainText() == ""
    choose(lost, 1)
    settled(window, qtbot, lambda: True)
    assert shown(lost, NOTE) == [""] * 4


def test_replaced_by_that_which_is_kept_it_stays_away(
    window: MainWindow,
    lost: WorklistView,
    filled: WorkspaceDesk,
    qtbot: QtBot,
) -> None:
    write(lost, "first")
    settled(window, qtbot, lambda: shown(lost, NOTE)[0] == "first")
    with no_room(filled):
        write(lost, "second")
        settled(window, qtbot, lambda: True)
    write(lost, "first")
    choose(lost, 1)
    settled(window, qtbot, lambda: True)
    choose(lost, 0)
    assert lost.study.note.toPlainText() == "first"
    choose(lost, 1)
    settled(window, qtbot, lambda: True)
    assert shown(lost, NOTE)[0] == "first"


def test_closing_tries_again_what_is_not_on_the_screen(
    window: MainWindow,
    lost: WorklistView,
    filled: WorkspaceDesk,
    qtbot: QtBot,
) -> None:
    with no_room(filled):
        choose(lost, 1)
        settled(window, qtbot, lambda: True)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())

    kept = filled.rows(RowsRequest(), NullContext()).worklist.columns.note
    filled.close()
    assert sorted(kept) == ["", "", "", "call the ward"]


def test_no_study_of_a_restored_workspace_gets_what_was_written_before(
    window: MainWindow,
    lost: WorklistView,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    other, names = desk_in(tmp_path / "other"), [f"{number}.dcm" for number in range(4)]
    fill(other, *map(reading, names))
    monkeypatch.setattr(open_dialog, "ask_for_backup", lambda _parent, _newest: other.path)
    other.close()
    QTest.keyClicks(lost.study.comment, "see the CT")

    window.actions_table["workspace_restore"].trigger()

    settled(window, qtbot, lambda: sorted(shown(lost, FILM)) == names)
    for row in (0, 1, 2, 3, 0):
        choose(lost, row)
        assert (lost.study.note.toPlainText(), lost.study.comment.text()) == ("", "")
    settled(window, qtbot, lambda: True)
    assert shown(lost, NOTE) == [""] * 4
