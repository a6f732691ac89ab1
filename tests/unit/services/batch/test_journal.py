"""Rows that are written stay; what a kill leaves half is cut off."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import not_writable
from lungdesk.formats import failures
from lungdesk.services.batch.journal import Journal, JournalLook, _line
from lungdesk.services.batch.row import OK, BatchRow

HEADER: dict[str, Any] = {
    "batch": 1,
    "model_id": "lite",
    "model_version": "1.0",
    "model_sha256": "aa",
    "precision": "float32",
}
ROWS = [
    BatchRow(f"folder/{name}.dcm", OK, predicted="normal", file_sha256=f"{n:064x}", seconds=0.25)
    for n, name in enumerate(["a", "ä\udcff", "b\nc", 'd"e', "f,g"])
]


def _written(path: Path, rows: Sequence[BatchRow]) -> bytes:
    with closing(Journal(path, HEADER)) as journal:
        journal.append(rows)
    return path.read_bytes()


def _rows(journal: Journal) -> list[BatchRow | None]:
    return [journal.row(row.path) for row in ROWS]


def _resumed(path: Path) -> bytes:
    """Append what is missing, as a batch that goes on does."""
    with closing(Journal(path, HEADER)) as journal:
        journal.append([row for row in ROWS if not journal.is_done(row.path, row.file_sha256)])
        assert _rows(journal) == ROWS
        assert len(journal) == len(ROWS)
    return path.read_bytes()


def test_any_prefix_of_the_bytes_goes_on_to_the_same_rows(tmp_path: Path) -> None:
    whole = _written(tmp_path / "whole", ROWS)

    for length in range(len(whole) + 1):
        cut = tmp_path / "cut"
        cut.write_bytes(whole[:length])
        assert _resumed(cut) == whole


@given(kept=st.integers(0), tail=st.binary(max_size=40))
def test_whatever_stands_behind_a_torn_line_goes_on_to_the_same_rows(
    kept: int, tail: bytes
) -> None:
    with TemporaryDirectory() as folder:
        whole = _written(Path(folder) / "whole", ROWS)
        first = whole.index(b"\n") + 1
        torn = Path(folder) / "torn"
        torn.write_bytes(whole[: first + kept % (len(whole) - first + 1)] + tail)

        assert _resumed(torn).count(b"\n") == len(ROWS) + 1


def test_the_last_row_of_a_path_counts(tmp_path: Path) -> None:
    changed = replace(ROWS[0], file_sha256="ff", predicted="covid19")
    _written(tmp_path / "rows", [ROWS[0], ROWS[1], changed])

    with closing(Journal(tmp_path / "rows", HEADER)) as journal:
        assert journal.row(changed.path) == changed
        assert len(journal) == 2


def test_a_content_is_done_under_any_path_but_a_refusal_only_under_its_own(tmp_path: Path) -> None:
    refused = BatchRow("bad", "failed", "LD-FILE-004", "bad is no film.", file_sha256="bb")
    again = BatchRow("odd", "failed", str(ErrorCode.UNEXPECTED), "Odd.", file_sha256="cc")
    unseen = BatchRow("gone", "failed", "LD-FILE-001", "It is gone.")
    with closing(Journal(tmp_path / "rows", HEADER)) as journal:
        journal.append([ROWS[0], refused, again, unseen])

        copy = journal.row_for("copy", ROWS[0].file_sha256)
        assert copy == replace(ROWS[0], path="copy")
        assert journal.row_for("bad", "bb") == refused
        assert journal.row_for("other", "bb") is None
        assert not journal.is_done("odd", "cc")
        assert not journal.is_done("gone", "")


@pytest.mark.parametrize(
    "error",
    [
        failures.too_large_for_memory(Path("a.png")),
        failures.not_readable(Path("a.png"), OSError(5, "Input/output error")),
        failures.not_readable(Path("a.png"), PermissionError()),
        failures.missing(Path("a.png")),
        not_writable(Path("cache"), OSError(28, "No space left on device")),
        not_writable(Path("cache"), OSError(13, "Permission denied")),
    ],
    ids=lambda error: str(error.code),
)
def test_what_may_go_well_the_next_time_is_not_done(tmp_path: Path, error: LungDeskError) -> None:
    with closing(Journal(tmp_path / "rows", HEADER)) as journal:
        journal.append([BatchRow.failed(Path("a.png"), error, "aa")])
        assert not journal.is_done("a.png", "aa")
    with closing(Journal(tmp_path / "rows", HEADER)) as journal:
        assert not journal.is_done("a.png", "aa")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"model_id": "vgg"}, "read with lite 1.0, not with vgg 1.0"),
        ({"precision": "bfloat16"}, r"\(float32\), not with lite 1.0 \(bfloat16\)"),
        ({"model_sha256": "bb"}, "not with another lite"),
        ({"preparation": 2}, r"\(float32\), not with lite 1.0 \(float32, preparation 2\)"),
        ({"lungs": "0123456789"}, r"\(float32\), not with lite 1.0 \(float32, lungs 01234567\)"),
    ],
)
def test_rows_of_another_model_are_not_gone_on_with(
    tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    before = _written(tmp_path / "rows", ROWS)

    with pytest.raises(LungDeskError, match=words) as caught:
        Journal(tmp_path / "rows", HEADER | change)

    assert caught.value.code is ErrorCode.BATCH_DIFFERS
    assert (tmp_path / "rows").read_bytes() == before


def test_a_full_disk_says_how_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with closing(Journal(tmp_path / "rows", HEADER)) as journal:
        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(LungDeskError) as caught:
            journal.append(ROWS)

    assert caught.value.code is ErrorCode.DISK_FULL
    assert caught.value.hint.endswith("then go on with --resume.")


def test_a_file_that_is_no_journal_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "rows").write_text("Dear colleague,\nthe rows are attached.\n")

    with pytest.raises(LungDeskError) as caught:
        Journal(tmp_path / "rows", HEADER)

    assert caught.value.code is ErrorCode.BATCH_DAMAGED
    assert (tmp_path / "rows").read_text().startswith("Dear colleague")


@pytest.mark.parametrize("moved", [False, True])
def test_a_path_is_that_of_a_file_wherever_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: bool
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    first, second = (replace(ROWS[0], path="1.jpg", file_sha256=digits) for digits in ("aa", "bb"))
    for folder, row in ((here, first), (there, second)):
        folder.mkdir()
        monkeypatch.chdir(folder)
        _written(tmp_path / "rows", [row])
    monkeypatch.chdir(here if moved else there)

    with closing(Journal(tmp_path / "rows", HEADER)) as journal:
        paths = [str(folder / "1.jpg") for folder in (here, there)]
        assert journal.paths() == tuple(map(os.path.normcase, paths))
        # It leads to its file from here: as it was typed where it was typed here.
        paths[not moved] = "1.jpg"
        expected = [replace(first, path=paths[0]), replace(second, path=paths[1])]
        assert [journal.row(path) for path in journal.paths()] == expected
        assert journal.row_for("1.jpg", "aa" if moved else "bb") == expected[not moved]
    assert list(JournalLook.of(tmp_path / "rows").rows()) == expected


def test_in_a_folder_that_has_moved_paths_lead_to_what_has_moved_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = tmp_path / "project", tmp_path / "project2"
    before.mkdir()
    monkeypatch.chdir(before)
    _written(Path("rows"), ROWS)
    before.rename(after)
    monkeypatch.chdir(after)

    with closing(Journal(Path("rows"), HEADER)) as journal:
        assert _rows(journal) == ROWS
        assert journal.paths() == tuple(os.path.normcase(after / row.path) for row in ROWS)
    assert list(JournalLook.of(Path("rows")).rows()) == ROWS


def test_a_journal_asks_once_where_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are many, and the system is slow to say."""
    _written(tmp_path / "rows", ROWS)
    asked = Mock(wraps=os.getcwd)
    monkeypatch.setattr(os, "getcwd", asked)
    monkeypatch.setattr("lungdesk.services.batch.journal.placing", lambda: str)

    with closing(Journal(tmp_path / "rows", HEADER)) as journal:
        assert _rows(journal) == ROWS

    asked.assert_called_once()


def test_rows_of_an_earlier_version_begin_where_one_is(tmp_path: Path) -> None:
    earlier = [_line(values) for values in (HEADER, ROWS[0].plain(), ROWS[1].plain())]
    (tmp_path / "rows").write_bytes(b"".join(earlier))

    with closing(Journal(tmp_path / "rows", HEADER)) as journal:
        assert [journal.row(row.path) for row in ROWS] == [*ROWS[:2], None, None, None]
        assert journal.row(str(Path(ROWS[0].path).absolute())) == ROWS[0]


def test_a_damaged_line_takes_no_other_row_with_it(tmp_path: Path) -> None:
    lines = _written(tmp_path / "rows", ROWS).splitlines(keepends=True)
    for number in (2, 3):
        lines[number] = lines[number].replace(b"normal", b"norm\0l")
    damaged = b"".join(lines)
    (tmp_path / "rows").write_bytes(damaged + b"torn")

    kept = [ROWS[0], *ROWS[3:]]
    assert list(JournalLook.of(tmp_path / "rows").rows()) == kept
    with closing(Journal(tmp_path / "rows", HEADER)) as journal:
        assert _rows(journal) == [ROWS[0], None, None, *ROWS[3:]]
        assert journal.damaged_lines == 2
    assert (tmp_path / "rows").read_bytes() == damaged
    _resumed(tmp_path / "rows")
    with closing(Journal(tmp_path / "rows", HEADER)) as journal:
        assert _rows(journal) == ROWS


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"read_anyway": True, "precision": "bfloat16"}, "Go on with the same options"),
        ({"read_anyway": True, "model_sha256": "bb"}, "Go on with that model"),
    ],
)
def test_who_reads_otherwise_is_told_what_to_change(
    tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    _written(tmp_path / "rows", ROWS)

    with pytest.raises(LungDeskError) as caught:
        Journal(tmp_path / "rows", HEADER | change)

    assert caught.value.hint == f"{words}, or choose another folder for the results."
