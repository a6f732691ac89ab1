"""Trials of heads from the Plan page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.gui.training import head_trials
from lungdesk.gui.training.plan_panel import PlanPanel
from lungdesk.gui.training.plan_presenter import PlanPresenter
from lungdesk.gui.training.plan_words import best_words
from lungdesk.gui.training.wizard import Wizard
from lungdesk.ml.training.recipe import PRESETS, HeadSettings, Imbalance, Recipe, Solver
from lungdesk.services.training.draft import BackboneChoice
from lungdesk.services.training.draft_trials import BestTrial, DraftTrials
from tests.gui.plan_page import recipe, settle
from tests.gui.training_pages import (
    WAIT_MS,
    click,
    type_into,
)


class Trials:
    """Runs trials when it is let; the best has a narrow hidden layer."""

    def __init__(self) -> None:
        self.gate, self.asked = threading.Event(), list[int]()
        self.best = Recipe(
            heads=(HeadSettings(hidden_units=128),), mixup_alpha=0.2, imbalance=Imbalance.FOCAL
        )

    def run(self, request: DraftTrials, ctx: JobContext) -> BestTrial:
        self.asked.append(request.draft.plan.trials)
        ctx.report(Progress(3, 12, "trial 4 of 12, about 9 s left; head: epoch 3, val loss 0.5"))
        while not self.gate.wait(0.02):
            ctx.check()
        return BestTrial("vgg16", self.best)


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
    qtbot.waitUntil(lambda: panel.trying.words == "Trial 4 of 12", timeout=WAIT_MS)


def test_the_best_of_the_trials_becomes_own_settings(
    trials: Trials, wizard: Wizard, page: PlanPresenter, panel: PlanPanel, qtbot: QtBot
) -> None:
    assert not panel.begin_trials.isEnabled()
    begin(panel, page, qtbot)
    assert "These take" in panel.trials_words.text()
    assert not panel.begin_trials.isEnabled()
    assert "val loss 0.5" in panel.trying._words.toolTip()
    trials.gate.set()
    qtbot.waitUntil(lambda: recipe(wizard).heads == trials.best.heads, timeout=WAIT_MS)
    assert trials.asked == [12]
    assert recipe(wizard).mixup_alpha == 0.2
    assert wizard.draft.draft.preparation.imbalance is Imbalance.FOCAL
    assert panel.presets["own"].isChecked()
    assert not panel.trying.isVisible()
    assert wizard.view.note.isVisible()
    assert wizard.view.note.text() == (
        "Taken over from the best trial (VGG16): a head with 128 hidden units, learning rate 0.001,"
        " dropout 0.3."
    )
    wizard.draft.undo()
    assert recipe(wizard) == PRESETS["balanced"]
    settle(page, qtbot)


def test_of_an_exact_head_the_penalty_is_told() -> None:
    exact = Recipe(heads=(HeadSettings(solver=Solver.EXACT, weight_decay=0.82255),))

    assert best_words(BestTrial("efficientnet_lite0", exact)) == (
        "Taken over from the best trial (EfficientNet-Lite0): a linear head, solved exactly, with a"
        " penalty of 0.82."
    )


def test_numbers_that_were_drawn_are_not_cut_off(
    trials: Trials, wizard: Wizard, page: PlanPresenter, panel: PlanPanel, qtbot: QtBot
) -> None:
    drawn = HeadSettings(hidden_units=128, learning_rate=0.000653144)
    trials.best = replace(trials.best, heads=(drawn,), label_smoothing=0.1062561)
    begin(panel, page, qtbot)
    trials.gate.set()
    qtbot.waitUntil(lambda: recipe(wizard).heads == (drawn,), timeout=WAIT_MS)
    settle(page, qtbot)

    for name in ("heads.learning_rate", "label_smoothing"):
        edit = panel.fields[name].edit
        room = edit.width() - 2 * (1 + 8 + 2)  # line, padding, and what Qt leaves beside the text
        assert 0 < edit.fontMetrics().horizontalAdvance(edit.text()) <= room
    panel.fields["heads.learning_rate"].edit.editingFinished.emit()  # somebody passes by
    assert recipe(wizard).heads == (drawn,)


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
