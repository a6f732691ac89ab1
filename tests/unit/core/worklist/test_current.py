"""Which study is current once the rows have come anew."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.worklist.current import current_after

orders = st.permutations(range(6))


@pytest.mark.parametrize(
    ("now", "touched", "expected"),
    [
        ([1, 2, 3, 4], {2}, 2),  # in its place
        ([1, 3, 4, 2], {2}, 3),  # the next one
        ([2, 1, 3, 4], {2}, 3),  # also where it went up
        ([1, 3, 4], {2}, 3),  # filtered out
        ([1, 4, 2, 3], {2, 3}, 4),  # others of the selection went along
        ([1], {2, 3, 4}, 1),  # nothing is left below
        ([4, 3, 2, 1], {1, 2, 3, 4}, 2),  # all of them at once
        ([], {2}, None),
        ([1, 9, 2, 8, 3, 4], {2}, 2),  # others have come meanwhile
        ([1, 3, 4, 2], set(), 2),  # moved by something else
        ([1, 3, 4], set(), None),
        ([2, 3, 4, 1], {1}, 2),  # another one was touched
    ],
)
def test_a_study_that_the_reader_has_moved_gives_way_to_the_next(
    now: list[int], touched: set[int], expected: int | None
) -> None:
    before = np.array([1, 2, 3, 4])

    assert current_after(before, np.array(now, np.int64), 2, touched) == expected


def test_from_the_end_of_the_list_the_reader_goes_on_above() -> None:
    assert current_after(np.array([1, 2, 3]), np.array([3, 1, 2]), 3, {3}) == 2


@given(orders, orders, st.integers(0, 6), st.sets(st.integers(0, 5)), st.integers(0, 5))
def test_what_is_current_is_shown_and_was_not_said_anything_of(
    before: list[int], after: list[int], count: int, touched: set[int], current: int
) -> None:
    now = np.array(after[:count], np.int64)

    found = current_after(np.array(before), now, current, touched)

    assert found is None or found in now
    assert found in {None, current} or found not in touched
    assert current in touched or found in {None, current}
