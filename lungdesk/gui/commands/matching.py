"""How well a few typed letters fit the name of a command."""

from __future__ import annotations

from itertools import pairwise

#: What a fit is worth: a word begins so, letters stand together, they begin words, they occur.
_BEGINS, _TOGETHER, _INITIALS, _SCATTERED = 4.0, 3.0, 2.0, 1.0

#: Letters that may stand between two that were typed; beyond, nobody meant that name.
_MOST_GAPS = 2


def fit(typed: str, name: str) -> float | None:
    """How well ``typed`` fits; None when it does not. Every word must, in any order.

    A word fits by the beginning of a word, by letters that stand together, by the first letters of
    words, or by letters that occur in this order. Shorter names win among equals.
    """
    words = typed.casefold().split()
    target = name.casefold()
    worth = 0.0
    for word in words:
        best = _word_fit(word, target)
        if best is None:
            return None
        worth += best
    return worth - len(target) / 1000


def begins_words(typed: str, name: str) -> bool:
    """Whether every word of ``typed`` is the beginning of one of ``name``, in any order."""
    parts = name.casefold().split()
    return all(any(p.startswith(word) for p in parts) for word in typed.casefold().split())


def _word_fit(word: str, target: str) -> float | None:
    parts = target.replace("…", " ").replace(":", " ").split()
    if any(part.startswith(word) for part in parts):
        return _BEGINS
    if word in target:
        return _TOGETHER
    if _are_in_order(word, "".join(part[0] for part in parts)) is not None:
        return _INITIALS
    gaps = _are_in_order(word, target)
    is_far_apart = gaps is None or gaps > _MOST_GAPS * len(word)
    return None if gaps is None or is_far_apart else _SCATTERED / (1 + gaps)


def _are_in_order(letters: str, target: str) -> int | None:
    """How many other letters stand between; None where one is missing."""
    places: list[int] = []
    for letter in letters:
        place = target.find(letter, places[-1] + 1 if places else 0)
        if place < 0:
            return None
        places.append(place)
    return sum(after - before - 1 for before, after in pairwise(places))
