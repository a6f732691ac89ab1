"""Every language is whole: each text has its translation, with the same places for values."""

from __future__ import annotations

import re
import string
from collections import Counter
from pathlib import Path

import pytest

from lungdesk.core.errors import LungDeskError
from lungdesk.core.language import BELOW, ENGLISH, WINDOW
from lungdesk.core.sentence_templates import is_telling
from lungdesk.core.verdict import Correction
from lungdesk.formats import failures, object_failures
from lungdesk.gui import actions
from lungdesk.gui.top_bar_view import MENUS
from lungdesk.services import languages
from lungdesk.services.languages import LANGUAGES, catalogue_file
from tests.translation import catalogue

OTHERS = [language for language in LANGUAGES if language != ENGLISH.code]


def _places(text: str) -> Counter[tuple[str, str]]:
    parsed = string.Formatter().parse(text)
    return Counter(
        (name, spec or "") for _words, name, spec, _conversion in parsed if name is not None
    )


def _outer_space(text: str) -> tuple[str, str, int]:
    inner = text.strip(" \n")
    before, _, after = text.partition(inner)
    return before, after, inner.count("\n")


@pytest.fixture(scope="module", params=OTHERS)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def texts(language: str) -> dict[str, dict[str, str]]:
    return catalogue.read(catalogue_file(language))


def test_each_text_of_the_sources_is_translated_and_no_other(
    texts: dict[str, dict[str, str]],
) -> None:
    for context, wanted in catalogue.wanted().items():
        known = texts[context]
        assert sorted(wanted - known.keys()) == [], "python -m tests.translation.update adds them"
        assert sorted(known.keys() - wanted) == [], "python -m tests.translation.update drops them"
        assert [text for text, said in known.items() if not said] == []


def test_translations_have_the_places_ends_and_lines_of_their_texts(
    texts: dict[str, dict[str, str]],
) -> None:
    for known in texts.values():
        for text, said in known.items():
            assert _places(said) == _places(text), text
            assert _outer_space(said) == _outer_space(text), text
            assert said.endswith("…") == text.endswith("…"), text
            assert said.count("&") <= text.count("&"), text


def test_no_key_of_an_action_opens_a_menu(texts: dict[str, dict[str, str]]) -> None:
    """Qt would do neither of the two."""
    menus = [texts[WINDOW][title] for title, _ids in MENUS]
    opening = [f"Alt+{title[title.index('&') + 1].upper()}" for title in menus]
    keys = {key for spec in actions.SPECS for key in spec.keys}

    assert keys.isdisjoint(opening)
    assert len(set(opening)) == len(opening)


def test_words_before_a_sound_like_their_own_are_others() -> None:
    """Spanish says “e” for “y” before an i, “u” for “o” before an o."""
    found = re.compile(r"\b(?:y h?[ií](?!e)|o h?[oó])\w*", re.IGNORECASE)
    spanish = catalogue.read(catalogue_file("es"))
    says = [said for known in spanish.values() for said in known.values()]
    told = languages.language("es").told
    corrected = [told(Correction(turns, True).words) for turns in range(4)]
    assert corrected[2] == "dele la vuelta e inviértala"
    assert [one for one in (*says, *corrected) if found.search(one)] == []


def test_a_sentence_with_its_values_is_known_again(
    language: str, texts: dict[str, dict[str, str]]
) -> None:
    """Whatever says it: it comes as plain English, also from a child process or a file."""
    told = languages.language(language).told
    otherwise = [
        (template, told(_with_samples(template)))
        for template, said in texts[BELOW].items()
        if told(_with_samples(template)) != _with_samples(said, of=template)
    ]
    assert otherwise == []


@pytest.mark.parametrize(
    "failure",
    [
        failures.not_an_image(Path("my film.txt")),
        failures.not_a_file(Path("films"), "a folder"),
        failures.not_for_pictures(Path("film.jpg")),
        object_failures.film_itself(Path("film.dcm")),
    ],
    ids=str,
)
def test_a_sentence_that_is_little_but_a_name_is_known_again(
    language: str, failure: LungDeskError
) -> None:
    said = languages.language(language).told(f"{failure.message} {failure.hint}")

    assert failure.message not in said
    assert failure.hint not in said
    assert said.startswith(failure.message.partition(" is ")[0])


def _with_samples(text: str, of: str = "") -> str:
    """A text with values; those of a template that says little are ids."""
    is_any = is_telling(of or text)
    parts = []
    for words, name, spec, _conversion in string.Formatter().parse(text):
        value = "12" if spec else f"{name or 'x'}.dcm" if is_any else "a12"
        parts.append(words if name is None else words + value)
    return "".join(parts)
