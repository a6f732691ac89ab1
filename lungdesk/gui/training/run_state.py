"""The training of the draft: started, paused, stopped, and what is known of each backbone."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import Progress
from lungdesk.gui.training.run_words import failure_sentence
from lungdesk.gui.translation import told, told_error
from lungdesk.services.job_runner import Lane
from lungdesk.services.training.draft import RunStatus, TrainingDraft
from lungdesk.services.training.draft_training import (
    DraftRun,
    RunBegan,
    RunControl,
    RunEpochs,
    RunEvent,
    RunFailed,
    RunFinished,
    RunStage,
    train_draft,
)
from lungdesk.services.training.progress import RunProgress, look_at_runs
from lungdesk.services.training.requests import training_requests

if TYPE_CHECKING:
    from lungdesk.gui.training.page_context import PageContext
    from lungdesk.services.training.run import TrainingRequest


class Status(StrEnum):
    """What the training does; the first three while there is a child.

    ``elsewhere``: another LungDesk trains it.
    """

    RUNNING = "running"
    PAUSING = "pausing"
    STOPPING = "stopping"
    IDLE = "idle"
    PAUSED = "paused"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    ELSEWHERE = "elsewhere"
    FAILED = "failed"
    FINISHED = "finished"


_ACTIVE = (Status.RUNNING, Status.PAUSING, Status.STOPPING)
_RECORDED: dict[str, Status] = {
    "running": Status.INTERRUPTED,
    "paused": Status.PAUSED,
    "stopped": Status.STOPPED,
    "failed": Status.FAILED,
}


class RunState(QObject):
    """Trains what the draft says; goes on while another page is shown, or no window at all.

    A training belongs to the draft and the choices with which it was started; what is chosen
    meanwhile is another training, which is seen when this one has ended.

    Signals
    -------
    changed()
        `status`, `error`, or which `runs` there are.
    moved()
        Epochs or `progress` of the runs; comes often.
    heard(RunEvent)
        From the training, after `runs` has it.
    """

    changed = Signal()
    moved = Signal()
    heard = Signal(object)
    _told = Signal(object, object)

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.draft)
        self._context, self._draft = context, context.draft
        self.runs: tuple[RunProgress, ...] = ()
        self.status = Status.IDLE
        self.error: LungDeskError | None = None
        self.progress: Progress | None = None
        self.current: int | None = None
        self._requests: tuple[TrainingRequest, ...] | None = None
        self._owner: TrainingDraft = self._draft.draft
        self._control = RunControl()
        bridge = context.shared.bridge
        self._training = bridge.channel(Lane.TRAINING, must_finish=True)
        self._training.succeeded.connect(self._on_ended)
        self._training.failed.connect(self._on_not_begun)
        self._training.stopped.connect(self._on_ended)
        self._training.progressed.connect(self._on_progress)
        self._looking = bridge.channel(Lane.IO)
        self._looking.succeeded.connect(self._on_seen)
        self._looking.failed.connect(self._on_not_seen)
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._draft.changed.connect(self.follow)
        self.follow()

    @property
    def is_active(self) -> bool:
        """Whether there is a child, or one is about to be."""
        return self.status in _ACTIVE

    @property
    def draft_id(self) -> str:
        """Of the draft whose runs these are; of the one that is trained, while there is a child."""
        return self._owner.id

    @property
    def is_seen(self) -> bool:
        """Whether the folders of the runs have been looked at."""
        return not self._looking.pending

    @property
    def unfinished(self) -> RunProgress | None:
        """The run that is trained, or with which a training would go on."""
        if self.current is not None:
            return self.runs[self.current]
        open_ = [run for run in self.runs if not run.is_finished]
        return max(open_, key=lambda run: (run.is_held, run.is_begun), default=None)

    def error_of(self, run: RunProgress) -> str:
        """Why a run has ended without a model; empty when it has not."""
        return "" if run.is_finished else told(self._owner.run.errors.get(run.id, ""))

    # --- what the user does

    def start(self) -> None:
        """Train what is not finished; what was begun goes on."""
        if self.is_active or not self.runs:
            return
        if self.status is Status.ELSEWHERE:
            self.look()
            return
        draft, run = self._owner, self._owner.run
        limit = self._context.shared.services.settings.load().cache_limit_gb
        requests = tuple(replace(one.request, cache_limit_gb=limit) for one in self.runs)
        names = dict.fromkeys((*run.ids, *(progress.id for progress in self.runs)))
        self._control = RunControl()
        self._record(status="running", ids=tuple(names), errors={})
        self._show(Status.RUNNING)
        tell = partial(self._told.emit, self._control)
        work = DraftRun(draft, self._draft.store, requests, self._control, tell)
        self._training.add(train_draft, work)

    def pause(self) -> None:
        """End after the next step, with all that is computed kept."""
        if self.status is Status.RUNNING:
            self._control.pause()
            self._show(Status.PAUSING)

    def stop(self) -> None:
        """End at once; models that are finished, and epochs that have ended, are kept."""
        if self.status in (Status.RUNNING, Status.PAUSING):
            self._control.stop()
            self._show(Status.STOPPING)

    # --- the draft

    def follow(self) -> None:
        """Look at the runs of what is chosen now, unless others are being trained."""
        draft = self._draft.draft
        if self.is_active:
            if draft.id == self._owner.id:
                self._owner = draft
            return
        self._owner = draft
        requests, error = self._requests_of(draft)
        if requests == self._requests and error is None:
            return
        self._requests, self.error = requests, error
        known = {run.request.run_folder: run for run in self.runs}
        self.runs = tuple(
            known.get(request.run_folder) or RunProgress(request) for request in requests
        )
        self.look()

    def _requests_of(
        self, draft: TrainingDraft
    ) -> tuple[tuple[TrainingRequest, ...], LungDeskError | None]:
        try:
            return training_requests(draft, self._context.paths), None
        except LungDeskError as error:
            return (), told_error(error)

    def look(self) -> None:
        """Look at the folders of the runs."""
        self._looking.replace(look_at_runs, self._requests or ())
        self._show(self._status_of_draft())

    def _status_of_draft(self) -> Status:
        run = self._owner.run
        if self.runs and all(progress.is_finished for progress in self.runs):
            return Status.FINISHED
        if any(progress.is_held for progress in self.runs):
            return Status.ELSEWHERE
        is_known = any(progress.id in run.ids for progress in self.runs)
        return _RECORDED.get(run.status, Status.IDLE) if is_known else Status.IDLE

    def _record(self, **parts: object) -> None:
        """Keep what has happened with the draft that is trained, whichever is shown."""
        run = replace(self._owner.run, **parts)  # type: ignore[arg-type]
        self._owner = replace(self._owner, run=run)
        if self._draft.draft.id == self._owner.id:
            self._draft.record(run=run)
        else:
            self._draft.keep(self._owner)

    # --- what is heard

    def _on_seen(self, _tag: object, runs: tuple[RunProgress, ...]) -> None:
        if not self.is_active:
            self.runs = runs
            self._show(self._status_of_draft())
            return
        for number, run in enumerate(runs):
            if run.is_finished:  # of the others more is known than the disk says
                self._put(number, run)
        self.changed.emit()

    def _on_not_seen(self, _tag: object, error: LungDeskError) -> None:
        self.error = error
        self._show(self.status if self.is_active else Status.FAILED)

    @Slot(object, object)
    def _on_told(self, control: RunControl, event: RunEvent) -> None:
        if control is not self._control or not self.is_active:
            return
        run = self.runs[event.number]
        if isinstance(event, RunBegan):
            self.current, self.progress = event.number, None
            self._put(event.number, replace(run, is_begun=True))
        elif isinstance(event, RunStage):
            self.progress = event.progress
        elif isinstance(event, RunEpochs):
            self._put(event.number, run.with_epochs(event.epochs, is_history=event.is_history))
            self.progress = _epochs_done(event) or self.progress
        elif isinstance(event, RunFailed):
            sentence = failure_sentence(run, event.error)
            self._record(errors={**self._owner.run.errors, run.id: sentence})
        self.heard.emit(event)
        if isinstance(event, (RunEpochs, RunStage)):
            self.moved.emit()
        else:
            self.changed.emit()
        if isinstance(event, RunFinished):
            self._looking.replace(look_at_runs, tuple(run.request for run in self.runs))

    def _put(self, number: int, run: RunProgress) -> None:
        self.runs = (*self.runs[:number], run, *self.runs[number + 1 :])

    def _on_progress(self, _tag: object, progress: Progress) -> None:
        self.progress = progress
        self.moved.emit()

    def _on_not_begun(self, _tag: object, error: LungDeskError) -> None:
        """The films that were chosen cannot be listed."""
        self._end("failed")
        self.error = error
        self._show(Status.FAILED)

    def _on_ended(self, *_: object) -> None:
        """Every run has ended, well or not, or the user has ended it."""
        has_failed = bool(self._owner.run.errors)
        recorded: dict[Status, RunStatus] = {
            Status.PAUSING: "paused",
            Status.STOPPING: "stopped",
            Status.RUNNING: "failed" if has_failed else "finished",
        }
        self._end(recorded[self.status])

    def _end(self, status: RunStatus) -> None:
        self.current = self.progress = None
        self._record(status=status)
        self.status = Status.IDLE
        self._requests = None  # look anew, at what is chosen by now
        self.follow()

    def _show(self, status: Status) -> None:
        self.status = status
        self.changed.emit()


def _epochs_done(event: RunEpochs) -> Progress | None:
    """How far a phase is; what the child reports itself may be held back a moment."""
    if event.is_history or not event.epochs:
        return None
    last = event.epochs[-1]
    return Progress(last.epoch, last.of, f"{last.phase}: epoch {last.epoch}, val loss")
