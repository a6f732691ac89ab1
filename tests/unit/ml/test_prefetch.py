from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.ml.prefetch import batched, prefetched


def prefetch_threads() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.name.startswith("lungdesk-prefetch")]


@given(
    items=st.lists(st.integers(), max_size=60),
    workers=st.integers(1, 3),
    ahead=st.integers(1, 40),
)
def test_results_come_in_the_order_of_the_items(items: list[int], workers: int, ahead: int) -> None:
    results = prefetched(lambda item: 2 * item, items, workers=workers, ahead=ahead)

    assert list(results) == [2 * item for item in items]


def test_a_slow_item_holds_back_the_results_after_it_but_not_their_work() -> None:
    others_are_done = threading.Event()

    def work(item: int) -> int:
        if item == 0:
            assert others_are_done.wait(30)  # by the second thread
        elif item == 3:
            others_are_done.set()
        return item

    assert list(prefetched(work, range(4), workers=2)) == [0, 1, 2, 3]


def test_no_more_items_are_taken_than_may_wait() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for item in range(20):
            taken.append(item)
            yield item

    results = prefetched(lambda item: item, items(), ahead=5)

    assert taken == []
    for consumed, _ in enumerate(results, start=1):
        assert len(taken) == min(20, consumed + 5)
    assert len(taken) == 20


def test_an_exception_comes_where_its_result_would_have_come() -> None:
    results = prefetched(lambda item: 12 // item, [3, 2, 0, 1])

    assert [next(results), next(results)] == [4, 6]
    with pytest.raises(ZeroDivisionError):
        next(results)
    assert prefetch_threads() == []


def test_a_consumer_that_stops_early_leaves_no_thread_and_no_further_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    is_ending = threading.Event()
    started: list[int] = []
    shutdown = ThreadPoolExecutor.shutdown

    def tell_and_shut_down(pool: ThreadPoolExecutor, *arguments: Any, **options: Any) -> None:
        is_ending.set()
        shutdown(pool, *arguments, **options)

    def work(item: int) -> None:
        started.append(item)
        assert item == 0 or is_ending.wait(30)

    monkeypatch.setattr(ThreadPoolExecutor, "shutdown", tell_and_shut_down)
    results = prefetched(work, range(1000), workers=1, ahead=8)

    next(results)
    results.close()

    assert prefetch_threads() == []
    assert started in ([0], [0, 1])


def test_opencv_splits_no_call_while_every_processor_has_a_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    before = cv2.getNumThreads()
    cv2.setNumThreads(3)

    def threads(_: int) -> int:
        return cv2.getNumThreads()

    try:
        assert list(prefetched(threads, range(3), workers=1)) == [3, 3, 3]
        outer = prefetched(threads, range(3), workers=2)
        assert next(outer) == 1
        assert list(prefetched(threads, range(3), workers=2)) == [1, 1, 1]
        assert cv2.getNumThreads() == 1, "one that has ended must not speak for all"
        outer.close()
        assert cv2.getNumThreads() == 3
    finally:
        cv2.setNumThreads(before)


@given(items=st.lists(st.integers(), max_size=30), size=st.integers(1, 12))
def test_batches_are_full_but_the_last_and_lose_nothing(items: list[int], size: int) -> None:
    batches = list(batched(iter(items), size))

    assert [item for batch in batches for item in batch] == items
    assert all(len(batch) == size for batch in batches[:-1])
    assert all(0 < len(batch) <= size for batch in batches[-1:])
