"""Arabic and Hebrew as they are drawn: letters joined, from right to left, numbers as they are.

PDF draws what it is given from left to right, so that lines are broken while the text still has
its logical order, and each is turned round by the Unicode bidirectional algorithm (UAX #9).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any, Final

_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_FIRST_ARABIC: Final = 0x0590
#: What says of letters beside it whether they are joined, and in which direction they run.
MARKS: Final = frozenset(
    "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
    "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}"
)
_LEFT_TO_RIGHT: Final = "\N{LEFT-TO-RIGHT MARK}"
#: Direction that letters of a type have for brackets; numbers count as Arabic (UAX #9, N0).
_SIDES: Final = {"L": "L", **dict.fromkeys(("R", "AL", "EN", "AN"), "R")}


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


def beside(texts: Iterable[str], between: str = ", ") -> str:
    """Texts that are not empty, one behind the other, none turned round by those before it.

    The parts of a date behind an Arabic letter would change places (UAX #9, W2).
    """
    parts = [text for text in texts if text]
    if not any(map(has_right_to_left, parts)):
        return between.join(parts)
    return between.join(
        part if has_right_to_left(part) else _LEFT_TO_RIGHT + part for part in parts
    )


def joined(text: str) -> str:
    """Arabic letters in the forms that they have beside each other; still in logical order."""
    return str(_reshaper().reshape(text)) if has_right_to_left(text) else text


def visual_line(line: str, *, is_right_to_left: bool) -> str:
    """One line of joined text in the order in which it is drawn from the left."""
    if not has_right_to_left(line):
        return without_marks(line)
    # The steps one by one: as a whole, the one in `bidi` itself leaves brackets as they are, and
    # this one does not pair them.
    from bidi import algorithm  # noqa: PLC0415 - few texts need it

    storage = algorithm.get_empty_storage()
    storage["base_level"] = int(is_right_to_left)
    storage["base_dir"] = "R" if is_right_to_left else "L"
    algorithm.get_embedding_levels(line, storage, False, False)
    algorithm.explicit_embed_and_overrides(storage, False)
    algorithm.resolve_weak_types(storage, False)
    for run in storage["runs"]:
        _resolve_brackets(storage["chars"][run["start"] : run["start"] + run["length"]], run["sor"])
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    algorithm.reorder_resolved_levels(storage, False)
    algorithm.apply_mirroring(storage, False)
    return without_marks("".join(one["ch"] for one in storage["chars"]))


def without_marks(text: str, kept: Collection[str] = ()) -> str:
    """A text without the letters that steer its writing and are not drawn, but for some."""
    return "".join(c for c in text if c in kept or unicodedata.category(c) != "Cf")


def _resolve_brackets(letters: Sequence[dict[str, Any]], before: str) -> None:
    """Give both brackets of a pair one direction (UAX #9, N0).

    Parameters
    ----------
    letters
        Of one run, with their ``type``, which is changed, and ``level``.
    before
        Direction of what stands before them.
    """
    sides = [_SIDES.get(one["type"], "") for one in letters]
    neutral = [one["ch"] if one["type"] == "ON" else "" for one in letters]
    for opening, closing in _pairs(neutral):
        along = "R" if letters[opening]["level"] % 2 else "L"
        inside = set(sides[opening + 1 : closing]) - {""}
        if not inside:
            continue
        side = along
        if along not in inside:
            # What is inside runs against the line, and so do they where that goes on.
            side = next((one for one in reversed(sides[:opening]) if one), before)
            side = side if side in inside else along
        for place in (opening, closing):
            letters[place]["type"] = sides[place] = side


def _pairs(text: Sequence[str]) -> list[tuple[int, int]]:
    """Places of brackets that belong together, by the opening one (UAX #9, BD16)."""
    pairs, unclosed = [], list[tuple[int, str]]()
    closing_of = _closing_brackets()
    for place, letter in enumerate(text):
        if letter in closing_of:
            unclosed.append((place, closing_of[letter]))
            continue
        depth = next((n for n, one in enumerate(reversed(unclosed), 1) if one[1] == letter), 0)
        if depth:
            pairs.append((unclosed[-depth][0], place))
            del unclosed[-depth:]
    return sorted(pairs)


@cache
def _closing_brackets() -> dict[str, str]:
    """The closing bracket of each opening one: its mirror image."""
    from bidi.mirror import MIRRORED  # noqa: PLC0415 - few texts need it

    return {one: other for one, other in MIRRORED.items() if unicodedata.category(one) == "Ps"}


@cache
def _reshaper() -> Any:
    from arabic_reshaper import ArabicReshaper  # noqa: PLC0415 - few texts need it

    # One ligature that the font lacks; its letters are joined one by one.
    return ArabicReshaper(configuration={"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})
