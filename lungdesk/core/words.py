"""Values as people read them."""

from __future__ import annotations

from datetime import datetime

_DATE_DIGITS = 8
_LEAST_SHOWN = 0.005


def date(text: str) -> str:
    """``YYYYMMDD`` as ``YYYY-MM-DD``; anything else as it is."""
    if len(text) == _DATE_DIGITS and text.isdigit():
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text


def local_time(moment: str, form: str = "%Y-%m-%d") -> str:
    """The day, or what ``form`` asks for, of a moment in ISO 8601 by the clock of this computer."""
    return datetime.fromisoformat(moment).astimezone().strftime(form) if moment else ""


def person_name(name: str) -> str:
    """``Family^Given^…`` of a DICOM name for a line of many: ``Family, Given``."""
    return ", ".join(_components(name.split("=", maxsplit=1)[0])[:2])


def in_one_line(remarks: str) -> str:
    """Remarks put behind each other: one that is a sentence ends like the others, by ``;``."""
    return remarks.replace(".; ", "; ")


def printable_line(words: str) -> str:
    """Words in one printable line, whatever stands in a file or in its name."""
    return "".join(character if character.isprintable() else "?" for character in words)


def percent(probability: float | None) -> str:
    """Whole per cent; the ends only where they are reached."""
    if probability is None:
        return "–"
    if 0 < probability < _LEAST_SHOWN:
        return "< 1 %"
    if 1 - _LEAST_SHOWN <= probability < 1:
        return "> 99 %"
    return f"{probability * 100:.0f} %"


def person_name_in_full(name: str) -> str:
    """All of a DICOM name (PS3.5 6.2), each way it is written: ``Yamada, Tarou (山田, 太郎)``.

    Family, given and middle names, prefix and suffix: ``Smith, John, Jr.``
    """
    groups = (", ".join(_components(group)) for group in name.split("="))
    written = [group for group in dict.fromkeys(groups) if group]
    if len(written) < 2:
        return "".join(written)
    return f"{written[0]} ({'; '.join(written[1:])})"


def _components(group: str) -> list[str]:
    return [part.strip() for part in group.split("^") if part.strip()]
