"""Reads ``results.csv`` again, row by row."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from lungdesk.core.cells import unguarded
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.labels import LabelSet
from lungdesk.formats import failures
from lungdesk.services.batch.earlier import is_there
from lungdesk.services.batch.row import BatchRow

_PROBABILITY: Final = "p_"
#: Letters of a cell: damaged headers hold anything. As many as fit into a long of every system.
_LONGEST_CELL: Final = 2**31 - 1
#: A byte of a name that is no UTF-8, as ``write_table`` writes it.
_FOREIGN_BYTE: Final = re.compile(r"\\udc([89a-f][0-9a-f])")
#: Elsewhere they are letters, and a backslash before some only parts two folders.
_NAMES_ARE_BYTES: Final = os.name == "posix"
_TEXTS: Final = (
    *("path", "status", "code", "message", "predicted", "file_sha256"),
    *("patient_id", "study_instance_uid", "sop_instance_uid"),
)


@dataclass(frozen=True, slots=True)
class BatchTable:
    """A table on the disk; its rows are read whenever they are asked for."""

    path: Path
    columns: tuple[str, ...]

    @classmethod
    def of(cls, path: Path) -> BatchTable:
        """The table of a batch.

        Raises
        ------
        LungDeskError
            ``BATCH_DAMAGED`` for something else, ``FILE_MISSING`` and the like.
        """
        try:
            with _opened(path) as stream:
                columns = tuple(next(csv.reader(stream), ()))
        except OSError as error:
            raise failures.not_readable(path, error) from error
        except csv.Error as error:
            raise _damaged(path) from error
        if not {*_TEXTS, "seconds"} <= set(columns):
            raise _damaged(path)
        return cls(path, columns)

    @property
    def labels(self) -> LabelSet:
        """Classes that have a column; raises LungDeskError (``BATCH_DAMAGED``) without any."""
        ids = (name for name in self.columns if name.startswith(_PROBABILITY))
        try:
            return LabelSet.from_ids(tuple(name.removeprefix(_PROBABILITY) for name in ids))
        except ValueError as error:
            raise _damaged(self.path) from error

    def rows(self) -> Iterator[BatchRow]:
        """All rows; raises LungDeskError (``BATCH_DAMAGED``) at one that is no row."""
        for values in self.plain_rows():
            try:
                yield _row(values)
            except (ValueError, TypeError) as error:
                raise _damaged(self.path) from error

    def plain_rows(self) -> Iterator[dict[str, str]]:
        """Cells of all rows by column; raises as `rows` does where they cannot be told apart."""
        with _opened(self.path) as stream:
            try:
                for row in csv.DictReader(stream):
                    yield {name: unguarded(value or "") for name, value in row.items() if name}
            except csv.Error as error:
                raise _damaged(self.path) from error


def _opened(path: Path) -> TextIO:
    csv.field_size_limit(_LONGEST_CELL)
    return path.open(encoding="utf-8", errors="surrogateescape", newline="")


def _row(values: dict[str, str]) -> BatchRow:
    probabilities = {
        name.removeprefix(_PROBABILITY): float(text)
        for name, text in values.items()
        if name.startswith(_PROBABILITY) and text
    }
    texts = {name: values[name] for name in _TEXTS}
    if _is_escaped(texts["path"]):
        texts |= {name: _FOREIGN_BYTE.sub(_byte, texts[name]) for name in ("path", "message")}
    return BatchRow(**texts, probabilities=probabilities, seconds=float(values["seconds"] or 0))


def _is_escaped(path: str) -> bool:
    """Whether a name has such bytes, and is not one that only looks so."""
    return _NAMES_ARE_BYTES and bool(_FOREIGN_BYTE.search(path)) and not is_there(Path(path))


def _byte(found: re.Match[str]) -> str:
    return chr(0xDC00 + int(found[1], 16))


def _damaged(path: Path) -> LungDeskError:
    return LungDeskError(
        f"{path} is damaged, or not the table of a batch.",
        hint="Let the batch go on by --resume, which writes it anew.",
        code=ErrorCode.BATCH_DAMAGED,
    )
