"""Where the results of a film go: a folder for its patient, and in it one for its study.

Where nobody may know whose the film is, one folder for the study alone. All names last: the same
film has them in every session.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from lungdesk.core.study import Instance

_LONGEST: Final = 60
_KEPT: Final = " -_.,()"
_NOBODY: Final = "No name"
#: Names that Windows keeps for devices, whatever comes after a dot.
_DEVICES: Final = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{one}{n}" for one in ("COM", "LPT") for n in range(10))}
)


def results_folder(base: Path, instance: Instance, *, is_nameless: bool = False) -> Path:
    """``base/Doe Jane 4711/2026-01-31 Chest PA 1a2b3c``.

    The last letters come from the study's UID: what was done twice on one day has two folders.
    The words before those letters, and the name before the patient's ID, are shortened.

    Parameters
    ----------
    is_nameless
        Whether nobody may know whose film it is: there is no patient, and of the study no more
        than those letters, ``base/Study 1a2b3c``.
    """
    if is_nameless:
        return base / _safe("Study", _letters(instance.study_instance_uid or str(instance.path)))
    return base / _patient(instance) / _study(instance)


def nameless_stem(instance: Instance) -> str:
    """``Film 1a2b3c``: what files are called that do not tell whose film they are of."""
    return f"Film {_letters(instance.sop_instance_uid or str(instance.path))}"


def _letters(of: str) -> str:
    return hashlib.sha256(of.encode(errors="surrogateescape")).hexdigest()[:6]


def _patient(instance: Instance) -> str:
    name = instance.patient.name.partition("=")[0].replace("^", " ")
    return _safe(name, instance.patient.patient_id)


def _study(instance: Instance) -> str:
    if not instance.study_instance_uid:
        return _safe(instance.path.stem)
    day = instance.study_date
    date = f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == len("YYYYMMDD") else ""
    what = instance.study_description or instance.series_description or instance.modality
    return _safe(f"{date} {what}", _letters(instance.study_instance_uid))


def _safe(text: str, tail: str = "") -> str:
    """A name that every file system takes: a text, shortened before its tail is put behind it."""
    kept = _plain(tail)[:_LONGEST]
    room = max(0, _LONGEST - len(kept) - 1) if kept else _LONGEST
    name = f"{_plain(text)[:room].rstrip()} {kept}".strip(" .") or _NOBODY
    return f"_{name}" if name.partition(".")[0].upper() in _DEVICES else name


def _plain(text: str) -> str:
    letters = (one if one.isalnum() or one in _KEPT else "_" for one in text)
    return " ".join("".join(letters).split())
