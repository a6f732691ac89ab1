"""Large windows on a small screen: 1,280 x 800 pixels, enlarged by a quarter.

No words are known here: they are looked at in other languages, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training.data_presenter import DataPresenter
from lungdesk.gui.training.plan_panel import OWN
from lungdesk.gui.training.plan_presenter import PlanPresenter
from lungdesk.gui.training.wizard import Wizard
from lungdesk.services import studies
from lungdesk.services.models.evaluation import ModelEvaluation
from lungdesk.services.training import estimate as training_estimate
from tests.gui.evaluations import FakeEvaluation, evaluate
from tests.gui.fakes import FakeFiles, FakeFilmReader
from tests.gui.looking import cut_off, overlapping
from tests.gui.plan_page import Computer, settle, wizard_with_films
from tests.gui.run_page import films_in, opened, put_child, ready_draft
from tests.gui.training_pages import close, show_page
from tests.unit.services.drafts import drawn_folder

#: Of 1,024 x 640 the frame and title of a window take the rest.
ROOM = (1020, 608)


def squeezed(view: QWidget) -> None:
    """Make a window as small as it goes; it has its room on the screen, and its words theirs."""
    view.resize(1, 1)
    for _ in range(3):  # what is laid out anew wraps its words anew
        QApplication.processEvents()
    assert (view.width() <= ROOM[0], view.height() <= ROOM[1]) == (True, True), view.size()
    assert cut_off(view) == []
    assert overlapping(view) == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn_folder(tmp_path_factory.mktemp("data") / "ours", each=10)


@pytest.fixture
def wizard(
    open_window: Callable[..., MainWindow],
    files: FakeFiles,
    folder: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Wizard]:
    """A wizard with films and a backbone; the other pages are looked at after a training."""
    monkeypatch.setattr(training_estimate, "measure_rates", Computer().measure)
    files.thumbnail = studies.thumbnail  # type: ignore[method-assign]
    made = wizard_with_films(open_window(None), folder, qtbot)
    yield made
    close(made, qtbot)


@pytest.mark.parametrize("width", [1016, 1240])
def test_steps_are_named_where_there_is_room(wizard: Wizard, width: int) -> None:
    steps = wizard.view.steps
    wizard.view.resize(width, 700)
    titles = [page.title for page in wizard.pages]
    names = [f"{n}" if width == 1016 else f"{n}  {title}" for n, title in enumerate(titles, 1)]
    assert [steps.list.item(row).text() for row in range(len(titles))] == names
    assert all(title in steps.list.item(row).toolTip() for row, title in enumerate(titles))


def test_the_page_of_the_data(wizard: Wizard, qtbot: QtBot) -> None:
    page = show_page(wizard, "data")
    assert isinstance(page, DataPresenter)
    squeezed(wizard.view)
    page.panel.show_tab(is_audit=True)
    page.panel.audit.start.click()
    qtbot.waitUntil(lambda: page.panel.audit.list.count() > 0, timeout=30_000)
    squeezed(wizard.view)


@pytest.mark.parametrize("preset", ["thorough", OWN])
def test_the_page_of_the_plan(wizard: Wizard, preset: str, qtbot: QtBot) -> None:
    page = show_page(wizard, "plan")
    assert isinstance(page, PlanPresenter)
    page.panel.presets[preset].click()
    settle(page, qtbot)
    squeezed(wizard.view)


def test_the_page_of_a_training(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put_child(tmp_path, monkeypatch, "epoch(1); epoch(2); hears(); say(kind='cancelled')")
    ready_draft(films_in(tmp_path / "films"), "efficientnet_lite0", "vgg16")
    page = opened(open_window(reader), qtbot)
    squeezed(page.wizard.view)
    page.panel.start.click()
    qtbot.waitUntil(lambda: bool(page.panel.step.whole), timeout=20_000)
    squeezed(page.wizard.view)
    table = page.panel.table  # whose other columns are as wide as their words
    assert table.sizeHintForColumn(0) <= table.columnWidth(0)
    page.panel.stop.click()
    qtbot.waitUntil(lambda: page.is_at_rest, timeout=20_000)


@pytest.mark.parametrize("tab", range(5))
def test_a_tab_of_an_evaluation(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tab: int, qtbot: QtBot
) -> None:
    monkeypatch.setattr(ModelEvaluation, "of", lambda _paths: FakeEvaluation())
    evaluation = evaluate(window, qtbot)
    evaluation.panel.tabs.setCurrentIndex(tab)
    view = window.features.evaluate.view
    assert view is not None
    squeezed(view)


def test_keys_lead_to_each_row_of_tables_that_scroll_as_one(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(ModelEvaluation, "of", lambda _paths: FakeEvaluation())
    panel = evaluate(window, qtbot).panel
    panel.tabs.setCurrentWidget(panel.tables)
    view = window.features.evaluate.view
    assert view is not None
    squeezed(view)
    for table, end in ((panel.tables.sources, -1), (panel.tables.classes, 0)):
        row = range(table.model().rowCount())[end]
        table.setCurrentIndex(table.model().index(1, 0))
        QTest.keyClick(table, Qt.Key.Key_End if end else Qt.Key.Key_Home)
        place = table.visualRect(table.model().index(row, 0))
        assert table.viewport().visibleRegion().contains(place.center())
