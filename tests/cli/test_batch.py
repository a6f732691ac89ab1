"""``lungdesk batch``: what keeps it from beginning is one sentence, and nothing is lost by it."""

from __future__ import annotations

import csv
import signal
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.services.batch import run as batch
from lungdesk.services.batch.folder import RESULTS, held_folder
from lungdesk.services.batch.journal import JOURNAL, Journal
from lungdesk.services.batch.row import BatchRow
from lungdesk.services.cluster import workers as cluster
from lungdesk.services.paths import AppPaths
from lungdesk.services.reports import batch_dicom
from lungdesk.services.reports.batch_dicom import BatchDicomResult
from lungdesk.services.workspace import backups
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.requests import RowsRequest
from tests.cli.conftest import Cli
from tests.ended_command import Ended
from tests.unit.services.batch_films import rows_of, write_film
from tests.unit.services.cluster.test_workers import FakeClient


@pytest.fixture
def films(tmp_path: Path) -> Path:
    folder = tmp_path / "films"
    folder.mkdir()
    write_film(folder / "film.png", 1)
    return folder


def _is_one_sentence(ended: Ended, code: ErrorCode, words: str) -> None:
    said = " ".join(ended.err.split())
    assert ended.code == 1
    assert ended.out == ""
    assert words in said
    assert said.endswith(f"[{code}]")
    assert "Traceback" not in said


@pytest.mark.parametrize("below", ["", "deeper"])
def test_a_file_in_the_place_of_the_folder_for_results(
    cli: Cli, films: Path, tmp_path: Path, below: str
) -> None:
    (tmp_path / "taken").write_text("a letter")

    ended = cli("batch", films, "--out", tmp_path / "taken" / below)

    _is_one_sentence(ended, ErrorCode.FILE_NOT_WRITABLE, "Nothing can be written to")
    assert (tmp_path / "taken").read_text() == "a letter"


def test_another_batch_is_writing_there(cli: Cli, films: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    with held_folder(out, is_resumed=False):
        ended = cli("batch", films, "--out", out, "--resume")

    _is_one_sentence(ended, ErrorCode.BATCH_IN_USE, "Another batch is writing into")
    assert not (out / JOURNAL).exists()
    assert cli("batch", films, "--out", out).code == 0


def test_the_folder_is_held_until_everything_is_written(
    cli: Cli, films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, refused = tmp_path / "out", list[ErrorCode]()

    def write(*_: object) -> BatchDicomResult:
        with pytest.raises(LungDeskError) as caught, held_folder(out, is_resumed=True):
            pass
        refused.append(caught.value.code)
        return BatchDicomResult(1)

    monkeypatch.setattr(batch_dicom, "write_batch_dicom", write)

    ended = cli("batch", films, "--out", out, "--dicom", "--json")

    assert (ended.code, refused) == (0, [ErrorCode.BATCH_IN_USE])
    assert ended.json["dicom"] == {"films": 1, "failed": 0}
    with held_folder(out, is_resumed=True):
        pass


def test_a_model_that_cannot_read_leaves_no_folder(
    cli: Cli, films: Path, copied_model: Path, tmp_path: Path
) -> None:
    (copied_model / "engine.bin").write_bytes(b"")

    ended = cli("batch", films, "--out", tmp_path / "made" / "out", "--model", copied_model)

    _is_one_sentence(ended, ErrorCode.MODEL_DAMAGED, "is damaged")
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("options", [(), ("--resume",)])
def test_a_table_of_something_else_is_not_written_over(
    cli: Cli, films: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / RESULTS).write_text("path,diagnosis\n")

    ended = cli("batch", films, "--out", out, *options)

    _is_one_sentence(ended, ErrorCode.BATCH_OUTPUT_EXISTS, f"holds a {RESULTS} without")
    assert (out / RESULTS).read_text() == "path,diagnosis\n"


def _damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)


def _make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (_damage, ErrorCode.WORKSPACE_DAMAGED, "The workspace workspace.db is damaged"),
        (_make_newer, ErrorCode.WORKSPACE_TOO_NEW, "was written by a newer LungDesk"),
    ],
)
def test_a_workspace_that_cannot_keep_the_rows(
    cli: Cli,
    films: Path,
    tmp_path: Path,
    change: Callable[[Path], None],
    code: ErrorCode,
    words: str,
) -> None:
    desk = WorkspaceDesk.of(AppPaths.default())
    desk.rows(RowsRequest(), NullContext())
    desk.close()
    change(desk.path)
    before = desk.path.read_bytes()

    ended = cli("batch", films, "--out", tmp_path / "out", "--workspace")

    _is_one_sentence(ended, code, words)
    assert desk.path.read_bytes() == before
    assert not (tmp_path / "out" / JOURNAL).exists()


def test_a_batch_makes_the_copy_of_the_day(cli: Cli, films: Path, tmp_path: Path) -> None:
    ended = cli("batch", films, "--out", tmp_path / "out", "--workspace")

    (copy,) = backups.copies_of(AppPaths.default().workspace)
    assert ended.code == 0
    (kept,) = WorkspaceDesk(copy).rows(RowsRequest(), NullContext()).worklist.columns.path
    assert kept == str(films / "film.png")


def test_a_batch_is_done_without_the_copy_of_the_day(cli: Cli, films: Path, tmp_path: Path) -> None:
    folder = backups.folder_of(AppPaths.default().workspace)
    folder.parent.mkdir(parents=True)
    folder.write_text("a letter")

    ended = cli("batch", films, "--out", tmp_path / "out", "--workspace", "--json")

    assert ended.code == 0
    assert ended.json["files"] == 1
    assert "The workspace could not be copied: workspace-" in ended.err


def test_a_workspace_that_another_writes_to(cli: Cli, films: Path, tmp_path: Path) -> None:
    desk = WorkspaceDesk.of(AppPaths.default())
    desk.rows(RowsRequest(), NullContext())

    ended = cli("batch", films, "--out", tmp_path / "out", "--workspace")
    desk.close()

    words = "Close the other one, or wait for it, then do it again."
    _is_one_sentence(ended, ErrorCode.WORKSPACE_IN_USE, words)


def test_a_workspace_whose_folder_cannot_be_made(
    cli: Cli, films: Path, tmp_path: Path, lungdesk_home: Path
) -> None:
    lungdesk_home.mkdir()
    AppPaths.default().data.write_text("a letter")

    ended = cli("batch", films, "--out", tmp_path / "out", "--workspace")

    words = "workspace cannot be written (Not a directory). Check the space and the permissions of"
    _is_one_sentence(ended, ErrorCode.FILE_NOT_WRITABLE, words)


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:9", "nowhere.invalid:8786", "tcp://10..0.1:8786"]
)
def test_a_scheduler_that_does_not_answer_is_not_waited_for(
    cli: Cli, films: Path, tmp_path: Path, address: str
) -> None:
    out, begun = tmp_path / "made" / "out", time.monotonic()

    ended = cli("batch", films, "--out", out, "--scheduler", address)

    words = f"There is no Dask scheduler that answers at {address}."
    _is_one_sentence(ended, ErrorCode.CLUSTER_UNREACHABLE, words)
    assert time.monotonic() - begun < cluster._CONNECT_S
    assert not out.parent.exists()


@pytest.mark.parametrize("address", ["foo", "tcp://foo", "foo:port", "tcp://:8786"])
def test_what_is_no_address_of_a_scheduler(
    cli: Cli, films: Path, tmp_path: Path, address: str
) -> None:
    ended = cli("batch", films, "--out", tmp_path / "out", "--scheduler", address)

    assert ended.code == 2
    assert f"{address} is no address of a Dask scheduler." in ended.err
    assert not (tmp_path / "out").exists()


def test_a_cluster_without_workers(
    cli: Cli, films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_connected", lambda _: FakeClient({}, ()))

    ended = cli("batch", films, "--out", tmp_path / "out", "--scheduler", "tcp://a:1")

    _is_one_sentence(ended, ErrorCode.CLUSTER_WITHOUT_WORKERS, "The Dask cluster has no workers.")
    assert not (tmp_path / "out" / JOURNAL).exists()


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_why_nothing_could_be_read_is_told(
    cli: Cli, tmp_path: Path, options: tuple[str, ...]
) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    for name in ("a.dcm", "b.dcm"):
        (folder / name).write_text("Dear colleague,\n")
    paths = (tmp_path / "nowhere.jpg", folder)

    ended = cli("batch", *paths, "--out", tmp_path / "out", *options)

    said = " ".join(ended.err.split())
    assert ended.code == 1
    assert "nowhere.jpg is not there." in said
    assert said.count(f"[{ErrorCode.FILE_MISSING}]") == 1
    assert "a.dcm: a.dcm is" in said
    assert "b.dcm" not in said
    code = ErrorCode.FILE_NOT_AN_IMAGE
    assert said.endswith(f"2 files in all could not be read for this reason [{code}].")


@pytest.mark.slow
def test_ten_thousand_files_that_are_no_images(cli: Cli, tmp_path: Path) -> None:
    count = 10_000
    folder = tmp_path / "letters"
    folder.mkdir()
    for number in range(count):
        (folder / f"letter-{number}.dcm").write_text(f"Dear colleague no. {number},\n")

    ended = cli("batch", folder, "--out", tmp_path / "out")

    assert ended.code == 1
    assert ended.out.startswith(f"0 of {count} files were read, {count} could not be read.")
    with (tmp_path / "out" / RESULTS).open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len({row["path"] for row in rows}) == len(rows) == count
    assert {row["code"] for row in rows} == {str(ErrorCode.FILE_NOT_AN_IMAGE)}
    assert all(row["message"].startswith(Path(row["path"]).name) for row in rows)


@pytest.mark.parametrize(
    "ending", [getattr(signal, n) for n in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, n)]
)
def test_whatever_asks_it_to_end_its_rows_are_in_the_table_and_it_says_how_to_go_on(
    cli: Cli, films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: int
) -> None:
    for number in (2, 3):
        write_film(films / f"film-{number}.png", number)
    out, append = tmp_path / "out", Journal.append

    def interrupted(journal: Journal, rows: Iterable[BatchRow]) -> None:
        is_first = not len(journal)
        append(journal, rows)
        if is_first:
            signal.raise_signal(ending)

    with monkeypatch.context() as patch:
        patch.setattr(batch, "_ROWS_TOGETHER", 1)
        patch.setattr(Journal, "append", interrupted)
        ended = cli("batch", films, "--out", out)

    assert (ended.code, ended.out) == (130, "")
    said = "What has been read is kept: the same command with --resume goes on.\nCancelled.\n"
    assert ended.err.endswith(said)
    assert [Path(row["path"]).name for row in rows_of(out)] == ["film-2.png"]
    assert cli("batch", films, "--out", out, "--resume", "--json").json["read_now"] == 2


def test_an_empty_folder_is_told_and_no_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    ended = cli("batch", tmp_path / "empty", "--out", tmp_path / "out", "--workspace")

    assert ended.code == 1
    assert ended.out.startswith("0 of 0 files were read.\n")
    assert ended.err == "The folder empty holds no images.\n"
    columns = WorkspaceDesk.of(AppPaths.default()).rows(RowsRequest(), NullContext())
    assert not len(columns.worklist.columns)


def test_objects_without_a_row_are_named(
    cli: Cli, films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = BatchDicomResult(1, without_row=("film-0123456789ab",))
    monkeypatch.setattr(batch_dicom, "write_batch_dicom", lambda *_: result)

    ended = cli("batch", films, "--out", tmp_path / "out", "--dicom")

    said = " ".join(ended.err.split())
    assert "Objects of films that have no row any more, for no archive: film-0123456789ab" in said


def test_what_cannot_be_computed_is_said_of_the_model_that_was_asked_for(
    cli: Cli, films: Path, tmp_path: Path
) -> None:
    """Not of the parts that it is made of, which nobody has named."""
    ended = cli("batch", films, "--out", tmp_path / "out", "--precision", "bfloat16")

    _is_one_sentence(ended, ErrorCode.MODEL_INVALID, "bfloat16 cannot be used: this")
    assert "lite0" not in ended.err
