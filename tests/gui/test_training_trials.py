"""Trials of heads from the Plan page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training import head_trials
from lungdesk.gui.training.plan_panel import PlanPanel
from lungdesk.gui.training.plan_presenter import PlanPresenter
from lungdesk.gui.training.wizard import Wizard
from lungdesk.ml.training.recipe import PRESETS, HeadSettings, Imbalance, Recipe
from lungdesk.services import training_estimate
from lungdesk.services.draft_trials import DraftTrials
from lungdesk.services.training_draft import BackboneChoice
from tests.gui.plan_page import Computer, plan_page, recipe, settle, wizard_with_films
from tests.gui.training_pages import (
    WAIT_MS,
    click,
    close,
    type_into,
)
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


class Trials:
    """Runs trials when it is let; the best has a narrow hidden layer."""

    def __init__(self) -> None:
        self.gate, self.asked = threading.Event(), list[int]()
        self.best = Recipe(
            heads=(HeadSettings(hidden_units=128),), mixup_alpha=0.2, imbalance=Imbalance.FOCAL
        )

    def run(self, request: DraftTrials, ctx: JobContext) -> Recipe:
        self.asked.append(request.draft.plan.trials)
        ctx.report(Progress(3, 12, "trial 4 of 12"))
        while not self.gate.wait(0.02):
            ctx.check()
        return self.best


@pytest.fixture
def trials(monkeypatch: pytest.MonkeyPatch) -> Iterator[Trials]:
    made = Trials()
    monkeypatch.setattr(head_trials, "run_draft_trials", made.run)
    yield made
    made.gate.set()


def begin(panel: PlanPanel, page: PlanPresenter, qtbot: QtBot) -> None:
    type_into(panel.trials.edit, "12")
    settle(page, qtbot)
    click(panel.begin_trials)
    qtbot.waitUntil(lambda: panel.trying.words == "Trial 4 of 12: 3 of 12", timeout=WAIT_MS)


def test_the_best_of_the_trials_becomes_own_settings(
    trials: Trials, wizard: Wizard, page: PlanPresenter, panel: PlanPanel, qtbot: QtBot
) -> None:
    assert not panel.begin_trials.isEnabled()
    begin(panel, page, qtbot)
    assert "These take" in panel.trials_words.text()
    assert not panel.begin_trials.isEnabled()
    trials.gate.set()
    qtbot.waitUntil(lambda: recipe(wizard).heads == trials.best.heads, timeout=WAIT_MS)
    assert trials.asked == [12]
    assert recipe(wizard).mixup_alpha == 0.2
    assert wizard.draft.draft.preparation.imbalance is Imbalance.FOCAL
    assert panel.presets["own"].isChecked()
    assert not panel.trying.isVisible()
    wizard.draft.undo()
    assert recipe(wizard) == PRESETS["balanced"]
    settle(page, qtbot)


def test_trials_are_cancelled(
    trials: Trials, wizard: Wizard, page: PlanPresenter, panel: PlanPanel, qtbot: QtBot
) -> None:
    begin(panel, page, qtbot)
    panel.trying.cancel_wanted.emit()
    assert not panel.trying.isVisible()
    assert panel.begin_trials.isEnabled()
    assert recipe(wizard) == PRESETS["balanced"]


def test_the_best_for_other_networks_is_not_taken_over(
    trials: Trials, wizard: Wizard, page: PlanPresenter, panel: PlanPanel, qtbot: QtBot
) -> None:
    begin(panel, page, qtbot)
    wizard.draft.change(backbones=(BackboneChoice("mobilenetv2"),))
    trials.gate.set()
    qtbot.waitUntil(lambda: not page.trials.is_busy, timeout=WAIT_MS)
    assert replace(recipe(wizard), seed=0) == PRESETS["balanced"]
    settle(page, qtbot)
