from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, JobContext
from lungdesk.services.job_runner import JobOutcome, JobRunner, Lane, unexpected

#: Nothing waits for so long; a test that does has failed.
PATIENCE_S = 20


@dataclass
class Office:
    """A runner with somebody who waits for its outcomes."""

    runner: JobRunner
    outcomes: queue.Queue[JobOutcome] = field(default_factory=queue.Queue)

    def submit(self, run: Any, request: Any = None, lane: Lane = Lane.COMPUTE) -> int:
        return self.runner.submit(lane, run, request, on_outcome=self.outcomes.put)

    def next_outcome(self) -> JobOutcome:
        return self.outcomes.get(timeout=PATIENCE_S)

    def result_of(self, run: Any, request: Any = None) -> JobOutcome:
        self.submit(run, request)
        return self.next_outcome()


class Held:
    """A job that says when it has begun, and waits until it is let go."""

    def __init__(self) -> None:
        self.has_begun = threading.Event()
        self.may_go_on = threading.Event()

    def __call__(self, request: Any, ctx: JobContext) -> Any:
        self.has_begun.set()
        assert self.may_go_on.wait(PATIENCE_S)
        ctx.check()
        return request

    def wait(self) -> None:
        assert self.has_begun.wait(PATIENCE_S)


@pytest.fixture
def office() -> Iterator[Office]:
    made = Office(JobRunner())
    yield made
    made.runner.shutdown()


def never(_request: Any, _ctx: JobContext) -> Any:
    raise AssertionError("this job should not have been started")


def test_a_job_ends_with_what_it_returns(office: Office) -> None:
    number = office.submit(lambda request, _ctx: request * 2, 21)

    assert office.next_outcome() == JobOutcome(number, result=42)


def test_numbers_grow(office: Office) -> None:
    numbers = [office.submit(lambda _r, _c: None, lane=lane) for lane in (*Lane, *Lane)]

    assert numbers == sorted(set(numbers))


def test_an_error_for_the_user_arrives_as_it_is(office: Office) -> None:
    error = LungDeskError("film.dcm is empty.", code=ErrorCode.FILE_EMPTY)

    def fail(_request: Any, _ctx: JobContext) -> Any:
        raise error

    outcome = office.result_of(fail)

    assert outcome.error is error
    assert (outcome.result, outcome.is_cancelled) == (None, False)


def test_a_bug_becomes_a_sentence_and_the_next_job_runs(office: Office) -> None:
    outcome = office.result_of(lambda _r, _c: 1 // 0)

    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.UNEXPECTED
    assert isinstance(outcome.error.__cause__, ZeroDivisionError)
    assert office.result_of(lambda _r, _c: "next").result == "next"


def test_the_compute_lane_is_one_thread_that_keeps_the_order(office: Office) -> None:
    held = Held()
    office.submit(held)
    order: list[tuple[int, str]] = []

    def note(request: int, _ctx: JobContext) -> None:
        order.append((request, threading.current_thread().name))

    for request in range(8):
        office.submit(note, request)
    held.may_go_on.set()
    for _ in range(9):
        office.next_outcome()

    assert [request for request, _ in order] == list(range(8))
    assert len({name for _, name in order}) == 1


def test_files_are_read_side_by_side_while_the_model_is_busy(office: Office) -> None:
    busy = Held()
    office.submit(busy)
    busy.wait()
    together = threading.Barrier(2)

    for _ in range(2):
        office.submit(lambda _r, _c: together.wait(PATIENCE_S) >= 0, lane=Lane.IO)

    assert [office.next_outcome().result for _ in range(2)] == [True, True]
    busy.may_go_on.set()


def test_what_belongs_to_the_film_on_the_screen_does_not_wait_behind_a_list(office: Office) -> None:
    held = Held()
    for _ in range(20):
        office.submit(held, lane=Lane.IO)
    held.wait()

    office.submit(lambda _r, _c: "annotations", lane=Lane.FILM)

    assert office.next_outcome().result == "annotations"
    held.may_go_on.set()


def test_a_job_cancelled_before_its_start_never_starts(office: Office) -> None:
    held = Held()
    first = office.submit(held)
    second = office.submit(never)
    third = office.submit(lambda request, _ctx: request, "third")

    office.runner.cancel(second)
    held.may_go_on.set()

    assert [office.next_outcome() for _ in range(3)] == [
        JobOutcome(first),
        JobOutcome(second, is_cancelled=True),
        JobOutcome(third, result="third"),
    ]


def test_a_job_cancelled_at_work_stops_at_its_next_check(office: Office) -> None:
    held = Held()
    number = office.submit(held)
    held.wait()

    office.runner.cancel(number)
    held.may_go_on.set()

    assert office.next_outcome() == JobOutcome(number, is_cancelled=True)


def test_a_job_that_asks_no_more_ends_with_its_result(office: Office) -> None:
    has_begun, may_end = threading.Event(), threading.Event()

    def deaf(_request: Any, _ctx: JobContext) -> str:
        has_begun.set()
        assert may_end.wait(PATIENCE_S)
        return "done"

    number = office.submit(deaf)
    assert has_begun.wait(PATIENCE_S)
    office.runner.cancel(number)
    may_end.set()

    assert office.next_outcome() == JobOutcome(number, result="done")


def test_cancelling_what_has_ended_or_never_was_does_nothing(office: Office) -> None:
    number = office.submit(lambda _r, _c: 1)
    office.next_outcome()

    office.runner.cancel(number)
    office.runner.cancel(number + 1)

    assert office.result_of(lambda _r, _c: 2).result == 2


def test_a_job_that_cancels_itself_is_cancelled(office: Office) -> None:
    def give_up(_request: Any, _ctx: JobContext) -> None:
        raise Cancelled

    assert office.result_of(give_up).is_cancelled


def test_running_names_the_jobs_that_have_not_ended(office: Office) -> None:
    held = Held()
    numbers = [office.submit(held), office.submit(held)]
    held.wait()
    assert list(office.runner.running) == numbers

    held.may_go_on.set()
    office.next_outcome()
    office.next_outcome()

    assert not office.runner.running


def test_shutdown_tells_how_every_job_ended_and_leaves_no_thread() -> None:
    threads_before = set(threading.enumerate())
    office = Office(JobRunner())
    has_begun = threading.Event()

    def endless(_request: Any, ctx: JobContext) -> None:
        has_begun.set()
        while True:
            ctx.check()

    numbers = {office.submit(endless), office.submit(never), office.submit(never)}
    numbers.add(office.submit(endless, lane=Lane.IO))
    assert has_begun.wait(PATIENCE_S)
    assert set(threading.enumerate()) > threads_before

    office.runner.shutdown()

    assert set(threading.enumerate()) <= threads_before
    assert office.runner.running == ()
    ended = [office.outcomes.get_nowait() for _ in numbers]
    assert {outcome.number for outcome in ended} == numbers
    assert all(outcome.is_cancelled for outcome in ended)


def test_shutdown_of_an_idle_runner_may_be_repeated() -> None:
    office = Office(JobRunner())
    office.result_of(lambda _r, _c: None)
    office.runner.shutdown()

    office.runner.shutdown()

    with pytest.raises(RuntimeError, match="shutdown"):
        office.submit(never)


@pytest.mark.parametrize(
    ("bug", "said"),
    [
        (ValueError("bad shape"), "ValueError: bad shape."),
        (KeyError(), "KeyError."),
        (RuntimeError("two\nlines."), "RuntimeError: two lines."),
    ],
)
def test_a_bug_is_said_in_one_sentence_and_kept_as_the_cause(bug: Exception, said: str) -> None:
    error = unexpected(bug)

    assert error.message == f"Something unexpected happened: {said}"
    assert error.hint
    assert error.code is ErrorCode.UNEXPECTED
    assert error.__cause__ is bug
