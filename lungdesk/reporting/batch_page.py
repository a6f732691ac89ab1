"""The page on a batch: how many, what was found, whom to look at first, what was not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from lungdesk import __version__
from lungdesk.core.language import ENGLISH, Language
from lungdesk.core.report import BatchLine, BatchReport, Section, UnreadLine
from lungdesk.core.words import in_one_line, percent
from lungdesk.reporting.batch_figure import batch_figure
from lungdesk.reporting.document import (
    FOOT,
    RESEARCH_USE,
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


def batch_page(
    report: BatchReport, letterhead: Letterhead | None = None, language: Language = ENGLISH
) -> Document:
    """The document of a report on a batch, in a language; names of files stay as they are."""
    tr, version = language.tr, __version__
    return Document(
        title=tr("Batch of chest radiographs"),
        subtitle=tr("Written by LungDesk {version}, {date}.", version=version, date=report.created),
        foot=language.told(FOOT),
        blocks=tuple(_blocks(report, language)),
        letterhead=letterhead or Letterhead(page_size=report.style.page_size),
        language=language,
        sheet=_sheet(report),
    )


def _sheet(report: BatchReport) -> tuple[str, ...]:
    """Which batch it is, as far as that may be told, what read it, and when that was written."""
    folder = PurePath(report.folder).name if report.style.has(Section.IDENTITY) else ""
    model = report.model.name or report.model.id if report.model is not None else ""
    return folder, model, report.created


def _blocks(report: BatchReport, language: Language) -> Iterator[Block]:
    tr = language.tr
    yield Notice(language.told(RESEARCH_USE))
    yield Facts(_facts(report, language))
    if report.model is not None and report.model.sha256 and report.style.has(Section.MODEL):
        yield Facts([("SHA-256", report.model.sha256)], columns=1)
    if report.codes:
        counts = ", ".join(f"{code} ({language.grouped(count)})" for code, count in report.codes)
        words = tr("Refusals, failures and remarks by code (files): {counts}.", counts=counts)
        yield Paragraph(words, is_note=True)
    if report.read:
        yield Picture(tr("Films that were read."), batch_figure(report, language))
    if report.pictures:
        yield Heading(tr("To look at first"))
        yield Paragraph(
            tr(
                "By the probability of what is urgent; an uncertain reading comes before what is"
                " probably normal."
            ),
            is_note=True,
        )
        yield Gallery(
            [Thumbnail(one.pixels, _caption(report, one.line, language)) for one in report.pictures]
        )
    if report.urgent:
        yield Heading(tr("Films by urgency"))
        yield _films(report, language)
    if report.unread:
        yield Heading(tr("Refused, or could not be read"))
        yield _unread(report, language)


def _facts(report: BatchReport, language: Language) -> list[tuple[str, str]]:
    tr, grouped = language.tr, language.grouped
    rows = [
        (tr("Folder"), report.folder if report.style.has(Section.IDENTITY) else ""),
        (tr("Files"), grouped(report.files)),
        (tr("Read"), grouped(report.read)),
        (tr("Copies"), tr("{count:,} of those read", count=report.copies) if report.copies else ""),
        (tr("Uncertain"), tr("{count:,} of those read", count=report.uncertain)),
        (tr("Refused"), grouped(report.refused)),
        (tr("Could not be read"), grouped(report.failed)),
    ]
    if report.model is not None and report.style.has(Section.MODEL):
        model = report.model
        rows += [
            (tr("Model"), f"{model.name} ({model.id})" if model.name else model.id),
            (tr("Version"), model.version),
            (tr("Computed in"), model.precision),
        ]
    return [(name, value) for name, value in rows if value]


def _caption(report: BatchReport, line: BatchLine, language: Language) -> tuple[str, ...]:
    name = language.told(line.finding)
    found = f"{name} {percent(line.probability)}" if name else ""
    if line.is_overridden:
        found = language.tr("Refused · {words}", words=found)
    elif line.is_uncertain:
        found = language.tr("Uncertain · {words}", words=found)
    has_identity = report.style.has(Section.IDENTITY)
    # Nothing else tells one picture from another.
    nameless = (language.tr("row {number}", number=line.number),)
    who = (line.name, line.patient_id) if has_identity else nameless
    return tuple(text for text in (found, *who) if text)


def _films(report: BatchReport, language: Language) -> Table:
    tr, told = language.tr, language.told
    shown, total = len(report.urgent), report.read
    has_identity = report.style.has(Section.IDENTITY)
    who = (tr("file"), tr("patient ID")) if has_identity else ()
    return Table(
        caption=_how_many(
            (shown, total),
            tr("All {total:,} films that were read.", total=total),
            tr("{shown:,} of {total:,} films that were read.", shown=shown, total=total),
            language,
        ),
        columns=(tr("row"), *who, tr("most probable"), tr("remark"), tr("probability")),
        rows=[
            (
                str(line.number),
                *((line.name, line.patient_id) if has_identity else ()),
                told(line.finding),
                in_one_line(told(line.remark)),
                percent(line.probability),
            )
            for line in report.urgent
        ],
        widths=(0.7, *((3.2, 1.4) if has_identity else ()), 1.8, 3, 1.1),
        words=5 if has_identity else 3,
    )


def _unread(report: BatchReport, language: Language) -> Table:
    tr, has_identity = language.tr, report.style.has(Section.IDENTITY)
    shown, total = sum(line.count for line in report.unread), report.refused + report.failed
    return Table(
        caption=_how_many(
            (shown, total),
            tr("All {total:,} files that were refused or could not be read.", total=total),
            tr(
                "{shown:,} of {total:,} files that were refused or could not be read.",
                shown=shown,
                total=total,
            ),
            language,
        ),
        columns=(tr("row"), *((tr("file"),) if has_identity else ()), tr("why")),
        rows=[
            (
                _few(map(str, line.numbers), line, language),
                *((_few(line.names, line, language),) if has_identity else ()),
                language.told(line.remark),
            )
            for line in report.unread
        ],
        widths=(1.5, *((3,) if has_identity else ()), 5),
        words=3,
    )


def _few(first: Iterable[str], line: UnreadLine, language: Language) -> str:
    """The first few of a line's files, and how many more there are."""
    words, more = ", ".join(first), line.count - len(line.numbers)
    return language.tr("{words} and {more:,} more", words=words, more=more) if more else words


def _how_many(counts: tuple[int, int], all_of_them: str, some: str, language: Language) -> str:
    """What the table shows, of ``(shown, total)``, and what its numbers are."""
    shown, total = counts
    numbers = language.tr("Numbers are those of the rows of results.csv, its head not counted.")
    if shown == total:  # nothing is to be said of a single row
        return f"{all_of_them} {numbers}" if total > 1 else numbers
    rest = language.tr("All rows stand in results.csv, the table of this batch.")
    return f"{some} {rest} {numbers}"
