"""Finished rows of a batch, appended so that whatever ends the program loses none of them.

A line is the CRC-32 of its JSON and the JSON; the first one says what reads. What is not whole at
the end, after a kill or a loss of power, is cut off when the journal is opened again; a damaged
line before others is passed over. A path that is not whole stands beside the folder that it begins
in; where that is gone, it begins where one is. In memory there is where each row stands, not the
rows.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Final

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import not_writable, placing
from lungdesk.formats import failures
from lungdesk.services.batch.row import FAILED, BatchRow

JOURNAL = "rows.journal"

#: Names the folder that the path of a row begins in.
_FOLDER: Final = "folder"

#: What options choose, of what a journal begins with; the rest is that of model and program.
_OPTIONS: Final = frozenset({"precision", "read_anyway", "mend"})

#: What has gone wrong for such a reason may go well the next time.
_PASSING = (
    *(ErrorCode.FILE_MISSING, ErrorCode.FILE_NOT_PERMITTED, ErrorCode.FILE_NOT_WRITABLE),
    *(ErrorCode.DISK_FULL, ErrorCode.FILE_CHANGED, ErrorCode.FILE_UNREADABLE),
    *(ErrorCode.MEMORY_FULL, ErrorCode.UNEXPECTED),
)


class Journal:
    """Rows by path and by content; owned by one thread, `is_done` is for any.

    A path is that of a file, however it is spelled; those of rows lead there from where one is.

    Parameters
    ----------
    header
        Plain values of what reads, which the journal begins with.

    Attributes
    ----------
    damaged_lines
        Lines that are passed over, because they are not whole and others follow them.

    Raises
    ------
    LungDeskError
        ``BATCH_DIFFERS`` when it begins with others, ``BATCH_DAMAGED`` when it is something else;
        ``FILE_NOT_WRITABLE``, ``DISK_FULL``.
    """

    def __init__(self, path: Path, header: Mapping[str, Any]) -> None:
        self._path = path
        self.damaged_lines = 0
        self._place_of = placing()
        self._here = _here()
        self._path_of = _leading(self._here)
        self._rows: dict[str, tuple[int, str]] = {}
        self._contents: dict[str, int] = {}
        self._end = 0
        try:
            self._stream: BinaryIO = path.open("r+b" if path.exists() else "w+b")
        except OSError as error:
            raise not_writable(path, error) from error
        try:
            self._load(header)
        except BaseException:
            self._stream.close()
            raise

    def __len__(self) -> int:
        return len(self._rows)

    def close(self) -> None:
        """Give the file free; all that was appended is in it already."""
        with suppress(OSError):  # of a full disk, which `append` has told
            self._stream.close()

    def append(self, rows: Iterable[BatchRow]) -> None:
        """Add rows, the later one of a path counts; they are on the disk when this returns.

        Raises
        ------
        LungDeskError
            ``FILE_NOT_WRITABLE``, ``DISK_FULL``; then nothing has been added.
        """
        added = list(rows)
        places = self._write([_plain(row, self._here) for row in added])
        for row, place in zip(added, places, strict=True):
            self._remember(row, place)

    def paths(self) -> tuple[str, ...]:
        """Of all rows, whole, in the order in which they came."""
        return tuple(self._rows)

    def row(self, path: str) -> BatchRow | None:
        """The row of a path, as that was spelled when it was read."""
        place = self._rows.get(self._place_of(path))
        return None if place is None else self._at(place[0])

    def is_done(self, path: str, sha256: str) -> bool:
        """Whether a file need not be read again: its content was, or was refused at this path."""
        if sha256 in self._contents:
            return True
        place = self._rows.get(self._place_of(path))
        return bool(sha256) and place is not None and place[1] == sha256

    def row_for(self, path: str, sha256: str) -> BatchRow | None:
        """The row of a file that is done, for this path; None when it is not."""
        place = self._contents.get(sha256)
        if place is not None:
            return replace(self._at(place), path=path)
        row = self.row(path) if self.is_done(path, sha256) else None
        return None if row is None else replace(row, path=path)

    def _load(self, header: Mapping[str, Any]) -> None:
        first = self._stream.readline()
        if not first.endswith(b"\n"):  # killed before its first line was whole
            self._cut(0)
            self._write([dict(header)])
            return
        found = _value(first)
        if found is None or "batch" not in found:
            raise _damaged(self._path)
        if found != dict(header):
            raise _differs(self._path, found, header)
        self._end = at = len(first)
        not_whole = 0
        for line in iter(self._stream.readline, b""):
            value = _value(line)
            if value is None:
                not_whole += 1
            else:
                self._remember(_row(value, self._path_of), at)
                self._end = at + len(line)
                self.damaged_lines, not_whole = self.damaged_lines + not_whole, 0
            at += len(line)
        self._cut(self._end)

    def _cut(self, end: int) -> None:
        self._stream.seek(end)
        self._stream.truncate()
        self._end = end

    def _write(self, values: list[dict[str, Any]]) -> list[int]:
        """Append lines and give the place of each."""
        places, lines, end = [], [], self._end
        for value in values:
            places.append(end)
            lines.append(_line(value))
            end += len(lines[-1])
        try:
            self._stream.seek(self._end)  # over what an interrupted write may have left
            self._stream.write(b"".join(lines))
            self._stream.flush()
            os.fsync(self._stream.fileno())
        except OSError as error:
            hint = f"Check the space in {self._path.parent}, then go on with --resume."
            raise not_writable(self._path, error, hint=hint) from error
        self._end = end
        return places

    def _remember(self, row: BatchRow, place: int) -> None:
        sha256 = "" if row.code in _PASSING else row.file_sha256
        self._rows[self._place_of(row.path)] = (place, sha256)
        if sha256 and row.status != FAILED:  # why a file cannot be read names the file
            self._contents[sha256] = place

    def _at(self, place: int) -> BatchRow:
        self._stream.seek(place)
        value = _value(self._stream.readline())
        if value is None:
            raise _damaged(self._path)
        return _row(value, self._path_of)


@dataclass(frozen=True, slots=True)
class JournalLook:
    """What a journal holds at a moment, while somebody may be appending to it.

    Attributes
    ----------
    header
        What reads.
    label_ids
        Classes of the rows that have a reading, in their order; empty without such a row.
    """

    path: Path
    header: Mapping[str, Any]
    label_ids: tuple[str, ...]
    places: tuple[int, ...]

    @classmethod
    def of(cls, path: Path) -> JournalLook:
        """Look; nothing is changed.

        Raises
        ------
        LungDeskError
            ``BATCH_DAMAGED`` for something else, ``FILE_MISSING`` and the like.
        """
        places: dict[str, int] = {}
        label_ids: tuple[str, ...] = ()
        place_of, path_of = placing(), _leading(_here())
        try:
            with path.open("rb") as stream:
                first = stream.readline()
                header = _value(first)
                if header is None or "batch" not in header:
                    raise _damaged(path)
                end = len(first)
                for line in iter(stream.readline, b""):
                    value = _value(line)
                    if value is not None:  # it may just be written
                        places[place_of(path_of(value))] = end
                        label_ids = label_ids or tuple(value["probabilities"])
                    end += len(line)
        except OSError as error:
            raise failures.not_readable(path, error) from error
        return cls(path, header, label_ids, tuple(sorted(places.values())))

    def rows(self) -> Iterator[BatchRow]:
        """The row of each path, in the order in which they were read."""
        path_of = _leading(_here())
        with self.path.open("rb") as stream:
            for place in self.places:
                stream.seek(place)
                value = _value(stream.readline())
                if value is None:
                    raise _damaged(self.path)
                yield _row(value, path_of)


def _plain(row: BatchRow, here: str) -> dict[str, Any]:
    """What a line holds of a row."""
    values = row.plain()
    return values if Path(row.path).is_absolute() else {**values, _FOLDER: here}


def _row(values: dict[str, Any], path_of: Callable[[dict[str, Any]], str]) -> BatchRow:
    """The row of a line, which is used up, with the path that `_leading` gives."""
    values["path"] = path_of(values)
    values.pop(_FOLDER, None)
    return BatchRow.from_plain(values)


def _leading(here: str) -> Callable[[dict[str, Any]], str]:
    """Tells which path leads from here to the file of a line; a folder is looked for once.

    One that is gone may have been moved with all that is in it, and one is in it again.
    """
    is_there = cache(os.path.isdir)

    def path_of(values: dict[str, Any]) -> str:
        path: str = values["path"]
        folder = values.get(_FOLDER)  # none in whole paths, and in what earlier versions wrote
        if folder is None or folder == here or not is_there(folder):
            return path
        return str(Path(folder, path))

    return path_of


def _here() -> str:
    """The folder that one is in; empty when somebody has deleted it."""
    try:
        return str(Path.cwd())
    except OSError:
        return ""


def _line(value: Mapping[str, Any]) -> bytes:
    content = json.dumps(value, allow_nan=False).encode()
    return b"%08x %s\n" % (zlib.crc32(content), content)


def _value(line: bytes) -> dict[str, Any] | None:
    """What a line holds; None when it is not whole."""
    checksum, _, content = line.removesuffix(b"\n").partition(b" ")
    if not line.endswith(b"\n") or checksum != b"%08x" % zlib.crc32(content):
        return None
    value: dict[str, Any] = json.loads(content)
    return value


def _differs(path: Path, found: Mapping[str, Any], header: Mapping[str, Any]) -> LungDeskError:
    before, now = (f"{h.get('model_id')} {h.get('model_version')}" for h in (found, header))
    if before == now:
        before, now = (f"{n} ({_how(h)})" for n, h in ((before, found), (now, header)))
    if before == now:
        now = f"another {now}"
    others = {name for name in {*found, *header} if found.get(name) != header.get(name)}
    hint = (
        "Go on with the same options, or choose another folder for the results."
        if others <= _OPTIONS
        else "Go on with that model, or choose another folder for the results."
    )
    return LungDeskError(
        f"The rows in {path.parent} were read with {before}, not with {now}.",
        hint=hint,
        code=ErrorCode.BATCH_DIFFERS,
    )


def _how(header: Mapping[str, Any]) -> str:
    """Arithmetic, lungs, preparation, and what was wanted of films that the gate refuses."""
    lungs = str(header.get("lungs") or "")
    looking = (
        [f"lungs {lungs[:8]}" if lungs else "lungs not looked for"] if "lungs" in header else []
    )
    prepared = [f"preparation {header['preparation']}"] if "preparation" in header else []
    wishes = [f"--{name.replace('_', '-')}" for name in ("read_anyway", "mend") if name in header]
    return ", ".join([str(header.get("precision")), *looking, *prepared, *wishes])


def _damaged(path: Path) -> LungDeskError:
    return LungDeskError(
        f"{path} cannot be used: it is damaged, or no journal of a batch.",
        hint="Choose another folder for the results.",
        code=ErrorCode.BATCH_DAMAGED,
    )
