"""Gathers the licences of what a built program carries: each library's own files, by its name."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

from contents import ROOT, TRAINING_ONLY

_WORDS: Final = ("licen", "copying", "notice", "authors")
#: Used to build, and no part of what is built.
_TOOLS: Final = ("altgraph", "build", "pip", "pyinstaller", "pyinstaller-hooks-contrib")


def gather_licences(folder: Path, *, is_full: bool) -> None:
    """Copy them into a folder, which is made."""
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "LICENSE", folder / "LungDesk.txt")
    shutil.copy(ROOT / "packaging" / "NOTICE.txt", folder)
    for library in metadata.distributions():
        name = library.metadata["Name"].lower()
        if name in _TOOLS or not (is_full or _is_read_with(library)):
            continue
        for number, path in enumerate(_licence_files(library)):
            target = folder / name / (f"{number}-{path.name}" if number else path.name)
            target.parent.mkdir(exist_ok=True)
            shutil.copy(path, target)


def _is_read_with(library: metadata.Distribution) -> bool:
    """Whether a library has anything besides what only training needs."""
    roots = {path.parts[0] for path in library.files or () if path.suffix == ".py"}
    return not roots or not roots <= set(TRAINING_ONLY)


def _licence_files(library: metadata.Distribution) -> Iterator[Path]:
    for path in library.files or ():
        is_about = ".dist-info" in str(path) and any(w in path.name.lower() for w in _WORDS)
        located = Path(str(library.locate_file(path)))
        if is_about and located.is_file():
            yield located
