"""What people say of a study: verdicts and notes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.identity import MASK
from lungdesk.core.jobs import NullContext
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.preference_values import Preferences
from lungdesk.gui.worklist.table_model import FINDING, NOTE, PATIENT, STATUS
from lungdesk.gui.worklist.worklist_view import WorklistView
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.records import Read
from lungdesk.services.workspace.requests import RowsRequest, StudyQuery
from tests.gui.worklists import (
    activate,
    choose,
    disk_is_full,
    held,
    open_worklist,
    press_privacy,
    settled,
    shown,
)

CTX = NullContext()


@pytest.fixture
def window(window_on: Callable[[WorkspaceDesk], MainWindow], filled: WorkspaceDesk) -> MainWindow:
    return window_on(filled)


@pytest.fixture
def view(window: MainWindow, qtbot: QtBot) -> WorklistView:
    return open_worklist(window, qtbot)


def test_only_a_finding_can_be_judged(view: WorklistView) -> None:
    choose(view, 0)
    can_judge = view.study.accept.isEnabled()
    choose(view, 2)

    assert can_judge
    assert not view.study.accept.isEnabled()
    assert view.study.status.isEnabled()
    assert view.study.reason.text() == "This is no chest film. [LD-GATE-008]"


def test_a_note_is_kept_when_its_field_is_left(
    window: MainWindow, view: WorklistView, filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    choose(view, 0)
    QTest.keyClick(view.table.table, Qt.Key.Key_T)
    qtbot.waitUntil(view.study.note.hasFocus)
    QTest.keyClicks(view.study.note, "call the ward")
    view.table.table.setFocus()

    settled(window, qtbot, lambda: shown(view, NOTE)[0] == "call the ward")
    choose(view, 1)
    assert view.study.note.toPlainText() == ""
    choose(view, 0)
    assert view.study.note.toPlainText() == "call the ward"


def test_a_note_that_is_being_written_is_kept_for_its_own_study(
    window: MainWindow, view: WorklistView, qtbot: QtBot
) -> None:
    choose(view, 0)
    view.study.note.setFocus()
    QTest.keyClicks(view.study.note, "for Jane")
    choose(view, 1)

    settled(window, qtbot, lambda: "for Jane" in shown(view, NOTE))
    assert shown(view, NOTE) == ["for Jane", "", "", ""]
    assert view.study.note.toPlainText() == ""


def write_note(view: WorklistView, words: str) -> None:
    view.study.note.setFocus()
    QTest.keyClicks(view.study.note, words)
    view.table.table.setFocus()


def test_in_privacy_mode_nobody_writes_over_a_note_that_is_hidden(
    window: MainWindow, view: WorklistView, qtbot: QtBot
) -> None:
    choose(view, 0)
    write_note(view, "call the ward")
    settled(window, qtbot, lambda: shown(view, NOTE)[0] == "call the ward")
    press_privacy(window, qtbot)
    activate(view, qtbot)
    assert view.study.note.toPlainText() == MASK
    write_note(view, "seen")
    view.study.note.setFocus()
    settled(window, qtbot, lambda: view.study.note.toPlainText() == MASK)

    window.actions_table["privacy"].trigger()  # the hand is in the field

    assert shown(view, NOTE)[0] == view.study.note.toPlainText() == "call the ward"
    write_note(view, "seen, ")
    settled(window, qtbot, lambda: shown(view, NOTE)[0] == "seen, call the ward")


def test_in_privacy_mode_a_first_note_can_be_written(
    window: MainWindow, view: WorklistView, filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    press_privacy(window, qtbot)
    activate(view, qtbot)
    choose(view, 0)
    write_note(view, "call the ward")

    settled(window, qtbot, lambda: view.study.note.toPlainText() == MASK)
    notes = filled.rows(RowsRequest(), CTX).worklist.columns.note
    assert [note for note in notes if note] == ["call the ward"]


def test_a_verdict_is_kept_with_its_times(
    window: MainWindow, view: WorklistView, filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    choose(view, 0)
    QTest.keyClick(view.table.table, Qt.Key.Key_A)
    settled(window, qtbot, lambda: "Read · accepted" in shown(view, STATUS))
    choose(view, shown(view, STATUS).index("Read · accepted"))
    box = view.study.correct
    box.setCurrentIndex(4)
    box.activated.emit(4)
    settled(window, qtbot, lambda: "Read · corrected" in shown(view, STATUS))
    choose(view, shown(view, STATUS).index("Read · corrected"))
    assert view.study.verdict.text() == "Corrected to: COVID-19."

    c = filled.rows(RowsRequest(), CTX).worklist.columns
    study = int(c.study_id[c.patient_name == "Doe^Jane"][0])
    (film,) = filled.films(StudyQuery(study), CTX)
    assert [(read.verdict, read.label) for read in film.reads] == [
        ("correct", "covid19"),
        ("accept", ""),
    ]
    assert all(read.started_at < read.ended_at for read in film.reads)


@pytest.mark.parametrize("act", ["accept", "reject"])
def test_a_verdict_makes_the_study_read(
    window: MainWindow, view: WorklistView, qtbot: QtBot, act: str
) -> None:
    choose(view, 0)
    patient = shown(view, PATIENT)[0]
    QTest.mouseClick(getattr(view.study, act), Qt.MouseButton.LeftButton)
    settled(window, qtbot, lambda: f"Read · {act}ed" in shown(view, STATUS))

    assert shown(view, PATIENT)[shown(view, STATUS).index(f"Read · {act}ed")] == patient
    # N goes on with what is left.
    found = view.table.model.next_unread(view.table.current_row or 0)
    assert found is not None
    assert shown(view, PATIENT)[found] != patient


def test_a_study_to_discuss_stays_one_after_a_verdict(
    window: MainWindow, view: WorklistView, qtbot: QtBot
) -> None:
    choose(view, 0)
    QTest.keyClick(view.table.table, Qt.Key.Key_D)
    settled(window, qtbot, lambda: "To discuss" in shown(view, STATUS))
    choose(view, shown(view, STATUS).index("To discuss"))
    QTest.keyClick(view.table.table, Qt.Key.Key_X)
    settled(window, qtbot, lambda: "To discuss · rejected" in shown(view, STATUS))


def reads_of(desk: WorkspaceDesk, patient: str) -> tuple[Read, ...]:
    c = desk.rows(RowsRequest(), CTX).worklist.columns
    study = int(c.study_id[c.patient_name == patient][0])
    (film,) = desk.films(StudyQuery(study), CTX)
    return film.reads


@pytest.fixture
def by_ada(window: MainWindow, view: WorklistView) -> WorklistView:
    window.state.set_preferences(Preferences(reader=" Ada  Byron "))
    return view


def write_comment(view: WorklistView, qtbot: QtBot, words: str) -> None:
    QTest.keyClick(view.table.table, Qt.Key.Key_C)
    qtbot.waitUntil(view.study.comment.hasFocus)
    QTest.keyClicks(view.study.comment, words)


def test_a_comment_is_kept_with_the_verdict_that_follows_and_with_who_gave_it(
    window: MainWindow, by_ada: WorklistView, filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    choose(by_ada, 0)
    write_comment(by_ada, qtbot, "left apex, as in March")
    QTest.keyClick(by_ada.study.comment, Qt.Key.Key_Return)
    assert by_ada.table.table.hasFocus()
    QTest.keyClick(by_ada.table.table, Qt.Key.Key_A)
    settled(window, qtbot, lambda: "Read · accepted" in shown(by_ada, STATUS))

    (read,) = reads_of(filled, "Doe^Jane")
    assert (read.verdict, read.comment, read.reader) == (
        *("accept", "left apex, as in March"),
        "Ada Byron",
    )
    assert by_ada.study.comment.text() == ""
    said = "You have accepted the finding. “left apex, as in March”"
    choose(by_ada, shown(by_ada, STATUS).index("Read · accepted"))
    assert by_ada.study.verdict.text() == said


def test_a_comment_that_comes_after_the_verdict_is_kept_with_it(
    window: MainWindow, by_ada: WorklistView, filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    choose(by_ada, 0)
    by_ada.study.correct.setCurrentIndex(4)
    by_ada.study.correct.activated.emit(4)
    settled(window, qtbot, lambda: "Read · corrected" in shown(by_ada, STATUS))
    choose(by_ada, shown(by_ada, STATUS).index("Read · corrected"))
    write_comment(by_ada, qtbot, "both bases")
    QTest.keyClick(by_ada.study.comment, Qt.Key.Key_Return)
    settled(window, qtbot, lambda: by_ada.study.verdict.text().endswith("“both bases”"))

    last = reads_of(filled, "Doe^Jane")[0]
    assert (last.verdict, last.label, last.comment) == ("correct", "covid19", "both bases")


def test_a_comment_waits_with_its_own_study_for_a_verdict(
    window: MainWindow, by_ada: WorklistView, filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    choose(by_ada, 0)
    write_comment(by_ada, qtbot, "left apex")
    QTest.keyClick(by_ada.study.comment, Qt.Key.Key_Escape)
    assert by_ada.isVisible()
    choose(by_ada, 1)
    assert by_ada.study.comment.text() == ""
    QTest.keyClick(by_ada.table.table, Qt.Key.Key_X)
    settled(window, qtbot, lambda: "Read · rejected" in shown(by_ada, STATUS))
    choose(by_ada, shown(by_ada, PATIENT).index("Doe, Jane"))

    assert by_ada.study.comment.text() == "left apex"
    assert reads_of(filled, "Doe^Jane") == ()
    assert [read.comment for read in reads_of(filled, "Roe^Max")] == [""]


def test_what_another_reader_has_made_of_a_finding_bears_their_name(
    window: MainWindow, by_ada: WorklistView, qtbot: QtBot
) -> None:
    choose(by_ada, 0)
    write_comment(by_ada, qtbot, "call Jane Doe")
    QTest.keyClick(by_ada.study.comment, Qt.Key.Key_Return)
    QTest.keyClick(by_ada.table.table, Qt.Key.Key_X)
    settled(window, qtbot, lambda: "Read · rejected" in shown(by_ada, STATUS))
    window.state.set_preferences(Preferences(reader="Grace Hopper"))
    choose(by_ada, shown(by_ada, STATUS).index("Read · rejected"))

    assert by_ada.study.verdict.text() == ("Ada Byron has rejected the finding. “call Jane Doe”")
    press_privacy(window, qtbot)
    assert by_ada.study.verdict.text() == f"Ada Byron has rejected the finding. “{MASK}”"


def test_blinded_another_readers_verdict_tells_nothing(
    window: MainWindow, by_ada: WorklistView, qtbot: QtBot
) -> None:
    choose(by_ada, 0)
    QTest.keyClick(by_ada.table.table, Qt.Key.Key_A)
    settled(window, qtbot, lambda: "Read · accepted" in shown(by_ada, STATUS))
    window.state.set_blinded(True)
    row = shown(by_ada, PATIENT).index("Doe, Jane")
    assert shown(by_ada, FINDING)[row].startswith("Tuberculosis")

    window.state.set_preferences(Preferences(reader="Grace Hopper"))
    row = shown(by_ada, PATIENT).index("Doe, Jane")

    assert shown(by_ada, FINDING)[row] == "After your reading"
    assert shown(by_ada, STATUS)[row] == "Read"


def test_before_a_blinded_first_read_a_note_is_hidden_and_nobody_writes_over_it(
    window: MainWindow, view: WorklistView, filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    choose(view, 0)
    write_note(view, "proven by culture")
    settled(window, qtbot, lambda: shown(view, NOTE)[0] == "proven by culture")
    window.state.set_blinded(True)

    row = shown(view, PATIENT).index("Doe, Jane")
    choose(view, row)
    assert view.study.note.toPlainText() == shown(view, NOTE)[row] == MASK
    write_note(view, "seen")
    settled(window, qtbot, lambda: view.study.note.toPlainText() == MASK)
    notes = filled.rows(RowsRequest(), CTX).worklist.columns.note
    assert [note for note in notes if note] == ["proven by culture"]


def test_a_comment_that_could_not_be_kept_is_not_lost(
    window: MainWindow,
    by_ada: WorklistView,
    filled: WorkspaceDesk,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    with monkeypatch.context() as patch:  # by the end there is room: else the user would be asked
        patch.setattr(filled, "add_read", disk_is_full)
        choose(by_ada, 0)
        write_comment(by_ada, qtbot, "left apex")
        QTest.keyClick(by_ada.study.comment, Qt.Key.Key_Return)
        QTest.keyClick(by_ada.table.table, Qt.Key.Key_A)
        settled(window, qtbot, by_ada.messages.isVisible)

    assert by_ada.study.comment.text() == "left apex"


def test_what_one_reader_has_begun_to_write_is_not_kept_under_another_name(
    window: MainWindow, by_ada: WorklistView, filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    choose(by_ada, 0)
    write_comment(by_ada, qtbot, "left apex")
    choose(by_ada, 1)
    write_comment(by_ada, qtbot, "both bases")
    window.state.set_preferences(Preferences(reader="Grace Hopper"))
    assert by_ada.study.comment.text() == ""
    choose(by_ada, 0)
    assert by_ada.study.comment.text() == ""
    QTest.keyClick(by_ada.table.table, Qt.Key.Key_A)
    settled(window, qtbot, lambda: "Read · accepted" in shown(by_ada, STATUS))

    (read,) = reads_of(filled, "Doe^Jane")
    assert (read.comment, read.reader) == ("", "Grace Hopper")


def test_a_comment_goes_with_the_newest_verdict_also_before_the_table_has_it(
    window: MainWindow,
    by_ada: WorklistView,
    filled: WorkspaceDesk,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    choose(by_ada, 0)
    QTest.keyClick(by_ada.table.table, Qt.Key.Key_A)
    settled(window, qtbot, lambda: "Read · accepted" in shown(by_ada, STATUS))
    choose(by_ada, shown(by_ada, PATIENT).index("Doe, Jane"))
    go_on = held(filled, "add_read", monkeypatch)
    QTest.keyClick(by_ada.table.table, Qt.Key.Key_X)
    write_comment(by_ada, qtbot, "left apex")
    QTest.keyClick(by_ada.study.comment, Qt.Key.Key_Return)
    go_on.set()
    settled(window, qtbot, lambda: "“left apex”" in by_ada.study.verdict.text())

    said = [(read.verdict, read.comment) for read in reads_of(filled, "Doe^Jane")]
    assert said == [("reject", "left apex"), ("reject", ""), ("accept", "")]
