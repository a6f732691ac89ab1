"""What in words tells whose film it is, and how words are kept without it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lungdesk.core.study import Instance, PatientRef

#: Stands where something has been taken out.
MASK = "•••"

#: What parts of a DICOM name are told apart by (PS3.5 6.2.1.1).
_NAME_PARTS = re.compile(r"[\^=,\s]+")
_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")


def patient_phrases(patient: PatientRef) -> frozenset[str]:
    """Each part of the name, the ID, and the birth date as stored and as ``YYYY-MM-DD``."""
    phrases = (
        *_NAME_PARTS.split(patient.name),
        patient.patient_id,
        patient.birth_date,
        _DATE.sub(r"\1-\2-\3", patient.birth_date),
    )
    return frozenset(phrase.strip() for phrase in phrases if phrase.strip())


def identity_phrases(instance: Instance) -> frozenset[str]:
    """What tells whose film it is: the patient's phrases, and the name of the file."""
    return patient_phrases(instance.patient) | {instance.path.name}


def tells_identity(words: str, instance: Instance) -> bool:
    """Whether words hold the patient's name or a part of it, ID, birth date, or the file's name."""
    return any(_pattern(phrase).search(words) for phrase in identity_phrases(instance))


def without_phrases(words: str, phrases: Iterable[str], instead: str = MASK) -> str:
    """Words with something else in place of each phrase, as a whole word, in any case."""
    for phrase in sorted(phrases, key=len, reverse=True):
        words = _pattern(phrase).sub(lambda _found: instead, words)
    return words


def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)", re.IGNORECASE)
