"""Who reads blinded: each reader says it for themselves, once, and what was seen stays open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import NullContext
from lungdesk.gui.explain.looking_time import LookingTime
from lungdesk.gui.main_window import MainWindow
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.records import Read, ReaderVerdict
from lungdesk.services.workspace.requests import AddRead, RecordRequest, SetNote
from tests.gui.conftest import FILM, show
from tests.gui.fakes import FakeFilmReader
from tests.gui.first_reads import (
    COVID,
    OTHER,
    TUBERCULOSIS,
    answer,
    kept,
    reads_as,
    row_of,
    shown_now,
)
from tests.gui.worklists import activate
from tests.unit.services.workspace.readings import reading

CTX = NullContext()
FIRST, SECOND = (FILM, 0, None), (OTHER, 0, None)


def test_a_comment_and_who_reads_are_kept_with_the_reading(
    blinded: MainWindow, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    reads_as(blinded, "Ada Byron")
    panel = blinded.explain_panel.first_read
    panel.comment.setFocus()
    QTest.keyClicks(panel.comment, "both bases, ")
    QTest.keyClick(panel.comment, Qt.Key.Key_Return)  # no class is chosen yet
    assert panel.choices[0].hasFocus()
    assert blinded.state.reading.is_sealed
    QTest.keyClick(panel.choices[COVID], Qt.Key.Key_Space)
    panel.comment.setFocus()
    QTest.keyClicks(panel.comment, "left more than right")
    QTest.keyClick(panel.comment, Qt.Key.Key_Return)

    assert blinded.explain_panel.heading == "Tuberculosis"
    (read,) = kept(blinded, desk, qtbot).reads
    assert (read.label, read.comment, read.reader) == (
        *("covid19", "both bases, left more than right"),
        "Ada Byron",
    )
    blinded.features.reports.open()
    reports = blinded.features.reports
    qtbot.waitUntil(lambda: reports.preview is not None, timeout=30_000)
    assert reports.preview is not None
    (said,) = reports.preview.report.opinions
    assert said.verdict == "Corrects it to: COVID-19"
    assert (said.comment, said.reader) == (read.comment, read.reader)


def test_a_comment_that_was_begun_is_there_when_the_reader_comes_back(
    blinded: MainWindow, qtbot: QtBot
) -> None:
    comment = blinded.explain_panel.first_read.comment
    comment.setFocus()
    QTest.keyClicks(comment, "both bases")
    blinded.state.set_current(OTHER)
    qtbot.waitUntil(lambda: blinded.state.film.path == OTHER and blinded.state.reading.is_sealed)
    assert comment.text() == ""
    blinded.state.set_current(FILM)
    qtbot.waitUntil(lambda: blinded.state.film.path == FILM and blinded.state.reading.is_sealed)

    assert comment.text() == "both bases"


def test_escape_and_arrows_in_a_comment_do_nothing_else_in_the_window(
    blinded: MainWindow, qtbot: QtBot
) -> None:
    activate(blinded, qtbot)
    panel = blinded.explain_panel.first_read
    panel.comment.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(panel.comment, key)
    assert blinded.state.current == FILM
    assert panel.comment.hasFocus()
    QTest.keyClick(panel.comment, Qt.Key.Key_Escape)

    assert panel.choices[0].hasFocus()


def test_who_reads_is_whoever_is_logged_in_unless_somebody_is_entered(
    blinded: MainWindow, desk: WorkspaceDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "wroentgen")
    reads_as(blinded, "Ada Byron")
    reads_as(blinded, "")
    answer(blinded, COVID)

    assert kept(blinded, desk, qtbot).reads[0].reader == "wroentgen"


def test_another_reader_is_asked_for_themselves(
    blinded: MainWindow, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    reads_as(blinded, "Ada Byron")
    answer(blinded, COVID)
    desk.set_note(SetNote(kept(blinded, desk, qtbot).study_id, "COVID-19, I think"), CTX)
    reads_as(blinded, "Grace Hopper")
    shown_now(blinded, qtbot, FILM)

    assert blinded.explain_panel.first_read.words == "What do you see?"
    assert "%" not in row_of(blinded, FILM)
    blinded.features.reports.open()  # what the other one has said would tell
    preview = blinded.features.reports
    qtbot.waitUntil(lambda: preview.preview is not None, timeout=30_000)
    assert preview.preview is not None
    assert preview.preview.report.opinions == ()
    answer(blinded, TUBERCULOSIS)
    reads = kept(blinded, desk, qtbot).reads
    assert [(read.reader, read.label) for read in reads] == [
        ("Grace Hopper", "tuberculosis"),
        ("Ada Byron", "covid19"),
    ]
    reads_as(blinded, "Ada Byron")
    shown_now(blinded, qtbot, FILM)
    assert blinded.explain_panel.first_read.words == "You said earlier: COVID-19."


def test_in_a_later_session_another_reader_is_asked_for_themselves(
    blinded: MainWindow,
    desk: WorkspaceDesk,
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    qtbot: QtBot,
) -> None:
    reads_as(blinded, "Ada Byron")
    answer(blinded, COVID)
    kept(blinded, desk, qtbot)
    blinded.close()
    desk.close()

    again = open_window(reader, workspace=desk)
    reads_as(again, "Grace Hopper")
    show(again, qtbot, FILM)
    shown_now(again, qtbot, FILM)
    assert again.explain_panel.first_read.words == "What do you see?"
    reads_as(again, "Ada Byron")
    qtbot.waitUntil(lambda: again.explain_panel.heading == "Tuberculosis", timeout=30_000)
    assert again.explain_panel.first_read.words == "You said earlier: COVID-19."


def test_a_film_whose_answer_was_seen_stays_open_after_another_folder(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, qtbot: QtBot
) -> None:
    window = open_window(reader)
    show(window, qtbot, FILM)
    window.state.set_paths((OTHER,))
    window.state.set_current(OTHER)
    shown_now(window, qtbot, OTHER)
    window.actions_table["blinded"].trigger()
    window.state.set_paths((FILM,))
    window.state.set_current(FILM)
    shown_now(window, qtbot, FILM)

    assert window.explain_panel.heading == "Tuberculosis"
    assert not window.state.reading.is_sealed


def test_what_was_shown_while_nothing_was_sealed_stays_open_after_another_folder(
    blinded: MainWindow, qtbot: QtBot
) -> None:
    blinded.actions_table["blinded"].trigger()  # off: the answer is shown
    blinded.state.set_paths((OTHER,))
    blinded.state.set_current(OTHER)
    shown_now(blinded, qtbot, OTHER)
    blinded.actions_table["blinded"].trigger()
    blinded.state.set_paths((FILM,))
    blinded.state.set_current(FILM)
    shown_now(blinded, qtbot, FILM)

    assert blinded.explain_panel.heading == "Tuberculosis"


def test_a_film_with_a_verdict_of_an_earlier_session_is_not_asked_about(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    desk: WorkspaceDesk,
    qtbot: QtBot,
) -> None:
    desk.record(RecordRequest(reading(FILM.name)), CTX)
    desk.add_read(AddRead(1, Read(ReaderVerdict.ACCEPT, reader="Ada Byron")), CTX)
    window = open_window(reader, workspace=desk)
    reads_as(window, "Ada Byron")
    window.actions_table["blinded"].trigger()
    show(window, qtbot, FILM)
    qtbot.waitUntil(lambda: window.explain_panel.heading == "Tuberculosis", timeout=30_000)

    words = "You have judged this film before, with the model’s answer in sight."
    assert window.explain_panel.first_read.words == words


def test_the_time_of_a_film_is_that_in_which_it_was_looked_at(
    blinded: MainWindow, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    now = 0.0
    blinded.features.first_read.looking = LookingTime(lambda: now)
    blinded.features.first_read.looking.look_at(FIRST)

    def go_to(path: Path) -> None:
        blinded.state.set_current(path)
        shown_now(blinded, qtbot, path)

    now = 20.0
    go_to(OTHER)
    now = 50.0
    go_to(FILM)
    now = 57.0
    QTest.keyClick(blinded, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    shown_now(blinded, qtbot, FILM)
    blinded.viewer.activate(1)  # the other film, in another place of the layout
    shown_now(blinded, qtbot, OTHER)
    now = 60.0
    blinded.viewer.activate(0)
    shown_now(blinded, qtbot, FILM)
    now = 64.0
    answer(blinded, COVID)

    (read,) = kept(blinded, desk, qtbot).reads
    took = datetime.fromisoformat(read.ended_at) - datetime.fromisoformat(read.started_at)
    assert took.total_seconds() == pytest.approx(20 + 7 + 4)


def test_time_begins_anew_once_a_film_is_answered_and_for_another_reader() -> None:
    now = 0.0
    looking = LookingTime(lambda: now)
    looking.look_at(FIRST)
    now = 5.0
    looking.look_at(FIRST)  # told again
    assert looking.taken(FIRST) == 5
    now = 6.0
    assert looking.taken(FIRST) == 1
    looking.look_at(SECOND)
    now = 9.0
    looking.restart()
    now = 11.0
    assert looking.taken(SECOND) == 2
    assert looking.taken(FIRST) == 0
