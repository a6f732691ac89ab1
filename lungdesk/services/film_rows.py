"""One row of plain values for each film that is found; one that fails does not end the others."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from lungdesk.core.errors import LungDeskError
from lungdesk.core.files import numbered_names
from lungdesk.core.jobs import Cancelled, JobContext, Progress
from lungdesk.formats.discovery import Discovery
from lungdesk.services.job_runner import unexpected

#: What is written as a line of JSON.
Row = dict[str, Any]


def film_rows(
    found: Discovery,
    row_of: Callable[[Path], Row],
    failed_row: Callable[[Path, LungDeskError], Row],
    doing: str,
    ctx: JobContext,
) -> Iterator[Row]:
    """Yield one row for each film found, failures included, as soon as it is done.

    Parameters
    ----------
    row_of, failed_row
        Row of a film, and of one that could not be read or where ``row_of`` raises.
    doing
        What happens to a film, such as ``reading``; its name is said behind it.
    """
    for failure in found.failures:
        yield failed_row(failure.path, failure.error)
    for number, path in enumerate(found.files):
        ctx.check()
        ctx.report(Progress(number, len(found.files), f"{doing} {path.name}"))
        try:
            row = row_of(path)
        except Cancelled:
            raise
        except LungDeskError as error:
            row = failed_row(path, error)
        except Exception as error:  # noqa: BLE001 - one film must not end the others
            row = failed_row(path, unexpected(error))
        yield row
    if found.files:
        ctx.report(Progress(len(found.files), len(found.files), "done"))


class PictureFiles:
    """Files for pictures of films in a folder: each its own, none in the place of a film."""

    def __init__(self, folder: Path, films: Iterable[Path]) -> None:
        self._folder = folder
        self._taken = {os.path.realpath(film) for film in films}
        #: By stem: thousands that are called alike do not try all names again.
        self._names: dict[str, Iterator[str]] = {}

    def file(self, stem: str) -> Path:
        """``<stem>.png`` or, where that is taken, ``<stem>-2.png`` and so on."""
        names = self._names.setdefault(stem, numbered_names(stem))
        name = next(name for name in names if self._real(name) not in self._taken)
        self._taken.add(self._real(name))
        return self._folder / f"{name}.png"

    def _real(self, name: str) -> str:
        return os.path.realpath(self._folder / f"{name}.png")


def tell_missing_picture(row: Row, name: str, error: LungDeskError) -> None:
    """Say in the row of a film why it has no picture; what was found in the film stays.

    Parameters
    ----------
    name
        Of the value that would be the picture's path.
    """
    row[name] = None
    row["code"] = row["code"] or str(error.code)
    said = f"it has no picture: {error.message} {error.hint}"
    row["message"] = "; ".join(filter(None, (row["message"], said)))


def failure_row(path: Path, error: LungDeskError) -> Row:
    """What the row of every film that failed begins with: ``path, status, code, message``."""
    return {
        "path": str(path),
        "status": "failed",
        "code": str(error.code),
        "message": f"{error.message} {error.hint}".strip(),
    }
