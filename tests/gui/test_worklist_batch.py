from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.worklist.table_model import FILM, FINDING
from lungdesk.gui.worklist.worklist_view import WorklistView
from lungdesk.services.job_runner import Lane
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.requests import RowsRequest
from tests.gui.fakes import MODEL
from tests.gui.worklists import (
    CONTROL_SHIFT,
    FOLDER,
    FakeBatch,
    activate,
    fill,
    in_turn,
    open_worklist,
    press_privacy,
    settled,
    shown,
    view_of,
)
from tests.unit.services.workspace.readings import LUNGS, desk_in, reading

CTX = NullContext()


@pytest.fixture
def desk(tmp_path: Path) -> WorkspaceDesk:
    made = desk_in(tmp_path / "workspace")
    fill(made, reading("before.dcm"))
    return made


@pytest.fixture
def window(
    window_on: Callable[[WorkspaceDesk], MainWindow], ward: None, desk: WorkspaceDesk
) -> MainWindow:
    return window_on(desk)


def classify(window: MainWindow, qtbot: QtBot) -> WorklistView:
    """Ask for a folder by key."""
    activate(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_F, CONTROL_SHIFT)
    return view_of(window)


def click(view: WorklistView, name: str) -> None:
    QTest.mouseClick(getattr(view.batch, name), Qt.MouseButton.LeftButton)


def test_rows_come_into_the_table_while_films_are_read(
    window: MainWindow, batch: FakeBatch, qtbot: QtBot
) -> None:
    view = classify(window, qtbot)
    in_turn(view, batch, qtbot, 2)

    assert shown(view, FILM) == ["film-0.dcm", "film-1.dcm"]
    assert view.isVisible()
    assert view.batch.words == "ward · 2 of 5 · 7 films/s, 0:01 left"
    assert view.filters.batch.currentText().startswith("ward · 20")
    assert set(shown(view, FINDING)) == {"COVID-19 56 %"}
    assert window.progress_strip.words.startswith("Classifying (7 films/s")
    batch.let(3)
    settled(window, qtbot, lambda: len(shown(view, FILM)) == 5)
    assert view.batch.words.startswith("ward · 20")
    assert not view.batch.stop.isVisible()
    assert view.messages.text == "5 of 5 films were read."
    QTest.mouseClick(view.filters.clear, Qt.MouseButton.LeftButton)
    assert len(shown(view, FILM)) == 6
    assert not view.batch.isVisible()


@pytest.mark.usefixtures("another_day")
def test_a_batch_is_named_by_the_day_that_it_is_here(
    window: MainWindow, batch: FakeBatch, qtbot: QtBot
) -> None:
    view = classify(window, qtbot)
    in_turn(view, batch, qtbot, 1)

    assert view.filters.batch.currentText() == f"ward · {datetime.now():%Y-%m-%d}"
    batch.let(4)
    settled(window, qtbot, lambda: len(shown(view, FILM)) == 5)


def test_whole_it_is_not_called_unfinished_whatever_studies_are_shown(
    window: MainWindow, batch: FakeBatch, qtbot: QtBot
) -> None:
    view = classify(window, qtbot)
    in_turn(view, batch, qtbot, 2)
    QTest.mouseClick(view.filters.clear, Qt.MouseButton.LeftButton)
    batch.let(3)

    settled(window, qtbot, lambda: view.messages.text == "5 of 5 films were read.")
    assert len(shown(view, FILM)) == 6
    assert view.batch.words == ""


def test_its_end_tells_what_was_refused_and_what_could_not_be_read(
    window: MainWindow, batch: FakeBatch, qtbot: QtBot
) -> None:
    batch.refused, batch.failed = 2, 46
    view = classify(window, qtbot)
    batch.let(5)

    settled(window, qtbot, lambda: "films were read" in view.messages.text)
    assert "5 of 53 films were read, 2 refused, 46 could not be read." in view.messages.text
    assert view.batch.words.startswith("ward · 20")


@pytest.mark.parametrize(
    ("copies", "words"), [(1, "1 of them as a copy"), (2, "2 of them as copies of others")]
)
def test_its_end_tells_of_copies_and_does_not_take_them_for_films_read_before(
    window: MainWindow, batch: FakeBatch, qtbot: QtBot, copies: int, words: str
) -> None:
    batch.copies = copies
    view = classify(window, qtbot)
    batch.let(5)

    settled(window, qtbot, lambda: "films were read" in view.messages.text)
    assert view.messages.text == f"5 of 5 films were read, {words}."


def test_it_waits_in_a_pause_and_goes_on(
    window: MainWindow, batch: FakeBatch, qtbot: QtBot
) -> None:
    view = classify(window, qtbot)
    batch.let(1)
    qtbot.waitUntil(lambda: shown(view, FILM) == ["film-0.dcm"], timeout=20_000)
    click(view, "pause")
    batch.let(4)
    assert view.batch.words == "ward · 1 of 5 · paused"
    assert view.batch.go_on.isVisible()
    assert not view.batch.pause.isVisible()

    click(view, "go_on")

    settled(window, qtbot, lambda: len(shown(view, FILM)) == 5)


def hold_lane(window: MainWindow) -> threading.Event:
    """Keep the lane of long work busy until the event is set."""
    gate = threading.Event()
    window.bridge.channel(Lane.LONG).add(lambda _request, _ctx: gate.wait(20), None)
    return gate


def test_a_pause_holds_also_before_its_turn_has_come(
    window: MainWindow, batch: FakeBatch, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []
    read = FakeBatch._read

    def noting(*args: Any) -> int:
        held.append(args[-1].is_paused)
        return read(*args)

    monkeypatch.setattr(FakeBatch, "_read", noting)
    gate = hold_lane(window)
    view = classify(window, qtbot)
    click(view, "pause")
    gate.set()
    qtbot.waitUntil(lambda: bool(held), timeout=20_000)
    assert held == [True]
    assert view.batch.words == "ward · paused"

    click(view, "stop")
    settled(window, qtbot, view.batch.go_on.isVisible)
    click(view, "go_on")  # not paused any more
    batch.let(5)
    settled(window, qtbot, lambda: len(shown(view, FILM)) == 5)
    assert held == [True, False]


def test_after_one_that_was_stopped_before_it_began_earlier_ones_are_told_of(
    window: MainWindow, batch: FakeBatch, qtbot: QtBot
) -> None:
    view = classify(window, qtbot)
    batch.let(5)
    settled(window, qtbot, lambda: len(shown(view, FILM)) == 5)
    QTest.mouseClick(view.filters.clear, Qt.MouseButton.LeftButton)
    gate = hold_lane(window)
    classify(window, qtbot)
    click(view, "stop")
    gate.set()
    settled(window, qtbot, view.batch.away.isVisible)
    click(view, "away")

    view.filters.batch.setCurrentIndex(1)

    qtbot.waitUntil(lambda: view.batch.words.startswith("ward · 20"))
    assert view.batch.report.isVisible()


def test_the_space_bar_pauses_and_goes_on_and_never_stops(
    window: MainWindow, batch: FakeBatch, qtbot: QtBot
) -> None:
    view = classify(window, qtbot)
    batch.let(1)
    qtbot.waitUntil(lambda: shown(view, FILM) == ["film-0.dcm"], timeout=20_000)
    view.activateWindow()
    view.batch.pause.setFocus()
    qtbot.waitUntil(view.batch.pause.hasFocus)

    QTest.keyClick(view.batch.pause, Qt.Key.Key_Space)
    assert view.batch.words == "ward · 1 of 5 · paused"
    assert view.batch.go_on.hasFocus()

    QTest.keyClick(view.batch.go_on, Qt.Key.Key_Space)
    assert view.batch.pause.hasFocus()
    batch.let(4)
    settled(window, qtbot, lambda: len(shown(view, FILM)) == 5)


def test_stopped_it_keeps_what_was_read_and_does_not_read_it_again(
    window: MainWindow, batch: FakeBatch, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    view = classify(window, qtbot)
    in_turn(view, batch, qtbot, 2)
    click(view, "stop")
    settled(window, qtbot, view.batch.go_on.isVisible)
    assert view.batch.words == "Stopped after 2 of 5 films. What has been read is kept."
    assert desk.rows(RowsRequest(), CTX).study_count == 3

    click(view, "go_on")
    batch.let(3)

    settled(window, qtbot, lambda: len(shown(view, FILM)) == 5)
    assert view.messages.text == "5 of 5 films were read, 3 of them now."


def test_what_was_cut_off_is_offered_when_the_worklist_is_opened(
    window: MainWindow, batch: FakeBatch, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    rows = desk.batch_rows([FOLDER], Path("/out"))
    rows.begin(MODEL, "float32", LUNGS)
    desk.close()
    view = open_worklist(window, qtbot)
    settled(window, qtbot, view.batch.isVisible)

    assert view.batch.words.startswith("ward · 20")
    assert view.batch.words.endswith("not all of its films have been read.")
    click(view, "go_on")
    batch.let(5)
    settled(window, qtbot, lambda: batch.sources == [FOLDER] and not view.batch.stop.isVisible())


def told(view: WorklistView) -> tuple[str, str, str]:
    """What the line says, the message, and the box of batches."""
    box = view.filters.batch
    return (
        *(view.batch.words, view.messages.text),
        " ".join(box.itemText(number) for number in range(box.count())),
    )


def hides_the_folder(window: MainWindow, view: WorklistView, qtbot: QtBot) -> bool:
    """Whether privacy mode takes the name of the folder away, and gives it back."""
    said = told(view)
    press_privacy(window, qtbot)
    is_hidden = "ward" not in " ".join(told(view))
    press_privacy(window, qtbot)
    return "ward" in said[0] and "ward" in said[2] and is_hidden and told(view) == said


def test_privacy_mode_hides_the_folder_at_once_and_shows_it_again(
    window: MainWindow, batch: FakeBatch, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    rows = desk.batch_rows([FOLDER], Path("/out"))
    rows.begin(MODEL, "float32", LUNGS)
    desk.close()
    view = open_worklist(window, qtbot)
    settled(window, qtbot, view.batch.isVisible)
    assert hides_the_folder(window, view, qtbot)

    click(view, "go_on")
    in_turn(view, batch, qtbot, 2)
    assert hides_the_folder(window, view, qtbot)

    batch.let(3)
    settled(window, qtbot, lambda: not view.batch.stop.isVisible())
    assert hides_the_folder(window, view, qtbot)


def test_privacy_mode_hides_the_folder_of_one_that_failed(
    window: MainWindow, batch: FakeBatch, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise LungDeskError(
            "results.jsonl cannot be written.",
            hint="Check the space in /lungdesk/batches/ward-0123abcd.",
            code=ErrorCode.FILE_NOT_WRITABLE,
        )

    monkeypatch.setattr(batch, "_read", fail)
    view = classify(window, qtbot)
    settled(window, qtbot, view.messages.isVisible)
    said = view.messages.text
    assert "batches/ward-" in said

    press_privacy(window, qtbot)
    assert "cannot be written" in view.messages.text
    assert "ward" not in view.messages.text
    press_privacy(window, qtbot)
    assert view.messages.text == said


def test_closing_the_window_stops_it_and_loses_nothing(
    window: MainWindow, batch: FakeBatch, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    view = classify(window, qtbot)
    batch.let(3)
    qtbot.waitUntil(lambda: len(shown(view, FILM)) == 3, timeout=20_000)

    window.close()

    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert not view.isVisible()
    assert desk.rows(RowsRequest(), CTX).study_count == 4
    desk.close()


def test_one_batch_at_a_time(window: MainWindow, batch: FakeBatch, qtbot: QtBot) -> None:
    view = classify(window, qtbot)
    qtbot.waitUntil(lambda: batch.sources == [FOLDER], timeout=20_000)
    classify(window, qtbot)

    assert view.messages.text.startswith("A folder is being classified already.")
    batch.let(5)
    settled(window, qtbot, lambda: len(shown(view, FILM)) == 5)


def test_meanwhile_the_workspace_is_not_restored(
    window: MainWindow, batch: FakeBatch, qtbot: QtBot
) -> None:
    view = classify(window, qtbot)
    qtbot.waitUntil(lambda: batch.sources == [FOLDER], timeout=20_000)

    window.actions_table["workspace_restore"].trigger()

    assert "cannot be restored now" in window.viewer_panel.messages.text
    batch.let(5)
    settled(window, qtbot, lambda: len(shown(view, FILM)) == 5)
