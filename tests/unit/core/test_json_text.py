"""JSON that was damaged in whatever way is told by one kind of error."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.json_text import parsed
from tests.unit.core.imaging.films import unhurried

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@unhurried
@given(_VALUES)
def test_what_was_written_is_read(value: object) -> None:
    text = json.dumps(value)

    assert parsed(text) == value
    assert parsed(text.encode()) == value


@pytest.mark.parametrize(
    "text", ["", "{", "[1,]", b"\xff\xfe\xfa", "[" * 100_000, '{"a":' * 50_000]
)
def test_what_is_no_json_is_one_kind_of_error(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parsed(text)
