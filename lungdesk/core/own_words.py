"""Tells the program's own words in a sentence from the values that were put into it."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lungdesk.core.sentence_templates import GAP, is_telling

_NUMBER: Final = rf"[-+]?\d[\d.,{GAP}]*(?:e[-+]?\d+)?"
_SENTENCE_END: Final = re.compile(r"((?<=[.!?…]) (?=\S))")


class OwnWords:
    """All texts that may be shown, ``{name} cannot be read``, by which own words are known again.

    A word is the program's own only if it is so by every template that a sentence fits, however it
    does: what may be a value is taken for one.

    Attributes
    ----------
    texts
        Texts and templates as they are shown, in one language.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = tuple(texts)

    def changed(self, sentence: str, change: Callable[[str], str]) -> str:
        """Say a sentence, or several behind each other, with all but the own words changed."""
        shown, end = "", 0
        for first, last in _runs(self._flags(sentence)):
            shown += change(sentence[end:first]) + sentence[first:last]
            end = last
        return shown + change(sentence[end:])

    def _flags(self, said: str) -> list[bool]:
        """Which letters are own; a sentence may end within a name, too: ``Dr. Smith.png``."""
        own = self._own(said)
        if own is not None:
            return own
        parts = _SENTENCE_END.split(said)
        if len(parts) == 1:
            return [False] * len(said)
        return [is_own for part in parts for is_own in self._flags(part)]

    def _own(self, sentence: str) -> list[bool] | None:
        """Which letters are the program's own; None where no template fits."""
        fitting = [one for one in self._templates if one.may_fit(sentence)]
        found = [own for one in fitting if (own := one.own(sentence)) is not None]
        return [all(letters) for letters in zip(*found, strict=True)] if found else None

    @cached_property
    def _templates(self) -> tuple[_Template, ...]:
        made = (_template(text.strip()) for text in self.texts)
        return tuple(one for one in made if one.beginning or one.end or one.is_telling)


@dataclass(frozen=True, slots=True)
class _Template:
    """Words, and between them whether a number stands there (else it may be anything)."""

    words: tuple[str, ...]
    are_numbers: tuple[bool, ...]
    is_telling: bool

    @property
    def beginning(self) -> str:
        return self.words[0]

    @property
    def end(self) -> str:
        return self.words[-1]

    def may_fit(self, sentence: str) -> bool:
        return sentence.startswith(self.beginning) and sentence.endswith(self.end)

    def own(self, sentence: str) -> list[bool] | None:
        """Which letters are words of it, or numbers in it; None if the sentence was not made of it.

        None of them are where they may have been put together in more than one way.
        """
        spans = self._spans(sentence, "?")
        if spans is None:
            return None
        own = [False] * len(sentence)
        if self.is_telling and spans == self._spans(sentence, ""):
            for first, last in spans:
                own[first:last] = [True] * (last - first)
        return own

    def _spans(self, sentence: str, greed: str) -> list[tuple[int, int]] | None:
        pattern = f"({re.escape(self.words[0])})"
        for is_number, words in zip(self.are_numbers, self.words[1:], strict=True):
            pattern += f"({_NUMBER})" if is_number else f".*{greed}"
            pattern += f"({re.escape(words)})"
        found = re.fullmatch(pattern, sentence, re.DOTALL)
        return None if found is None else [found.span(n + 1) for n in range(found.re.groups)]


def _template(text: str) -> _Template:
    words, are_numbers, before = [], [], ""
    for said, name, spec, _conversion in string.Formatter().parse(text):
        before += said
        if name is not None:
            words.append(before)
            are_numbers.append(bool(spec))
            before = ""
    words.append(before)
    # One word alone may as well be a name.
    is_own = is_telling(text) if are_numbers else " " in text
    return _Template(tuple(words), tuple(are_numbers), is_own)


def _runs(own: list[bool]) -> Iterable[tuple[int, int]]:
    """First and last of the letters in a row that are own."""
    edges = [n for n in range(len(own) + 1) if (n > 0 and own[n - 1]) != (n < len(own) and own[n])]
    return zip(edges[::2], edges[1::2], strict=True)
