"""Trains the backbones of a draft one after the other, each in its child process, and tells of it.

What has ended is not trained again, and what was begun goes on; so starting a draft and going on
with it are the same. A backbone that fails does not keep the others from being trained.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lungdesk.core.errors import LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import Cancelled, JobContext, Progress
from lungdesk.ml.training.epoch import Epoch
from lungdesk.services.runs.record import RESULT_FILE
from lungdesk.services.training import run as training
from lungdesk.services.training.data import write_selection
from lungdesk.services.training.draft import TrainingDraft
from lungdesk.services.training.draft_store import DraftStore
from lungdesk.services.training.requests import RECIPE_FILE, recipe_text
from lungdesk.services.training.run import PauseControl, TrainingRequest


@dataclass(frozen=True, slots=True)
class RunBegan:
    """The run of this number has a child now."""

    number: int


@dataclass(frozen=True, slots=True)
class RunStage:
    """What it does now that has no steps to count; a job's progress may hold it back."""

    number: int
    progress: Progress


@dataclass(frozen=True, slots=True)
class RunEpochs:
    """See `lungdesk.ml.training.epoch.EpochListener`."""

    number: int
    epochs: tuple[Epoch, ...]
    is_history: bool


@dataclass(frozen=True, slots=True)
class RunFindings:
    """Sentences on what is doubtful about the data."""

    number: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunFinished:
    """There is a model."""

    number: int


@dataclass(frozen=True, slots=True)
class RunFailed:
    """There is none, and why."""

    number: int
    error: LungDeskError


RunEvent = RunBegan | RunStage | RunEpochs | RunFindings | RunFinished | RunFailed


class RunControl:
    """Pauses or stops the runs of a draft, from any thread."""

    def __init__(self) -> None:
        self.pausing = PauseControl()
        self._stop = threading.Event()

    def pause(self) -> None:
        """End after the next step, however long that takes."""
        self.pausing.pause()

    def stop(self) -> None:
        """End within seconds; what was computed since the last epoch may be lost."""
        self._stop.set()

    def check(self) -> None:
        """Raise `Cancelled` when it is to stop."""
        if self._stop.is_set():
            raise Cancelled


@dataclass(frozen=True, slots=True, eq=False)
class DraftRun:
    """What to train.

    Attributes
    ----------
    requests
        Of `lungdesk.services.training.requests.training_requests`.
    tell
        Hears of what happens, in the thread of the job.
    """

    draft: TrainingDraft
    store: DraftStore
    requests: tuple[TrainingRequest, ...]
    control: RunControl
    tell: Callable[[RunEvent], None]


def train_draft(run: DraftRun, ctx: JobContext) -> None:
    """Train what is not finished yet.

    Raises
    ------
    LungDeskError
        When the films that were chosen cannot be listed; what goes wrong in a run is told.
    Cancelled
        When it is paused or stopped, after the child has ended.
    """
    outer = _StoppableContext(ctx, run.control)
    write_selection(run.draft, run.store, outer)
    if run.draft.plan.changes:  # for who wants to type the command
        path = run.store.folder(run.draft) / RECIPE_FILE
        write_text_atomically(path, recipe_text(run.draft))
    for number, request in enumerate(run.requests):
        outer.check()
        if run.control.pausing.is_paused:
            raise Cancelled
        if not (request.run_folder / RESULT_FILE).is_file():
            _train_one(run, number, outer)


def _train_one(run: DraftRun, number: int, ctx: JobContext) -> None:
    def on_epochs(epochs: Sequence[Epoch], *, is_history: bool) -> None:
        run.tell(RunEpochs(number, tuple(epochs), is_history))

    def on_findings(findings: Sequence[Mapping[str, str]]) -> None:
        run.tell(RunFindings(number, tuple(found["sentence"] for found in findings)))

    run.tell(RunBegan(number))
    try:
        training.train(
            run.requests[number],
            _ToldContext(ctx, run, number),
            run.control.pausing,
            on_findings=on_findings,
            on_epochs=on_epochs,
        )
    except LungDeskError as error:
        run.tell(RunFailed(number, error))
    else:
        run.tell(RunFinished(number))


@dataclass(frozen=True, slots=True)
class _StoppableContext:
    """The job's context, that a control can stop too."""

    outer: JobContext
    control: RunControl

    def report(self, progress: Progress) -> None:
        """As the job's."""
        self.outer.report(progress)

    def check(self) -> None:
        """Raise `Cancelled` when job or control says so."""
        self.outer.check()
        self.control.check()


@dataclass(frozen=True, slots=True)
class _ToldContext:
    """Tells what a run does beside how far it is."""

    outer: JobContext
    run: DraftRun
    number: int

    def report(self, progress: Progress) -> None:
        """Pass it on, and tell another stage."""
        if not progress.total:
            self.run.tell(RunStage(self.number, progress))
        self.outer.report(progress)

    def check(self) -> None:
        """As the caller's."""
        self.outer.check()
