"""What in words tells whose film it is, and how words are kept without it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from unicodedata import normalize

from lungdesk.core.study import Instance, PatientRef

#: Stands where something has been taken out.
MASK = "•••"

#: What parts of a DICOM name are told apart by (PS3.5 6.2.1.1).
_NAME_PARTS = re.compile(r"[\^=,\s]+")
_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
#: Letters of scripts that write no blanks between words, or none before particles: Thai, Lao,
#: Burmese, Khmer, Han, Kana, Hangul.
_UNSPACED: Final = (
    r"\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2E80-\u31FF\u3400-\u9FFF"
    r"\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFF66-\uFFDC\U00020000-\U0003FFFF"
)
_IS_UNSPACED: Final = re.compile(f"[{_UNSPACED}]")
#: What must not stand beside a phrase: by the letter at its edge.
_LETTER, _SPACED_LETTER, _NOTHING = r"[^\W_]", rf"[^\W_{_UNSPACED}]", r"[^\s\S]"


def composed(words: str) -> str:
    """Words with each letter and its marks as one: the same name, however it is typed."""
    return normalize("NFC", words)


def patient_phrases(patient: PatientRef) -> frozenset[str]:
    """Each part of the name, the ID, and the birth date as stored and as ``YYYY-MM-DD``.

    A name that people write without blanks is there as a whole, too. All are `composed`.
    """
    phrases = (
        *_name_phrases(composed(patient.name)),
        composed(patient.patient_id),
        patient.birth_date,
        _DATE.sub(r"\1-\2-\3", patient.birth_date),
    )
    return frozenset(phrase.strip() for phrase in phrases if phrase.strip())


def identity_phrases(instance: Instance) -> frozenset[str]:
    """What tells whose film it is: the patient's phrases, and the name of the file."""
    return patient_phrases(instance.patient) | {composed(instance.path.name)}


def tells_identity(words: str, instance: Instance) -> bool:
    """Whether words hold the patient's name or a part of it, ID, birth date, or the file's name."""
    words = composed(words)
    return any(_pattern(phrase).search(words) for phrase in identity_phrases(instance))


def without_phrases(words: str, phrases: Iterable[str], instead: str = MASK) -> str:
    """Words with something else in place of each phrase, as a whole word, in any case.

    They are `composed` then.
    """
    words = composed(words)
    for phrase in sorted(phrases, key=len, reverse=True):
        words = _pattern(phrase).sub(lambda _found: instead, words)
    return words


def _name_phrases(name: str) -> Iterator[str]:
    for written in name.split("="):
        parts = _NAME_PARTS.split(written)
        yield from parts
        if _IS_UNSPACED.match(written):
            yield "".join(parts)


def _pattern(phrase: str) -> re.Pattern[str]:
    phrase = composed(phrase)
    before, after = (_not_beside(phrase, edge) for edge in (phrase[:1], phrase[-1:]))
    return re.compile(rf"(?<!{before}){re.escape(phrase)}(?!{after})", re.IGNORECASE)


def _not_beside(phrase: str, edge: str) -> str:
    if not _IS_UNSPACED.match(edge):
        return _SPACED_LETTER
    return _LETTER if len(phrase) == 1 else _NOTHING  # one letter stands in many other words
