"""What in words tells whose film it is, and how words are kept without it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import Final
from unicodedata import normalize

from lungdesk.core.study import Instance, PatientRef

#: Stands where something has been taken out.
MASK = "•••"

#: What parts of a DICOM name are told apart by (PS3.5 6.2.1.1).
_NAME_PARTS = re.compile(r"[\^=,\s]+")
#: As DICOM writes a date now, and as it did before 1993 (PS3.5 6.2).
_DATE = re.compile(r"(\d{4})([.-]?)(\d{2})\2(\d{2})")
#: What people write between day, month and year.
_DATE_SIGNS: Final = (".", "-", "/", " ", ". ")
#: What a name of a file has, and a word of a sentence has not.
_NO_WORD: Final = re.compile(r"[\d\s_.,/\\-]")
#: Words all the same.
_PLAIN_NAMES: Final = frozenset({"x-ray", "covid-19", "covid19"})
#: Shorter names of files, and shorter numbers, stand in too many sentences; two letters are a
#: name where no blanks are written.
_LEAST_STEM, _LEAST_NUMBER, _LEAST_UNSPACED = 3, 5, 2
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
    """Each part of the name, the ID, and the birth date in the forms that people write in figures.

    These are day, month and year, month, day and year, or year, month and day: with two figures or
    as few as it takes, the year with four or two, a point, dash, stroke, blank or point and blank
    between them, or nothing. A name that people write without blanks is there as a whole, too. All
    are `composed`.
    """
    phrases = (
        *_name_phrases(composed(patient.name)),
        composed(patient.patient_id),
        *_date_phrases(patient.birth_date),
    )
    return frozenset(phrase.strip() for phrase in phrases if phrase.strip())


def identity_phrases(instance: Instance) -> frozenset[str]:
    """What tells whose film it is: the patient's phrases, and the name of the file.

    Also without its ending, where that `is_telling_name`.
    """
    stem = composed(instance.path.stem)
    named = {composed(instance.path.name), *([stem] if is_telling_name(stem) else [])}
    return patient_phrases(instance.patient) | named


def is_telling_name(name: str) -> bool:
    """Whether the name of a file stands for that file wherever it is found in a sentence.

    So it does if it has a digit, a blank, ``_``, ``-`` or another sign that parts words, or is of a
    script that writes no blanks. A single word stays, be it a finding, a side or a name
    (``effusion``, ``left``): findings must not be taken out of reports. So do numbers of less than
    five digits, and what has less than three letters (two where no blanks are written).
    """
    is_unspaced = _IS_UNSPACED.search(name) is not None
    least = _LEAST_NUMBER if name.isdigit() else _LEAST_STEM
    least = _LEAST_UNSPACED if is_unspaced else least
    is_word = not is_unspaced and _NO_WORD.search(name) is None
    return len(name) >= least and not is_word and name.casefold() not in _PLAIN_NAMES


def tells_identity(words: str, instance: Instance) -> bool:
    """Whether words hold the patient's name or a part of it, ID, birth date, or the file's name."""
    words = composed(words)
    phrases = identity_phrases(instance)
    return any(_pattern(one).search(words) for one in phrases if _may_hold(words, one))


def without_phrases(words: str, phrases: Iterable[str], instead: str = MASK) -> str:
    """Words with something else in place of each phrase, as a whole word, in any case.

    They are `composed` then.
    """
    words = composed(words)
    for phrase in sorted(phrases, key=len, reverse=True):
        if _may_hold(words, phrase):
            words = _pattern(phrase).sub(lambda _found: instead, words)
    return words


def _may_hold(words: str, phrase: str) -> bool:
    """Whether a phrase is worth a pattern: of a birth date there are a hundred, without letters."""
    return phrase.lower() != phrase.upper() or composed(phrase) in words


def _name_phrases(name: str) -> Iterator[str]:
    for written in name.split("="):
        parts = _NAME_PARTS.split(written)
        yield from parts
        if _IS_UNSPACED.match(written):
            yield "".join(parts)


@lru_cache(maxsize=256)
def _date_phrases(birth_date: str) -> tuple[str, ...]:
    """The date as stored, and in the forms of `patient_phrases`."""
    found = _DATE.fullmatch(birth_date.strip())
    if found is None:
        return (birth_date,)
    year, _, month, day = found.groups()
    days, months, years = ({day, str(int(day))}, {month, str(int(month))}, {year, year[2:]})
    written = [*product(days, months, years, _DATE_SIGNS), *product([day], [month], years, [""])]
    phrases = {birth_date}
    for d, m, y, sign in written:
        phrases |= {sign.join(order) for order in ((d, m, y), (m, d, y), (y, m, d))}
    return tuple(phrases)


@lru_cache(maxsize=4096)
def _pattern(phrase: str) -> re.Pattern[str]:
    phrase = composed(phrase)
    before, after = (_not_beside(phrase, edge) for edge in (phrase[:1], phrase[-1:]))
    return re.compile(rf"(?<!{before}){re.escape(phrase)}(?!{after})", re.IGNORECASE)


def _not_beside(phrase: str, edge: str) -> str:
    if not _IS_UNSPACED.match(edge):
        return _SPACED_LETTER
    return _LETTER if len(phrase) == 1 else _NOTHING  # one letter stands in many other words
