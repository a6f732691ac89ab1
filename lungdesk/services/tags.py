"""Elements of a DICOM file, for a browser of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lungdesk.core.jobs import JobContext
from lungdesk.formats.reader import read_tags
from lungdesk.services.film_files import local_file

if TYPE_CHECKING:
    from lungdesk.formats.dicom_tags import TagRow


@dataclass(frozen=True, slots=True)
class TagsRequest:
    """One DICOM file."""

    path: Path


def tags(request: TagsRequest, ctx: JobContext) -> tuple[TagRow, ...]:
    """All elements of a file; raises LungDeskError with the reason when there are none."""
    ctx.check()
    return read_tags(local_file(request.path))


def search(rows: Sequence[TagRow], text: str) -> tuple[int, ...]:
    """Indices of the rows that hold every word of a text, in any case of letters.

    Looked at are tag (``0010,0020``, ``(0010,0020)`` or ``00100020``), keyword, name, value
    representation and value. No text finds all rows.
    """
    words = text.casefold().split()
    searched = map(_searched, rows)
    return tuple(i for i, texts in enumerate(searched) if all(word in texts for word in words))


def with_parents(rows: Sequence[TagRow], found: Iterable[int]) -> tuple[int, ...]:
    """Indices found and those of all rows above them, so that a tree can show them."""
    shown: set[int] = set()
    for index in found:
        while index >= 0 and index not in shown:
            shown.add(index)
            index = rows[index].parent  # noqa: PLW2901 - climbs
    return tuple(sorted(shown))


def _searched(row: TagRow) -> str:
    plain = row.tag.strip("()").replace(",", "")
    return " ".join((row.tag, plain, row.keyword, row.name, row.vr, row.value)).casefold()
