from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.time_range import TimeRange

seconds = st.floats(0, 1e6)


@pytest.mark.parametrize(
    ("low_s", "high_s", "words"),
    [
        (0.2, 1, "about 5 seconds"),
        (19, 44, "20 to 45 seconds"),
        (20, 100, "1 to 2 minutes"),
        (8 * 60, 14 * 60, "8 to 14 minutes"),
        (14.2 * 60, 14.4 * 60, "about 14 minutes"),
        (40 * 60, 95 * 60, "½ to 1½ hours"),
        (1.4 * 3600, 3.1 * 3600, "1½ to 3 hours"),
        (11.5 * 3600, 20 * 3600, "12 to 20 hours"),
    ],
)
def test_a_range_is_said_as_people_say_it(low_s: float, high_s: float, words: str) -> None:
    assert TimeRange(low_s, high_s).in_words() == words


@given(st.tuples(seconds, seconds), st.tuples(seconds, seconds))
def test_one_after_the_other_takes_both(one: tuple[float, float], two: tuple[float, float]) -> None:
    first, second = TimeRange(*sorted(one)), TimeRange(*sorted(two))
    both = first + second
    assert (both.low_s, both.high_s) == (
        first.low_s + second.low_s,
        first.high_s + second.high_s,
    )
    assert first.times(2) == first + first


@pytest.mark.parametrize("ends", [(2.0, 1.0), (-1.0, 1.0), (float("nan"), 1.0)])
def test_what_is_no_range_is_refused(ends: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="low <= high"):
        TimeRange(*ends)
