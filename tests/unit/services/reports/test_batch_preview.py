"""A report on a batch to be looked at: of its table, or of its journal while it has not ended."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.report import ReportStyle, Section
from lungdesk.services.batch.folder import RESULTS
from lungdesk.services.batch.journal import JOURNAL, Journal, JournalLook
from lungdesk.services.batch.row import FAILED, BatchRow, write_table
from lungdesk.services.models.library import ModelLibrary
from lungdesk.services.reports.batch_preview import (
    BatchPreview,
    BatchPreviewRequest,
    preview_batch,
    save_batch_report,
)
from tests.unit.reporting.film_reports import text_of
from tests.unit.services.report_films import MODEL, Going
from tests.unit.services.reports.test_batch import row

HEADER = {
    "batch": 1,
    "model_id": MODEL.id,
    "model_version": MODEL.version,
    "model_sha256": MODEL.sha256,
    "precision": "int8",
}
ROWS = (
    row("/films/a.dcm", "tuberculosis", 0.9, patient_id="4711"),
    BatchRow("/films/b.dcm", FAILED, "LD-DICOM-003", "b.dcm is damaged."),
    row("/films/a.dcm", "normal", 0.8, patient_id="4711"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A batch of which two files are done, the first one twice; it is still open."""
    journal = Journal(tmp_path / JOURNAL, HEADER)
    journal.append(ROWS)
    journal.close()
    return tmp_path


def previewed(folder: Path, **changed: Any) -> BatchPreview:
    request = BatchPreviewRequest(folder, False, ModelLibrary(()), 30, ReportStyle())
    return preview_batch(replace(request, **changed), Going())


def test_before_its_end_the_journal_tells_what_is_done(folder: Path, tmp_path: Path) -> None:
    made = previewed(folder)

    assert (made.report.files, made.report.read, made.report.failed) == (2, 1, 1)
    assert made.report.urgent[0].finding == "Normal"
    assert made.report.labels == CHEST_LABELS
    assert made.report.model is not None
    assert made.report.model.precision == "int8"
    assert MODEL.sha256 in "".join(text_of(made.pdf, tmp_path).split())
    assert not (folder / RESULTS).exists()
    assert made.pages[0].ndim == 3


def test_after_its_end_the_table_does(folder: Path) -> None:
    write_table(folder / RESULTS, [row(f"/films/{n}.dcm") for n in range(4)], CHEST_LABELS, MODEL)

    assert previewed(folder, has_ended=True).report.files == 4
    assert previewed(folder, has_ended=False).report.files == 2


def test_films_that_were_moved_or_deleted_are_not_told_of(tmp_path: Path) -> None:
    out, here = tmp_path / "out", tmp_path / "films"
    out.mkdir()
    here.mkdir()
    for name in ("moved.png", "there.png"):
        (here / name).touch()
    journal = Journal(out / JOURNAL, HEADER)
    journal.append(
        (
            row(f"{tmp_path}/before/moved.png", file_sha256="aa"),
            row(f"{tmp_path}/drive/away.png", file_sha256="bb"),
            row(f"{here}/moved.png", file_sha256="aa"),
            row(f"{here}/deleted.png", file_sha256="cc"),
            row(f"{here}/there.png", file_sha256="dd"),
            BatchRow(f"{here}/mistyped.png", FAILED, "LD-FILE-001", "It is not there."),
        )
    )
    journal.close()

    told = [Path(one.path).name for one in previewed(out).table.rows()]

    assert told == ["away.png", "moved.png", "there.png", "mistyped.png"]


def test_looking_changes_nothing_even_where_a_row_is_just_being_written(folder: Path) -> None:
    path = folder / JOURNAL
    with path.open("ab") as stream:
        stream.write(b'0badc0de {"path": "/films/c')
    before = path.read_bytes()

    look = JournalLook.of(path)

    assert [one.path for one in look.rows()] == ["/films/b.dcm", "/films/a.dcm"]
    assert path.read_bytes() == before


def test_without_any_reading_there_are_still_pages(tmp_path: Path) -> None:
    journal = Journal(tmp_path / JOURNAL, HEADER)
    journal.append(ROWS[1:2])
    journal.close()
    assert previewed(tmp_path).report.failed == 1


def test_something_else_is_no_batch(tmp_path: Path) -> None:
    with pytest.raises(LungDeskError) as missing:
        previewed(tmp_path)
    assert missing.value.code is ErrorCode.FILE_MISSING
    (tmp_path / JOURNAL).write_text("a novel")
    with pytest.raises(LungDeskError) as damaged:
        previewed(tmp_path)
    assert damaged.value.code is ErrorCode.BATCH_DAMAGED


@pytest.mark.parametrize("name", ["a.pdf", "a.html", "a.xlsx", "a.jsonl"])
def test_nobody_is_named_where_nobody_is_to_be(folder: Path, name: str, tmp_path: Path) -> None:
    style = ReportStyle(left_out=frozenset({Section.IDENTITY}))
    path = folder / name
    save_batch_report(previewed(folder, style=style), path)

    said = text_of(path.read_bytes(), tmp_path) if name == "a.pdf" else _text(path)
    assert "The file is damaged." in " ".join(said.split())
    for telling in ("a.dcm", "b.dcm", "4711", "/films"):
        assert telling not in said


def _text(path: Path) -> str:
    if path.suffix != ".xlsx":
        return path.read_text()
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def test_lines_are_the_rows(folder: Path) -> None:
    save_batch_report(previewed(folder), folder / "a.jsonl")
    lines = [json.loads(line) for line in (folder / "a.jsonl").read_text().splitlines()]
    assert [line["path"] for line in lines] == ["/films/b.dcm", "/films/a.dcm"]


def test_another_ending_is_refused(folder: Path) -> None:
    with pytest.raises(LungDeskError) as refused:
        save_batch_report(previewed(folder), folder / "a.docx")
    assert refused.value.code is ErrorCode.USAGE
    assert ".xlsx" in refused.value.hint
