from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from lungdesk.core.history import DEFAULT_LIMIT, History

states = st.lists(st.integers(), max_size=30)
limits = st.integers(1, 12)


def after(pushed: Sequence[int], limit: int = DEFAULT_LIMIT) -> History[int]:
    history = History(0, limit=limit)
    for state in pushed:
        history = history.push(state)
    return history


def test_at_the_beginning_there_is_nothing_to_undo_or_redo() -> None:
    history = History("empty")

    assert (history.present, history.can_undo, history.can_redo) == ("empty", False, False)
    assert history.undo() is history
    assert history.redo() is history


@given(states, st.integers())
def test_undo_takes_back_a_step(pushed: list[int], state: int) -> None:
    before = after(pushed)
    pushed_on = before.push(state)

    if state == before.present:
        assert pushed_on is before
    else:
        assert pushed_on.present == state
        assert pushed_on.can_undo
        assert pushed_on.undo().present == before.present
        assert pushed_on.undo().past == before.past


@given(states)
def test_redo_takes_back_an_undo(pushed: list[int]) -> None:
    history = after(pushed)

    if history.can_undo:
        assert history.undo().can_redo
        assert history.undo().redo() == history


@given(states, st.integers(0, 30), st.integers())
def test_a_new_step_gives_up_what_was_undone(pushed: list[int], undos: int, state: int) -> None:
    history = after(pushed)
    for _ in range(undos):
        history = history.undo()

    pushed_on = history.push(state)

    assert pushed_on.can_redo == (state == history.present and history.can_redo)


@given(st.lists(st.integers(), max_size=30, unique=True).filter(lambda s: 0 not in s), limits)
def test_as_many_steps_as_the_limit_can_be_undone_and_redone(pushed: list[int], limit: int) -> None:
    every_state = [0, *pushed]
    history = after(pushed, limit)

    undone = []
    while history.can_undo:
        history = history.undo()
        undone.append(history.present)
    assert undone == every_state[-2 : -limit - 2 : -1]

    redone = []
    while history.can_redo:
        history = history.redo()
        redone.append(history.present)
    assert redone == every_state[len(every_state) - len(undone) :]


def test_a_history_is_a_value() -> None:
    history = after([1, 2])

    assert history.push(3).present == 3
    assert history.undo().present == 1
    assert history == History(2, past=(0, 1))


@pytest.mark.parametrize("limit", [0, -1])
def test_a_history_keeps_one_step_at_least(limit: int) -> None:
    with pytest.raises(ValueError, match="1 step"):
        History(0, limit=limit)


class EditorOfStates(RuleBasedStateMachine):
    """A history against two plain stacks."""

    LIMIT = 4

    def __init__(self) -> None:
        super().__init__()
        self.history = History(0, limit=self.LIMIT)
        self.past: list[int] = []
        self.present = 0
        self.future: list[int] = []

    @rule(state=st.integers(0, 3))
    def push(self, state: int) -> None:
        self.history = self.history.push(state)
        if state != self.present:
            self.past = [*self.past, self.present][-self.LIMIT :]
            self.present, self.future = state, []

    @rule()
    def undo(self) -> None:
        self.history = self.history.undo()
        if self.past:
            self.future.append(self.present)
            self.present = self.past.pop()

    @rule()
    def redo(self) -> None:
        self.history = self.history.redo()
        if self.future:
            self.past.append(self.present)
            self.present = self.future.pop()

    @invariant()
    def both_agree(self) -> None:
        assert self.history.present == self.present
        assert self.history.can_undo == bool(self.past)
        assert self.history.can_redo == bool(self.future)
        assert list(self.history.past) == self.past
        assert list(self.history.future) == self.future[::-1]


test_any_order_of_steps_gives_what_two_stacks_give = EditorOfStates.TestCase
