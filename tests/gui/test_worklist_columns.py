"""Columns of the worklist: what is seen, how wide, and what the user makes of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from lungdesk.core.study import PatientRef
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.worklist.columns_view import fitted
from lungdesk.gui.worklist.table_model import (
    DATE,
    FILM,
    FINDING,
    NOTE,
    PATIENT,
    PATIENT_ID,
    READ_AT,
    STUDY,
    URGENCY,
)
from lungdesk.gui.worklist.worklist_view import WorklistView
from tests.gui.fakes import FakeFilmReader
from tests.gui.worklists import FakeBatch, fill, open_worklist, services_of
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
    return {c: table.columnWidth(c) for c in range(10) if not table.isColumnHidden(c)}


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


def test_the_user_chooses_columns_from_a_menu(view: WorklistView) -> None:
    menu = view.table.columns.menu(view)
    by_name = {action.text(): action for action in menu.actions()}
    assert "Finding" not in by_name
    by_name["Read by model"].setChecked(True)
    assert READ_AT in widths(view)
    by_name["Date"].setChecked(False)
    assert DATE not in widths(view)


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


@given(st.lists(st.integers(40, 250), min_size=10, max_size=10), st.integers(100, 3000))
def test_no_column_is_wider_than_it_needs_and_urgency_and_finding_stay(
    needs: list[int], room: int
) -> None:
    found = fitted(needs, room, {})
    assert all(0 <= width <= need for width, need in zip(found, needs, strict=True))
    assert (found[URGENCY], found[FINDING]) == (needs[URGENCY], needs[FINDING])
