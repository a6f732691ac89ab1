"""How long the plan takes and how much room it needs: estimated while its page is shown.

It stands in one queue with trainings: what is measured while something trains says nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.services.job_runner import Lane
from lungdesk.services.training.estimate import Estimate, EstimateRequest, estimate_training
from lungdesk.services.training.requests import training_requests

if TYPE_CHECKING:
    from lungdesk.gui.training.page_context import PageContext


class PlanEstimate(QObject):
    """Follows draft and films; the last answer stays until the next one is there.

    Signals
    -------
    changed()
        Another answer is here, or none any more.
    progressed(Progress)
        What is being measured.
    """

    changed = Signal()
    progressed = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.draft)
        self._context = context
        self.estimate: Estimate | None = None
        self.error: LungDeskError | None = None
        self.is_stopped = self._is_fresh = False
        self._asked: EstimateRequest | None = None
        #: Whether it is being measured by now, and does not wait.
        self.has_begun = False
        self._estimating = context.shared.bridge.channel(Lane.TRAINING)
        self._estimating.succeeded.connect(self._on_estimated)
        self._estimating.failed.connect(self._on_failed)
        self._estimating.progressed.connect(self._on_progress)

    @property
    def is_busy(self) -> bool:
        """Whether it is being measured or reckoned."""
        return bool(self._estimating.pending)

    def follow(self) -> None:
        """Estimate what is chosen now, unless that is known."""
        request = self._request()
        if request is None or self.is_stopped:
            return
        if request != self._asked:
            before = self._asked
            if before is None or replace(before, trials=request.trials) != request:
                self.estimate = None  # of another plan
            self._asked, self.error = request, None
            asked = replace(request, is_fresh=self._is_fresh)
            self._is_fresh = self.has_begun = False
            self._estimating.replace(run_estimate, (asked, self._context))
            self.changed.emit()

    def begin_again(self) -> None:
        """Measure anew: it was stopped, did not work, or the computer was busy."""
        self.is_stopped, self._asked, self._is_fresh = False, None, True
        self.follow()

    def stop(self) -> None:
        """The user wants no measurement."""
        self.is_stopped = True
        self.leave()

    def leave(self) -> None:
        """Nobody looks any more."""
        if self.is_busy:
            self._asked = None
        self._estimating.cancel()
        self.changed.emit()

    def _request(self) -> EstimateRequest | None:
        """What is to be estimated; None while something is missing."""
        draft, data = self._context.draft.draft, self._context.data
        if data.selection is None or not data.is_current or not draft.backbones:
            return None
        try:
            trainings = training_requests(draft, self._context.paths)
        except LungDeskError:
            return None  # the page says what is wrong with the settings
        dataset = data.selection.dataset
        return EstimateRequest(dataset, trainings, self._context.paths, draft.plan.trials)

    def _on_estimated(self, _tag: object, estimate: Estimate) -> None:
        self.estimate = estimate
        self.changed.emit()

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self.estimate, self.error = None, error
        self.changed.emit()

    def _on_progress(self, _tag: object, progress: Progress) -> None:
        if not self.has_begun:
            self.has_begun = True
            self.changed.emit()
        self.progressed.emit(progress)


def run_estimate(asked: tuple[EstimateRequest, PageContext], ctx: JobContext) -> Estimate:
    """Estimate, with the room that the settings allow the cache (in the worker)."""
    request, context = asked
    limit_gb = context.shared.services.settings.load().cache_limit_gb
    return estimate_training(request.with_limit(limit_gb), ctx)
