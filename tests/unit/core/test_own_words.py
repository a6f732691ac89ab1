"""What is hidden of a sentence are its values, never the words around them."""

from __future__ import annotations

import re
import string
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.identity import MASK, patient_phrases, without_phrases
from lungdesk.core.own_words import OwnWords
from lungdesk.core.study import PatientRef
from lungdesk.services.languages import LANGUAGES, own_words

TEXTS = (
    "{name} cannot be read",
    "{done:,} of {total:,} films were read.",
    "The {title} cannot be read",
    "{name} saved.",
    "No film is open.",
    "{first} and {second} have read different films",
)


def hidden(sentence: str, *phrases: str) -> str:
    return OwnWords(TEXTS).changed(sentence, lambda words: without_phrases(words, phrases))


@pytest.mark.parametrize(
    ("sentence", "phrases", "shown"),
    [
        ("8 of 10 films were read.", ("of", "8", "read"), "8 of 10 films were read."),
        ("No film is open.", ("no", "film"), "No film is open."),
        ("Read cannot be read", ("read",), f"{MASK} cannot be read"),
        ("The Ann cannot be read", ("The", "Ann"), f"{MASK} {MASK} cannot be read"),
        ("Read saved.", ("read", "saved"), f"{MASK} {MASK}."),  # says too little to be known by
        ("And and Ann have read different films", ("and", "ann"),
         f"{MASK} and {MASK} have read different films"),
        ("A and B and C have read different films", ("and",),
         f"A {MASK} B {MASK} C have read different films"),
        ("Ann is of the ward", ("ann", "of"), f"{MASK} is {MASK} the ward"),
        ("No film is open. 8 of 10 films were read.", ("of", "no"),
         "No film is open. 8 of 10 films were read."),
        ("Dr. Of cannot be read", ("of", "be"), f"Dr. {MASK} cannot be read"),
        ("Ann. Of cannot be read 8 of 10 films were read.", ("Ann. Of",),
         f"{MASK} cannot be read 8 of 10 films were read."),
        ("No film is open. Dr. Of saved it. No film is open.", ("Dr. Of",),
         f"No film is open. {MASK} saved it. No film is open."),
        ("", ("of",), ""),
    ],
)  # fmt: skip
def test_values_are_changed_and_own_words_are_not(
    sentence: str, phrases: tuple[str, ...], shown: str
) -> None:
    assert hidden(sentence, *phrases) == shown


@cache
def _said(language: str) -> tuple[str, ...]:
    """All texts that names may be put into: with words in between alone, it is numbers and ids."""
    texts = (text.strip() for text in own_words(language).texts)
    are_named = (text for text in texts if _places(text) and all(n for n, _ in _places(text)))
    return tuple(sorted(text for text in are_named if text[0] != "{" or text[-1] != "}"))


@cache
def _words(language: str) -> tuple[str, ...]:
    plain = (re.sub(r"{[^}]*}", " ", text) for text in own_words(language).texts)
    return tuple(sorted({word for text in plain for word in re.findall(r"[^\W\d_]+", text)}))


def _places(text: str) -> list[tuple[str, str]]:
    parsed = string.Formatter().parse(text)
    return [(name, spec or "") for _words, name, spec, _ in parsed if name is not None]


def _times(phrase: str, words: str) -> int:
    return without_phrases(words, (phrase,), "\0").count("\0")


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_a_name_made_of_the_programs_own_words_is_hidden_in_every_sentence(
    language: str, data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from(_said(language)))
    parts = data.draw(st.lists(st.sampled_from(_words(language)), min_size=1, max_size=4))
    number = data.draw(st.integers(0, 99))
    patient = PatientRef(str(number), "^".join(parts))
    joined = [between.join(parts) for between in (" ", ", ", ". ", "! ", "? ")]
    name = data.draw(st.sampled_from([*joined, f"{'_'.join(parts)}.dcm"]))
    value = data.draw(st.sampled_from([name, parts[0], patient.patient_id]))
    places = _places(text)
    sentence = text.format(**{place: number if spec else value for place, spec in places})
    if text[-1] in ".!?…" and data.draw(st.booleans()):
        sentence += " 8!"  # with it, the whole fits no template
    phrases = patient_phrases(patient)

    shown = own_words(language).changed(sentence, lambda words: without_phrases(words, phrases))

    numbers = {place: number if spec else "" for place, spec in places}
    for phrase in phrases:
        assert _times(phrase, shown) <= _times(phrase, text.format(**numbers)), (sentence, shown)
