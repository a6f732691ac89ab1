"""The fourth page: presets and own settings, trials, and what all that takes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import Progress
from lungdesk.gui.training import plan_words as words
from lungdesk.gui.training.head_trials import HeadTrials
from lungdesk.gui.training.plan_estimate import PlanEstimate
from lungdesk.gui.training.plan_panel import OWN, PlanPanel
from lungdesk.gui.translation import told, tr
from lungdesk.ml.audit.recipe_fit import recipe_findings
from lungdesk.ml.backbones import backbone_named
from lungdesk.ml.training.recipe import PRESETS, Recipe
from lungdesk.services.job_runner import Lane
from lungdesk.services.training.draft import Plan
from lungdesk.services.training.own_settings import (
    SETTINGS,
    own_changes,
    phase_of,
    value_of,
    with_phase,
    with_value,
)
from lungdesk.services.training.requests import write_recipe

if TYPE_CHECKING:
    from lungdesk.gui.training.page_context import PageContext
    from lungdesk.services.training.estimate import Estimate

_MOST_TRIALS = 1000


class PlanPresenter(QObject):
    """A page of the wizard; see `lungdesk.gui.training.training_view.Page`."""

    problem_changed = Signal()

    name = "plan"
    title = tr("Plan")
    explanation = tr(
        "Choose how thoroughly is trained; the time is measured on this computer, with your films."
        "\nBegin with Quick or Balanced: the others pay where there are thousands of films."
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.draft)
        self._context, self._draft = context, context.draft
        self.panel = PlanPanel()
        self.estimate = PlanEstimate(context)
        self.trials = HeadTrials(self.panel, context)
        self._errors: dict[str, str] = {}
        self._is_shown = self._is_changing = False
        self._writing = context.shared.bridge.channel(Lane.IO)
        self._writing.failed.connect(lambda _tag, error: context.shared.messages.fail(error))
        panel = self.panel
        panel.preset_wanted.connect(self._on_preset)
        panel.phase_wanted.connect(lambda phase: self._set_phase(phase, ""))
        panel.cut_wanted.connect(self._on_cut)
        panel.entered.connect(self._on_entered)
        panel.trials_entered.connect(self._on_trials)
        panel.estimate.measure_wanted.connect(self.estimate.begin_again)
        panel.estimate.cancel_wanted.connect(self.estimate.stop)
        panel.estimate.copy_wanted.connect(self._on_copy)
        self.estimate.changed.connect(self._show_estimate)
        self.estimate.progressed.connect(self._on_progress)
        self._draft.changed.connect(self._on_draft)
        context.data.changed.connect(self._show)
        context.state.preferences_changed.connect(self._show)

    # --- the page

    def problem(self) -> str | None:
        """Why one cannot go on from here."""
        if self._errors:
            return tr("Correct the settings that are not valid.")
        try:
            recipe = self._draft.draft.recipe
        except LungDeskError as error:
            return told(error.message)
        estimate = self.estimate.estimate
        return words.cut_problem(recipe, self._backbones()) or (_obstacle(estimate))

    def enter(self) -> None:
        """Begin to measure."""
        self._is_shown = True
        self._show()

    def leave(self) -> None:
        """Measure and try no more."""
        self._is_shown = False
        self.estimate.leave()
        self.trials.stop()

    # --- what is shown

    def _backbones(self) -> list[str]:
        return [choice.name for choice in self._draft.draft.backbones]

    def _on_draft(self) -> None:
        if not self._is_changing:
            self._errors = {}  # undone, or begun anew: fields show what holds now
        self._show()

    def _show(self) -> None:
        if not self._is_shown:
            return
        plan = self._draft.draft.plan
        self.panel.show_preset(OWN if plan.changes else plan.preset)
        try:
            recipe = self._draft.draft.recipe
        except LungDeskError:
            return  # of a file that somebody has written: any preset is a way out
        self._show_settings(recipe)
        self._show_doubt(recipe)
        self.trials.show(self.estimate.estimate)
        self._show_commands()
        self.estimate.follow()
        self._show_estimate()

    def _show_settings(self, recipe: Recipe) -> None:
        cuts = words.cuts([backbone_named(name) for name in self._backbones()])
        cut = recipe.block.cut_point if recipe.block else None
        self.panel.show_phase(phase_of(recipe), cuts, cut)
        for setting in SETTINGS:
            error = self._errors.get(setting.name, "")
            if not error:  # else what was typed stays
                self.panel.show_value(setting.name, value_of(recipe, setting.name))
            self.panel.fields[setting.name].show_error(error)
        self.panel.trials.show_error(self._errors.get("trials", ""))

    def _show_doubt(self, recipe: Recipe) -> None:
        """Before anybody trains for hours; the training only tells of it in its log."""
        selection = self._context.data.selection
        found = recipe_findings(recipe, selection.dataset) if selection else ()
        said = " ".join(f"{told(one.sentence)} {told(one.advice)}" for one in found)
        self.panel.show_doubt(said, " ".join(told(one.reason) for one in found))

    def _show_commands(self) -> None:
        draft, paths = self._draft.draft, self._context.paths
        if self._context.state.preferences.is_private:
            self.panel.estimate.show_commands(words.HIDDEN, can_copy=False)
        else:
            text = words.commands(draft, paths)
            self.panel.estimate.show_commands(text, can_copy=bool(text))

    def _show_estimate(self) -> None:
        panel, state = self.panel.estimate, self.estimate
        if not state.is_busy:
            panel.show_measuring(None, can_measure=bool(self._backbones()))
        is_busy, has_begun = state.is_busy, state.has_begun
        time = words.time_words(state.estimate, state.error, is_busy=is_busy, has_begun=has_begun)
        panel.show_time(*time)
        if state.estimate is None:
            panel.show_disk(words.DISK_NOT_YET, is_doubtful=False)
        else:
            obstacle = _obstacle(state.estimate)
            disk_words = obstacle or words.disk_words(state.estimate.disk)
            panel.show_disk(disk_words, is_doubtful=bool(obstacle))
        self.trials.show(self.estimate.estimate)
        self.problem_changed.emit()

    def _on_progress(self, progress: Progress) -> None:
        if self.estimate.is_busy:
            self.panel.estimate.show_measuring(progress, can_measure=False)

    # --- what the user does

    def _change(self, plan: Plan) -> None:
        self._is_changing = True
        self._draft.change(plan=plan)
        self._show()
        self._is_changing = False
        self.problem_changed.emit()

    def _on_preset(self, word: str) -> None:
        plan = self._draft.draft.plan
        self._errors = {}
        if word != OWN:
            self._change(Plan(word, {}, plan.trials, plan.seed))  # type: ignore[arg-type] # of the buttons
        elif not plan.changes:
            self._change(replace(plan, changes=own_changes(self._draft.draft.recipe)))

    def _set_phase(self, phase: str, cut_point: str) -> None:
        draft = self._draft.draft
        recipe = with_phase(draft.recipe, phase, cut_point, PRESETS[draft.plan.preset])
        self._errors = {}  # fields of a phase that is left out have none
        self._change(replace(self._draft.draft.plan, changes=own_changes(recipe)))

    def _on_cut(self, cut_point: str) -> None:
        self._set_phase(phase_of(self._draft.draft.recipe), cut_point)

    def _on_entered(self, name: str, text: str) -> None:
        try:
            recipe = with_value(self._draft.draft.recipe, name, text)
        except LungDeskError as error:
            self._refuse(name, told(error.message))
            return
        self._errors.pop(name, None)
        self._change(replace(self._draft.draft.plan, changes=own_changes(recipe)))

    def _on_trials(self, text: str) -> None:
        if not (text.isdecimal() and int(text) <= _MOST_TRIALS):
            self._refuse(
                "trials", tr("Type a number from 0 to {most_trials}.", most_trials=_MOST_TRIALS)
            )
            return
        self._errors.pop("trials", None)
        self._change(replace(self._draft.draft.plan, trials=int(text)))

    def _refuse(self, name: str, sentence: str) -> None:
        """What was typed stays, with what is wrong about it; the draft keeps what it has."""
        self._errors[name] = sentence
        field = self.panel.trials if name == "trials" else self.panel.fields[name]
        field.show_error(sentence)
        self.problem_changed.emit()

    def _on_copy(self) -> None:
        request = (self._draft.draft, self._context.paths)
        self._writing.replace(write_recipe, request)
        QGuiApplication.clipboard().setText(self.panel.estimate.commands.toPlainText())
        self._context.shared.messages.inform(tr("Commands copied"))


def _obstacle(estimate: Estimate | None) -> str | None:
    """Why the disk has no room for it, in a sentence."""
    obstacle = None if estimate is None else estimate.disk.obstacle()
    return told(obstacle) if obstacle else obstacle
