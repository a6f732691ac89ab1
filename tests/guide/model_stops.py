"""Stops of the tour at models: training one, adapting it, measuring and choosing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lungdesk.gui.training.backbones_panel import BackbonesPanel
from lungdesk.gui.training.data_panel import DataPanel
from lungdesk.gui.training.plan_panel import PlanPanel
from lungdesk.gui.training.preparation_panel import PreparationPanel
from lungdesk.gui.training.run_panel import RunPanel
from lungdesk.gui.training.training_view import TrainingView
from lungdesk.gui.training.wizard import Wizard
from lungdesk.services.paths import shipped_models_folder
from tests.guide.tour_hand import Stop, TourHand, answering

#: How long networks take on this computer is measured meanwhile.
_MEASURING_S = 20.0


@dataclass(frozen=True, slots=True)
class ModelStops:
    """``films`` are labelled, ``local`` some fewer; ``trains`` a small model, for a minute."""

    hand: TourHand
    films: Path
    local: Path
    trains: bool

    def stops(self) -> tuple[Stop, ...]:
        """All of them, in their order."""
        return (
            self.wizard, self.adapting, self.library, self.evaluation, self.comparison,
            self.preferences, self.guide,
        )  # fmt: skip

    def wizard(self) -> None:
        """From labelled films to a model, page by page."""
        training = self.hand.window.features.training
        self.hand.act("train")
        self.hand.see(lambda: training.wizard is not None)
        wizard = training.wizard
        assert wizard is not None
        self._choose(wizard)
        self._plan(wizard)
        if self.trains:
            self._train(wizard)
        wizard.view.close()

    def _choose(self, wizard: Wizard) -> None:
        """Films, what their classes mean, and what the audit finds."""
        hand, view = self.hand, wizard.view
        hand.take("training-empty", view)
        panel = view.findChild(DataPanel)
        assert panel is not None
        with answering("ask_for_data_folder", self.films):
            panel.folder.trigger()
        hand.see(view.next.isEnabled)
        hand.take("training-data", view)
        hand.click(panel.show_audit)
        hand.click(panel.audit.start)
        hand.see(lambda: panel.audit.list.count() > 0)
        hand.take("training-audit", view)
        hand.click(view.next)

    def _plan(self, wizard: Wizard) -> None:
        """Which network, how films are shown to it, how long."""
        hand, view = self.hand, wizard.view
        backbones = view.findChild(BackbonesPanel)
        assert backbones is not None
        hand.see(lambda: any(card.is_chosen for card in backbones.cards.cards))
        hand.take("training-backbones", view, within_s=_MEASURING_S)
        hand.click(view.next)
        preparation = view.findChild(PreparationPanel)
        assert preparation is not None
        hand.see(lambda: bool(preparation.grid_words.text()))
        hand.take("training-preparation", view, within_s=_MEASURING_S)
        if self.trains:
            _write(preparation, "96")
        hand.click(view.next)
        plan = view.findChild(PlanPanel)
        assert plan is not None
        hand.click(plan.presets["quick"])
        hand.take("training-plan", view, within_s=3 * _MEASURING_S)
        hand.click(view.next)

    def _train(self, wizard: Wizard) -> None:
        """The training, its evaluation, and what is kept."""
        hand, view = self.hand, wizard.view
        run = view.findChild(RunPanel)
        assert run is not None
        hand.see(run.start.isEnabled)
        hand.click(run.start)
        hand.see(lambda: run.pause.isVisible() or view.next.isEnabled())
        hand.see(view.next.isEnabled)
        hand.take("training-run", view)
        hand.click(view.next)
        hand.take("training-evaluation", view)
        _go_on(hand, view)
        hand.take("training-keep", view)

    def adapting(self) -> None:
        """The model before and after it was fitted to local films."""
        hand, adapt = self.hand, self.hand.window.features.adapt
        hand.act("adapt")
        assert adapt.adapting is not None
        dialog = adapt.adapting.dialog
        with answering("ask_for_data_folder", self.local):
            hand.click(dialog.folder)
        hand.see(dialog.adapt.isEnabled)
        hand.click(dialog.adapt)
        hand.rest()
        hand.take("adapting", dialog)
        dialog.close()

    def library(self) -> None:
        """The models that are installed."""
        self.hand.act("models")
        library = self.hand.window.features.models.library
        assert library is not None
        self.hand.take("models", library.dialog)
        library.dialog.close()

    def evaluation(self) -> None:
        """A model measured on labelled films."""
        hand, evaluate = self.hand, self.hand.window.features.evaluate
        evaluate.evaluate(shipped_models_folder() / "lungdesk-lite0", self.films)
        hand.rest()
        assert evaluate.view is not None
        assert evaluate.evaluation is not None
        evaluate.evaluation.panel.evaluate.trigger()
        hand.rest()
        hand.take("evaluation", evaluate.view)
        evaluate.view.close()

    def comparison(self) -> None:
        """The trainings that the shipped models come from."""
        hand, runs = self.hand, self.hand.window.features.runs
        hand.act("compare_runs")
        dialog = runs.dialog
        assert dialog is not None
        with answering("ask_for_run", shipped_models_folder() / "runs"):
            dialog.add_wanted.emit()
        hand.rest()
        hand.take("comparison", dialog)
        dialog.close()

    def preferences(self) -> None:
        """Keys, mouse, monitor, privacy."""
        self.hand.act("preferences")
        dialog = self.hand.window.features.preferences.dialog
        assert dialog is not None
        self.hand.take("preferences", dialog)
        dialog.close()

    def guide(self) -> None:
        """The guide, where it says what a code means."""
        help_ = self.hand.window.features.help
        help_.explain("LD-GATE-008")
        assert help_.guide is not None
        self.hand.take("guide", help_.guide.dialog)
        help_.guide.dialog.close()


def _go_on(hand: TourHand, view: TrainingView) -> None:
    hand.see(view.next.isEnabled)
    hand.click(view.next)


def _write(preparation: PreparationPanel, size: str) -> None:
    edit = preparation.size_field.edit
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, size)
    QTest.keyClick(edit, Qt.Key.Key_Return)
