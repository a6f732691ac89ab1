"""Whose eyes have seen the model's answer is known in a later session, too."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import JobContext, NullContext
from lungdesk.gui import preference_values
from lungdesk.gui.main_window import MainWindow
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.records import Read, Sighting
from lungdesk.services.workspace.requests import EarlierQuery, NoteSeen, RecordRequest
from tests.gui.conftest import FILM, show
from tests.gui.fakes import FakeFiles, FakeFilmReader, radiograph
from tests.gui.first_reads import COVID, OTHER, answer, reads_as, row_of, shown_now
from tests.unit.services.workspace.readings import desk_in, instance, reading

CTX = NullContext()


def shown_frame(window: MainWindow) -> int:
    film = window.state.film.film
    return -1 if film is None else film.radiograph.frame


def go_to(window: MainWindow, frame: int, qtbot: QtBot) -> None:
    window.state.set_frame(frame)
    qtbot.waitUntil(lambda: shown_frame(window) == frame, timeout=30_000)
    shown_now(window, qtbot, FILM)


@pytest.fixture
def noted_seen(desk: WorkspaceDesk, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Readers and films that are kept as seen, off the GUI thread."""
    asked: list[tuple[str, str]] = []
    note_seen = desk.note_seen

    def noted(request: NoteSeen, ctx: JobContext) -> bool:
        assert threading.current_thread() is not threading.main_thread()
        asked.append((request.reader, request.instance.path.name))
        return note_seen(request, ctx)

    monkeypatch.setattr(desk, "note_seen", noted)
    return asked


@pytest.fixture
def seen_by_ada(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    desk: WorkspaceDesk,
    noted_seen: list[tuple[str, str]],
    qtbot: QtBot,
) -> MainWindow:
    """Two films; the answer on the first is before the eyes of Ada Byron."""
    window = open_window(reader, workspace=desk)
    reads_as(window, "Ada Byron")
    show(window, qtbot, FILM, OTHER)
    return window


def left_and_back(
    window: MainWindow, desk: WorkspaceDesk, open_window: Callable[[], MainWindow], qtbot: QtBot
) -> MainWindow:
    """Leave the program, and begin it again to read blinded."""
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=30_000)
    window.close()
    desk.close()
    again = open_window()
    if not again.state.is_blinded:
        again.actions_table["blinded"].trigger()
    return again


def test_a_film_whose_answer_was_only_looked_at_in_an_earlier_session_is_not_asked_about(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    desk: WorkspaceDesk,
    qtbot: QtBot,
) -> None:
    with_desk = partial(open_window, reader, workspace=desk)
    window = with_desk()
    reads_as(window, "Ada Byron")
    show(window, qtbot, FILM)
    reads_as(window, "Grace Hopper")  # who now sees it as well
    again = left_and_back(window, desk, with_desk, qtbot)
    show(again, qtbot, FILM, OTHER)
    for name, is_asked in (("Ada Byron", False), ("Max Roe", True), ("Grace Hopper", False)):
        reads_as(again, name)
        shown_now(again, qtbot, FILM)
        words = again.explain_panel.first_read.words
        if is_asked:
            assert words == "What do you see?"
            assert "%" not in row_of(again, FILM)
        else:
            assert words == "You have seen the model’s answer for this film before."
            assert again.explain_panel.heading == "Tuberculosis"
    again.state.set_current(OTHER)
    shown_now(again, qtbot, OTHER)
    assert again.explain_panel.first_read.words == "What do you see?"


def test_frames_are_not_asked_about_again_in_a_later_session(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    files: FakeFiles,
    desk: WorkspaceDesk,
    qtbot: QtBot,
) -> None:
    film = radiograph(FILM)
    files.films[FILM.name] = replace(film, instance=replace(film.instance, frame_count=3))
    with_desk = partial(open_window, reader, workspace=desk)
    window = with_desk()
    show(window, qtbot, FILM)
    shown_now(window, qtbot, FILM)  # its first frame, with the answer in sight
    window.actions_table["blinded"].trigger()
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: window.state.reading.is_sealed, timeout=30_000)
    answer(window, COVID)
    again = left_and_back(window, desk, with_desk, qtbot)
    show(again, qtbot, FILM)
    words = []
    for frame in range(3):
        go_to(again, frame, qtbot)
        words.append(again.explain_panel.first_read.words)

    assert words == [
        "You have seen the model’s answer for this film before.",
        "You said earlier: COVID-19.",
        "What do you see?",
    ]


def test_frames_that_are_played_are_looked_up_where_they_stop(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    files: FakeFiles,
    desk: WorkspaceDesk,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []
    earlier_read = desk.earlier_read

    def looked_up(query: EarlierQuery, ctx: JobContext) -> Read | Sighting | None:
        asked.append(query.frame)
        return earlier_read(query, ctx)

    monkeypatch.setattr(desk, "earlier_read", looked_up)
    film = radiograph(FILM)
    files.films[FILM.name] = replace(film, instance=replace(film.instance, frame_count=9))
    window = open_window(reader, workspace=desk)
    window.actions_table["blinded"].trigger()
    show(window, qtbot, FILM)
    shown_now(window, qtbot, FILM)
    window.actions_table["play"].trigger()
    qtbot.waitUntil(lambda: shown_frame(window) >= 3, timeout=30_000)
    assert asked == [0]
    window.actions_table["play"].trigger()
    qtbot.waitUntil(lambda: window.state.reading.is_sealed, timeout=30_000)
    shown_now(window, qtbot, FILM)

    assert asked[-1] == shown_frame(window)
    assert len(asked) <= 3  # where it was stopped, and the frame that was on its way


def test_an_answer_that_nobody_named_has_seen_is_not_asked_about(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    desk: WorkspaceDesk,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preference_values, "system_reader", lambda: "")
    with_desk = partial(open_window, reader, workspace=desk)
    window = with_desk()
    show(window, qtbot, FILM)
    again = left_and_back(window, desk, with_desk, qtbot)
    reads_as(again, "Ada Byron")
    show(again, qtbot, FILM)
    shown_now(again, qtbot, FILM)

    words = "The model’s answer for this film has been shown before."
    assert again.explain_panel.first_read.words == words
    assert again.explain_panel.heading == "Tuberculosis"


def test_who_has_seen_an_answer_is_kept_once_a_session(
    seen_by_ada: MainWindow, noted_seen: list[tuple[str, str]], qtbot: QtBot
) -> None:
    for path in (OTHER, FILM, OTHER, FILM):
        seen_by_ada.state.set_current(path)
        shown_now(seen_by_ada, qtbot, path)

    assert noted_seen == [("Ada Byron", "film.dcm"), ("Ada Byron", "other.dcm")]


def test_answers_that_only_the_film_list_has_shown_are_not_kept_as_seen(
    seen_by_ada: MainWindow, noted_seen: list[tuple[str, str]], qtbot: QtBot
) -> None:
    window = seen_by_ada
    window.actions_table["read_all"].trigger()
    qtbot.waitUntil(lambda: "%" in row_of(window, OTHER), timeout=30_000)
    shown_now(window, qtbot, FILM)
    reads_as(window, "Grace Hopper")
    shown_now(window, qtbot, FILM)
    window.actions_table["blinded"].trigger()
    reads_as(window, "Max Roe")
    window.actions_table["blinded"].trigger()
    shown_now(window, qtbot, FILM)

    readers = ("Ada Byron", "Grace Hopper", "Max Roe")
    assert noted_seen == [(name, "film.dcm") for name in readers]

    window.actions_table["blinded"].trigger()
    window.state.set_current(OTHER)  # open to Max Roe, who has had it in the list
    shown_now(window, qtbot, OTHER)
    assert window.explain_panel.heading == "Tuberculosis"
    assert noted_seen[3:] == [("Max Roe", "other.dcm")]


def test_where_another_process_has_the_workspace_who_has_seen_an_answer_is_not_kept(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    desk: WorkspaceDesk,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    writer = desk_in(tmp_path / "workspace")
    writer.record(RecordRequest(reading("mine.dcm")), CTX)
    window = open_window(reader, workspace=desk)
    warned: list[object] = []
    window.messages.posted.connect(warned.append)
    show(window, qtbot, FILM)
    shown_now(window, qtbot, FILM)
    found = writer.earlier_read(EarlierQuery(instance(FILM.name), window.state.reader_name), CTX)
    writer.close()

    assert window.explain_panel.heading == "Tuberculosis"
    assert found is None
    assert warned == []
