"""The last page of the wizard: what was trained is compared, and one is kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training.keep_presenter import KeepPagePresenter
from lungdesk.gui.training.page_context import PageContext
from lungdesk.gui.training.pages import PAGES
from lungdesk.ml.ensemble import load_model, verify_model
from lungdesk.services.models import facts as model_facts
from lungdesk.services.training.requests import training_requests
from tests.gui.looking import past_tab
from tests.gui.training_pages import page_context, show_alone
from tests.unit.services.model_copies import run_with_model

PATIENCE_MS = 240_000


@pytest.fixture(autouse=True)
def timed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_facts, "_WARM_UPS", 0)
    monkeypatch.setattr(model_facts, "_READINGS", 1)


@pytest.fixture
def context(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> Iterator[PageContext]:
    (tmp_path / "films").mkdir()
    with page_context(window, tmp_path / "films", qtbot) as made:
        yield made


@pytest.fixture
def page(context: PageContext, qtbot: QtBot) -> KeepPagePresenter:
    made = KeepPagePresenter(context)
    show_alone(made.panel, qtbot)
    return made


def finish(context: PageContext, number: int) -> Path:
    """Leave a run as a training does."""
    run = training_requests(context.draft.draft, context.paths)[number].run_folder
    shutil.rmtree(run, ignore_errors=True)
    return run_with_model(run, 2.6 - number, number + 1)


def compared(page: KeepPagePresenter, qtbot: QtBot) -> list[str]:
    qtbot.waitUntil(lambda: page.panel.shows_results, timeout=PATIENCE_MS)
    return [row.name for row in page.panel.model.rows]


def test_it_is_the_last_page() -> None:
    assert PAGES[-1] is KeepPagePresenter


def test_without_a_finished_run_it_says_where_to_go(page: KeepPagePresenter) -> None:
    page.enter()

    assert page.panel.notice.text.startswith("Nothing is trained yet\nGo back to the step Run.")
    assert page.problem() is None


def test_what_is_trained_meanwhile_is_compared_on_coming_back(
    page: KeepPagePresenter, context: PageContext, qtbot: QtBot
) -> None:
    finish(context, 0)
    page.enter()
    assert compared(page, qtbot) == ["EfficientNet-Lite0"]
    before = page.comparison.comparison
    page.leave()
    page.enter()
    assert page.comparison.comparison is before  # nothing new

    page.leave()
    finish(context, 1)
    page.enter()
    assert compared(page, qtbot)[:2] == ["EfficientNet-Lite0", "VGG16"]


def test_once_there_is_something_to_choose_keys_go_through_it_from_the_top(
    page: KeepPagePresenter, context: PageContext, qtbot: QtBot
) -> None:
    finish(context, 0)
    panel = page.panel
    page.enter()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.task.setFocus()  # nothing else can have them yet
    assert panel.task.hasFocus()

    compared(page, qtbot)

    qtbot.waitUntil(lambda: not panel.task.words, timeout=PATIENCE_MS)
    assert panel.figure.hasFocus()
    assert panel.figure.width() >= panel.figure.sizeHint().width()
    for button in panel.splits.values():
        QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Tab)
        assert button.hasFocus()
    assert past_tab(panel) == []


def test_what_is_kept_stands_in_the_draft_and_reads(
    page: KeepPagePresenter, context: PageContext, window: MainWindow, qtbot: QtBot
) -> None:
    run = finish(context, 0)
    page.enter()
    compared(page, qtbot)
    keep = page.panel.keep
    keep.name.selectAll()
    QTest.keyClicks(keep.name, "Ours")
    keep.is_to_read.setChecked(True)
    QTest.mouseClick(keep.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.features.active_model.id == "ours", timeout=PATIENCE_MS)

    kept = context.draft.draft.keep
    assert (kept.name, kept.run_ids, kept.is_reading_model) == ("Ours", (run.name,), True)
    verify_model(load_model(context.paths.models / "ours"))
    assert window.state.model.id == "ours"


def test_trained_without_test_films_a_model_is_measured_on_val_and_kept(
    page: KeepPagePresenter, context: PageContext, window: MainWindow, qtbot: QtBot
) -> None:
    for number in (0, 1):
        (finish(context, number) / "predictions" / "test.csv").unlink()
    page.enter()
    names = compared(page, qtbot)
    assert "There are no test films" in page.panel.tests.toPlainText()
    assert page.panel.model.rows[0].details.startswith("val 0.")
    for number in range(len(names)):
        page.panel.list.setCurrentIndex(page.panel.model.index(number, 0))
        assert page.panel.keep.button.isEnabled()

    QTest.mouseClick(page.panel.keep.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(context.draft.draft.keep.run_ids), timeout=PATIENCE_MS)


def test_left_in_between_it_begins_again(
    page: KeepPagePresenter, context: PageContext, window: MainWindow, qtbot: QtBot
) -> None:
    finish(context, 0)
    page.enter()
    page.leave()
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=PATIENCE_MS)
    assert page.comparison.comparison is None

    page.enter()

    assert compared(page, qtbot) == ["EfficientNet-Lite0"]
