"""Writes the file on copyright of the Debian package, in the form that machines read (DEP 5).

https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from gather_licences import FOLDER, LIST, PROGRAM

_HOME: Final = "usr/lib/lungdesk"
_COMMON: Final = "/usr/share/common-licenses"
#: Texts that every Debian system has.
_COMMON_TEXTS: Final = {
    "Apache-2.0": "Apache-2.0",
    "GPL-2.0-only": "GPL-2",
    "GPL-2.0-or-later": "GPL-2",
    "GPL-3.0-only": "GPL-3",
    "LGPL-2.1-or-later": "LGPL-2.1",
    "LGPL-3.0-only": "LGPL-3",
    "LGPL-3.0-or-later": "LGPL-3",
}
#: Of what states no short name: its own file tells.
_AS_STATED: Final = "as-stated"

_HEADER: Final = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: LungDesk
Comment: {comment}

Files: *
Copyright: The LungDesk contributors
License: Apache-2.0
"""


def copyright_text(home: Path) -> str:
    """Text of the file, for a built program.

    Parameters
    ----------
    home
        Folder of the program, with its list of parts.
    """
    inside = home / "_internal" / FOLDER
    parts: list[dict[str, Any]] = json.loads((inside / LIST).read_text(encoding="utf-8"))
    stanzas = [_HEADER.format(comment=_field((inside / "NOTICE.txt").read_text("utf-8")))]
    used = {"Apache-2.0"}
    for owners, places in sorted(_places_by_owners(parts).items()):
        theirs = [part for part in parts if part["name"] in owners]
        licences = list(dict.fromkeys(part["licence"] or _AS_STATED for part in theirs))
        if PROGRAM in places:
            licences = list(dict.fromkeys(["Apache-2.0", *licences]))
        used.update(name for licence in licences for name in _names_in(licence))
        stanzas.append(
            f"Files: {_listed(_pattern(home, place) for place in places)}\n"
            f"Copyright: {_listed(holder for part in theirs for holder in part['copyright'])}\n"
            f"License: {_expression(licences)}\n"
            f"Comment: {_listed(_named(part) for part in theirs)}\n"
        )
    stanzas += [f"License: {name}\n {_where(name)}\n" for name in sorted(used)]
    return "\n".join(stanzas)


def _places_by_owners(parts: Iterable[dict[str, Any]]) -> dict[tuple[str, ...], list[str]]:
    """Places that belong to the same parts, together: a file may be named once only."""
    owners: dict[str, list[str]] = {}
    for part in parts:
        for place in part["places"]:
            owners.setdefault(place, []).append(part["name"])
    grouped: dict[tuple[str, ...], list[str]] = {}
    for place, names in sorted(owners.items()):
        grouped.setdefault(tuple(names), []).append(place)
    return grouped


def _pattern(home: Path, place: str) -> str:
    if place == PROGRAM:
        return f"{_HOME}/{PROGRAM}"
    is_folder = (home / "_internal" / place).is_dir()
    return f"{_HOME}/_internal/{place}{'/*' if is_folder else ''}"


def _expression(licences: Iterable[str]) -> str:
    """Licences that hold together, in the words of DEP 5, which has no brackets."""
    return ", and ".join(_in_words_of_debian(licence) for licence in licences)


def _in_words_of_debian(licence: str) -> str:
    words = licence.replace("(", "").replace(")", "")
    words = re.sub(r" WITH (\S+)-exception", r" with \1 exception", words)
    return words.replace(" AND ", " and ").replace(" OR ", " or ")


def _names_in(licence: str) -> list[str]:
    return re.split(r",? and | or ", _in_words_of_debian(licence))


def _where(name: str) -> str:
    """Where the text of a licence is."""
    common = _COMMON_TEXTS.get(name.partition(" with ")[0])
    theirs = f"/{_HOME}/_internal/{FOLDER}"
    if common is None:
        return f"The text, as each part has it, is in the part's folder below {theirs}."
    return f"On Debian systems the text is in {_COMMON}/{common}; what parts add is in {theirs}."


def _named(part: dict[str, Any]) -> str:
    return f"{part['name']} {part['version']}: {FOLDER}/{part['name']}"


def _listed(items: Iterable[str]) -> str:
    return "\n ".join(dict.fromkeys(items))


def _field(text: str) -> str:
    """A text of several lines as a field has it: an empty line is a full stop."""
    return "\n ".join(line or "." for line in text.strip().splitlines())
