from __future__ import annotations

import pytest

from lungdesk.core.jobs import Progress
from lungdesk.gui.time_left import TimeLeft, duration


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_time_left_follows_from_time_taken() -> None:
    clock = Clock()
    left = TimeLeft(clock)
    assert left.words(Progress(0, 471, "reading test")) == "reading test: 0 of 471"
    clock.now_s += 2.0
    assert left.words(Progress(100, 471, "reading test")) == "reading test: 100 of 471, 7 s left"
    assert left.words(Progress(471, 471, "reading test")) == "reading test: 471 of 471"


def test_another_message_begins_anew_from_where_it_is() -> None:
    clock = Clock()
    left = TimeLeft(clock)
    left.words(Progress(90, 100, "first"))
    clock.now_s += 50.0
    assert left.words(Progress(2, 1000, "second")) == "second: 2 of 1,000"
    clock.now_s += 10.0
    assert left.words(Progress(102, 1000, "second")) == "second: 102 of 1,000, 2 min left"


def test_what_has_no_known_end_has_no_time_left() -> None:
    assert TimeLeft().words(Progress(0, 0, "looking")) == "looking…"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.1, "1 s"), (59, "59 s"), (90, "2 min"), (3600, "1 h"), (3900, "1 h 5 min")],
)
def test_durations_are_said_shortly(seconds: float, said: str) -> None:
    assert duration(seconds) == said
