"""Arabic and Hebrew as they are drawn: letters joined, from right to left, numbers as they are.

PDF draws what it is given from left to right, so that lines are broken while the text still has
its logical order, and each is turned round by the Unicode bidirectional algorithm (UAX #9).
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any, Final

_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_FIRST_ARABIC: Final = 0x0590


def has_right_to_left(text: str) -> bool:
    """Whether any letter of a text is written from right to left."""
    return any(
        ord(c) >= _FIRST_ARABIC and unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in text
    )


def is_right_to_left(text: str) -> bool:
    """Whether a text as a whole is: its first letter with a direction says so (UAX #9, P2)."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in _RIGHT_TO_LEFT:
            return True
        if direction == "L":
            return False
    return False


def joined(text: str) -> str:
    """Arabic letters in the forms that they have beside each other; still in logical order."""
    return str(_reshaper().reshape(text)) if has_right_to_left(text) else text


def visual_line(line: str, *, is_right_to_left: bool) -> str:
    """One line of joined text in the order in which it is drawn from the left."""
    # Not the one in `bidi` itself, which leaves brackets as they are.
    from bidi.algorithm import get_display  # noqa: PLC0415 - few texts need it

    if not has_right_to_left(line):
        return line
    return str(get_display(line, base_dir="R" if is_right_to_left else "L"))


@cache
def _reshaper() -> Any:
    from arabic_reshaper import ArabicReshaper  # noqa: PLC0415 - few texts need it

    # One ligature that the font lacks; its letters are joined one by one.
    return ArabicReshaper(configuration={"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})
