"""Finds the template that a sentence was made of, to say it in another language."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from typing import Final

#: Between thousands, where the language is another.
GAP: Final = "\N{NARROW NO-BREAK SPACE}"

#: A template of fewer letters, which does not begin with so many, fits much by chance: its values
#: are numbers and ids then.
_LEAST_LETTERS, _LEAST_BEGINNING = 7, 4
_NUMBER: Final = r"[-+]?\d[\d.,]*(?:e[-+]?\d+)?"
_ID: Final = r"[a-z\d][\w.,%-]*"
#: A value ends with its sentence.
_VALUE: Final = r"(?:(?![.!?] [^\W\d_a-z]).)*?"
_COUNTED: Final = re.compile(rf"({_NUMBER}) (\D.*)", re.DOTALL)
_REMARK: Final = re.compile(rf" \({_NUMBER} ?%?\)$")
#: Also what a code or a full stop is put behind.
_APPENDED: Final = re.compile(rf" \({_NUMBER} ?%?\)$| \[LD-[\w-]+\]$|\.$")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}\b)")
#: Where a sentence ends, and where the parts of a line do.
_ENDS: Final = (re.compile(r"(?<=[.!?…])( )(?=\S)"), re.compile(r"(; )"), re.compile(r"( · )"))
_OF_A_LIST: Final = re.compile(r"(, | and | or )")


class SentenceTemplates:
    """Templates, ``{name} cannot be read``, by which sentences are known again."""

    def __init__(self, templates: Iterable[str] = ()) -> None:
        self._given = tuple(templates)

    def filled(self, sentence: str, told: Callable[[str], str], find: Callable[[str], str]) -> str:
        """Translate a sentence by its template, or its parts where it is several; else empty.

        Parameters
        ----------
        told
            Translates what stands in the places of a template, and parts.
        find
            Looks up a text as it is: empty where there is none.
        """
        counted = _COUNTED.fullmatch(sentence)
        if counted and find(counted[2]):
            return f"{_THOUSANDS.sub(GAP, counted[1])} {find(counted[2])}"
        for beginning, end, template in self._templates:
            if not (sentence.startswith(beginning) and sentence.endswith(end)):
                continue
            match = _pattern(template).fullmatch(sentence)
            if match is not None:
                values = {name: _value(text, told) for name, text in match.groupdict().items()}
                return _with_values((find(template) or template).strip(), values)
        return _by_parts(sentence, told, find)

    @cached_property
    def _templates(self) -> tuple[tuple[str, str, str], ...]:
        """Beginning and end in words, and the whole; the one that says most goes first."""
        ordered = sorted(self._given, key=_letters, reverse=True)
        return tuple(_with_ends(template) for template in ordered)


def _by_parts(sentence: str, told: Callable[[str], str], find: Callable[[str], str]) -> str:
    for end in _ENDS:
        parts = end.split(sentence)
        if len(parts) > 1:
            return "".join(told(part) for part in parts)
    parts = _OF_A_LIST.split(sentence)
    if len(parts) > 1 and all(_is_name(part, told, find) for part in parts[::2]):
        return "".join(told(part) for part in parts)
    tail = _APPENDED.search(sentence)
    return told(sentence[: tail.start()]) + tail[0] if tail else ""


def _is_name(part: str, told: Callable[[str], str], find: Callable[[str], str]) -> bool:
    """Whether a part of a list is known, or one word: other sentences have commas, too."""
    bare = _REMARK.sub("", part)
    return " " not in bare or bool(find(bare)) or told(bare) != bare


def _parts(template: str) -> list[tuple[str, str | None, str]]:
    """Words, and name and format of the place behind them (None behind the last)."""
    parsed = string.Formatter().parse(template)
    return [
        (words, name if name is None else name or f"value{number}", spec or "")
        for number, (words, name, spec, _conversion) in enumerate(parsed)
    ]


def _letters(template: str) -> int:
    return sum(letter.isalpha() for words, _name, _spec in _parts(template) for letter in words)


def is_telling(template: str) -> bool:
    """Whether a template says so much that what fits it was made of it, whatever its values."""
    parts = _parts(template.strip())
    has_number = any(spec for _words, _name, spec in parts)
    beginning = sum(letter.isalpha() for letter in parts[0][0])
    letters = _letters(template)
    return (
        letters >= _LEAST_LETTERS or beginning >= _LEAST_BEGINNING or bool(has_number and letters)
    )


def _with_ends(template: str) -> tuple[str, str, str]:
    parts = _parts(template.strip())
    end = parts[-1][0] if parts[-1][1] is None else ""
    return parts[0][0], end, template


@lru_cache(maxsize=256)
def _pattern(template: str) -> re.Pattern[str]:
    pattern, seen = "", set()
    value = _VALUE if is_telling(template) else _ID
    for words, name, spec in _parts(template.strip()):
        pattern += re.escape(words)
        if name in seen:
            pattern += f"(?P={name})"
        elif name is not None:
            seen.add(name)
            pattern += f"(?P<{name}>{_NUMBER if spec else value})"
    return re.compile(pattern, re.DOTALL)


def _value(text: str, told: Callable[[str], str]) -> str:
    """A value in the other language: a lower-case word is an id or the name of a folder, and stays.

    One in brackets is neither.
    """
    if text[:1].isupper() or " " in text or text.startswith("("):
        return told(text)
    return _THOUSANDS.sub(GAP, text)


def _with_values(template: str, values: dict[str, str]) -> str:
    return "".join(
        words + (values[name] if name else "") for words, name, _spec in _parts(template)
    )
