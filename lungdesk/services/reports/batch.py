"""Use case: what came out of a batch, for people: PDF, HTML, Excel, JSON lines."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import LungDeskError
from lungdesk.core.files import atomic_write
from lungdesk.core.imaging.thumbnail import reduced_p_values
from lungdesk.core.imaging.turns import Hanging
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.report import (
    BatchLine,
    BatchPicture,
    BatchReport,
    ModelFacts,
    ReportStyle,
    Section,
    UnreadLine,
)
from lungdesk.core.verdict import Correction
from lungdesk.reporting.batch_page import batch_page
from lungdesk.reporting.batch_sheet import NUMBER, batch_workbook
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
from lungdesk.services.reports.batch_tally import Failures, NumberedRow, Tally
from lungdesk.services.reports.files import letterhead
from lungdesk.services.reports.unnamed import unnamed

#: Pictures of a gallery.
_PICTURES: Final = 12
_PICTURE_PX: Final = 256
#: What tells whose films these are.
_IDENTITY: Final = frozenset({"path", "patient_id", "study_instance_uid", "sop_instance_uid"})


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
    tally = Tally(labels)
    for row in table.rows():
        tally.add(row)
    urgent, failures = tally.urgent(), tally.failures()
    named = (*urgent, *tally.refused, *(one for group in failures for one in group.first))
    folder = _common_folder([one.row for one in named])
    lines = _Lines(folder, names, request.style.has(Section.IDENTITY))
    created = request.created or datetime.now()
    return BatchReport(
        folder=str(folder),
        created=created.strftime("%Y-%m-%d %H:%M"),
        labels=labels,
        leading=np.array(tally.leading, np.float64).reshape(-1, 2),
        read=tally.counts[OK],
        refused=tally.counts[REFUSED],
        failed=tally.counts.total() - tally.counts[OK] - tally.counts[REFUSED],
        uncertain=tally.uncertain,
        copies=tally.copies,
        codes=tuple(sorted(tally.codes.items())),
        urgent=tuple(map(lines.of, urgent)),
        unread=(*map(lines.refused, tally.refused), *map(lines.failed, failures)),
        pictures=tuple(_pictures(urgent, lines, ctx)),
        model=request.model,
        style=request.style,
    )


@dataclass(frozen=True, slots=True)
class _Lines:
    """Rows as tables and captions show them."""

    folder: Path
    names: dict[str, str]
    has_identity: bool

    def of(self, numbered: NumberedRow) -> BatchLine:
        row = numbered.row
        return BatchLine(
            numbered.number,
            self._name(row),
            row.patient_id,
            self.names.get(row.predicted, row.predicted),
            row.probabilities.get(row.predicted),
            self._said(row),
            is_uncertain=is_uncertain_message(row.message),
            is_overridden=is_overridden_message(row.message),
        )

    def refused(self, numbered: NumberedRow) -> UnreadLine:
        row = numbered.row
        return UnreadLine((numbered.number,), (self._name(row),), 1, self._said(row))

    def failed(self, failures: Failures) -> UnreadLine:
        first = failures.first
        numbers, names = zip(*((one.number, self._name(one.row)) for one in first), strict=True)
        is_told = failures.count > 1 and self.has_identity
        said = failures.reason if is_told else self._said(first[0].row)
        return UnreadLine(numbers, names, failures.count, said)

    def _name(self, row: BatchRow) -> str:
        path = Path(row.path)
        is_below = path.is_relative_to(self.folder)
        return str(path.relative_to(self.folder)) if is_below else row.path

    def _said(self, row: BatchRow) -> str:
        said = row.message if self.has_identity else unnamed(row.message, row.path, row.code)
        return for_people(said)


def _common_folder(rows: Sequence[BatchRow]) -> Path:
    """The deepest folder that holds all shown files."""
    parents = [Path(row.path).parent for row in rows]
    common = parents[0] if parents else Path()
    while not all(parent.is_relative_to(common) for parent in parents) and common.parent != common:
        common = common.parent
    return common


def _pictures(
    urgent: Iterable[NumberedRow], lines: _Lines, ctx: JobContext
) -> Iterator[BatchPicture]:
    """Films of the gallery, each content once; one that is gone, or changed, has no picture."""
    shown = set[str]()
    for numbered in urgent:
        row = numbered.row
        if len(shown) == _PICTURES:
            return
        if row.file_sha256 in shown:
            continue
        ctx.check()
        ctx.report(Progress(len(shown), _PICTURES, "drawing the report"))
        file = LocalFile(Path(row.path))
        try:
            if file.sha256() != row.file_sha256:
                continue
            radiograph = file.film()
        except LungDeskError:
            continue
        shown.add(row.file_sha256)
        yield BatchPicture(_as_read(radiograph, correction_of(row.message)), lines.of(numbered))


def _as_read(radiograph: Radiograph, applied: Correction) -> NDArray[np.uint8]:
    pixels = reduced_p_values(radiograph, _PICTURE_PX, is_inverted=applied.is_inverted)
    return Hanging(applied.quarter_turns).picture(pixels)


def _workbook(table: BatchTable, style: ReportStyle) -> bytes:
    has_identity = style.has(Section.IDENTITY)
    columns = [name for name in table.columns if has_identity or name not in _IDENTITY]
    if not has_identity:  # nothing else tells one row from another
        columns.insert(0, NUMBER)

    def shown(number: int, row: dict[str, str]) -> dict[str, str]:
        said = row["message"]
        if not has_identity:
            said = unnamed(said, row["path"], row["code"])
        return row | {NUMBER: str(number), "message": for_people(said)}

    rows = itertools.starmap(shown, enumerate(table.plain_rows(), start=1))
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
