"""Verdicts and key image marks that could not be kept: the user is asked before they are lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.gui import open_dialog
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.worklist.worklist_view import WorklistView
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.records import Read
from lungdesk.services.workspace.requests import RowsRequest, StudyQuery
from tests.gui.conftest import FILM, show
from tests.gui.fakes import FakeFiles
from tests.gui.test_unsaved import asked
from tests.gui.test_worklist_notes import no_room
from tests.gui.worklists import activate, choose, disk_is_full, open_worklist, settled

CTX = NullContext()
FULL = LungDeskError("The disk is full.", hint="Make room.", code=ErrorCode.DISK_FULL)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user chooses one file, to save unsaved work and to bring it back."""
    chosen = tmp_path / "unsaved.json"
    monkeypatch.setattr(open_dialog, "ask_where_to_save_unsaved", lambda *_: chosen)
    monkeypatch.setattr(open_dialog, "ask_for_unsaved", lambda _parent: chosen)


@pytest.fixture
def full_disk(filled: WorkspaceDesk) -> pytest.MonkeyPatch:
    """No verdict can be kept until it is undone."""
    patch = pytest.MonkeyPatch()
    patch.setattr(filled, "add_read", disk_is_full)
    return patch


@pytest.fixture
def window(window_on: Callable[[WorkspaceDesk], MainWindow], filled: WorkspaceDesk) -> MainWindow:
    return window_on(filled)


@pytest.fixture
def lost(window: MainWindow, full_disk: pytest.MonkeyPatch, qtbot: QtBot) -> WorklistView:
    """A verdict with its comment has been given that could not be kept."""
    view = open_worklist(window, qtbot)
    choose(view, 0)
    activate(view, qtbot)
    view.study.comment.setFocus()
    QTest.keyClicks(view.study.comment, "left apex")
    QTest.keyClick(view.study.comment, Qt.Key.Key_Return)
    QTest.keyClick(view.table.table, Qt.Key.Key_A)
    settled(window, qtbot, view.messages.isVisible)
    return view


def reads(desk: WorkspaceDesk) -> list[Read]:
    """All that is kept, of all studies."""
    columns = desk.rows(RowsRequest(), CTX).worklist.columns
    films = [film for one in columns.study_id for film in desk.films(StudyQuery(int(one)), CTX)]
    desk.close()
    return [read for film in films for read in film.reads]


def save_elsewhere(window: MainWindow, qtbot: QtBot) -> None:
    """Answer so when it is asked, and stay."""
    window.unsaved.may_close(lambda: None)
    assert window.unsaved.question is not None
    window.unsaved.question.answer("Save elsewhere…")
    settled(window, qtbot, lambda: True)


def test_a_verdict_that_could_not_be_kept_is_asked_for_and_tried_again(
    window: MainWindow,
    lost: WorklistView,
    filled: WorkspaceDesk,
    full_disk: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    question = asked(window, qtbot)
    assert question.text() == "This could not be kept: 1 verdict."
    assert "The disk is full." in question.informativeText()
    question.answer("Try again")
    qtbot.waitUntil(lambda: window.unsaved.question not in (None, question))
    full_disk.undo()
    asked(window, qtbot).answer("Try again")
    qtbot.waitUntil(lambda: not window.isVisible() and not window.bridge.is_busy)
    assert [read.comment for read in reads(filled)] == ["left apex"]


def test_a_verdict_that_is_given_again_is_not_asked_for(
    window: MainWindow,
    lost: WorklistView,
    filled: WorkspaceDesk,
    full_disk: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    full_disk.undo()
    activate(lost, qtbot)
    QTest.keyClick(lost.table.table, Qt.Key.Key_X)
    settled(window, qtbot, lambda: not window.features.worklist.unsaved_verdicts)
    assert lost.study.comment.text() == ""
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible() and not window.bridge.is_busy)
    assert [(read.verdict, read.comment) for read in reads(filled)] == [("reject", "left apex")]


@pytest.mark.parametrize("is_full", [True, False])
def test_a_verdict_that_could_not_be_kept_outlives_that_of_another_reader(
    window: MainWindow,
    lost: WorklistView,
    filled: WorkspaceDesk,
    full_disk: pytest.MonkeyPatch,
    qtbot: QtBot,
    is_full: bool,
) -> None:
    """Kept or not."""
    if not is_full:
        full_disk.undo()
    first = window.state.reader_name
    window.state.set_reader_name("Tom")
    activate(lost, qtbot)
    QTest.keyClick(lost.table.table, Qt.Key.Key_X)
    settled(window, qtbot, lambda: True)
    readers = [first, "Tom"] if is_full else [first]
    assert [one.read.reader for one in window.features.worklist.unsaved_verdicts] == readers

    full_disk.undo()
    window.close()  # which tries again
    qtbot.waitUntil(lambda: not window.isVisible() and not window.bridge.is_busy)
    kept = {(read.reader, str(read.verdict), read.comment) for read in reads(filled)}
    assert kept == {(first, "accept", "left apex"), ("Tom", "reject", "")}


@pytest.mark.usefixtures("elsewhere")
def test_what_is_brought_back_and_still_not_kept_is_said_and_asked_for(
    window: MainWindow,
    lost: WorklistView,
    filled: WorkspaceDesk,
    full_disk: pytest.MonkeyPatch,
    window_on: Callable[[WorkspaceDesk], MainWindow],
    qtbot: QtBot,
) -> None:
    with no_room(filled):
        lost.study.note.setFocus()
        QTest.keyClicks(lost.study.note, "call the ward")
        asked(window, qtbot).answer("Save elsewhere…")
        qtbot.waitUntil(lambda: not window.isVisible() and not window.bridge.is_busy)

        later = window_on(filled)
        later.actions_table["bring_back"].trigger()
        settled(later, qtbot, lambda: len(later.features.worklist.unsaved_verdicts) == 1)
        assert "back" not in later.progress_strip.words
        assert later.viewer_panel.messages.code == FULL.code
        assert asked(later, qtbot).text() == "This could not be kept: 1 note, 1 verdict."
    full_disk.undo()
    asked(later, qtbot).answer("Try again")
    qtbot.waitUntil(lambda: not later.isVisible() and not later.bridge.is_busy)
    assert [read.comment for read in reads(filled)] == ["left apex"]


@pytest.mark.usefixtures("elsewhere")
def test_what_is_brought_back_and_overruled_is_said(
    window: MainWindow,
    lost: WorklistView,
    filled: WorkspaceDesk,
    full_disk: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    save_elsewhere(window, qtbot)
    full_disk.undo()
    activate(lost, qtbot)
    QTest.keyClick(lost.table.table, Qt.Key.Key_X)
    settled(window, qtbot, lambda: not window.features.worklist.unsaved_verdicts)

    window.actions_table["bring_back"].trigger()

    said = window.viewer_panel.messages
    qtbot.waitUntil(lambda: "judged later than with 1 verdict" in said.text)
    settled(window, qtbot, lambda: True)
    assert [str(read.verdict) for read in reads(filled)] == ["reject"]


@pytest.mark.usefixtures("elsewhere")
def test_what_is_brought_back_does_not_end_a_newer_one_that_waits(
    window: MainWindow,
    lost: WorklistView,
    filled: WorkspaceDesk,
    full_disk: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    save_elsewhere(window, qtbot)
    activate(lost, qtbot)
    QTest.keyClick(lost.table.table, Qt.Key.Key_X)
    settled(window, qtbot, lambda: True)
    (newer,) = window.features.worklist.unsaved_verdicts

    for _ in range(2):  # the disk is full, and then no more
        window.actions_table["bring_back"].trigger()
        settled(window, qtbot, lambda: True)
        full_disk.undo()

    assert window.features.worklist.unsaved_verdicts == (newer,)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible() and not window.bridge.is_busy)
    assert [str(read.verdict) for read in reads(filled)] == ["reject", "accept"]


@pytest.mark.usefixtures("elsewhere")
def test_a_verdict_is_saved_elsewhere_and_comes_back_to_its_film(
    window: MainWindow,
    lost: WorklistView,
    filled: WorkspaceDesk,
    full_disk: pytest.MonkeyPatch,
    window_on: Callable[[WorkspaceDesk], MainWindow],
    qtbot: QtBot,
) -> None:
    asked(window, qtbot).answer("Save elsewhere…")
    qtbot.waitUntil(lambda: not window.isVisible() and not window.bridge.is_busy)
    assert reads(filled) == []
    full_disk.undo()

    later = window_on(filled)
    for _ in range(2):  # the second time it is kept already
        later.actions_table["bring_back"].trigger()
        settled(later, qtbot, lambda: True)
    assert "1 verdict" in later.progress_strip.words
    assert [read.comment for read in reads(filled)] == ["left apex"]


@pytest.fixture
def unmarked(window: MainWindow, files: FakeFiles, qtbot: QtBot) -> MainWindow:
    """A film has been marked as a key image, which could not be kept."""
    show(window, qtbot, FILM)
    files.mark_error = FULL
    activate(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: window.viewer_panel.messages.code == FULL.code)
    return window


def test_a_mark_that_could_not_be_kept_is_asked_for_and_tried_again(
    unmarked: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    question = asked(unmarked, qtbot)
    assert question.text() == "This could not be kept: 1 key image mark."
    assert question.informativeText() == f"{FULL.message} {FULL.hint}"
    files.mark_error = None
    question.answer("Try again")
    qtbot.waitUntil(lambda: not unmarked.isVisible())
    assert [one.path for one in files.marked] == [str(FILM)]


@pytest.mark.usefixtures("elsewhere")
def test_a_mark_is_saved_elsewhere_and_comes_back(
    unmarked: MainWindow,
    files: FakeFiles,
    filled: WorkspaceDesk,
    window_on: Callable[[WorkspaceDesk], MainWindow],
    qtbot: QtBot,
) -> None:
    asked(unmarked, qtbot).answer("Save elsewhere…")
    qtbot.waitUntil(lambda: not unmarked.isVisible() and not unmarked.bridge.is_busy)
    files.mark_error = None
    assert files.marked == []

    later = window_on(filled)
    later.actions_table["bring_back"].trigger()
    settled(later, qtbot, lambda: bool(files.marked))
    assert [one.path for one in files.marked] == [str(FILM)]


def test_both_are_given_up_only_when_the_user_says_so(
    unmarked: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    asked(unmarked, qtbot).answer("Do not close")
    assert unmarked.isVisible()
    asked(unmarked, qtbot).answer("Close without")
    qtbot.waitUntil(lambda: not unmarked.isVisible())
    assert files.marked == []
