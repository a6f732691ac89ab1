"""What is made of a table of results: pages, a workbook, lines; and that the table comes back."""

from __future__ import annotations

import csv
import json
import sys
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.cells import guarded, unguarded
from lungdesk.core.errors import LungDeskError
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.report import ModelFacts, ReportStyle, Section
from lungdesk.reporting.batch_page import batch_page
from lungdesk.reporting.document import Gallery, Table
from lungdesk.services.batch import table as batch_table
from lungdesk.services.batch.row import FAILED, OK, REFUSED, BatchRow, write_table
from lungdesk.services.batch.table import BatchTable
from lungdesk.services.reports.batch import (
    BatchKind,
    BatchReportRequest,
    batch_report,
    write_batch_report,
)
from lungdesk.services.workspace.desk import sha256_of
from tests.unit.formats.builders import gradient, write_picture
from tests.unit.reporting.film_reports import SHA256, facts_of, rows_of, text_of
from tests.unit.services.report_films import MODEL, Going

FACTS = ModelFacts(MODEL.id, "LungDesk Lite0", MODEL.version, MODEL.sha256)
EVIL = '=HYPERLINK("http://x","y")'


def row(path: str, leading: str = "normal", share: float = 0.8, **given: object) -> BatchRow:
    rest = round((1 - share) / 4, 6)
    probabilities = {i: share if i == leading else rest for i in CHEST_LABELS.ids}
    return BatchRow(path, OK, predicted=leading, probabilities=probabilities, **given)  # type: ignore[arg-type]


@pytest.fixture
def rows(tmp_path: Path) -> list[BatchRow]:
    """Two films that are there, three that are gone, one refused, one that cannot be read."""
    films = tmp_path / "films"
    (films / "in").mkdir(parents=True)
    there, other = (
        sha256_of(write_picture(films / "in" / name, gradient(most=most)))
        for name, most in (("a.png", 250), ("b.png", 240))
    )
    return [
        row(f"{films}/in/a.png", "normal", 0.9, patient_id="4711", file_sha256=there),
        row(
            f"{films}/in/b.png",
            "tuberculosis",
            0.8,
            patient_id=EVIL,
            file_sha256=other,
            seconds=0.25,
        ),
        row(f"{films}/gone.png", "covid19", 0.7, patient_id="محمد"),
        row(f"{films}/doubt.png", "normal", 0.4, message="uncertain: no class reaches one half"),
        BatchRow(f"{films}/turned.png", REFUSED, "LD-GATE-006", "The film lies on its side."),
        BatchRow(f"{films}/broken.png", FAILED, "LD-IMAGE-001", "broken.png is damaged."),
    ]


@pytest.fixture
def table(rows: list[BatchRow], tmp_path: Path) -> Path:
    path = tmp_path / "out" / "results.csv"
    write_table(path, rows, CHEST_LABELS, MODEL)
    return path


def request(table: Path, *kinds: BatchKind, style: ReportStyle | None = None) -> BatchReportRequest:
    created = datetime(2026, 11, 28, 17, 40)
    return BatchReportRequest(table, FACTS, kinds, style or ReportStyle(), created)


def test_the_table_comes_back_as_it_was_written(table: Path, rows: list[BatchRow]) -> None:
    read = BatchTable.of(table)
    assert read.labels == CHEST_LABELS
    assert list(read.rows()) == rows


@pytest.mark.skipif(sys.platform == "win32", reason="names are letters there")
def test_a_name_that_is_no_utf8_leaves_the_table_readable_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    rows = [row(f"{tmp_path}/Gr\udcf6\udcdfe \\u00e9 ß.png"), row("b.png")]
    write_table(path, rows, CHEST_LABELS, MODEL)

    with path.open(encoding="utf-8", newline="") as stream:
        assert [one["path"].rpartition("/")[2] for one in csv.DictReader(stream)] == [
            r"Gr\udcf6\udcdfe \u00e9 ß.png",
            "b.png",
        ]
    assert list(BatchTable.of(path).rows()) == rows


def test_a_cell_may_be_as_long_as_a_damaged_header_makes_it(tmp_path: Path) -> None:
    long = [row("a.dcm", patient_id="7" * 200_000), row("b.dcm")]
    write_table(tmp_path / "results.csv", long, CHEST_LABELS, MODEL)

    assert list(BatchTable.of(tmp_path / "results.csv").rows()) == long


def test_no_cell_of_the_table_is_a_formula(table: Path) -> None:
    assert "'=HYPERLINK" in table.read_text()
    assert ",=HYPERLINK" not in table.read_text()
    assert ',"=HYPERLINK' not in table.read_text()


@given(st.text(st.sampled_from("=+-@'\t\ra1 "), max_size=6))
def test_guarding_loses_nothing_and_leaves_no_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in tuple("=+-@\t\r")


def test_something_else_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "results.csv").write_text("path,label\n")
    with pytest.raises(LungDeskError, match="LD-BATCH-003"):
        BatchTable.of(tmp_path / "results.csv")
    with pytest.raises(LungDeskError, match="LD-FILE-001"):
        BatchTable.of(tmp_path / "gone.csv")


def test_a_damaged_row_is_said_so(table: Path) -> None:
    table.write_text(table.read_text().replace("0.9", "many"))
    with pytest.raises(LungDeskError, match="LD-BATCH-003"):
        list(BatchTable.of(table).rows())


def test_an_edited_table_whose_cells_cannot_be_told_apart_is_said_so(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_table, "_LONGEST_CELL", 200_000)
    # A quotation mark that is never closed makes one cell of all that follows.
    with table.open("a") as stream:
        stream.write('"' + "x" * 200_000 + "\n")
    for rows in (BatchTable.rows, BatchTable.plain_rows):
        with pytest.raises(LungDeskError, match="LD-BATCH-003"):
            list(rows(BatchTable.of(table)))


@pytest.mark.parametrize("name", ["p_covid19", "x"])
def test_an_edited_table_without_its_classes_is_said_so(table: Path, name: str) -> None:
    head, rest = table.read_text().split("\n", 1)
    columns = [name if one.startswith("p_") else one for one in head.split(",")]
    table.write_text(",".join(columns) + "\n" + rest)
    with pytest.raises(LungDeskError, match="LD-BATCH-003"):
        _ = BatchTable.of(table).labels


def test_a_remark_that_is_a_sentence_has_one_mark_at_its_end(tmp_path: Path) -> None:
    remark = "The film is unlike most films.; uncertain: parts speak for another class"
    out = tmp_path / "results.csv"
    write_table(out, [row("/films/a.png", "normal", 0.4, message=remark)], CHEST_LABELS, MODEL)

    page = batch_page(batch_report(request(out), BatchTable.of(out), Going()), None)

    (films,) = [one for one in page.blocks if isinstance(one, Table)]
    assert (
        "The film is unlike most films; uncertain: parts speak for another class"
        in rows_of(films)[0]
    )


def test_counts_and_order_of_urgency(table: Path) -> None:
    report = batch_report(request(table), BatchTable.of(table), Going())

    assert (report.files, report.read, report.refused, report.failed) == (6, 4, 1, 1)
    assert report.uncertain == 1
    assert report.codes == (("LD-GATE-006", 1), ("LD-IMAGE-001", 1))
    assert [line.name for line in report.urgent] == [
        "in/b.png",
        "gone.png",
        "doubt.png",
        "in/a.png",
    ]
    assert [line.names for line in report.unread] == [("turned.png",), ("broken.png",)]
    # Films that are gone by now are not in the gallery.
    assert [one.line.name for one in report.pictures] == ["in/b.png", "in/a.png"]


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("uncertain: no class reaches its operating point", "Uncertain · Tuberculosis 80 %"),
        ("read although refused: The film lies on its side.", "Refused · Tuberculosis 80 %"),
        ("frame 1 of 2 was read", "Tuberculosis 80 %"),
    ],
)
def test_a_picture_says_what_a_reading_is_worth(
    rows: list[BatchRow], tmp_path: Path, message: str, said: str
) -> None:
    path = tmp_path / "results.csv"
    write_table(path, [replace(rows[1], message=message)], CHEST_LABELS, MODEL)
    (gallery,) = (
        block
        for block in batch_page(batch_report(request(path), BatchTable.of(path), Going())).blocks
        if isinstance(block, Gallery)
    )
    (thumbnail,) = gallery.thumbnails
    assert thumbnail.lines[0] == said


def test_a_refused_film_that_was_read_all_the_same_is_as_urgent_as_one_in_doubt(
    rows: list[BatchRow], tmp_path: Path
) -> None:
    path = tmp_path / "results.csv"
    message = "read although refused: The film lies on its side."
    normal, grave = (row(f"{name}.png", "normal", 0.9, message=message) for name in "xy")
    grave = replace(
        grave, predicted="covid19", probabilities={**grave.probabilities, "covid19": 0.8}
    )
    write_table(path, [rows[0], normal, grave], CHEST_LABELS, MODEL)
    report = batch_report(request(path), BatchTable.of(path), Going())
    assert [Path(line.name).name for line in report.urgent] == ["y.png", "x.png", "a.png"]


def test_every_file_that_is_asked_for_is_written(table: Path) -> None:
    written = write_batch_report(request(table, *BatchKind), Going())

    assert [path.name for path in written] == [
        "summary.pdf", "summary.html", "results.xlsx", "results.jsonl",
    ]  # fmt: skip
    assert {path.name for path in table.parent.iterdir()} == {
        "results.csv", *(path.name for path in written),
    }  # fmt: skip


def test_the_page_says_what_came_out(table: Path, tmp_path: Path) -> None:
    (pdf,) = write_batch_report(request(table, BatchKind.PDF), Going())
    words = text_of(pdf.read_bytes(), tmp_path)

    for expected in (
        *("Files 6", "Read 4", "1 of those read", "Refused 1", "Could not be read 1", SHA256),
        *(
            "remarks by code (files): LD-GATE-006 (1), LD-IMAGE-001 (1).",
            "All 4 films that were read.",
        ),
        *("in/b.png", "80 %", "uncertain: no class reaches one half", EVIL),
        *("The film lies on its side.", "broken.png is damaged."),
    ):
        assert "".join(expected.split()) in "".join(words.split()), expected
    assert facts_of(pdf.read_bytes(), tmp_path)["Title"] == "Batch of chest radiographs"


def test_no_picture_is_shown_of_a_film_that_was_replaced_since(table: Path) -> None:
    write_picture(table.parents[1] / "films" / "in" / "b.png", gradient(most=99))

    report = batch_report(request(table), BatchTable.of(table), Going())

    assert [Path(picture.line.name).name for picture in report.pictures] == ["a.png"]
    assert report.read == 4


def test_the_same_table_is_the_same_files(table: Path) -> None:
    first = [p.read_bytes() for p in write_batch_report(request(table, *BatchKind), Going())]
    assert first == [
        p.read_bytes() for p in write_batch_report(request(table, *BatchKind), Going())
    ]


def test_without_identity_no_file_and_no_patient_is_named(table: Path, tmp_path: Path) -> None:
    style = ReportStyle(left_out=frozenset({Section.IDENTITY}))
    (pdf,) = write_batch_report(request(table, BatchKind.PDF, style=style), Going())
    words = text_of(pdf.read_bytes(), tmp_path)

    for telling in ("a.png", "b.png", "gone", "4711", "HYPERLINK", str(tmp_path)):
        assert telling not in words
    assert "80 %" in words


NOT_TO_BE_TOLD = (
    # The message names what was unpacked, for which letters of the name were once replaced.
    (
        "/f/s.zip/DOE^JANE, 1950.dcm",
        "LD-DICOM-001",
        "DOE_JANE_ 1950.dcm is damaged: it breaks off.",
    ),
    ("/f/s.zip/DOE\\JANE.dcm", "LD-DICOM-001", "JANE.dcm is damaged: it breaks off."),
    # What cannot be printed is a question mark in messages.
    ("/f/DOE\x07JANE.dcm", "LD-DICOM-001", "DOE?JANE.dcm is damaged: it breaks off."),
    # What is said of an archive names what is in it.
    (
        "/f/s.zip",
        "LD-ARCHIVE-004",
        "The archive s.zip is protected by a password (DOE_JANE/IMG1.dcm and 3 more).",
    ),
    (
        "/f/JANE.zip/IMG1.dcm",
        "LD-ARCHIVE-001",
        "The archive JANE.zip is damaged: DOE_JANE/IMG1.dcm is larger than stated.",
    ),
    ("/f/JANE.zip/IMG1.dcm", "LD-FILE-002", "JANE.zip may not be read by you."),
    (
        "/f/DICOMDIR",
        "LD-DICOM-001",
        "The table of contents DICOMDIR names what is not on its medium (../DOE/JANE).",
    ),
    ("/f/a.dcm", "LD-UNEXPECTED-001", "Something unexpected happened: KeyError: 'DOE^JANE'."),
)


@pytest.mark.parametrize("kind", list(BatchKind))
def test_without_identity_no_failure_names_a_file_in_any_form(
    tmp_path: Path, kind: BatchKind
) -> None:
    table = tmp_path / "results.csv"
    failed = [BatchRow(path, FAILED, code, words) for path, code, words in NOT_TO_BE_TOLD]
    write_table(table, failed, CHEST_LABELS, MODEL)
    style = ReportStyle(left_out=frozenset({Section.IDENTITY}))
    (path,) = write_batch_report(request(table, kind, style=style), Going())

    words = _words(path, tmp_path)
    for telling in ("DOE", "JANE", "1950", "IMG1", "s.zip"):
        assert telling not in words
    is_page = kind in (BatchKind.PDF, BatchKind.HTML)
    assert words.count("The file is damaged: it breaks off.") == (1 if is_page else 3)
    assert "LD-ARCHIVE-004" in words


def _words(path: Path, folder: Path) -> str:
    if path.suffix == ".pdf":
        return text_of(path.read_bytes(), folder)
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return "".join(book.read(name).decode() for name in book.namelist())
    return path.read_text()


@pytest.mark.parametrize("letter", ["x", "W ", "影", "ד", "\n"])
def test_a_damaged_header_is_clipped_and_not_the_end_of_the_page(
    table: Path, rows: list[BatchRow], tmp_path: Path, letter: str
) -> None:
    damaged = [replace(row, patient_id=letter * 20_000 + "END") for row in rows]
    damaged[-1] = replace(damaged[-1], message=letter * 20_000 + "END")
    write_table(table, damaged, CHEST_LABELS, MODEL)

    (pdf,) = write_batch_report(request(table, BatchKind.PDF), Going())

    words = text_of(pdf.read_bytes(), tmp_path)
    assert "..." in words  # an ellipsis, in its plain form
    assert "END" not in words
    assert "turned.png" in words


def test_of_many_rows_the_most_urgent_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    many = (row(f"/films/{n:05}.png", "tuberculosis", 0.3 + n / 3000) for n in range(2000))
    write_table(path, many, CHEST_LABELS, MODEL)
    report = batch_report(request(path), BatchTable.of(path), Going())
    blocks = batch_page(report).blocks

    (shown,) = (block for block in blocks if isinstance(block, Table))
    assert len(shown.rows) == 500
    assert rows_of(shown)[0][1] == "01999.png"
    assert "500 of 2,000 films" in shown.caption
    assert not any(isinstance(block, Gallery) for block in blocks)


def test_a_batch_of_nothing_has_a_page_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    write_table(path, [], CHEST_LABELS, MODEL)
    (pdf, _book) = write_batch_report(request(path, BatchKind.PDF, BatchKind.EXCEL), Going())
    assert "Files 0" in text_of(pdf.read_bytes(), tmp_path)


def test_the_workbook_has_numbers_and_no_formula(table: Path, rows: list[BatchRow]) -> None:
    (path,) = write_batch_report(request(table, BatchKind.EXCEL), Going())
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as book:
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
        names = book.namelist()

    assert list(sheet.iter(f"{space}f")) == []
    assert not any("hyperlink" in name for name in names)
    found = list(sheet.iter(f"{space}row"))
    assert len(found) == len(rows) + 1
    cells = {"".join(cell.itertext()): cell.get("t") for cell in found[2].iter(f"{space}c")}
    assert cells[EVIL] == "inlineStr"
    assert cells["0.8"] in (None, "n")


def test_lines_hold_each_row(table: Path, rows: list[BatchRow]) -> None:
    (path,) = write_batch_report(request(table, BatchKind.JSON_LINES), Going())
    lines = [json.loads(line) for line in path.read_text().splitlines()]

    assert lines == [json.loads(json.dumps(one.plain())) for one in rows]
