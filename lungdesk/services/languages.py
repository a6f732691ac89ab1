"""The languages that LungDesk speaks, each from the one catalogue that it has."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.language import BELOW, ENGLISH, REPORTS, WINDOW, Language
from lungdesk.core.own_words import OwnWords
from lungdesk.services.paths import resources_folder

#: By their codes, each under the name that those who read it look for.
LANGUAGES: Final = {
    ENGLISH.code: "English",
    "es": "Español",
}


def language(code: str) -> Language:
    """A language as the window speaks it; raises LungDeskError as `report_language`."""
    return _language(code, WINDOW)


def report_language(code: str) -> Language:
    """A language as reports are written in it.

    Raises
    ------
    LungDeskError
        ``USAGE`` for one that LungDesk does not speak.
    """
    return _language(code, REPORTS)


@cache
def _language(code: str, context: str) -> Language:
    if code not in LANGUAGES:
        raise LungDeskError(
            f"LungDesk does not speak the language {code}.",
            hint=f"It speaks {', '.join(LANGUAGES)}.",
            code=ErrorCode.USAGE,
        )
    if code == ENGLISH.code:
        return ENGLISH
    return Language(code, read_catalogue(catalogue_file(code)), context)


@cache
def own_words(code: str) -> OwnWords:
    """What window and parts below it say in a language; English is what others are made of."""
    other = code if code != ENGLISH.code else next(one for one in LANGUAGES if one != code)
    catalogue = read_catalogue(catalogue_file(other))
    said = {**catalogue[BELOW], **catalogue[WINDOW]}
    return OwnWords(said.keys() if code == ENGLISH.code else said.values())


def catalogue_file(code: str) -> Path:
    """Catalogue of a language, as Qt Linguist writes it."""
    return resources_folder() / "translations" / f"lungdesk_{code}.ts"


def read_catalogue(path: Path) -> dict[str, dict[str, str]]:
    """Translation of each text, by context; texts that wait for theirs are left out."""
    from xml.etree import ElementTree as ET  # noqa: PLC0415 - English needs none

    found: dict[str, dict[str, str]] = {}
    for context in ET.parse(path).iter("context"):
        texts = found.setdefault(context.findtext("name", ""), {})
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") is None and translation.text:
                texts[message.findtext("source", "")] = translation.text
    return found
