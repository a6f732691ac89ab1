"""Lists the films at some paths without reading them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.formats import failures
from lungdesk.formats.magic import HEAD_BYTES, kind_of

_EXTENSIONS = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".dcm", ".dicom"})

#: Files that are surely no films: not even their first bytes are looked at.
_OTHER_EXTENSIONS = frozenset(
    {".csv", ".json", ".txt", ".md", ".py", ".zip", ".pdf", ".xml", ".html", ".log"}
)

#: The table of contents of a DICOM medium: it names the films and is none.
_TABLE_OF_CONTENTS = "DICOMDIR"


@dataclass(frozen=True, slots=True)
class FileFailure:
    """A path that cannot be opened, and why."""

    path: Path
    error: LungDeskError


@dataclass(frozen=True, slots=True)
class Discovery:
    """Films, those of each folder in natural order, and what could not be looked into."""

    files: tuple[Path, ...]
    failures: tuple[FileFailure, ...] = ()


def discover(paths: Sequence[Path], ctx: JobContext) -> Discovery:
    """List the films at some paths, each once.

    Files that are named are kept whatever they are: opening them says what is wrong. Folders are
    walked; hidden files, links to folders and ``DICOMDIR`` are passed over, and files without one
    of the usual extensions are known by their first bytes.

    Raises
    ------
    Cancelled
        When ``ctx`` says so, between files.
    """
    films: dict[Path, None] = {}
    failed: list[FileFailure] = []
    for path in paths:
        ctx.check()
        try:
            if path.is_dir():
                _add_folder(path, films, failed, ctx)
                continue
            path.lstat()  # a link to nowhere is there, and opening it says that it is broken
        except (OSError, ValueError) as error:  # ValueError: a null character in the name
            failed.append(FileFailure(path, failures.not_readable(path, error)))
        else:
            films[path] = None
    return Discovery(tuple(films), tuple(failed))


def _add_folder(
    folder: Path, films: dict[Path, None], failed: list[FileFailure], ctx: JobContext
) -> None:
    failed_before = len(failed)
    is_empty = True
    for film in _films_below(folder, failed, ctx):
        films[film] = None
        is_empty = False
    if is_empty and len(failed) == failed_before:
        failed.append(FileFailure(folder, failures.folder_without_images(folder)))


def _films_below(folder: Path, failed: list[FileFailure], ctx: JobContext) -> Iterator[Path]:
    ctx.check()
    ctx.report(Progress(0, 0, f"looking into {folder.name}"))
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: _natural(entry.name))
    except OSError as error:
        failed.append(FileFailure(folder, failures.not_readable(folder, error)))
        return
    for entry in entries:
        ctx.check()
        if entry.name.startswith("."):
            continue
        # A link to a folder may lead in a circle.
        if entry.is_dir(follow_symlinks=False):
            yield from _films_below(Path(entry.path), failed, ctx)
        elif entry.is_file() and _is_film(entry):
            yield Path(entry.path)


def _is_film(entry: os.DirEntry[str]) -> bool:
    if entry.name.upper() == _TABLE_OF_CONTENTS:
        return False
    extension = os.path.splitext(entry.name)[1].lower()  # noqa: PTH122 - ten times as fast
    if extension in _EXTENSIONS:
        return True
    if extension in _OTHER_EXTENSIONS:
        return False
    try:
        with open(entry.path, "rb", buffering=0) as stream:  # noqa: PTH123 - as above
            return kind_of(stream.read(HEAD_BYTES)) is not None
    except PermissionError:
        return True  # it may be a film; opening it will say why it cannot be read
    except OSError:
        return False


def _natural(name: str) -> list[tuple[int, str]]:
    """Sort key in which film-2 comes before film-10."""
    parts = re.split(r"(\d+)", name.lower())
    return [(int(p), "") if p.isdecimal() else (-1, p) for p in parts]
