"""Says whose work a built program carries, and gathers their licences.

Nothing is listed by hand: each file that PyInstaller has collected is followed back to the library,
the Python or the package of the system that it came from.
"""

from __future__ import annotations

import json
import os
import platform
import re
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Final

import debian
from contents import ROOT

#: Folder in the built program; in it, what lists the parts.
FOLDER: Final = "licences"
LIST: Final = "contents.json"
#: The place of what has no file of its own: modules are packed into the program itself.
PROGRAM: Final = "lungdesk"

#: One entry of PyInstaller's tables: where it goes, where it comes from, what it is.
Entry = tuple[str, str, str]

_OWN: Final = ("lungdesk",)
_WORDS: Final = ("licen", "copying", "notice", "authors")
_MOST_HOLDERS: Final = 4
_HOLDER: Final = re.compile(
    r"^[^\w\n©]*(?:Copyright\b|©)[ \t:,]*(?:(?:Copyright\b|\(c\)|©)[ \t:,]*)*(.*\b\d{4}\b.*)$",
    re.IGNORECASE | re.MULTILINE,
)
#: Whose the text of a licence is, not what is licensed.
_OF_TEXTS: Final = "Free Software Foundation"

#: What libraries say in their own words, as SPDX says it.
_SPDX: Final = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 3-Clause": "BSD-3-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD License": "BSD",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-3.0-or-later",
    "GPL V3.0": "GPL-3.0-only",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "OSI Approved :: Apache Software License": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
#: Where the words of a library are too many, or say less than its licence files.
_STATED_ELSEWHERE: Final = {
    "opencv-python-headless": "Apache-2.0 AND LGPL-2.1-or-later",  # FFmpeg is inside
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Work of others in a built program.

    Attributes
    ----------
    licence
        In the words of SPDX where the library uses them; empty where only its file tells.
    holders
        Who has the copyright, as its licence begins.
    files
        Licence files by where they lie below `FOLDER`.
    """

    name: str
    version: str
    licence: str
    holders: tuple[str, ...]
    files: dict[str, Path]


def licence_entries(entries: Iterable[Entry], work: Path) -> list[Entry]:
    """What to add to a built program, so that it tells whose work it carries.

    Parameters
    ----------
    entries
        Everything that goes into it.
    work
        Where the list of parts is written, before it goes in, too.
    """
    owners = _Owners()
    places: dict[str, set[str]] = {}
    parts: dict[str, Part] = {}
    for target, source, kind in entries:
        part = None if kind == "SYMLINK" else owners.of(source)
        if part is not None:
            parts[part.name] = part
            is_packed = kind in ("PYMODULE", "PYSOURCE")
            place = PROGRAM if is_packed else PurePosixPath(Path(target).as_posix()).parts[0]
            places.setdefault(part.name, set()).add(place)
    told = [
        {
            "name": name,
            "version": parts[name].version,
            "licence": parts[name].licence,
            "copyright": parts[name].holders,
            "places": sorted(places[name]),
        }
        for name in sorted(parts)
    ]
    work.mkdir(parents=True, exist_ok=True)
    (work / LIST).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    files = {LIST: work / LIST, "LungDesk.txt": ROOT / "LICENSE"}
    files["NOTICE.txt"] = ROOT / "packaging" / "NOTICE.txt"
    files |= {path.name: path for path in sorted((ROOT / "packaging" / FOLDER).iterdir())}
    for part in parts.values():
        files |= part.files
    return [(f"{FOLDER}/{inside}", str(path), "DATA") for inside, path in sorted(files.items())]


class _Owners:
    """Finds out whose a file is."""

    def __init__(self) -> None:
        self._libraries: dict[str, metadata.Distribution] = {}
        for library in metadata.distributions():
            if library.metadata["Name"].lower() not in _OWN:
                home = Path(os.path.realpath(str(library.locate_file(""))))
                for path in library.files or ():
                    self._libraries[os.path.normpath(home / path)] = library
        self._python = os.path.realpath(sysconfig.get_path("stdlib"))
        self._parts: dict[str, Part] = {}

    def of(self, source: str) -> Part | None:
        """Part that a file belongs to; None for LungDesk's own."""
        real = Path(os.path.realpath(source))
        library = self._libraries.get(str(real))
        if library is not None:
            return self._kept(library.metadata["Name"].lower(), library)
        if real.is_relative_to(ROOT) or not real.is_file():
            return None
        if real.is_relative_to(self._python) or real.name.startswith("libpython"):
            return self._kept("python", None)
        package = debian.package_of(source)
        return self._kept(package, None) if package else None

    def _kept(self, name: str, library: metadata.Distribution | None) -> Part:
        if name not in self._parts:
            if library is not None:
                self._parts[name] = _of_library(name, library)
            else:
                self._parts[name] = _of_python() if name == "python" else _of_system(name)
        return self._parts[name]


def _of_library(name: str, library: metadata.Distribution) -> Part:
    """Its own licence files; where it has none, what it says of itself."""
    files = {}
    for path in library.files or ():
        is_about = path.parts[0].endswith(".dist-info") and (
            "licenses" in path.parts or any(word in path.name.lower() for word in _WORDS)
        )
        if is_about and Path(str(library.locate_file(path))).is_file():
            inside = [part for part in path.parts[1:] if part != "licenses"]
            files["/".join([name, *inside])] = Path(str(library.locate_file(path)))
    author = library.metadata.get("Author") or f"authors of {name}"
    holders = _holders(files.values()) or (author,)
    if not files:
        about = next(path for path in library.files or () if path.name == "METADATA")
        files[f"{name}/METADATA"] = Path(str(library.locate_file(about)))
    return Part(name, library.version, _licence_of(name, library), holders, files)


def _of_python() -> Part:
    file = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    files = {"python/LICENSE.txt": file} if file.is_file() else {}
    return Part(
        "python", platform.python_version(), "PSF-2.0", ("Python Software Foundation",), files
    )


def _of_system(package: str) -> Part:
    file = Path("/usr/share/doc") / package / "copyright"
    files = {f"{package}/copyright": file} if file.is_file() else {}
    holders = _holders(files.values()) or (f"authors of {package}",)
    return Part(package, debian.version_of(package), "", holders, files)


def _licence_of(name: str, library: metadata.Distribution) -> str:
    # By `get`: with `importlib_metadata` loaded, fields that are absent raise KeyError.
    about = library.metadata
    expression = _STATED_ELSEWHERE.get(name) or about.get("License-Expression")
    if expression:
        return str(expression)
    words = [
        kind.split(" :: ")[-1] for kind in about.get_all("Classifier", []) if "License" in kind
    ]
    stated = [about.get("License") or "", *words]
    for licence in stated:
        if "\n" not in licence and (licence in _SPDX or re.fullmatch(r"[A-Z][\w.+-]+", licence)):
            return "" if licence == "UNKNOWN" else _SPDX.get(licence, licence)
    return stated[0] if " OR " in stated[0] or " AND " in stated[0] else ""


def _holders(files: Iterable[Path]) -> tuple[str, ...]:
    """Lines that say whose the copyright is, the first few."""
    lines: dict[str, None] = {}
    for path in files:
        for line in _HOLDER.findall(path.read_text(encoding="utf-8", errors="replace")):
            if _OF_TEXTS not in line:
                lines[" ".join(line.split()).strip(" .")] = None
    return tuple(lines)[:_MOST_HOLDERS]
