"""What is said, in a language: English, in which it is written, is one of them."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from lungdesk.core.sentence_templates import GAP, SentenceTemplates

#: Contexts of a catalogue: texts of the window, those of reports, and what the parts below say.
WINDOW, REPORTS, BELOW = "LungDesk", "Reports", "Sentences"

#: Translation of each text, by context.
Catalogue = Mapping[str, Mapping[str, str]]

_KEPT_SENTENCES: Final = 2048
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


class _Format(string.Formatter):
    """Sets thousands apart by a narrow space: a comma means a decimal in many a language."""

    def format_field(self, value: Any, format_spec: str) -> str:
        shown = str(super().format_field(value, format_spec))
        return shown.replace(",", GAP) if "," in format_spec else shown


_FORMAT: Final = _Format()


class Language:
    """Says texts in a language; with nothing in its catalogue, as they are written.

    Attributes
    ----------
    code
        ISO 639-1: ``es``.
    """

    def __init__(
        self, code: str, catalogue: Catalogue | None = None, context: str = WINDOW
    ) -> None:
        self.code = code
        catalogue = catalogue or {}
        self._own = catalogue.get(context, _NONE)
        self._window, self._below = catalogue.get(WINDOW, _NONE), catalogue.get(BELOW, _NONE)
        self._templates = SentenceTemplates(text for text in self._below if "{" in text)
        self._is_as_written = not catalogue
        self._told = lru_cache(_KEPT_SENTENCES)(self._looked_up)

    def tr(self, text: str, /, **values: Any) -> str:
        """A text of its context, with values in the places that are named for them."""
        if self._is_as_written:
            return text.format(**values) if values else text
        found = self._own.get(text, text)
        return _FORMAT.vformat(found, (), values) if values else found

    def grouped(self, number: float, format_spec: str = ",") -> str:
        """A number alone, its thousands set apart as they are in the texts."""
        if self._is_as_written:
            return format(number, format_spec)
        return _FORMAT.format_field(number, format_spec)

    def told(self, sentence: str) -> str:
        """What a part below says in plain English; as it is if not known.

        Sentences come with their values in place, from child processes and files too, so what is
        not a text of the catalogue is compared with its templates.
        """
        return sentence if self._is_as_written else self._told(sentence)

    def all_told(self, sentences: Iterable[str]) -> tuple[str, ...]:
        """Each of them as `told` says it."""
        return tuple(self.told(sentence) for sentence in sentences)

    def _looked_up(self, sentence: str) -> str:
        found = self._known(sentence)
        inner = sentence.strip()
        if inner and inner != sentence and not found:  # a piece that is put behind another one
            before, _, after = sentence.partition(inner)
            return before + self._told(inner) + after
        return found or self._templates.filled(sentence, self._told, self._known) or sentence

    def _known(self, text: str) -> str:
        return self._below.get(text) or self._window.get(text, "")


#: As everything is written.
ENGLISH: Final = Language("en")
