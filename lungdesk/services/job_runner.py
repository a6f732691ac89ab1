"""Runs use cases off the caller's thread: lanes of a few threads each, cancel, progress."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, JobContext, Progress

Request = TypeVar("Request")

#: Progress reaches the listener at most this often (the last one of a job always does).
PROGRESS_INTERVAL_S = 1 / 20


class Lane(StrEnum):
    """Where a job runs.

    The one thread that owns the model; the pool that reads files; the one thread for what belongs
    to the film on the screen, which does not wait behind the thumbnails of a list; the one thread
    for what takes minutes, which no film on the screen has to wait for; the one thread that waits
    for the child process of a training.
    """

    COMPUTE = "compute"
    IO = "io"
    FILM = "film"
    LONG = "long"
    TRAINING = "training"
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """How a job ended: exactly one of ``result``, ``error``, ``is_cancelled`` is meaningful."""

    number: int
    result: Any = None
    error: LungDeskError | None = None
    is_cancelled: bool = False


ProgressListener = Callable[[int, Progress], None]
OutcomeListener = Callable[[JobOutcome], None]


class _Context:
    """Job context of one job: throttles progress and carries the cancel flag."""

    def __init__(self, number: int, on_progress: ProgressListener) -> None:
        self.cancelled = threading.Event()
        self._number = number
        self._on_progress = on_progress
        self._last_sent_s = 0.0
        self._held_back: Progress | None = None

    def report(self, progress: Progress) -> None:
        now = time.monotonic()
        is_last = progress.total > 0 and progress.done >= progress.total
        if is_last or now - self._last_sent_s >= PROGRESS_INTERVAL_S:
            self._last_sent_s = now
            self._held_back = None
            self._on_progress(self._number, progress)
        else:
            self._held_back = progress

    def check(self) -> None:
        if self.cancelled.is_set():
            raise Cancelled

    def flush(self) -> None:
        if self._held_back is not None:
            self._on_progress(self._number, self._held_back)
            self._held_back = None


class JobRunner:
    """Submits use cases ``run(request, ctx)`` to a lane and tells how they end.

    Listeners are called on the worker's thread; a window must hand in signal ``emit`` methods.
    """

    def __init__(self, *, io_workers: int = 2) -> None:
        self._pools = {
            Lane.COMPUTE: ThreadPoolExecutor(1, thread_name_prefix="lungdesk-compute"),
            Lane.IO: ThreadPoolExecutor(io_workers, thread_name_prefix="lungdesk-io"),
            Lane.FILM: ThreadPoolExecutor(1, thread_name_prefix="lungdesk-film"),
            Lane.LONG: ThreadPoolExecutor(1, thread_name_prefix="lungdesk-long"),
            Lane.TRAINING: ThreadPoolExecutor(1, thread_name_prefix="lungdesk-training"),
            Lane.WORKSPACE: ThreadPoolExecutor(1, thread_name_prefix="lungdesk-workspace"),
        }
        self._numbers = itertools.count(1)
        self._contexts: dict[int, _Context] = {}
        self._lock = threading.Lock()

    def submit(
        self,
        lane: Lane,
        run: Callable[[Request, JobContext], Any],
        request: Request,
        *,
        on_outcome: OutcomeListener,
        on_progress: ProgressListener = lambda _number, _progress: None,
    ) -> int:
        """Queue ``run(request, ctx)`` and return its job number, larger than any before it."""
        number = next(self._numbers)
        context = _Context(number, on_progress)
        with self._lock:
            self._contexts[number] = context

        def work() -> None:
            outcome = _run_to_outcome(number, run, request, context)
            with self._lock:
                self._contexts.pop(number, None)
            on_outcome(outcome)

        self._pools[lane].submit(work)
        return number

    def cancel(self, number: int) -> None:
        """Ask a job to stop at its next check; one that has ended already is left alone."""
        with self._lock:
            context = self._contexts.get(number)
        if context is not None:
            context.cancelled.set()

    @property
    def running(self) -> tuple[int, ...]:
        """Numbers of the jobs that are queued or at work."""
        with self._lock:
            return tuple(self._contexts)

    def shutdown(self) -> None:
        """Cancel every job, tell how each ends, and wait for the threads to end."""
        for number in self.running:
            self.cancel(number)
        for pool in self._pools.values():
            pool.shutdown(wait=True)


def _run_to_outcome(
    number: int,
    run: Callable[[Request, JobContext], Any],
    request: Request,
    context: _Context,
) -> JobOutcome:
    try:
        context.check()
        result = run(request, context)
        context.flush()
        return JobOutcome(number, result=result)
    except Cancelled:
        return JobOutcome(number, is_cancelled=True)
    except LungDeskError as error:
        return JobOutcome(number, error=error)
    except Exception as error:  # noqa: BLE001 - the last line of defence: a bug becomes a sentence
        return JobOutcome(number, error=unexpected(error))


def unexpected(error: BaseException) -> LungDeskError:
    """Turn a bug into a sentence; the original stays attached as its cause."""
    said = f"{type(error).__name__}: {error}".rstrip(" .:")
    wrapped = LungDeskError(
        f"Something unexpected happened: {said}.",
        hint="Please report it with the steps that led here.",
        code=ErrorCode.UNEXPECTED,
    )
    wrapped.__cause__ = error
    return wrapped
