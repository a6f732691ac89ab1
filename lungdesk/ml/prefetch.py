"""Work done ahead of its consumer by a few threads, in order and with bounded memory."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from itertools import islice
from typing import TypeVar

import cv2

Item = TypeVar("Item")
Result = TypeVar("Result")


class _Undivided:
    """Inside, OpenCV does a call in the thread that makes it; as long as anybody is inside.

    Where every processor has a thread at work, parts of a picture cost more to hand out than to do.
    It holds for the whole process: a film that is looked at meanwhile has one processor, too.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._users, self._usual = 0, 0

    def __enter__(self) -> None:
        with self._lock:
            if not self._users:
                self._usual = cv2.getNumThreads()
                cv2.setNumThreads(1)
            self._users += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._users -= 1
            if not self._users:
                cv2.setNumThreads(self._usual)


_undivided = _Undivided()


def prefetched(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int = 2,
    ahead: int = 32,
) -> Generator[Result, None, None]:
    """Yield ``work(item)`` in the order of ``items``, with at most ``ahead`` results waiting.

    An exception of ``work`` is raised where its result would have come.
    """
    remaining = iter(items)
    are_all_at_work = workers >= (os.cpu_count() or 1)
    with (
        _undivided if are_all_at_work else nullcontext(),
        ThreadPoolExecutor(workers, thread_name_prefix="lungdesk-prefetch") as pool,
    ):
        waiting: deque[Future[Result]] = deque(
            pool.submit(work, item) for item in islice(remaining, ahead)
        )
        try:
            while waiting:
                result = waiting.popleft().result()
                for item in islice(remaining, 1):
                    waiting.append(pool.submit(work, item))
                yield result
        finally:
            for future in waiting:
                future.cancel()


def batched(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Tuples of ``size`` items, the last one shorter (`itertools.batched` of Python 3.12)."""
    remaining = iter(items)
    while batch := tuple(islice(remaining, size)):
        yield batch
