from __future__ import annotations

import pytest

from lungdesk.core.jobs import NullContext, Progress


@pytest.mark.parametrize(
    ("done", "total", "fraction"), [(0, 4, 0.0), (1, 4, 0.25), (4, 4, 1.0), (5, 4, 1.0)]
)
def test_progress_is_a_share_of_the_whole(done: int, total: int, fraction: float) -> None:
    assert Progress(done, total).fraction == fraction


def test_without_a_total_nobody_knows_how_far_it_is() -> None:
    assert Progress(3, 0, "looking into films").fraction is None


def test_a_caller_that_does_not_listen_never_cancels() -> None:
    context = NullContext()

    for number in range(3):
        context.report(Progress(number, 3))
        context.check()
