"""What could not be kept when the window is closed: the user is asked, and it can come back."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.measurements import Length
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import FileStamp
from lungdesk.core.jobs import JobContext, NullContext
from lungdesk.core.study import Instance
from lungdesk.gui import open_dialog
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.widgets.question import Question
from lungdesk.services.kept_annotations import FrameRef, SaveRequest
from lungdesk.services.unsaved_work import SaveElsewhere, UnsavedFiles, UnsavedWork
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.requests import RowsRequest
from tests.gui.conftest import FILM, show
from tests.gui.fakes import FakeFiles, FakeFilmReader
from tests.gui.test_annotate import click, draw, shown, words
from tests.gui.test_worklist_notes import no_room
from tests.gui.worklists import FakeBatch, choose, open_worklist, services_of, settled

FULL = LungDeskError(
    "There is no room for film.json in /data/annotations.",
    hint="Make room.",
    code=ErrorCode.DISK_FULL,
)


@pytest.fixture
def full(film_window: MainWindow, files: FakeFiles, qtbot: QtBot) -> MainWindow:
    """A length has been drawn that cannot be saved."""
    files.annotation_error = FULL
    draw(film_window, Qt.Key.Key_D, line=((50, 50), (150, 150)))
    qtbot.waitUntil(lambda: film_window.viewer_panel.messages.code == FULL.code)
    return film_window


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the user chooses, to save unsaved work and to bring it back."""
    chosen = tmp_path / "unsaved.json"
    monkeypatch.setattr(open_dialog, "ask_where_to_save_unsaved", lambda *_: chosen)
    monkeypatch.setattr(open_dialog, "ask_for_unsaved", lambda _parent: chosen)
    return chosen


def asked(window: MainWindow, qtbot: QtBot) -> Question:
    """Close the window, and get the question that comes."""
    window.close()
    qtbot.waitUntil(lambda: window.unsaved.question is not None)
    assert window.isVisible()
    question = window.unsaved.question
    assert question is not None
    return question


def answers(question: Question) -> list[str]:
    return [one.text() for one in question.findChildren(QPushButton)]


def test_what_could_not_be_kept_and_where_is_said(full: MainWindow, qtbot: QtBot) -> None:
    question = asked(full, qtbot)
    assert question.text() == "This could not be kept: what is drawn on film.dcm."
    assert question.informativeText() == f"{FULL.message} {FULL.hint}"
    assert answers(question) == ["Try again", "Save elsewhere…", "Close without", "Do not close"]
    QTest.keyClick(question, Qt.Key.Key_Escape)
    assert full.isVisible()
    assert len(shown(full)) == 1


def test_in_privacy_mode_no_film_is_named(full: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(full, Qt.Key.Key_F7)
    question = asked(full, qtbot)
    assert "film.dcm" not in question.text()


def test_what_is_said_is_no_markup(film_window: MainWindow, files: FakeFiles, qtbot: QtBot) -> None:
    files.annotation_error = LungDeskError(
        "There is no room for <b>film</b>.json.", hint="<i>x</i>", code=ErrorCode.DISK_FULL
    )
    draw(film_window, Qt.Key.Key_D, line=((50, 50), (150, 150)))
    qtbot.waitUntil(lambda: film_window.viewer_panel.messages.code == FULL.code)
    labels = asked(film_window, qtbot).findChildren(QLabel)
    assert any("<b>film</b>" in label.text() for label in labels)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_it_is_tried_again_as_often_as_the_user_wants(
    full: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    (drawn,) = shown(full)
    asked(full, qtbot).answer("Try again")
    qtbot.waitUntil(lambda: full.unsaved.question is not None)
    files.annotation_error = None
    asked(full, qtbot).answer("Try again")
    qtbot.waitUntil(lambda: not full.isVisible())
    assert files.annotations[FILM].annotations == (drawn,)


def test_it_is_given_up_only_when_the_user_says_so(
    full: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    asked(full, qtbot).answer("Close without")
    qtbot.waitUntil(lambda: not full.isVisible())
    assert FILM not in files.annotations


def test_what_is_drawn_after_it_was_given_up_is_asked_for_again(
    full: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full.features.training, "may_quit", lambda _quit: False)
    question = full.unsaved
    question.may_close(lambda: None)
    assert question.question is not None
    question.question.answer("Close without")
    assert question.may_close(lambda: None)
    monkeypatch.undo()
    draw(full, Qt.Key.Key_D, line=((50, 200), (150, 200)))
    asked(full, qtbot)


def test_saved_elsewhere_it_can_be_brought_back(
    full: MainWindow,
    open_window: Callable[..., MainWindow],
    files: FakeFiles,
    reader: FakeFilmReader,
    elsewhere: Path,
    qtbot: QtBot,
) -> None:
    (drawn,) = shown(full)
    asked(full, qtbot).answer("Save elsewhere…")
    qtbot.waitUntil(lambda: not full.isVisible())
    assert FILM not in files.annotations

    kept = Length(((20.0, 20.0), (80.0, 20.0)))
    files.annotation_error = None
    files.annotations[FILM] = AnnotationSet((kept,))
    later = open_window(reader)
    later.actions_table["bring_back"].trigger()
    qtbot.waitUntil(lambda: len(files.annotations[FILM].annotations) == 2)
    assert files.annotations[FILM].annotations == (kept, drawn)
    show(later, qtbot, FILM)
    qtbot.waitUntil(lambda: shown(later) == (kept, drawn))


def test_it_comes_back_into_the_film_on_the_screen(
    full: MainWindow, files: FakeFiles, elsewhere: Path, qtbot: QtBot
) -> None:
    (drawn,) = shown(full)
    full.unsaved.may_close(lambda: None)
    assert full.unsaved.question is not None
    full.unsaved.question.answer("Save elsewhere…")
    qtbot.waitUntil(lambda: elsewhere.exists() and not full.bridge.is_busy)
    files.annotation_error = None
    full.actions_table["delete"].trigger()
    assert shown(full) == ()
    full.actions_table["bring_back"].trigger()
    qtbot.waitUntil(lambda: shown(full) == (drawn,))


def write(path: Path, *drawn: SaveRequest) -> None:
    """A file of what was drawn in another session."""
    UnsavedFiles(None).save(SaveElsewhere(path, UnsavedWork(drawn)), NullContext())


@pytest.fixture
def earlier(elsewhere: Path) -> Annotation:
    """A length on the film, drawn in another session and saved elsewhere."""
    one = Length(((10.0, 10.0), (90.0, 10.0)))
    write(elsewhere, SaveRequest(FrameRef(Instance(FILM, 300, 400)), AnnotationSet((one,))))
    return one


def test_brought_back_and_still_not_kept_it_is_on_the_film_and_kept_with_what_is_drawn_then(
    window: MainWindow, files: FakeFiles, earlier: Annotation, qtbot: QtBot
) -> None:
    files.annotation_error = FULL
    window.actions_table["bring_back"].trigger()
    qtbot.waitUntil(lambda: window.viewer_panel.messages.code == FULL.code)
    show(window, qtbot, FILM)
    assert shown(window) == (earlier,)
    draw(window, Qt.Key.Key_D, line=((50, 50), (150, 150)))
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    files.annotation_error = None
    window.keeping.try_again()
    qtbot.waitUntil(lambda: not window.keeping.unsaved)
    assert files.annotations[FILM].annotations == shown(window)
    assert shown(window)[0] == earlier


def test_it_is_on_a_film_that_is_opened_while_it_is_being_kept(
    open_window: Callable[..., MainWindow],
    files: FakeFiles,
    reader: FakeFilmReader,
    earlier: Annotation,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go_on, save = threading.Event(), files.save_annotations

    def slow(request: SaveRequest, ctx: JobContext) -> None:
        assert go_on.wait(20)
        save(request, ctx)

    monkeypatch.setattr(files, "save_annotations", slow)
    window = open_window(reader)
    window.actions_table["bring_back"].trigger()
    qtbot.waitUntil(lambda: bool(window.keeping.unsaved))
    show(window, qtbot, FILM)
    draw(window, Qt.Key.Key_D, line=((50, 50), (150, 150)))
    go_on.set()
    qtbot.waitUntil(lambda: not window.keeping.unsaved)
    assert files.annotations[FILM].annotations == shown(window)
    assert shown(window)[0] == earlier


def test_it_is_on_a_film_that_is_opened_before_its_kept_ones_have_come(
    window: MainWindow, files: FakeFiles, earlier: Annotation, qtbot: QtBot
) -> None:
    kept = Length(((20.0, 20.0), (80.0, 20.0)))
    files.annotations[FILM] = AnnotationSet((kept,))
    files.loading_gate.clear()
    window.actions_table["bring_back"].trigger()
    qtbot.waitUntil(lambda: bool(window.keeping.unsaved))
    show(window, qtbot, FILM)
    assert shown(window) == (earlier,)
    files.loading_gate.set()
    qtbot.waitUntil(lambda: not window.keeping.unsaved)
    draw(window, Qt.Key.Key_D, line=((50, 50), (150, 150)))
    qtbot.waitUntil(lambda: len(files.annotations[FILM].annotations) == 3)
    assert files.annotations[FILM].annotations == shown(window)
    assert shown(window)[:2] == (kept, earlier)


def test_what_came_back_is_said(
    window: MainWindow, elsewhere: Path, earlier: Annotation, qtbot: QtBot
) -> None:
    said = window.progress_strip
    window.actions_table["bring_back"].trigger()
    qtbot.waitUntil(lambda: said.words == "This is back: what is drawn on 1 film.")
    window.messages.inform("nothing")
    write(elsewhere)
    window.actions_table["bring_back"].trigger()
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert said.words == "nothing"


def test_a_film_that_is_another_one_by_now_gets_nothing_and_is_named(
    window: MainWindow, files: FakeFiles, elsewhere: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    film = tmp_path / "export.png"
    film.write_bytes(b"another film")
    drawn = AnnotationSet((Length(((10.0, 10.0), (90.0, 10.0))),))
    write(elsewhere, SaveRequest(FrameRef(Instance(film, 300, 400, stamp=FileStamp(1, 2))), drawn))
    window.actions_table["bring_back"].trigger()
    said = window.viewer_panel.messages
    qtbot.waitUntil(lambda: said.text.startswith("In place of export.png lies another file"))
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert not files.annotations


@pytest.mark.parametrize("answer", [None, "folder"])
def test_an_elsewhere_that_is_none_is_asked_for_again(
    full: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    answer: str | None,
) -> None:
    target = None if answer is None else tmp_path  # a folder: nothing can be written there
    monkeypatch.setattr(open_dialog, "ask_where_to_save_unsaved", lambda *_: target)
    before = asked(full, qtbot)
    before.answer("Save elsewhere…")
    qtbot.waitUntil(lambda: full.unsaved.question not in (None, before))
    assert full.isVisible()


def test_another_file_is_refused(
    film_window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    other = tmp_path / "settings.json"
    other.write_text("[]")
    monkeypatch.setattr(open_dialog, "ask_for_unsaved", lambda _parent: other)
    film_window.actions_table["bring_back"].trigger()
    said = film_window.viewer_panel.messages
    qtbot.waitUntil(lambda: said.code == ErrorCode.ANNOTATIONS_DAMAGED)
    assert "settings.json holds no unsaved work" in said.text


def test_a_text_that_is_being_typed_is_kept_when_the_window_is_closed(
    film_window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    QTest.keyClick(film_window, Qt.Key.Key_T)
    click(film_window, (150, 200))
    QTest.keyClicks(film_window.viewer_panel.view.editor, "nodule?")
    film_window.close()
    qtbot.waitUntil(lambda: not film_window.isVisible())
    assert words(film_window) == "nodule?"
    assert len(files.annotations[FILM].annotations) == 1


# --- notes


@pytest.fixture
def listed(
    open_window: Callable[..., MainWindow], filled: WorkspaceDesk, reader: FakeFilmReader
) -> MainWindow:
    return open_window(reader, **services_of(filled, FakeBatch()))


def notes(desk: WorkspaceDesk) -> list[str]:
    kept = desk.rows(RowsRequest(), NullContext()).worklist.columns.note
    desk.close()
    return sorted(map(str, kept))


def test_a_note_that_could_not_be_kept_is_asked_for_and_comes_back(
    listed: MainWindow,
    filled: WorkspaceDesk,
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    elsewhere: Path,
    qtbot: QtBot,
) -> None:
    view = open_worklist(listed, qtbot)
    choose(view, 0)
    with no_room(filled):
        QTest.keyClicks(view.study.note, "call the ward")  # the field is not left
        question = asked(listed, qtbot)
        assert question.text() == "This could not be kept: 1 note."
        assert "The disk is full." in question.informativeText()
        question.answer("Save elsewhere…")
        qtbot.waitUntil(lambda: not listed.isVisible() and not listed.bridge.is_busy)
    assert notes(filled) == ["", "", "", ""]

    later = open_window(reader, **services_of(filled, FakeBatch()))
    later.actions_table["bring_back"].trigger()
    settled(later, qtbot, lambda: notes(filled)[-1] == "call the ward")
    later.actions_table["bring_back"].trigger()
    settled(later, qtbot, lambda: True)
    assert notes(filled) == ["", "", "", "call the ward"]


def test_a_note_on_a_study_that_is_not_known_is_not_shown(
    listed: MainWindow, elsewhere: Path, qtbot: QtBot
) -> None:
    notes = [{"text": "Mrs Doe: call the ward", "films": ["ab"]}]
    elsewhere.write_text(json.dumps({"unsaved_work": 1, "drawn": [], "notes": notes}))
    listed.actions_table["bring_back"].trigger()
    said = listed.viewer_panel.messages
    qtbot.waitUntil(lambda: "does not know the studies of 1 note in the file" in said.text)
    assert "Doe" not in said.text
    assert "back" not in listed.progress_strip.words


def test_a_note_whose_field_was_not_left_is_kept_when_the_window_is_closed(
    listed: MainWindow, filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    view = open_worklist(listed, qtbot)
    choose(view, 0)
    view.study.note.setFocus()
    QTest.keyClicks(view.study.note, "call the ward")
    listed.close()
    qtbot.waitUntil(lambda: not listed.isVisible() and not listed.bridge.is_busy)
    assert notes(filled) == ["", "", "", "call the ward"]
