"""The child's side of the protocol: the words that it obeys."""

from __future__ import annotations

import io

import pytest

from lungdesk.core.jobs import Cancelled
from lungdesk.services.tensorflow_child import LineContext


@pytest.mark.parametrize("words", [["cancel\n"], ["of another version\n", "cancel\n"], []])
def test_a_check_raises_when_the_parent_cancels_or_is_gone(words: list[str]) -> None:
    ctx = LineContext(io.StringIO())
    ctx.check()

    ctx.obey(words)

    with pytest.raises(Cancelled):
        ctx.check()
