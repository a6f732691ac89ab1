"""Use case: what came out of a batch, for people: PDF, HTML, Excel, JSON lines."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import atomic_write
from lungdesk.core.imaging.thumbnail import reduced_p_values
from lungdesk.core.imaging.turns import Hanging
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.labels import LabelSet
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.report import (
    BatchLine,
    BatchPicture,
    BatchReport,
    ModelFacts,
    ReportStyle,
    Section,
)
from lungdesk.core.verdict import Correction
from lungdesk.core.words import printable_line
from lungdesk.core.worklist.columns import STATES, urgency_of
from lungdesk.core.worklist.states import FilmState
from lungdesk.formats.archive import unpacked_name
from lungdesk.formats.film_names import TABLE_OF_CONTENTS
from lungdesk.reporting.batch_page import batch_page
from lungdesk.reporting.batch_sheet import batch_workbook
from lungdesk.reporting.html_document import html_document
from lungdesk.reporting.pdf_document import pdf_document
from lungdesk.services.batch.files import LocalFile
from lungdesk.services.batch.row import OK, REFUSED, BatchRow
from lungdesk.services.batch.table import BatchTable
from lungdesk.services.languages import report_language
from lungdesk.services.reading_words import (
    correction_of,
    for_people,
    is_overridden_message,
    is_uncertain_message,
)
from lungdesk.services.reports.files import letterhead

#: Most rows of a page's tables, and pictures of its gallery.
_ROWS_SHOWN: Final = 500
_PICTURES: Final = 12
_PICTURE_PX: Final = 256
#: What tells whose films these are.
_IDENTITY: Final = frozenset({"path", "patient_id", "study_instance_uid", "sop_instance_uid"})
#: Of failures whose sentences name other files than their own.
_NAMING: Final = frozenset(
    {
        ErrorCode.ARCHIVE_DAMAGED,
        ErrorCode.ARCHIVE_UNSAFE,
        ErrorCode.ARCHIVE_TOO_LARGE,
        ErrorCode.ARCHIVE_ENCRYPTED,
        ErrorCode.ARCHIVE_METHOD,
        ErrorCode.UNEXPECTED,
    }
)


class BatchKind(StrEnum):
    """Files that can be written, by their names."""

    PDF = "summary.pdf"
    HTML = "summary.html"
    EXCEL = "results.xlsx"
    JSON_LINES = "results.jsonl"


#: Those that people read; the others are tables of all rows.
PAGES: Final = (BatchKind.PDF, BatchKind.HTML)


@dataclass(frozen=True, slots=True)
class BatchReportRequest:
    """A table of results, and what is to be made of it.

    Attributes
    ----------
    table
        ``results.csv``; files are written beside it.
    """

    table: Path
    model: ModelFacts
    kinds: Sequence[BatchKind] = (BatchKind.PDF,)
    style: ReportStyle = field(default_factory=ReportStyle)
    created: datetime | None = None


def write_batch_report(request: BatchReportRequest, ctx: JobContext) -> tuple[Path, ...]:
    """Write what is asked for, each whole or not at all.

    Raises
    ------
    LungDeskError
        ``BATCH_DAMAGED``, those of `not_writable`, or why the logo cannot be used.
    Cancelled
        Between files and films.
    """
    table = BatchTable.of(request.table)
    report: BatchReport | None = None
    paths = []
    for kind in request.kinds:
        ctx.check()
        paths.append(request.table.with_name(kind.value))
        if kind in PAGES:
            report = report or batch_report(request, table, ctx)
            content: Iterable[bytes] = [page_content(kind, report)]
        else:
            content = table_content(kind, table, request.style)
        with atomic_write(paths[-1]) as stream:
            stream.writelines(content)
    return tuple(paths)


def page_content(kind: BatchKind, report: BatchReport) -> bytes:
    """PDF or HTML; raises LungDeskError when the logo cannot be used."""
    page = batch_page(report, letterhead(report.style), report_language(report.style.language))
    return pdf_document(page) if kind is BatchKind.PDF else html_document(page).encode()


def table_content(kind: BatchKind, table: BatchTable, style: ReportStyle) -> Iterable[bytes]:
    """A workbook or JSON lines of all rows; where nobody is to be named, without who it is."""
    if kind is BatchKind.EXCEL:
        return [_workbook(table, style)]
    return _json_lines(table, has_identity=style.has(Section.IDENTITY))


def batch_report(request: BatchReportRequest, table: BatchTable, ctx: JobContext) -> BatchReport:
    """Bring together what a report on a batch says."""
    labels = table.labels
    names = dict(zip(labels.ids, labels.names, strict=True))
    tally = _Tally(labels)
    for row in table.rows():
        tally.add(row)
    folder = _common_folder(tally.urgent_rows() + tally.unread)
    lines = _Lines(folder, names, request.style.has(Section.IDENTITY))
    created = request.created or datetime.now()
    urgent = tally.urgent_rows()
    return BatchReport(
        folder=str(folder),
        created=created.strftime("%Y-%m-%d %H:%M"),
        labels=labels,
        leading=np.array(tally.leading, np.float64).reshape(-1, 2),
        read=tally.counts[OK],
        refused=tally.counts[REFUSED],
        failed=tally.counts.total() - tally.counts[OK] - tally.counts[REFUSED],
        uncertain=tally.uncertain,
        codes=tuple(sorted(tally.codes.items())),
        urgent=tuple(map(lines.of, urgent)),
        unread=tuple(map(lines.of, tally.unread)),
        pictures=tuple(_pictures(urgent, lines, ctx)),
        model=request.model,
        style=request.style,
    )


class _Tally:
    """Counts rows as they come, and keeps the few that a page shows."""

    def __init__(self, labels: LabelSet) -> None:
        self._labels = labels
        self._heap: list[tuple[float, int, BatchRow]] = []
        self._number = 0
        self.counts: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.uncertain = 0
        self.leading: list[tuple[int, float]] = []
        self.unread: list[BatchRow] = []

    def add(self, row: BatchRow) -> None:
        """Count one row."""
        self._number += 1
        self.counts[row.status] += 1
        if row.code:
            self.codes[row.code] += 1
        if row.status != OK:
            if len(self.unread) < _ROWS_SHOWN:
                self.unread.append(row)
            return
        self.uncertain += is_uncertain_message(row.message)
        probability = row.probabilities.get(row.predicted, 0.0)
        self.leading.append((self._labels.index(row.predicted), probability))
        # The earlier of two equally urgent rows comes first.
        entry = (self._urgency(row), -self._number, row)
        if len(self._heap) < _ROWS_SHOWN:
            heapq.heappush(self._heap, entry)
        else:
            heapq.heappushpop(self._heap, entry)

    def _urgency(self, row: BatchRow) -> float:
        values = [[row.probabilities.get(i, np.nan) for i in self._labels.ids]]
        probabilities = np.array(values, np.float32)
        state = np.array([STATES.index(FilmState.OK)], np.uint8)
        said = row.message
        doubt = np.array([is_uncertain_message(said) or is_overridden_message(said)])
        return float(urgency_of(probabilities, state, doubt, self._labels)[0])

    def urgent_rows(self) -> list[BatchRow]:
        """The most urgent ones, the first one first."""
        return [row for _, _, row in sorted(self._heap, key=lambda e: e[:2], reverse=True)]


@dataclass(frozen=True, slots=True)
class _Lines:
    """Rows as tables and captions show them."""

    folder: Path
    names: dict[str, str]
    has_identity: bool

    def of(self, row: BatchRow) -> BatchLine:
        path = Path(row.path)
        is_below = path.is_relative_to(self.folder)
        return BatchLine(
            str(path.relative_to(self.folder)) if is_below else row.path,
            row.patient_id,
            self.names.get(row.predicted, row.predicted),
            row.probabilities.get(row.predicted),
            for_people(
                row.message if self.has_identity else unnamed(row.message, row.path, row.code)
            ),
            is_uncertain=is_uncertain_message(row.message),
            is_overridden=is_overridden_message(row.message),
        )


def unnamed(message: str, path: str, code: str) -> str:
    """A message without the name of the file, and that of the ZIP file it may lie in.

    What is said of ZIP files and tables of contents names what is in them, and nobody knows what
    an unexpected failure names: their code stands alone.
    """
    name, folders = Path(path).name, Path(path).parts[:-1]
    if code in _NAMING or name.upper() == TABLE_OF_CONTENTS:
        return code
    names = [path, name, *(folder for folder in folders if "." in folder)]
    names += (
        [unpacked_name(name), _once_unpacked(name), *map(printable_line, names)] if name else []
    )
    for named in sorted(filter(None, names), key=len, reverse=True):
        message = message.replace(named, "The file")
    return message


def _once_unpacked(name: str) -> str:
    """What a film of a ZIP file was called in tables of before: more letters were replaced."""
    return "".join(c if c.isalnum() or c in "-_. ()" else "_" for c in name)


def _common_folder(rows: Sequence[BatchRow]) -> Path:
    """The deepest folder that holds all shown files."""
    parents = [Path(row.path).parent for row in rows]
    common = parents[0] if parents else Path()
    while not all(parent.is_relative_to(common) for parent in parents) and common.parent != common:
        common = common.parent
    return common


def _pictures(rows: Iterable[BatchRow], lines: _Lines, ctx: JobContext) -> Iterator[BatchPicture]:
    """Films of the gallery; one that is gone, or another one by now, has no picture."""
    shown = 0
    for row in rows:
        if shown == _PICTURES:
            return
        ctx.check()
        ctx.report(Progress(shown, _PICTURES, "drawing the report"))
        file = LocalFile(Path(row.path))
        try:
            if file.sha256() != row.file_sha256:
                continue
            radiograph = file.film()
        except LungDeskError:
            continue
        shown += 1
        yield BatchPicture(_as_read(radiograph, correction_of(row.message)), lines.of(row))


def _as_read(radiograph: Radiograph, applied: Correction) -> NDArray[np.uint8]:
    pixels = reduced_p_values(radiograph, _PICTURE_PX, is_inverted=applied.is_inverted)
    return Hanging(applied.quarter_turns).picture(pixels)


def _workbook(table: BatchTable, style: ReportStyle) -> bytes:
    has_identity = style.has(Section.IDENTITY)
    columns = [name for name in table.columns if has_identity or name not in _IDENTITY]

    def shown(row: dict[str, str]) -> dict[str, str]:
        said = row["message"]
        if not has_identity:
            said = unnamed(said, row["path"], row["code"])
        return row | {"message": for_people(said)}

    rows = map(shown, table.plain_rows())
    return batch_workbook(columns, rows, report_language(style.language))


def _json_lines(table: BatchTable, *, has_identity: bool) -> Iterator[bytes]:
    """One object a line, in the words of ``classify --json`` where they are the same."""
    return (_json_line(row, has_identity=has_identity) for row in table.rows())


def _json_line(row: BatchRow, *, has_identity: bool) -> bytes:
    values: dict[str, Any] = row.plain()
    if not has_identity:
        values["message"] = unnamed(row.message, row.path, row.code)
        values = {name: value for name, value in values.items() if name not in _IDENTITY}
    return (json.dumps(values, allow_nan=False) + "\n").encode()
