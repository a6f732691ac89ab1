"""The Plan page of a wizard with films, on a computer that measures in no time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training.plan_panel import PlanPanel
from lungdesk.gui.training.plan_presenter import PlanPresenter
from lungdesk.gui.training.wizard import Wizard
from lungdesk.services.training import estimate as training_estimate
from tests.gui.plan_page import Computer, plan_page, wizard_with_films
from tests.gui.training_pages import close
from tests.unit.services.drafts import drawn_folder


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> Computer:
    made = Computer()
    monkeypatch.setattr(training_estimate, "measure_rates", made.measure)
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn_folder(tmp_path_factory.mktemp("data") / "ours", each=10)


@pytest.fixture
def wizard(
    computer: Computer, open_window: Callable[..., MainWindow], folder: Path, qtbot: QtBot
) -> Iterator[Wizard]:
    made = wizard_with_films(open_window(None), folder, qtbot)
    yield made
    computer.gate.set()
    close(made, qtbot)


@pytest.fixture
def page(wizard: Wizard, qtbot: QtBot) -> PlanPresenter:
    return plan_page(wizard, qtbot)


@pytest.fixture
def panel(page: PlanPresenter) -> PlanPanel:
    return page.panel
