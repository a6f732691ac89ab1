"""Rows that a folder holds of films which are not asked for this time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lungdesk.core.errors import ErrorCode
from lungdesk.services.batch_journal import Journal
from lungdesk.services.batch_row import BatchRow


def paths_beyond(journal: Journal, sources: Sequence[Path]) -> tuple[str, ...]:
    """Paths whose rows stay in the table although ``sources`` do not hold them.

    Of what lies in a source, what is there now decides. A source that never was is no film.
    """
    places = [source.absolute() for source in sources]
    return tuple(
        path
        for path in journal.paths()
        if not _lies_in(Path(path), places)
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
        if row.file_sha256 not in contents or _is_there(Path(row.path)):
            yield row


def _lies_in(path: Path, places: Sequence[Path]) -> bool:
    whole = path.absolute()
    return any(whole.is_relative_to(place) for place in places)


def _is_there(path: Path) -> bool:
    """Whether there is such a file, or an archive in which it lies."""
    return path.exists() or any(parent.is_file() for parent in path.parents)
