"""Values as people read them."""

from __future__ import annotations

_DATE_DIGITS = 8
_LEAST_SHOWN = 0.005


def date(text: str) -> str:
    """``YYYYMMDD`` as ``YYYY-MM-DD``; anything else as it is."""
    if len(text) == _DATE_DIGITS and text.isdigit():
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text


def person_name(name: str) -> str:
    """``Family^Given`` of a DICOM name for people: ``Family, Given``."""
    parts = [part for part in name.split("=", maxsplit=1)[0].split("^") if part]
    return ", ".join(parts[:2])


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
    """All ways in which a DICOM name is written (PS3.5 6.2): ``Yamada, Tarou (山田, 太郎)``."""
    written = [w for w in dict.fromkeys(person_name(group) for group in name.split("=")) if w]
    if len(written) < 2:
        return "".join(written)
    return f"{written[0]} ({'; '.join(written[1:])})"
