"""Which rows the pages of a batch show: refused films first, failures by reason, copies once."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.report import BatchReport, ModelFacts, ReportStyle, Section
from lungdesk.reporting.batch_page import batch_page
from lungdesk.reporting.document import Block, Facts, Gallery, Table
from lungdesk.services.batch.row import FAILED, OK, REFUSED, BatchRow, write_table
from lungdesk.services.batch.table import BatchTable
from lungdesk.services.reports.batch import (
    PAGES,
    BatchKind,
    BatchReportRequest,
    batch_report,
    page_content,
    write_batch_report,
)
from lungdesk.services.workspace.desk import sha256_of
from tests.unit.formats.builders import gradient, write_picture
from tests.unit.reporting.film_reports import facts_of, rows_of, text_of
from tests.unit.services.report_films import MODEL, Going

FACTS = ModelFacts(MODEL.id, "LungDesk Lite0", MODEL.version, MODEL.sha256)
NAMELESS = ReportStyle(left_out=frozenset({Section.IDENTITY}))
LIES = "The film lies on its side."
NO_IMAGE = "is no image that LungDesk can read."


def read(path: str, share: float = 0.8, sha256: str = "") -> BatchRow:
    rest = round((1 - share) / 4, 6)
    probabilities = {i: share if i == "tuberculosis" else rest for i in CHEST_LABELS.ids}
    return BatchRow(
        path, OK, predicted="tuberculosis", probabilities=probabilities, file_sha256=sha256
    )


def junk(count: int, words: str = NO_IMAGE) -> list[BatchRow]:
    paths = [f"/films/junk{n:03}.dat" for n in range(count)]
    return [BatchRow(p, FAILED, "LD-FILE-004", f"{Path(p).name} {words}") for p in paths]


def request(rows: Sequence[BatchRow], folder: Path, style: ReportStyle) -> BatchReportRequest:
    table = folder / "results.csv"
    write_table(table, rows, CHEST_LABELS, MODEL)
    return BatchReportRequest(table, FACTS, (), style, datetime(2026, 11, 28, 17, 40))


def report(rows: Sequence[BatchRow], folder: Path, style: ReportStyle | None = None) -> BatchReport:
    wanted = request(rows, folder, style or ReportStyle())
    return batch_report(wanted, BatchTable.of(wanted.table), Going())


def the(kind: type[Block], made: BatchReport) -> list[Block]:
    return [block for block in batch_page(made).blocks if isinstance(block, kind)]


@pytest.mark.parametrize("style", [ReportStyle(), NAMELESS])
@pytest.mark.parametrize("kind", PAGES)
def test_hundreds_of_reasons_fill_pages_in_plain_rows(
    tmp_path: Path, kind: BatchKind, style: ReportStyle
) -> None:
    reasons = [
        BatchRow(f"/films/{n}.png", REFUSED, "LD-GATE-006", f"Reason {n:03}.") for n in range(120)
    ]
    made = page_content(kind, report(reasons, tmp_path, style))

    if kind is BatchKind.HTML:
        assert b'class="section"' not in made
        return
    words = text_of(made, tmp_path)
    assert "Reason 000." in words
    assert "Reason 119." in words
    assert int(facts_of(made, tmp_path)["Pages"]) <= 5


def test_refused_films_come_before_files_that_fail_for_one_reason(tmp_path: Path) -> None:
    refused = [BatchRow(f"/films/z{n}.png", REFUSED, "LD-GATE-006", LIES) for n in range(6)]
    made = report([*junk(640), *refused], tmp_path)
    (table,) = the(Table, made)

    assert isinstance(table, Table)
    assert len(table.rows) == 7
    assert rows_of(table)[0] == ("641", "z0.png", LIES)
    assert rows_of(table)[6] == (
        "1, 2, 3 and 637 more",
        "junk000.dat, junk001.dat, junk002.dat and 637 more",
        f"The file {NO_IMAGE}",
    )
    assert table.caption.startswith("All 646 files that were refused or could not be read.")


def test_one_file_that_fails_for_a_reason_is_named_in_it(tmp_path: Path) -> None:
    (line,) = report(junk(1), tmp_path).unread
    assert line.remark == f"junk000.dat {NO_IMAGE}"


@pytest.mark.parametrize("names", [("1", "2", "512"), ("a", "film", "The"), ("IM1", "x.y", "a b")])
def test_files_of_any_name_fail_for_one_reason(tmp_path: Path, names: Sequence[str]) -> None:
    why = "is damaged: 1 of 2 parts, 512 x 312 pixels of a film, breaks off."
    rows = [BatchRow(f"/films/{n}", FAILED, "LD-DICOM-001", f"{n} {why}") for n in names]
    (line,) = report(rows, tmp_path).unread
    assert (line.count, line.remark) == (3, f"The file {why}")


@pytest.mark.parametrize("name", ["doe.dcm", "Doe_Jane", "mu\u0308ller 1", "0012345"])
def test_a_name_that_tells_is_taken_out_wherever_it_stands(tmp_path: Path, name: str) -> None:
    rows = [BatchRow(f"/films/{name}", FAILED, "LD-FILE-006", f"Nothing of {name} is left.")]
    (line,) = report(rows, tmp_path, NAMELESS).unread
    assert line.remark == "Nothing of The file is left."


def test_more_reasons_than_rows_are_said_so(tmp_path: Path) -> None:
    many = [row for n in range(600) for row in junk(1, f"fails for reason {n}.")]
    (table,) = the(Table, report([*many, *many], tmp_path))

    assert isinstance(table, Table)
    assert len(table.rows) == 500
    assert table.caption.startswith("1,000 of 1,200 files")


@pytest.mark.parametrize("count", [1, 2])
def test_what_may_name_others_is_not_told_without_identity(tmp_path: Path, count: int) -> None:
    words = "Something unexpected happened: KeyError: 'DOE^JANE'."
    rows = [BatchRow(f"/f/{n}.dcm", FAILED, "LD-UNEXPECTED-001", words) for n in range(count)]
    made = report(rows, tmp_path, NAMELESS)
    assert {line.remark for line in made.unread} == {"LD-UNEXPECTED-001"}
    assert {line.remark for line in report(rows, tmp_path).unread} == {words}


def test_each_content_has_one_picture_and_copies_are_counted(tmp_path: Path) -> None:
    paths = [write_picture(tmp_path / f"{n}.png", gradient(most=n)) for n in (90, 90, 90, 80)]
    for number, path in enumerate(paths):
        path.rename(tmp_path / f"film{number}.png")
        write_picture(path, gradient(most=80 if number == 3 else 90))
    films = [tmp_path / f"film{number}.png" for number in range(4)]
    rows = [read(str(film), sha256=sha256_of(film)) for film in films]
    made = report(rows, tmp_path)

    assert [one.line.name for one in made.pictures] == ["film0.png", "film3.png"]
    assert made.copies == 2
    (facts,) = [one for one in the(Facts, made) if isinstance(one, Facts) and one.columns == 2]
    assert ("Copies", "2 of those read") in facts.rows


def test_without_identity_rows_are_known_by_their_numbers(tmp_path: Path) -> None:
    film = write_picture(tmp_path / "doe.png", gradient())
    rows = [read("/gone.png", 0.5), *junk(1), read(str(film), 0.9, sha256_of(film))]
    made = report(rows, tmp_path, NAMELESS)

    (gallery,) = the(Gallery, made)
    assert isinstance(gallery, Gallery)
    assert gallery.thumbnails[0].lines == ("Tuberculosis 90 %", "row 3")
    films, unread = the(Table, made)
    assert isinstance(films, Table)
    assert [row[0] for row in rows_of(films)] == ["3", "1"]
    assert rows_of(unread) == [("2", f"The file {NO_IMAGE}")]
    assert "Numbers are those of the rows of results.csv, its head not counted." in films.caption


def test_without_identity_the_workbook_numbers_its_rows(tmp_path: Path) -> None:
    wanted = request([read("/a.png"), read("/b.png")], tmp_path, NAMELESS)
    (book,) = write_batch_report(
        BatchReportRequest(wanted.table, FACTS, (BatchKind.EXCEL,), NAMELESS), Going()
    )
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(book) as parts:
        sheet = ET.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    first = ["".join(row[0].itertext()) for row in sheet.iter(f"{space}row")]
    assert first == ["row", "1", "2"]


def test_each_sheet_says_which_batch_it_is_of(tmp_path: Path) -> None:
    rows = [BatchRow(f"/doe/{n}.png", REFUSED, "LD-GATE-006", LIES) for n in range(120)]
    said = "LungDesk Lite0 · 2026-11-28 17:40"
    for style, words in ((ReportStyle(), f"doe · {said}"), (NAMELESS, said)):
        made = page_content(BatchKind.PDF, report(rows, tmp_path, style))
        pages = int(facts_of(made, tmp_path)["Pages"])
        told = text_of(made, tmp_path)
        assert pages > 1
        assert told.count(words) == pages
        assert ("doe" in told) == style.has(Section.IDENTITY)
