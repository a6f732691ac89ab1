"""Gives the parts of one piece of work to the workers of a Dask cluster, and takes the results."""

from __future__ import annotations

import pickle
import queue
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.services.cluster.task import run_part

if TYPE_CHECKING:
    from distributed import Client, Future

#: How often it is looked whether the caller has cancelled, and which workers there are.
_LOOK_S = 0.2
#: How long it is waited for a worker when there is none: one that was killed is soon replaced.
_PATIENCE_S = 60.0
#: Results that may wait for one before them, for each worker.
_AHEAD = 4

#: ``send(shared) -> Future``
Send = Callable[[Any], "Future[Any]"]


@dataclass(frozen=True, slots=True, eq=False)
class _Given:
    """A part that a worker is at."""

    number: int
    item: Any
    worker: str


@dataclass(frozen=True, slots=True, eq=False)
class _Refusal:
    """What a part ended with instead of a result."""

    error: Exception


class ClusterRun:
    """One call of `lungdesk.core.workers.Workers.each`, under way.

    Parameters
    ----------
    send
        Sends what parts share, unless it is there.
    """

    def __init__(
        self,
        client: Client,
        send: Send,
        work: Callable[[Any, Any, JobContext], Any],
        parts: Iterator[tuple[Any, Any]],
        ctx: JobContext,
    ) -> None:
        self._client, self._send, self._work = client, send, work
        self._parts, self._ctx = enumerate(parts), ctx
        self._topic = f"lungdesk-{uuid.uuid4().hex}"
        self._said: queue.SimpleQueue[Future[Any] | Progress] = queue.SimpleQueue()
        self._given: dict[Future[Any], _Given] = {}
        self._done: dict[int, tuple[Any, Any]] = {}
        self._taken = 0
        self._has_more = True
        self._last_seen_s = time.monotonic()

    def results(self) -> Iterator[tuple[Any, Any]]:
        """Each item with its result, in order."""
        self._client.subscribe_topic(self._topic, self._hear)
        try:
            while True:
                self._give(self._workers())
                if self._taken in self._done:
                    item, outcome = self._done.pop(self._taken)
                    self._taken += 1
                    if isinstance(outcome, _Refusal):
                        raise outcome.error
                    yield item, outcome
                elif self._given or self._has_more:
                    self._listen()
                else:
                    return
        finally:
            self._client.cancel(list(self._given))
            self._client.unsubscribe_topic(self._topic)

    def _hear(self, event: tuple[float, dict[str, Any]]) -> None:
        self._said.put(Progress(**event[1]["progress"]))

    def _workers(self) -> list[str]:
        """Addresses of the workers that there are."""
        if self._client.status in ("closing", "closed"):
            raise _lost()
        workers = list(self._client.scheduler_info(n_workers=-1).get("workers", ()))
        now = time.monotonic()
        if workers:
            self._last_seen_s = now
        elif now - self._last_seen_s > _PATIENCE_S:
            raise LungDeskError(
                "The Dask cluster has no worker left.",
                hint="Start its workers again, then go on with --resume.",
                code=ErrorCode.CLUSTER_WITHOUT_WORKERS,
            )
        return workers

    def _give(self, workers: list[str]) -> None:
        """A part to each worker that has none."""
        busy = {given.worker for given in self._given.values()}
        room = _AHEAD * len(workers) - len(self._given) - len(self._done)
        for worker in [one for one in workers if one not in busy][: max(room, 0)]:
            number, part = next(self._parts, (-1, None))
            if part is None:
                self._has_more = False
                return
            self._submit(number, *part, worker)

    def _submit(self, number: int, shared: Any, item: Any, worker: str) -> None:
        self._ctx.check()
        future = self._client.submit(
            run_part,
            self._work,
            self._send(shared),
            pickle.dumps(item),
            self._topic,
            key=f"{self._topic}-{number}",
            # Another worker does it when this one has died.
            workers=[worker],
            allow_other_workers=True,
            pure=False,
        )
        self._given[future] = _Given(number, item, worker)
        future.add_done_callback(self._said.put)

    def _listen(self) -> None:
        """To what the workers say, until it is time to look around."""
        try:
            said = self._said.get(timeout=_LOOK_S)
        except queue.Empty:
            self._ctx.check()
            return
        if isinstance(said, Progress):
            self._ctx.report(said)
            return
        given = self._given.pop(said)
        try:
            outcome = self._result(said)
        except Exception as error:  # noqa: BLE001 - raised when it is this part's turn
            outcome = _Refusal(error)
        self._done[given.number] = given.item, outcome

    def _result(self, future: Future[Any]) -> Any:
        from distributed import CancelledError
        from distributed.scheduler import KilledWorker

        try:
            return future.result()
        except KilledWorker as error:
            raise LungDeskError(
                "Several workers of the Dask cluster died of the same part of the work.",
                hint="See their logs; most likely they need more memory. Go on with --resume.",
                code=ErrorCode.CLUSTER_LOST,
            ) from error
        except CancelledError as error:
            raise _lost() from error


def _lost() -> LungDeskError:
    return LungDeskError(
        "The Dask scheduler was stopped, or cannot be reached any more.",
        hint="Start it again, then go on with --resume.",
        code=ErrorCode.CLUSTER_LOST,
    )
