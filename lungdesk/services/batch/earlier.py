"""Rows that a folder holds of films which are not asked for this time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from lungdesk.core.errors import ErrorCode
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
        if not is_asked_for(Path(path))
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


def lying_in(places: Sequence[Path]) -> Callable[[Path], bool]:
    """Tells what is one of these files and folders, or lies in one, however paths are spelled."""
    real = cache(os.path.realpath)  # a folder holds many films

    def own(path: Path) -> Path:
        """A link to a film lies where the link does."""
        return Path(real(path.parent), path.name)

    roots = {root for place in places for root in (own(place), Path(real(place)))}

    def lies(path: Path) -> bool:
        whole = own(path)
        return whole in roots or not roots.isdisjoint(whole.parents)

    return lies


def is_there(path: Path) -> bool:
    """Whether there is such a file, or an archive in which it lies."""
    # Those of Path raise where one may not look.
    return os.path.exists(path) or any(map(os.path.isfile, path.parents))  # noqa: PTH110
