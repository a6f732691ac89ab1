"""Every page of the training wizard, those after a training among them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training import reading_times
from lungdesk.gui.training.evaluation_presenter import EvaluationPagePresenter
from lungdesk.gui.training.wizard import Wizard
from lungdesk.services.models import facts as model_facts
from lungdesk.services.paths import AppPaths, shipped_models_folder
from lungdesk.services.runs.record import predictions_path
from lungdesk.services.training import estimate as training_estimate
from lungdesk.services.training.draft_store import DraftStore
from lungdesk.services.training.requests import training_requests
from tests.gui import plan_page, test_training_backbones
from tests.gui.evaluations import drawn_collection, table
from tests.gui.run_page import ready_draft
from tests.gui.test_accessibility_small_screen import squeezed
from tests.gui.test_accessibility_windows import examine
from tests.gui.training_pages import close, opened_wizard, show_page
from tests.shipped_models import SINGLE_MODEL_ID
from tests.unit.services.run_folders import write_run

PAGES = ("data", "backbones", "preparation", "plan", "run", "evaluation", "keep")
COUNT = 10
PATIENCE_MS = 60_000


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    return drawn_collection(tmp_path / "films", COUNT)


def finish_run() -> None:
    """Leave the run of the draft as a training does: record, model, what it said of the films."""
    paths = AppPaths.default()
    draft = DraftStore.of(paths).latest()
    assert draft is not None
    run = training_requests(draft, paths)[0].run_folder
    write_run(run)
    result = json.loads((run / "run.json").read_text())
    measured = {"metrics": {"val": {"accuracy": 0.75}}, "phases": []}
    (run / "run.json").write_text(json.dumps(result | measured))
    shutil.copytree(shipped_models_folder() / SINGLE_MODEL_ID, run / "bundle")
    for split in ("val", "test"):
        one = table(split, COUNT)
        text = predictions_path(run, split)
        one.write(text)
        text.write_text(text.read_text().replace(".dcm", ".png"))


@pytest.fixture
def wizard(
    window: MainWindow, collection: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Wizard]:
    """The wizard of a draft whose one backbone is trained."""
    monkeypatch.setattr(model_facts, "_WARM_UPS", 0)
    monkeypatch.setattr(model_facts, "_READINGS", 1)
    # No child measures for seconds what the pages then show.
    monkeypatch.setattr(
        reading_times, "measure_reading_time", test_training_backbones.Computer().measure
    )
    monkeypatch.setattr(training_estimate, "measure_rates", plan_page.Computer().measure)
    ready_draft(collection, "efficientnet_lite0")
    finish_run()
    opened = opened_wizard(window, qtbot)
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=PATIENCE_MS)
    yield opened
    close(opened, qtbot)
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=PATIENCE_MS)


def test_these_are_all_pages(wizard: Wizard) -> None:
    assert tuple(page.name for page in wizard.pages) == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_after_a_training(
    wizard: Wizard, window: MainWindow, qtbot: QtBot, name: str
) -> None:
    show_page(wizard, name)
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=PATIENCE_MS)
    examine(wizard.view)
    squeezed(wizard.view)


@pytest.mark.parametrize("tab", range(5))
def test_a_tab_of_the_evaluation(
    wizard: Wizard, window: MainWindow, qtbot: QtBot, tab: int
) -> None:
    page = show_page(wizard, "evaluation")
    assert isinstance(page, EvaluationPagePresenter)
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=PATIENCE_MS)
    page.panel.evaluation.tabs.setCurrentIndex(tab)
    squeezed(wizard.view)
