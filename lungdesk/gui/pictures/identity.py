"""What in the words of a film tells whose it is, and how it is left out. Plain values, no Qt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from lungdesk.core.study import Instance
from lungdesk.gui.viewer.corner_text import CornerText
from lungdesk.gui.words import date, person_name

#: What parts of a DICOM name are told apart by (PS3.5 6.2.1.1).
_NAME_PARTS = re.compile(r"[\^=,\s]+")


def without_identity(text: CornerText, instance: Instance) -> CornerText:
    """Leave out name, ID, birth date and file name, and every line that holds one of them."""
    return replace(
        text,
        top_left=(instance.patient.sex,),
        top_right=_untelling(text.top_right, instance),
        bottom_left=_untelling(text.bottom_left, instance),
    )


def tells_identity(words: str, instance: Instance) -> bool:
    """Whether words hold the patient's name or a part of it, ID, birth date, or the file's name."""
    return any(
        re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", words, re.IGNORECASE)
        for phrase in _phrases(instance)
    )


def _untelling(lines: Iterable[str], instance: Instance) -> tuple[str, ...]:
    return tuple(line for line in lines if not tells_identity(line, instance))


def _phrases(instance: Instance) -> set[str]:
    patient = instance.patient
    phrases = {
        *_NAME_PARTS.split(patient.name),
        person_name(patient.name),
        patient.patient_id,
        patient.birth_date,
        date(patient.birth_date),
        instance.path.name,
    }
    return {phrase.strip() for phrase in phrases if phrase.strip()}
