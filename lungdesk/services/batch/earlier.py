"""Rows that a folder holds of films which are not asked for this time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from lungdesk.core.errors import ErrorCode
from lungdesk.core.files import placing
from lungdesk.services.batch.journal import Journal
from lungdesk.services.batch.row import BatchRow


def paths_beyond(journal: Journal, sources: Sequence[Path]) -> tuple[str, ...]:
    """Paths whose rows stay in the table although ``sources`` do not hold them.

    Of what lies in a source, what is there now decides. A source that never was is no film.
    """
    is_asked_for = lying_in(sources)
    return tuple(
        path
        for path in journal.paths()
        if not is_asked_for(path)
        and (row := journal.row(path)) is not None
        and row.code != ErrorCode.FILE_MISSING
    )


def without_moved(rows: Iterable[BatchRow], contents: frozenset[str]) -> Iterator[BatchRow]:
    """Rows but those of files that are gone while their content has a row under another path.

    Parameters
    ----------
    contents
        SHA-256 of the files that are asked for.
    """
    for row in rows:
        if row.file_sha256 not in contents or is_there(Path(row.path)):
            yield row


def without_deleted(rows: Iterable[BatchRow]) -> Iterator[BatchRow]:
    """Rows but those of files that their folder has lost; a folder that is away may come back."""
    for row in rows:
        path = Path(row.path)
        is_away = not os.path.isdir(path.parent)  # noqa: PTH112 - as in `is_there`
        if is_away or is_there(path) or row.code == ErrorCode.FILE_MISSING:
            yield row


def lying_in(places: Sequence[Path]) -> Callable[[str | Path], bool]:
    """Tells what is one of these files and folders, or lies in one, however paths are spelled."""
    place_of = placing()
    real = (os.path.normcase(os.path.realpath(one)) for one in places)
    roots = {*map(place_of, places), *real}

    @cache  # a folder holds many files
    def holds(folder: str) -> bool:
        return not roots.isdisjoint(map(str, (Path(folder), *Path(folder).parents)))

    def lies(path: str | Path) -> bool:
        whole = place_of(path)
        return whole in roots or holds(os.path.dirname(whole))  # noqa: PTH120 - for each row

    return lies


def is_there(path: Path) -> bool:
    """Whether there is such a file, or an archive in which it lies."""
    # Those of Path raise where one may not look.
    return os.path.exists(path) or any(map(os.path.isfile, path.parents))  # noqa: PTH110
