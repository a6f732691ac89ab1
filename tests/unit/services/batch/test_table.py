"""Names in the table of a batch come back as they are, whatever they look like."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.services.batch.row import FAILED, BatchRow, write_table
from lungdesk.services.batch.table import BatchTable
from tests.unit.services.report_films import MODEL

needs_bytes = pytest.mark.skipif(sys.platform == "win32", reason="names are letters there")


@needs_bytes
def test_what_is_said_of_a_name_that_is_no_utf8_comes_back_with_it(tmp_path: Path) -> None:
    failed = BatchRow(
        "Gr\udcf6\udcdfe.png", FAILED, "LD-IMAGE-001", "Gr\udcf6\udcdfe.png is empty."
    )
    write_table(tmp_path / "results.csv", [failed], CHEST_LABELS, MODEL)

    assert list(BatchTable.of(tmp_path / "results.csv").rows()) == [failed]


@needs_bytes
def test_a_name_that_only_looks_like_such_bytes_stays(tmp_path: Path) -> None:
    film = tmp_path / r"\udcdata.png"
    film.touch()
    rows = [BatchRow(str(film), FAILED, "LD-IMAGE-001", f"{film.name} is empty.")]
    write_table(tmp_path / "results.csv", rows, CHEST_LABELS, MODEL)

    assert list(BatchTable.of(tmp_path / "results.csv").rows()) == rows


def test_where_names_are_letters_folders_stay_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lungdesk.services.batch.table._NAMES_ARE_BYTES", False)
    rows = [BatchRow(r"C:\udcdata\a.png", FAILED, "LD-IMAGE-001", "a.png is empty.")]
    write_table(tmp_path / "results.csv", rows, CHEST_LABELS, MODEL)

    assert list(BatchTable.of(tmp_path / "results.csv").rows()) == rows
