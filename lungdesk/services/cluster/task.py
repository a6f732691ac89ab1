"""What runs in a worker of a Dask cluster: one part of the work, with a context to report by."""

from __future__ import annotations

import pickle
import random
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from lungdesk.core.jobs import Cancelled, JobContext, Progress

#: How long a part waits for its turn before it looks whether it is still wanted.
_LOOK_S = 0.5
#: A worker reports at most this often: it goes through the scheduler.
_REPORT_S = 1.0

#: A part uses all processors and what Keras keeps for the process, so it has the worker for itself.
_turn = threading.Lock()


def run_part(
    work: Callable[[Any, Any, JobContext], Any], shared: Any, packed_item: bytes, topic: str
) -> Any:
    """``work(shared, item, ctx)``; reports go to the topic."""
    keep_random_numbers()
    ctx = _WorkerContext(topic)
    while not _turn.acquire(timeout=_LOOK_S):
        ctx.check()
    try:
        return work(shared, pickle.loads(packed_item), ctx)
    finally:
        _turn.release()


def keep_random_numbers() -> None:
    """Let Dask draw from random numbers of its own.

    It draws now and then from those of the process, in other threads, to guess the size of what it
    sends. Keras draws the seeds of new weights from there: no training would be the same again.
    """
    shared = random.random.__self__  # type: ignore[attr-defined] # a method of a hidden object
    own = random.Random()
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] not in ("dask", "distributed", "tornado"):
            continue
        for key, value in list(vars(module).items()):
            if value is random:
                vars(module)[key] = own
            elif getattr(value, "__self__", None) is shared:
                vars(module)[key] = getattr(own, value.__name__)


class _WorkerContext:
    """Job context of a part: nobody waits for it when Dask has taken it off the worker's list."""

    def __init__(self, topic: str) -> None:
        from distributed import get_worker

        self._worker = get_worker()
        self._key = self._worker.get_current_task()
        self._topic = topic
        self._last_s = -_REPORT_S

    def report(self, progress: Progress) -> None:
        """Tell whoever waits."""
        now = time.monotonic()
        if now - self._last_s >= _REPORT_S:
            self._last_s = now
            self._worker.log_event(self._topic, {"progress": asdict(progress)})

    def check(self) -> None:
        """Raise `Cancelled` when the caller has cancelled, or is gone."""
        task = self._worker.state.tasks.get(self._key)
        if task is None or task.state == "cancelled":
            raise Cancelled
