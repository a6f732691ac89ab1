"""Columns of the worklist: what is seen, how wide, and what the user makes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time
from unittest.mock import Mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lungdesk.core.study import PatientRef
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.worklist import words
from lungdesk.gui.worklist.cells_view import FilmDelegate, with_whole_end
from lungdesk.gui.worklist.columns_view import fitted, widened
from lungdesk.gui.worklist.table_model import (
    DATE,
    FILM,
    FINDING,
    HEADINGS,
    MODEL,
    NOTE,
    PATIENT,
    PATIENT_ID,
    READ_AT,
    STUDY,
    URGENCY,
)
from lungdesk.gui.worklist.worklist_view import WorklistView
from lungdesk.services.languages import language
from tests.gui.conftest import pixels
from tests.gui.fakes import FakeFilmReader, FakeSettings
from tests.gui.worklists import FakeBatch, fill, open_worklist, services_of
from tests.unit.services.workspace.readings import MODEL as MODEL_REF
from tests.unit.services.workspace.readings import TUBERCULOSIS, desk_in, reading

NEEDS = (80, 200, 70, 180, 190, 80, 95, 100, 50, 130)


@pytest.fixture
def view(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    tmp_path: Path,
    qtbot: QtBot,
) -> WorklistView:
    """The worklist with long names in it."""
    desk = desk_in(tmp_path / "workspace")
    names = ("Montgomery-Featherstone^Alexandra", "Doe^Jane", "Roe^Max")
    films = (
        reading(f"chest-radiograph-of-ward-{n}.dcm", TUBERCULOSIS, patient=PatientRef(str(n), name))
        for n, name in enumerate(names)
    )
    fill(desk, *films)
    window = open_window(reader, **services_of(desk, FakeBatch()))
    return open_worklist(window, qtbot)


def widths(view: WorklistView) -> dict[int, int]:
    table = view.table.table
    return {c: table.columnWidth(c) for c in range(len(HEADINGS)) if not table.isColumnHidden(c)}


def test_on_a_small_screen_nothing_is_out_of_sight(view: WorklistView) -> None:
    view.resize(1240, 770)
    table = view.table.table
    assert not table.horizontalScrollBar().isVisible()
    assert sum(widths(view).values()) <= table.viewport().width()
    assert {URGENCY, FINDING, PATIENT, PATIENT_ID, FILM, DATE, STUDY} <= set(widths(view))


def test_a_wide_window_has_them_all_and_a_narrow_one_none_cut_off(view: WorklistView) -> None:
    view.resize(1900, 760)
    assert len(widths(view)) == 10
    view.resize(view.minimumSize())
    assert not view.table.table.horizontalScrollBar().isVisible()


def test_what_is_in_a_column_begins_where_its_heading_does(view: WorklistView) -> None:
    view.resize(1240, 770)
    table = view.table.table
    heading, cells = pixels(table.horizontalHeader()), pixels(table.viewport())
    row = cells[table.rowHeight(0) * 2 + 2 : table.rowHeight(0) * 3 - 2]  # one that is not chosen
    for column in widths(view):
        start = table.columnViewportPosition(column)
        if column not in (NOTE, STUDY):  # there is none
            assert abs(first_ink(heading[4:-4, start:]) - first_ink(row[:, start:])) <= 1, column


def first_ink(image: NDArray[np.uint8]) -> int:
    """Of a picture ``(h, w, 3)``: the first column with anything on its ground."""
    is_ink = (np.abs(image.astype(int) - image[0, 0]) > 60).any(axis=(0, 2))
    return int(np.argmax(is_ink))


def test_of_many_studies_only_so_many_as_are_in_sight_are_looked_at(
    view: WorklistView, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Mock(wraps=words.patient)
    monkeypatch.setattr(words, "patient", asked)
    view.table.show_rows(view.table.model.columns, np.zeros(1000, np.int64))
    assert 20 < asked.call_count < 100


def test_the_headings_ask_no_study_whether_it_is_chosen(view: WorklistView) -> None:
    """Qt asks all of them for each heading that it paints: 1.5 s of 100,000."""
    table = view.table.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(view.table.chosen_studies) == 3
    assert not table.horizontalHeader().selectionModel().hasSelection()


def test_many_chosen_studies_stay_chosen_between_others_without_a_stop(view: WorklistView) -> None:
    """Qt, asked to make 50,000 runs of rows whole, compares each with all before: 17 s."""
    every = np.arange(100_000)
    few = view.table.model.columns
    many = replace(few.take(every % len(few)), study_id=every)
    view.table.show_rows(many, every[::2])
    view.table.go_to(0)
    QTest.keyClick(view.table.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    begun = process_time()
    view.table.show_rows(many, every)

    assert process_time() - begun < 8
    assert view.table.chosen_studies == tuple(range(0, 100_000, 2))
    assert view.table.current_study == 0


def test_the_user_chooses_columns_from_a_menu(view: WorklistView) -> None:
    menu = view.table.columns.menu(view)
    by_name = {action.text(): action for action in menu.actions()}
    assert "Finding" not in by_name
    by_name["Read by model"].setChecked(True)
    assert READ_AT in widths(view)
    by_name["Date"].setChecked(False)
    assert DATE not in widths(view)


def test_which_model_has_read_a_film_is_said_where_it_is_asked(view: WorklistView) -> None:
    """In what is said of the finding, and in a column of its own that begins unseen."""
    table, model = view.table.table, view.table.model
    name = f"{MODEL_REF.id} {MODEL_REF.version}"
    assert MODEL not in widths(view)
    for column in (URGENCY, FINDING, READ_AT):
        tip = model.index(0, column).data(Qt.ItemDataRole.ToolTipRole)
        assert tip.endswith(f"\nModel: {name}"), column

    by_name = {action.text(): action for action in view.table.columns.menu(view).actions()}
    by_name["Model"].setChecked(True)

    assert MODEL in widths(view)
    assert model.index(0, MODEL).data() == name
    table.horizontalHeader().setSortIndicator(MODEL, Qt.SortOrder.DescendingOrder)
    assert len(model.study_ids(range(model.rowCount()))) == 3


def test_columns_that_an_older_version_has_kept_bring_no_new_one(view: WorklistView) -> None:
    view.resize(1900, 760)
    columns = [c for c in range(len(HEADINGS)) if c != MODEL]
    kept = [json.dumps({"key": HEADINGS[c].key, "width": 80 + c}) for c in columns]

    view.table.columns.restore(kept)

    assert sorted(widths(view)) == columns


def test_what_can_be_seen_elsewhere_goes_first() -> None:
    widest = sum(NEEDS)
    assert fitted(NEEDS, widest, {}) == list(NEEDS)
    assert fitted(NEEDS, widest - 1, {})[READ_AT] == 0
    narrower = fitted(NEEDS, 880, {})
    assert narrower[READ_AT] == narrower[NOTE] == 0
    assert narrower[PATIENT] < NEEDS[PATIENT]
    assert narrower[STUDY] > 0
    assert fitted(NEEDS, 700, {})[STUDY] == 0


def test_what_the_user_wants_is_there_whatever_the_room() -> None:
    assert fitted(NEEDS, 500, {READ_AT: True})[READ_AT] == NEEDS[READ_AT]
    assert fitted(NEEDS, 5000, {DATE: False})[DATE] == 0


def order(view: WorklistView) -> list[int]:
    header = view.table.table.horizontalHeader()
    return [header.logicalIndex(place) for place in range(len(HEADINGS))]


def drag_heading(view: WorklistView, start: QPoint, by: int) -> None:
    """Take a heading, or its edge, and let go elsewhere."""
    headings = view.table.table.horizontalHeader().viewport()
    none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    kind, end = QEvent.Type, start + QPoint(by, 0)
    for what, at, button, held in (
        (kind.MouseMove, start, none, none),  # the pointer tells an edge
        (kind.MouseButtonPress, start, left, left),
        (kind.MouseMove, start + QPoint(by // 2, 0), none, left),
        (kind.MouseMove, end, none, left),
        (kind.MouseButtonRelease, end, left, none),
    ):
        local, screen = QPointF(at), QPointF(headings.mapToGlobal(at))
        event = QMouseEvent(what, local, screen, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(headings, event)


def middle_of(view: WorklistView, column: int) -> QPoint:
    header = view.table.table.horizontalHeader()
    left, width = header.sectionViewportPosition(column), header.sectionSize(column)
    return QPoint(left + width // 2, header.height() // 2)


def test_columns_are_there_again_after_a_restart(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    settings: FakeSettings,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    desk = desk_in(tmp_path / "workspace")
    fill(desk, reading("film.dcm", TUBERCULOSIS))
    services = services_of(desk, FakeBatch())
    window = open_window(reader, **services)
    view = open_worklist(window, qtbot)
    view.resize(1500, 760)
    assert settings.settings.worklist_columns == ()
    menu = view.table.columns.menu(view)
    by_name = {action.text(): action for action in menu.actions()}
    by_name["Study"].setChecked(False)
    start, end = middle_of(view, DATE), middle_of(view, PATIENT)
    drag_heading(view, start, end.x() - start.x())
    moved = order(view)
    assert moved.index(DATE) < moved.index(FILM)
    before = widths(view)[FILM]
    left = view.table.table.horizontalHeader().sectionViewportPosition(FILM)
    drag_heading(view, QPoint(left + before - 1, 12), 60)
    assert widths(view)[FILM] == pytest.approx(before + 60, abs=3)
    made = widths(view)

    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    again = open_worklist(open_window(reader, **services), qtbot)

    again.resize(1500, 760)
    assert order(again) == moved
    assert STUDY not in widths(again)
    last = [c for c in moved if c in made][-1]  # takes what is left
    assert {c: w for c, w in widths(again).items() if c != last} == {
        c: w for c, w in made.items() if c != last
    }

    menu = again.table.columns.menu(again)
    next(one for one in menu.actions() if one.text() == "Restore the columns").trigger()
    assert order(again) == list(range(len(HEADINGS)))
    assert len(widths(again)) == 10


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "[]",
        "{}",
        "not json",
        '{"key": "other", "width": 90}',
        '{"key": "date", "width": -4}',
        '{"key": "date", "width": "wide"}',
        '{"key": "finding", "width": 0}',
        '{"key": "date", "is_wanted": "no"}',
    ],
)
def test_columns_that_nobody_could_have_kept_are_passed_over(
    view: WorklistView, stored: str
) -> None:
    view.resize(1900, 760)
    before = widths(view)
    view.table.columns.restore((stored,))
    assert widths(view) == before


@given(st.lists(st.integers(40, 250), min_size=10, max_size=10), st.integers(100, 3000))
def test_no_column_is_wider_than_it_needs_and_urgency_and_finding_stay(
    needs: list[int], room: int
) -> None:
    found = fitted(needs, room, {})
    assert all(0 <= width <= need for width, need in zip(found, needs, strict=True))
    assert (found[URGENCY], found[FINDING]) == (needs[URGENCY], needs[FINDING])


def test_those_give_first_that_have_most_to_give() -> None:
    needs = (80, 200, 70, 180, 130, 66, 95, 97, 50, 130)
    found = fitted(needs, 888, {})

    assert found == [80, 200, 70, 150, 130, 66, 95, 97, 0, 0]


def test_what_is_left_over_is_shared_out() -> None:
    assert widened([80, 180, 0], [80, 250, 90], 400) == [80, 250, 0]
    assert widened([80, 180, 100], [80, 220, 140], 400) == [80, 200, 120]
    assert widened([80, 180, 100], [80, 220, 140], 300) == [80, 180, 100]


def test_no_name_is_cut_beside_empty_space(view: WorklistView) -> None:
    view.resize(1900, 760)
    table = view.table.table
    for column in (FINDING, PATIENT, FILM, STUDY):
        assert table.sizeHintForColumn(column) <= widths(view)[column], column
    assert not table.horizontalScrollBar().isVisible()


def test_a_column_is_as_wide_as_it_should_be_though_it_was_the_last_before(
    view: WorklistView,
) -> None:
    """Qt stretches the last column, and gives it back the width it had before that."""
    view.resize(1240, 770)
    columns, table = view.table.columns, view.table.table
    few = [80, 160, 70, 140, 130, 60, 95, 50, 0, 0, 0]
    columns._lay(few)
    stretched = table.columnWidth(STUDY)
    assert stretched > few[STUDY]

    columns._lay([*few[:STUDY], stretched, 60, 100, 0])

    assert table.columnWidth(STUDY) == stretched


def test_of_a_film_that_is_not_alone_the_name_is_shortened_and_nothing_else(
    view: WorklistView,
) -> None:
    text, end = "chest-radiograph-of-ward-7.dcm + 1, 1 refused", " + 1, 1 refused"
    metrics = view.table.table.fontMetrics()
    room = metrics.horizontalAdvance(text) - 40

    said = with_whole_end(text, end, metrics, room)

    assert said.startswith("chest")
    assert said.endswith(f".dcm{end}")
    assert metrics.horizontalAdvance(said) <= room
    assert with_whole_end(text, end, metrics, room + 41) == text
    assert isinstance(view.table.table.itemDelegateForColumn(FILM), FilmDelegate)


def test_one_film_that_could_not_be_read_is_one_in_spanish_too() -> None:
    assert language("es").told(words.not_read(1)) == "1 no se pudo leer"
    assert words.not_read(2000) == "2,000 could not be read"


def test_what_was_done_to_a_film_is_said_in_words() -> None:
    columns = Mock(message=["read after a correction (turn_round)"], code=[""], state=[0])

    said = words.reason(columns, 0, is_private=False)
    assert said == "Read after a correction (turn it round)"
