from __future__ import annotations

from lungdesk.core.joining import joined


def test_what_is_joined_through_others_goes_by_its_least_name() -> None:
    pairs = [("d", "c"), ("b", "c"), ("a", "e")]
    assert joined("abcdef", pairs) == {
        "a": "a", "b": "b", "c": "b", "d": "b", "e": "a", "f": "f"
    }  # fmt: skip


def test_names_of_several_kinds_stay_apart() -> None:
    names = [(0, "1"), (1, "1"), (0, "2")]
    assert joined(names, [((1, "1"), (0, "2"))]) == {
        (0, "1"): (0, "1"),
        (1, "1"): (0, "2"),
        (0, "2"): (0, "2"),
    }
