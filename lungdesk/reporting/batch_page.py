"""The page on a batch: how many, what was found, whom to look at first, what was not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lungdesk import __version__
from lungdesk.core.report import BatchLine, BatchReport, Section
from lungdesk.core.words import percent
from lungdesk.reporting.batch_figure import batch_figure
from lungdesk.reporting.document import (
    FOOT,
    Block,
    Document,
    Facts,
    Gallery,
    Heading,
    Letterhead,
    Notice,
    Paragraph,
    Picture,
    Table,
    Thumbnail,
)
from lungdesk.reporting.film_page import RESEARCH_USE

_ALL_ROWS: Final = "All rows stand in results.csv, the table of this batch."


def batch_page(report: BatchReport, letterhead: Letterhead | None = None) -> Document:
    """The document of a report on a batch."""
    return Document(
        title="Batch of chest radiographs",
        subtitle=f"Written by LungDesk {__version__}, {report.created}.",
        foot=FOOT,
        blocks=tuple(_blocks(report)),
        letterhead=letterhead or Letterhead(page_size=report.style.page_size),
    )


def _blocks(report: BatchReport) -> Iterator[Block]:
    yield Notice(RESEARCH_USE)
    yield Facts(_facts(report))
    if report.model is not None and report.model.sha256 and report.style.has(Section.MODEL):
        yield Facts([("SHA-256", report.model.sha256)], columns=1)
    if report.codes:
        counts = ", ".join(f"{code} ({count:,})" for code, count in report.codes)
        yield Paragraph(f"Refusals, failures and remarks by code (files): {counts}.", is_note=True)
    if report.read:
        yield Picture("Films that were read.", batch_figure(report))
    if report.pictures:
        yield Heading("To look at first")
        yield Paragraph(
            "By the probability of what is urgent; an uncertain reading comes before what is"
            " probably normal.",
            is_note=True,
        )
        yield Gallery(
            [Thumbnail(one.pixels, _caption(report, one.line)) for one in report.pictures]
        )
    if report.urgent:
        yield Heading("Films by urgency")
        yield _films(report)
    if report.unread:
        yield Heading("Refused, or could not be read")
        yield _unread(report)


def _facts(report: BatchReport) -> list[tuple[str, str]]:
    rows = [
        ("Folder", report.folder if report.style.has(Section.IDENTITY) else ""),
        ("Files", f"{report.files:,}"),
        ("Read", f"{report.read:,}"),
        ("Uncertain", f"{report.uncertain:,} of those read"),
        ("Refused", f"{report.refused:,}"),
        ("Could not be read", f"{report.failed:,}"),
    ]
    if report.model is not None and report.style.has(Section.MODEL):
        model = report.model
        rows += [
            ("Model", f"{model.name} ({model.id})" if model.name else model.id),
            ("Version", model.version),
        ]
    return [(name, value) for name, value in rows if value]


def _caption(report: BatchReport, line: BatchLine) -> tuple[str, ...]:
    found = f"{line.finding} {percent(line.probability)}" if line.finding else ""
    who = (line.name, line.patient_id) if report.style.has(Section.IDENTITY) else ()
    return tuple(text for text in (found, *who) if text)


def _films(report: BatchReport) -> Table:
    has_identity = report.style.has(Section.IDENTITY)
    who = ("file", "patient ID") if has_identity else ()
    return Table(
        caption=_how_many(len(report.urgent), report.read, "films that were read"),
        columns=("", *who, "most probable", "remark", "probability"),
        rows=[
            (
                str(number),
                *((line.name, line.patient_id) if has_identity else ()),
                line.finding,
                line.remark,
                percent(line.probability),
            )
            for number, line in enumerate(report.urgent, start=1)
        ],
        widths=(0.5, *((3.2, 1.4) if has_identity else ()), 1.8, 3, 1.1),
        words=5 if has_identity else 3,
    )


def _unread(report: BatchReport) -> Table:
    has_identity = report.style.has(Section.IDENTITY)
    total = report.refused + report.failed
    return Table(
        caption=_how_many(
            len(report.unread), total, "files that were refused or could not be read"
        ),
        columns=("file", "why") if has_identity else ("why",),
        rows=[_why(line, has_identity=has_identity) for line in report.unread],
        widths=(3, 5) if has_identity else (1,),
        words=2,
    )


def _why(line: BatchLine, *, has_identity: bool) -> Sequence[str]:
    return (line.name, line.remark) if has_identity else (line.remark,)


def _how_many(shown: int, total: int, what: str) -> str:
    if shown == total:
        return f"All {total:,} {what}." if total > 1 else ""
    return f"{shown:,} of {total:,} {what}. {_ALL_ROWS}"
