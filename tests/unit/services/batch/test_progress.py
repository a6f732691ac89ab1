from __future__ import annotations

import threading

import pytest

from lungdesk.core.jobs import Cancelled, Pausable, Progress
from lungdesk.services.batch.progress import BatchProgress
from tests.unit.services.fakes import Listener


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (41, "5 films/s, 0:06 left"),
        (911, "5 films/s, 3:00 left"),
        (20_011, "5 films/s, 1:06:40 left"),
    ],
)
def test_rate_and_time_left_are_told(total: int, words: str) -> None:
    listener = Listener()
    times = iter([30.0, 32.0])
    progress = BatchProgress(total, listener, lambda: next(times))

    progress.done(1)  # after half a minute, in which the network was loaded
    progress.done(10)

    first, report = listener.reports
    assert first.message == "reading films"
    assert (report.done, report.total, report.message) == (11, total, words)


def test_a_slow_batch_tells_seconds_of_a_film() -> None:
    listener = Listener()
    times = iter([0.0, 8.0])
    progress = BatchProgress(6, listener, lambda: next(times))

    progress.done(1)
    progress.done(2)

    assert listener.reports[-1].message == "4 s a film, 0:12 left"


def test_films_that_were_read_before_do_not_make_a_batch_look_fast() -> None:
    listener = Listener()
    times = iter([0.0, 0.5, 1.0, 3.0])
    progress = BatchProgress(1_010, listener, lambda: next(times))

    progress.done(500, known=500)
    progress.done(500, known=500)
    assert listener.reports[-1].message == "reading films"
    progress.done(2)
    progress.done(4)

    assert listener.reports[-1].done == 1_006
    assert listener.reports[-1].message == "2.4 films/s, 0:02 left"


def test_no_rate_is_made_up() -> None:
    listener = Listener()
    progress = BatchProgress(5, listener, lambda: 1.0)

    progress.done(2)
    progress.done(3)

    assert [report.message for report in listener.reports] == ["reading films"] * 2


def test_a_held_job_waits_until_it_may_go_on() -> None:
    job = Pausable(Listener())
    job.pause()
    passed = threading.Event()

    def step() -> None:
        job.check()
        passed.set()

    thread = threading.Thread(target=step)
    thread.start()
    assert job.is_paused
    assert not passed.is_set()
    job.go_on()
    thread.join(timeout=60)

    assert passed.is_set()


def test_a_held_job_tells_once_more_how_far_it_is() -> None:
    listener = Listener(cancels_at_check=5)
    job = Pausable(listener)
    job.report(Progress(1, 5))
    job.report(Progress(2, 5))
    job.pause()

    with pytest.raises(Cancelled):
        job.check()

    assert listener.reports == [Progress(1, 5), Progress(2, 5), Progress(2, 5)]


def test_a_held_job_can_be_cancelled() -> None:
    job = Pausable(Listener(cancels_at_check=2))
    job.pause()

    with pytest.raises(Cancelled):
        job.check()
