"""Reports on batches from the worklist: after them, amid them, and after they were stopped."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.gui import open_dialog
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.reports.report_dialog import ReportDialog
from lungdesk.gui.worklist.batch_report_presenter import BatchReportPresenter
from lungdesk.gui.worklist.table_model import FILM
from lungdesk.gui.worklist.worklist_view import WorklistView
from lungdesk.services.workspace.desk import WorkspaceDesk
from tests.gui.fakes import MODEL
from tests.gui.worklists import FOLDER, FakeBatch, in_turn, open_worklist, settled, shown
from tests.unit.reporting.film_reports import text_of

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(
    window_on: Callable[[WorkspaceDesk], MainWindow], ward: None, desk: WorkspaceDesk
) -> MainWindow:
    return window_on(desk)


def begun(window: MainWindow, batch: FakeBatch, qtbot: QtBot, count: int) -> WorklistView:
    """A batch of which so many films have been read."""
    view = open_worklist(window, qtbot)
    QTest.mouseClick(view.classify, LEFT)
    in_turn(view, batch, qtbot, count)
    return view


def finished(window: MainWindow, batch: FakeBatch, qtbot: QtBot) -> WorklistView:
    view = begun(window, batch, qtbot, 5)
    settled(window, qtbot, lambda: not view.batch.stop.isVisible())
    return view


def reports_of(window: MainWindow) -> BatchReportPresenter:
    presenter = window.features.worklist.batch_report
    assert presenter is not None
    return presenter


def opened(window: MainWindow, view: WorklistView, qtbot: QtBot) -> ReportDialog:
    """The report, once its pages are there."""
    assert view.batch.report.isVisible()
    QTest.mouseClick(view.batch.report, LEFT)
    dialog = reports_of(window).previewer.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.page_count > 0, timeout=60_000)
    return dialog


def words_of(window: MainWindow, folder: Path) -> str:
    preview = reports_of(window).previewer.preview
    assert preview is not None
    return "".join(text_of(preview.pdf, folder).split())


def test_after_the_batch_there_is_a_report_on_all_of_it(
    window: MainWindow, batch: FakeBatch, qtbot: QtBot, tmp_path: Path
) -> None:
    style = replace(window.state.preferences.report, institution="Klinik am See")
    window.state.set_preferences(replace(window.state.preferences, report=style))
    view = finished(window, batch, qtbot)
    dialog = opened(window, view, qtbot)

    words = words_of(window, tmp_path)
    for expected in ("Files5", "Read5", "KlinikamSee", "film-3.dcm", MODEL.id, MODEL.sha256):
        assert expected in words
    assert not dialog.results.isVisible()
    assert not dialog.results_to.isVisible()


@pytest.mark.parametrize("name", ["r.pdf", "r.html", "r.xlsx", "r.jsonl"])
def test_it_is_saved_as_the_name_says(
    window: MainWindow,
    batch: FakeBatch,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    monkeypatch.setattr(open_dialog, "ask_where_to_save_batch_report", lambda *_: tmp_path / name)
    dialog = opened(window, finished(window, batch, qtbot), qtbot)
    QTest.mouseClick(dialog.save, LEFT)
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=20_000)

    assert dialog.words.text() == f"{name} saved."
    assert (tmp_path / name).stat().st_size > 500
    if name == "r.jsonl":
        lines = (tmp_path / name).read_text().splitlines()
        assert [json.loads(line)["path"] for line in lines] == [
            f"{FOLDER}/film-{number}.dcm" for number in range(5)
        ]


def test_a_paused_batch_has_a_report_on_what_is_done_and_goes_on(
    window: MainWindow, batch: FakeBatch, qtbot: QtBot, tmp_path: Path
) -> None:
    view = begun(window, batch, qtbot, 2)
    QTest.mouseClick(view.batch.pause, LEFT)
    dialog = opened(window, view, qtbot)

    assert "Files2" in words_of(window, tmp_path)
    dialog.close()
    QTest.mouseClick(view.batch.go_on, LEFT)
    batch.let(3)
    settled(window, qtbot, lambda: len(shown(view, FILM)) == 5)
    opened(window, view, qtbot)
    assert "Files5" in words_of(window, tmp_path)


def test_a_stopped_batch_has_one_also_when_it_is_chosen_later(
    window: MainWindow, batch: FakeBatch, qtbot: QtBot, tmp_path: Path
) -> None:
    view = begun(window, batch, qtbot, 3)
    QTest.mouseClick(view.batch.stop, LEFT)
    settled(window, qtbot, view.batch.go_on.isVisible)
    opened(window, view, qtbot).close()
    QTest.mouseClick(view.batch.away, LEFT)
    view.filters.batch.setCurrentIndex(0)
    qtbot.waitUntil(lambda: view.filters.wanted.batch_id is None)
    view.filters.batch.setCurrentIndex(1)
    qtbot.waitUntil(view.batch.report.isVisible)
    opened(window, view, qtbot)

    assert "Files3" in words_of(window, tmp_path)


def test_in_privacy_mode_nothing_that_is_saved_tells_whose_films_these_are(
    window: MainWindow,
    batch: FakeBatch,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window.state.set_preferences(replace(window.state.preferences, is_private=True))
    path = tmp_path / "r.jsonl"
    monkeypatch.setattr(open_dialog, "ask_where_to_save_batch_report", lambda *_: path)
    dialog = opened(window, finished(window, batch, qtbot), qtbot)
    QTest.mouseClick(dialog.save, LEFT)
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=20_000)

    said = words_of(window, tmp_path) + path.read_text()
    assert "Files5" in said
    for telling in ("film-3", "ward", "77"):
        assert telling not in said.replace(MODEL.sha256, "")


def test_before_a_blinded_reader_has_spoken_the_report_is_sealed(
    window: MainWindow, batch: FakeBatch, qtbot: QtBot
) -> None:
    view = finished(window, batch, qtbot)
    window.state.set_blinded(True)
    QTest.mouseClick(view.batch.report, LEFT)

    assert reports_of(window).previewer.dialog is None
    assert "before you have said what you see" in view.messages.text


def test_before_anything_is_read_there_is_none(
    window: MainWindow, batch: FakeBatch, qtbot: QtBot
) -> None:
    view = begun(window, batch, qtbot, 0)
    qtbot.waitUntil(view.batch.stop.isVisible)
    assert not view.batch.report.isVisible()
    batch.let(5)
    settled(window, qtbot, lambda: len(shown(view, FILM)) == 5)


def test_of_a_batch_that_was_stopped_before_its_rows_were_shown_there_is_a_report(
    window: MainWindow, batch: FakeBatch, qtbot: QtBot
) -> None:
    view = open_worklist(window, qtbot)
    QTest.mouseClick(view.classify, LEFT)
    qtbot.waitUntil(lambda: batch.sources == [FOLDER], timeout=20_000)
    QTest.mouseClick(view.batch.stop, LEFT)
    settled(window, qtbot, lambda: view.filters.batch.count() == 2)

    dialog = opened(window, view, qtbot)

    assert dialog.isVisible()
