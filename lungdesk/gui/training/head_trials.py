"""Trials of heads from the Plan page; the best settings become the plan's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.gui.training.plan_words import best_words, trials_words
from lungdesk.gui.translation import tr
from lungdesk.services.job_runner import Lane
from lungdesk.services.training.draft import TrainingDraft
from lungdesk.services.training.draft_trials import BestTrial, DraftTrials, run_draft_trials
from lungdesk.services.training.estimate import Estimate
from lungdesk.services.training.own_settings import with_best

if TYPE_CHECKING:
    from lungdesk.gui.training.page_context import PageContext
    from lungdesk.gui.training.plan_panel import PlanPanel


class HeadTrials(QObject):
    """Runs them while the page is shown; those that have ended are kept when they are stopped."""

    def __init__(self, panel: PlanPanel, context: PageContext) -> None:
        super().__init__(context.draft)
        self._panel, self._context = panel, context
        # As trainings do: one child process with all processors at a time.
        self._trying = context.shared.bridge.channel(Lane.TRAINING)
        self._trying.succeeded.connect(self._on_best)
        self._trying.failed.connect(self._on_failed)
        self._trying.progressed.connect(self._on_progress)
        panel.trials_wanted.connect(self.start)
        panel.trials_cancelled.connect(self.stop)
        panel.show_trying(None)

    @property
    def is_busy(self) -> bool:
        """Whether trials run."""
        return bool(self._trying.pending)

    def show(self, estimate: Estimate | None) -> None:
        """Show how many there are to be, and how long they take."""
        count = self._context.draft.draft.plan.trials
        can_try = count > 0 and not self.is_busy
        self._panel.show_trials(count, trials_words(count, estimate), can_try=can_try)

    def start(self) -> None:
        """Try as many as the plan has; those of before count."""
        draft = self._context.draft.draft
        self._trying.replace(run_with_limit, (draft, self._context), tag=draft)
        self._panel.show_trying(Progress(0, 0, tr("Trials begin")))
        self._panel.begin_trials.setEnabled(False)

    def stop(self) -> None:
        """Try no more."""
        self._trying.cancel()
        self._end()

    def _end(self) -> None:
        self._panel.show_trying(None)
        self._panel.begin_trials.setEnabled(self._context.draft.draft.plan.trials > 0)

    def _on_progress(self, _tag: object, progress: Progress) -> None:
        """Which trial it is; what that one does just now is no matter here."""
        trial, separator, _ = progress.message.partition(";")
        self._panel.show_trying(progress, trial.partition(",")[0] if separator else "")

    def _on_best(self, tried: TrainingDraft, best: BestTrial) -> None:
        self._end()
        draft = self._context.draft.draft
        if (tried.data, tried.backbones) != (draft.data, draft.backbones):
            return  # of other films or networks: what is best there says nothing here
        plan, preparation = with_best(draft, best.recipe)
        self._context.draft.change(plan=plan, preparation=preparation)
        self._context.shared.messages.inform(best_words(best))

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._end()
        self._context.shared.messages.fail(error)


def run_with_limit(asked: tuple[TrainingDraft, PageContext], ctx: JobContext) -> BestTrial:
    """Run trials, with the room that the settings allow the cache (in the worker)."""
    draft, context = asked
    limit_gb = context.shared.services.settings.load().cache_limit_gb
    return run_draft_trials(DraftTrials(draft, context.paths, limit_gb), ctx)
