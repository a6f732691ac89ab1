from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import NullContext
from lungdesk.gui.finding_mark import MarkShape
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.worklist.table_model import FILM, FINDING, PATIENT, STATUS, StudyTableModel
from lungdesk.gui.worklist.worklist_view import WorklistView
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.requests import FilmQuery, RowsRequest
from tests.gui.conftest import FILM as FILM_PATH
from tests.gui.conftest import show
from tests.gui.worklists import (
    BY_URGENCY,
    REFUSED,
    activate,
    choose,
    fill,
    listing_of,
    open_worklist,
    settled,
    shown,
    view_of,
)
from tests.unit.services.workspace.readings import (
    NOTHING_CERTAIN,
    TUBERCULOSIS,
    Reading,
    instance,
    prediction,
    reading,
)

CTX = NullContext()


@pytest.fixture
def window(window_on: Callable[[WorkspaceDesk], MainWindow], filled: WorkspaceDesk) -> MainWindow:
    return window_on(filled)


@pytest.fixture
def view(window: MainWindow, qtbot: QtBot) -> WorklistView:
    return open_worklist(window, qtbot)


# --- what is listed


def test_studies_are_listed_the_most_urgent_first(view: WorklistView) -> None:
    assert shown(view, PATIENT) == BY_URGENCY
    assert shown(view, FINDING) == [
        "Tuberculosis 83 %",
        "Uncertain · Normal 22 %",
        "Refused",
        "Normal 93 %",
    ]
    assert shown(view, STATUS) == ["Unread"] * 4
    assert view.filters.count.text() == "4 studies"


def test_a_refused_film_that_is_read_all_the_same_stays_a_refused_one(
    window_on: Callable[[WorkspaceDesk], MainWindow], desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    overridden = replace(REFUSED, is_overridden=True)
    refused = Reading(instance("refused.dcm"), prediction(TUBERCULOSIS, overridden))
    fill(desk, refused, reading("doubt.dcm", NOTHING_CERTAIN), reading("tb.dcm", TUBERCULOSIS))
    view = open_worklist(window_on(desk), qtbot)

    assert shown(view, FINDING) == [
        "Refused · Tuberculosis 83 %",
        "Tuberculosis 83 %",
        "Uncertain · Normal 22 %",
    ]
    mark = view.table.model.index(0, FINDING).data(StudyTableModel.MARK_ROLE)
    assert mark.shape is MarkShape.UNCERTAIN
    for entry, films in (("Certain", ["tb.dcm"]), ("Refused", ["refused.dcm"])):
        view.filters.kind.setCurrentText(entry)
        with qtbot.waitSignal(view.filters.changed):
            pass
        assert shown(view, FILM) == films


def test_an_empty_worklist_says_what_to_do(
    window_on: Callable[[WorkspaceDesk], MainWindow], desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    view = open_worklist(window_on(desk), qtbot)

    assert view.table.notice.isVisible()
    assert "Nothing has been read yet" in view.table.notice.text
    assert not view.study.isVisible()
    assert [b.text() for b in view.table.notice.findChildren(QPushButton) if b.isVisible()] == [
        "Classify a folder…"
    ]


def test_what_is_read_in_the_window_comes_into_the_worklist(
    window_on: Callable[[WorkspaceDesk], MainWindow], desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    window = window_on(desk)
    view = open_worklist(window, qtbot)
    show(window, qtbot, FILM_PATH)

    settled(window, qtbot, lambda: view.table.model.rowCount() == 1)

    assert shown(view, FILM) == [FILM_PATH.name]
    film = desk.film(FilmQuery(path=str(FILM_PATH)), CTX)
    assert film is not None
    assert film.prediction is not None
    assert film.prediction.predicted == "tuberculosis"


def test_a_click_on_a_heading_sorts(view: WorklistView) -> None:
    header = view.table.table.horizontalHeader()
    at = header.sectionViewportPosition(PATIENT) + 20
    middle = header.rect().center()
    middle.setX(at)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=middle)

    assert shown(view, PATIENT) == sorted(BY_URGENCY)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert shown(view, PATIENT) == sorted(BY_URGENCY, reverse=True)


def test_the_row_of_a_study_tells_of_its_other_films_and_the_filter_finds_them(
    window_on: Callable[[WorkspaceDesk], MainWindow], desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    study = {"study_instance_uid": "1.2.3"}
    refused = Reading(instance("side.dcm", **study), prediction(verdict=REFUSED))
    fill(desk, refused, reading("front.dcm", TUBERCULOSIS, **study), reading("own.dcm"))
    view = open_worklist(window_on(desk), qtbot)
    assert set(shown(view, FILM)) == {"front.dcm + 1, 1 refused", "own.dcm"}
    choose(view, shown(view, FILM).index("front.dcm + 1, 1 refused"))
    assert view.study.details.text().endswith(" · 1 more film, 1 refused")
    choose(view, shown(view, FILM).index("own.dcm"))
    assert "film" not in view.study.details.text()

    view.filters.kind.setCurrentText("Refused")
    with qtbot.waitSignal(view.filters.changed):
        pass

    assert shown(view, FILM) == ["front.dcm + 1, 1 refused"]


def test_why_a_finding_is_uncertain_is_told_once(
    window_on: Callable[[WorkspaceDesk], MainWindow], desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    fill(desk, reading("doubt.dcm", NOTHING_CERTAIN))
    view = open_worklist(window_on(desk), qtbot)
    choose(view, 0)

    assert view.study.finding.text() == "Uncertain · Normal 22 %"
    assert view.study.reason.text() == "No class reaches one half"


# --- filters


def test_a_search_is_typed_and_cleared(view: WorklistView, qtbot: QtBot) -> None:
    QTest.keyClick(view.table.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(view.filters.search.hasFocus)
    QTest.keyClicks(view.filters.search, "poe ref")
    qtbot.waitUntil(lambda: shown(view, PATIENT) == ["Poe, Ada"])
    assert view.filters.count.text() == "1 of 4 studies"

    QTest.keyClicks(view.filters.search, "zzz")
    qtbot.waitUntil(view.table.notice.isVisible)
    (clear,) = (b for b in view.table.notice.findChildren(QPushButton) if b.isVisible())
    QTest.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert shown(view, PATIENT) == BY_URGENCY
    assert view.study.isVisible()


@pytest.mark.parametrize(
    ("box", "entry", "expected"),
    [
        ("finding", "Tuberculosis", ["Doe, Jane"]),
        ("at_least", "At least 90 %", ["Noe, Tom"]),
        ("kind", "Uncertain", ["Roe, Max"]),
        ("kind", "Refused", ["Poe, Ada"]),
        ("kind", "Certain", ["Doe, Jane", "Noe, Tom"]),
        ("status", "Read", []),
        ("status", "Unread", BY_URGENCY),
    ],
)
def test_each_filter_leaves_what_it_says(
    view: WorklistView, qtbot: QtBot, box: str, entry: str, expected: list[str]
) -> None:
    choice = getattr(view.filters, box)
    choice.setCurrentText(entry)

    with qtbot.waitSignal(view.filters.changed):
        pass

    assert shown(view, PATIENT) == expected


# --- triage by keys


def test_keys_lead_from_one_unread_study_to_the_next(
    window: MainWindow, view: WorklistView, qtbot: QtBot
) -> None:
    activate(view, qtbot)
    QTest.keyClick(view.table.table, Qt.Key.Key_N)
    settled(window, qtbot, lambda: window.state.current == Path("/films/tb.dcm"))
    assert shown(view, STATUS)[0] == "In progress"

    activate(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    settled(window, qtbot, lambda: window.state.current == Path("/films/doubt.dcm"))

    c = listing_of(window).worklist.columns
    said = dict(zip(c.patient_name.tolist(), c.status.tolist(), strict=True))
    assert (said["Doe^Jane"], said["Roe^Max"], said["Poe^Ada"]) == (3, 1, 0)


def test_the_first_unread_study_is_not_passed_over_where_the_table_gets_the_keys_late(
    window: MainWindow, view: WorklistView, qtbot: QtBot
) -> None:
    view.filters.search.setFocus()
    view.table.table.selectionModel().clear()
    view.table.table.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
    assert view.table.current_row is None

    activate(view, qtbot)
    QTest.keyClick(view.table.table, Qt.Key.Key_N)

    settled(window, qtbot, lambda: window.state.current is not None)
    assert window.state.current == Path("/films/tb.dcm")


def test_next_unread_works_before_the_worklist_was_ever_opened(
    window: MainWindow, qtbot: QtBot
) -> None:
    activate(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_N)

    settled(window, qtbot, lambda: window.state.current == Path("/films/tb.dcm"))
    assert not view_of(window).isVisible()


@pytest.mark.parametrize("rows", [(0, 1, 2, 3), (0, 2, 3)])
def test_what_is_chosen_stays_chosen_in_one_step_when_the_rows_come_anew(
    window: MainWindow, view: WorklistView, qtbot: QtBot, rows: tuple[int, ...]
) -> None:
    table = view.table.table
    for row in rows:
        at = table.visualRect(view.table.model.index(row, PATIENT)).center()
        control = Qt.KeyboardModifier.ControlModifier
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, control, at)
    chosen = view.table.chosen_studies
    assert len(chosen) == len(rows)
    steps: list[object] = []
    table.selectionModel().selectionChanged.connect(lambda now, _before: steps.append(now))

    QTest.keyClick(view, Qt.Key.Key_F5)
    settled(window, qtbot, lambda: bool(steps))

    assert view.table.chosen_studies == chosen
    assert len(steps) == 2  # the current one, and the others


def test_when_all_is_read_next_says_so(
    window: MainWindow, view: WorklistView, qtbot: QtBot
) -> None:
    QTest.keyClick(view.table.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view.table.table, Qt.Key.Key_R)
    settled(window, qtbot, lambda: shown(view, STATUS) == ["Read"] * 4)

    QTest.keyClick(view.table.table, Qt.Key.Key_N)

    assert window.progress_strip.words == "No unread study is left in the worklist."


@pytest.mark.parametrize("act", ["enter", "double click", "button"])
def test_a_study_is_opened_in_the_viewer(
    window: MainWindow, view: WorklistView, qtbot: QtBot, act: str
) -> None:
    choose(view, 1)
    table = view.table.table
    if act == "enter":
        QTest.keyClick(table, Qt.Key.Key_Return)
    elif act == "double click":
        at = table.visualRect(view.table.model.index(1, PATIENT)).center()
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    else:
        QTest.mouseClick(view.study.open_button, Qt.MouseButton.LeftButton)

    settled(window, qtbot, lambda: window.state.current == Path("/films/doubt.dcm"))
    assert window.state.paths == (Path("/films/doubt.dcm"),)


def test_films_that_close_for_a_study_are_told_of(
    window: MainWindow, view: WorklistView, qtbot: QtBot
) -> None:
    show(window, qtbot, *(Path(f"/films/own-{number}.dcm") for number in range(3)))
    choose(view, 1)
    QTest.keyClick(view.table.table, Qt.Key.Key_Return)

    settled(window, qtbot, lambda: window.state.current == Path("/films/doubt.dcm"))
    assert "3 films are closed" in window.progress_strip.words


def test_the_program_is_left_by_key_from_here_too(
    window: MainWindow, view: WorklistView, qtbot: QtBot
) -> None:
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    QTest.keyClick(view.table.table, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.isVisible())


def test_a_film_from_elsewhere_is_not_marked_as_read(
    window: MainWindow, view: WorklistView, filled: WorkspaceDesk, qtbot: QtBot
) -> None:
    QTest.keyClick(view.table.table, Qt.Key.Key_N)
    settled(window, qtbot, lambda: window.state.current == Path("/films/tb.dcm"))
    show(window, qtbot, Path("/films/normal.dcm"))

    window.actions_table["read_and_next"].trigger()

    settled(window, qtbot, lambda: "was not opened from" in window.progress_strip.words)
    assert window.state.current == Path("/films/normal.dcm")
    assert 3 not in filled.rows(RowsRequest(), CTX).worklist.columns.status


def test_enter_leads_from_the_search_into_the_table(view: WorklistView, qtbot: QtBot) -> None:
    view.filters.begin_search()
    QTest.keyClicks(view.filters.search, "roe")
    qtbot.waitUntil(lambda: shown(view, PATIENT) == ["Roe, Max"])
    QTest.keyClick(view.filters.search, Qt.Key.Key_Return)

    assert view.table.table.hasFocus()
    assert view.study.title.toolTip() == "Roe, Max"


def test_in_privacy_mode_nothing_tells_whose_films_these_are(
    window: MainWindow, view: WorklistView, qtbot: QtBot
) -> None:
    choose(view, 0)
    window.actions_table["privacy"].trigger()

    model = view.table.model
    said = [
        str(model.index(row, column).data(role))
        for row in range(model.rowCount())
        for column in range(model.columnCount())
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    ]
    labels = [label.text() for label in view.study.findChildren(QLabel)]
    words = " ".join([*said, *labels, view.study.title.toolTip()])
    assert "Study 4" in words
    assert not [name for name in ("Doe", "Jane", "tb.dcm", "normal", "/films") if name in words]
