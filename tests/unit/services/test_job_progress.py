"""How often progress is told, with a clock that only the tests move."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from types import SimpleNamespace

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.services.job_runner import JobOutcome, JobRunner, Lane

LIMIT_PER_S = 20
PATIENCE_S = 20


@dataclass
class Clock:
    now: float = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    fake_time = SimpleNamespace(monotonic=made.monotonic)
    monkeypatch.setattr("lungdesk.services.job_runner.time", fake_time)
    return made


Told = list[tuple[float, int, Progress]]
Watch = Callable[[Callable[[JobContext], None]], tuple[JobOutcome, Told]]


@pytest.fixture
def watched(clock: Clock) -> Iterator[Watch]:
    """Run a job and note when it was told how far it is."""
    runner = JobRunner()

    def watch(work: Callable[[JobContext], None]) -> tuple[JobOutcome, Told]:
        told: Told = []
        outcomes: queue.Queue[JobOutcome] = queue.Queue()
        runner.submit(
            Lane.COMPUTE,
            lambda _request, ctx: work(ctx),
            None,
            on_outcome=outcomes.put,
            on_progress=lambda number, progress: told.append((clock.now, number, progress)),
        )
        return outcomes.get(timeout=PATIENCE_S), told

    yield watch
    runner.shutdown()


@pytest.mark.parametrize("total", [640, 0])
@pytest.mark.parametrize("step_s", [1 / 64, 1 / 512, 1 / 16])
def test_progress_is_told_at_most_20_times_a_second_and_the_last_always(
    clock: Clock, watched: Watch, step_s: float, total: int
) -> None:
    def work(ctx: JobContext) -> None:
        for done in range(1, 641):
            clock.now += step_s
            ctx.report(Progress(done, total))

    _, told = watched(work)

    moments = [moment for moment, _, _ in told]
    gaps = [later - earlier for earlier, later in pairwise(moments[:-1])]
    assert all(gap >= 1 / LIMIT_PER_S for gap in gaps)
    assert len(told) >= min(640, 640 * step_s * LIMIT_PER_S / 2)  # and it is told often enough
    done = [progress.done for _, _, progress in told]
    assert done[0] == 1
    assert done[-1] == 640
    assert done == sorted(set(done))


def test_what_is_complete_is_told_at_once(clock: Clock, watched: Watch) -> None:
    def work(ctx: JobContext) -> None:
        ctx.report(Progress(1, 3))
        ctx.report(Progress(2, 3))
        ctx.report(Progress(3, 3))
        clock.now += 5

    outcome, told = watched(work)

    assert [(moment, progress.done) for moment, _, progress in told] == [(1000, 1), (1000, 3)]
    assert {number for _, number, _ in told} == {outcome.number}


def test_what_was_held_back_is_told_when_the_job_has_ended(watched: Watch) -> None:
    def work(ctx: JobContext) -> None:
        for message in ("listing", "comparing", "writing"):
            ctx.report(Progress(0, 0, message))

    _, told = watched(work)

    assert [progress.message for _, _, progress in told] == ["listing", "writing"]


def test_a_job_without_progress_tells_none(watched: Watch) -> None:
    assert watched(lambda _ctx: None)[1] == []


def test_a_job_that_fails_does_not_pretend_to_go_on(watched: Watch) -> None:
    def work(ctx: JobContext) -> None:
        ctx.report(Progress(1, 9))
        ctx.report(Progress(2, 9))
        raise LungDeskError("The disk is full.", code=ErrorCode.FILE_NOT_WRITABLE)

    outcome, told = watched(work)

    assert outcome.error is not None
    assert [progress.done for _, _, progress in told] == [1]
