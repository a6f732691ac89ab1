"""Brings the answers of the workers into the GUI thread, and drops those nobody waits for."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.gui.translation import told, told_error
from lungdesk.services.job_runner import JobOutcome, JobRunner, Lane

Run = Callable[[Any, JobContext], Any]


class JobBridge(QObject):
    """Submits jobs and delivers their outcomes in the GUI thread.

    The workers emit the two private signals; the queued connection carries them over. Jobs
    belong to a `JobChannel`; the outcome of a job its channel has given up is dropped here.

    Signals
    -------
    idle()
        The last running job, wanted or not, has ended.
    """

    idle = Signal()
    _outcome_arrived = Signal(object)
    _progress_arrived = Signal(int, object)

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._running: set[int] = set()
        self._owners: dict[int, JobChannel] = {}
        self._outcome_arrived.connect(self._on_outcome, Qt.ConnectionType.QueuedConnection)
        self._progress_arrived.connect(self._on_progress, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether a job is queued or at work, wanted or not."""
        return bool(self._running)

    def channel(self, lane: Lane, *, must_finish: bool = False) -> JobChannel:
        """Make a channel for one kind of request.

        Parameters
        ----------
        must_finish
            Whether its requests are done even when everything else is given up: what the user
            has made is saved.
        """
        return JobChannel(self, lane, must_finish=must_finish)

    def submit(self, lane: Lane, run: Run, request: Any, owner: JobChannel) -> int:
        """Queue a job for a channel; returns its number."""
        number = self._runner.submit(
            lane,
            run,
            request,
            on_outcome=self._outcome_arrived.emit,
            on_progress=self._progress_arrived.emit,
        )
        self._running.add(number)
        self._owners[number] = owner
        return number

    def give_up(self, number: int) -> None:
        """Cancel a job and drop whatever it still says."""
        self._owners.pop(number, None)
        self._runner.cancel(number)

    def give_up_all(self) -> None:
        """Cancel all that need not be finished; `idle` tells when the last worker has let go."""
        for number in tuple(self._running):
            owner = self._owners.get(number)
            if owner is not None and owner.must_finish:
                continue
            if owner is not None:
                owner.cancel()
            self._runner.cancel(number)

    @Slot(object)
    def _on_outcome(self, outcome: JobOutcome) -> None:
        self._running.discard(outcome.number)
        owner = self._owners.pop(outcome.number, None)
        if owner is not None:
            owner.deliver(outcome)
        if not self._running:
            self.idle.emit()

    @Slot(int, object)
    def _on_progress(self, number: int, progress: Progress) -> None:
        owner = self._owners.get(number)
        if owner is not None:
            owner.deliver_progress(number, progress)


class JobChannel(QObject):
    """Requests of one kind. A tag tells them apart when several are under way.

    Signals
    -------
    succeeded(tag, result), failed(tag, LungDeskError), stopped(tag), progressed(tag, Progress)
        Only for requests that have not been given up; exactly one of the first three each.
    """

    succeeded = Signal(object, object)
    failed = Signal(object, object)
    stopped = Signal(object)
    progressed = Signal(object, object)

    def __init__(self, bridge: JobBridge, lane: Lane, *, must_finish: bool) -> None:
        super().__init__(bridge)
        self.must_finish = must_finish
        self._bridge = bridge
        self._lane = lane
        self._tags: dict[int, Hashable] = {}

    @property
    def pending(self) -> tuple[Any, ...]:
        """Tags of the requests that are under way, oldest first."""
        return tuple(self._tags.values())

    def replace(self, run: Run, request: Any, tag: Hashable = None) -> None:
        """Start a request and give up all before it: the newest is the only one wanted."""
        self.cancel()
        self.add(run, request, tag)

    def add(self, run: Run, request: Any, tag: Hashable = None) -> None:
        """Start a request beside those under way."""
        self._tags[self._bridge.submit(self._lane, run, request, self)] = tag

    def cancel(self) -> None:
        """Give up every request."""
        self.keep_only(())

    def keep_only(self, tags: tuple[Hashable, ...]) -> None:
        """Give up the requests whose tag is not among ``tags``."""
        for number, tag in tuple(self._tags.items()):
            if tag not in tags:
                del self._tags[number]
                self._bridge.give_up(number)

    def deliver(self, outcome: JobOutcome) -> None:
        """Announce how a request ended (called by the bridge)."""
        tag = self._tags.pop(outcome.number)
        if outcome.is_cancelled:
            self.stopped.emit(tag)
        elif outcome.error is not None:
            self.failed.emit(tag, told_error(outcome.error))
        else:
            self.succeeded.emit(tag, outcome.result)

    def deliver_progress(self, number: int, progress: Progress) -> None:
        """Pass on how far a request is (called by the bridge)."""
        said = replace(progress, message=told(progress.message))
        self.progressed.emit(self._tags[number], said)
