"""Finds the template that a sentence was made of, to say it in another language."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

#: A template of fewer letters fits by chance, unless a value of it is a number, or it begins with
#: so many.
_LEAST_LETTERS, _LEAST_BEGINNING = 7, 4
_NUMBER: Final = r"[-+]?\d[\d.,]*(?:e[-+]?\d+)?"
_COUNTED: Final = re.compile(rf"({_NUMBER}) (\D.*)", re.DOTALL)
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}\b)")
_GAP: Final = "\N{NARROW NO-BREAK SPACE}"
#: Where a sentence ends, and where the parts of a line do.
_ENDS: Final = (re.compile(r"(?<=[.!?…;]) (?=\S)"), re.compile(r" · "))


class SentenceTemplates:
    """Templates, ``{name} cannot be read``, by which sentences are known again.

    Parameters
    ----------
    path
        Catalogue (Qt's ``.ts``) whose ``context`` has them; None for none. It is read when a
        sentence is first looked for.
    """

    def __init__(self, path: Path | None = None, context: str = "") -> None:
        self._path, self._context = path, context

    def filled(
        self, sentence: str, told: Callable[[str], str], translation: Callable[[str], str]
    ) -> str:
        """Translate a sentence by its template, or its parts where it is several; else empty.

        Parameters
        ----------
        told
            Translates what stands in the places of a template, and parts.
        translation
            Translates a template.
        """
        for pattern, template in self._patterns:
            match = pattern.fullmatch(sentence)
            if match is not None:
                values = {name: _value(text, told) for name, text in match.groupdict().items()}
                return _with_values(translation(template), values)
        return _by_parts(sentence, told)

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        texts = () if self._path is None else _sources(self._path, self._context)
        with_places = [text for text in texts if "{" in text and is_telling(text)]
        with_places.sort(key=_letters, reverse=True)  # the one that says most goes first
        return tuple((re.compile(_pattern(text), re.DOTALL), text) for text in with_places)


def _by_parts(sentence: str, told: Callable[[str], str]) -> str:
    counted = _COUNTED.fullmatch(sentence)
    if counted is not None:
        number, thing = counted.groups()
        return f"{_THOUSANDS.sub(_GAP, number)} {told(thing)}"
    for end in _ENDS:
        parts = end.split(sentence)
        if len(parts) > 1:
            found = iter(end.findall(sentence))
            return "".join(told(part) + next(found, "") for part in parts)
    return ""


def _sources(path: Path, context: str) -> Iterable[str]:
    root = ET.parse(path).getroot()
    found = (each for each in root.iter("context") if each.findtext("name") == context)
    return [message.findtext("source") or "" for each in found for message in each.iter("message")]


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
    """Whether a template says so much that what fits it was made of it."""
    letters, parts = _letters(template), _parts(template)
    has_number = any(spec for _words, _name, spec in parts)
    beginning = sum(letter.isalpha() for letter in parts[0][0])
    is_short = beginning < _LEAST_BEGINNING and not (has_number and letters)
    return letters >= _LEAST_LETTERS or not is_short


def _pattern(template: str) -> str:
    pattern, seen = "", set()
    for words, name, spec in _parts(template):
        pattern += re.escape(words)
        if name in seen:
            pattern += f"(?P={name})"
        elif name is not None:
            seen.add(name)
            pattern += f"(?P<{name}>{_NUMBER if spec else '.*?'})"
    return pattern


def _value(text: str, told: Callable[[str], str]) -> str:
    """A value in the other language: lower-case words are ids and names of folders, and stay."""
    if text[:1].isupper() or " " in text:
        return told(text)
    return _THOUSANDS.sub(_GAP, text)


def _with_values(template: str, values: dict[str, str]) -> str:
    return "".join(
        words + (values[name] if name else "") for words, name, _spec in _parts(template)
    )
