"""A workspace that is gone, empty, something else, or not to be written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from unittest.mock import Mock

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import not_writable
from lungdesk.core.jobs import NullContext
from lungdesk.core.worklist.states import StudyStatus
from lungdesk.services.workspace import backups
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.requests import RecordRequest, RowsRequest, SetStatus
from lungdesk.services.workspace.sqlite_paths import files_of
from lungdesk.services.writer_lock import WriterLock
from tests.conftest import REPO_ROOT
from tests.rights import without_root_rights
from tests.unit.services.workspace.readings import desk_in, reading

CTX = NullContext()
MANY = 30
LOOK = """
import sys
from pathlib import Path
from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.services.workspace.requests import RecordRequest, RowsRequest
from tests.unit.services.workspace.readings import desk_in, reading
desk, ctx = desk_in(Path(sys.argv[1])), NullContext()
for _ in range(2):
    answer = desk.rows(RowsRequest(), ctx)
    print(answer.study_count, answer.refusal)
    try:
        desk.record(RecordRequest(reading("later.dcm")), ctx)
    except LungDeskError as error:
        print(error.code)
print(desk.check(None, ctx).study_count, desk.back_up_daily(None, ctx))
desk.close()
"""


@pytest.fixture
def desk(tmp_path: Path) -> WorkspaceDesk:
    """With five daily copies."""
    made = desk_in(tmp_path / "workspace")
    for number in range(MANY):
        made.record(RecordRequest(reading(f"film-{number}.dcm")), CTX)
    first = made.back_up_daily(None, CTX)
    assert first is not None
    for day in range(1, 5):
        shutil.copy2(first, first.with_name(f"workspace-2020010{day}-120000-000000.db"))
    made.close()
    return made


def count(desk: WorkspaceDesk) -> int:
    return desk.rows(RowsRequest(), CTX).study_count


def told(desk: WorkspaceDesk) -> LungDeskError:
    with pytest.raises(LungDeskError) as found:
        count(desk)
    assert found.value.code is ErrorCode.WORKSPACE_DAMAGED
    return found.value


def lose(path: Path, *, is_empty: bool) -> None:
    path.unlink()
    if is_empty:
        path.touch()


@pytest.mark.parametrize("is_empty", [True, False])
def test_a_lost_workspace_is_told_and_keeps_its_copies(
    desk: WorkspaceDesk, *, is_empty: bool
) -> None:
    copies = {copy: copy.read_bytes() for copy in backups.copies_of(desk.path)}
    lose(desk.path, is_empty=is_empty)
    newest = desk.newest_backup()
    assert newest is not None
    for copy in copies:
        os.utime(copy, (0, 0))  # the copy of the day is due

    error = told(desk)
    with pytest.raises(LungDeskError):
        desk.record(RecordRequest(reading("later.dcm")), CTX)
    with pytest.raises(LungDeskError):
        desk.back_up_daily(None, CTX)

    assert "is lost" in error.message
    assert str(newest) in error.hint
    assert {copy: copy.read_bytes() for copy in backups.copies_of(desk.path)} == copies
    assert desk.path.exists() == is_empty
    desk.restore(newest, CTX)
    assert count(desk) == MANY


def test_a_database_without_tables_is_no_beginning_where_copies_lie(desk: WorkspaceDesk) -> None:
    desk.path.unlink()
    with closing(sqlite3.connect(desk.path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    assert desk.path.stat().st_size

    assert "is lost" in told(desk).message


def test_it_is_begun_anew_where_its_folder_was_moved_away(desk: WorkspaceDesk) -> None:
    desk.path.unlink()
    assert f"move the folder {desk.path.parent} away" in told(desk).hint

    desk.path.parent.rename(desk.path.parent.with_name("before"))

    assert count(desk) == 0
    assert desk.record(RecordRequest(reading()), CTX)


def test_a_journal_without_its_database_waits_for_it(tmp_path: Path) -> None:
    """SQLite would take it for the rest of something, and drop it."""
    desk = desk_in(tmp_path / "workspace")
    desk.record(RecordRequest(reading("one.dcm")), CTX)
    killed = tmp_path / "killed"
    killed.mkdir()
    for file in files_of(desk.path):
        shutil.copy2(file, killed)
    desk.close()
    place = killed / desk.path.name
    place.rename(tmp_path / "moved.db")
    other = desk_in(killed)

    error = told(other)
    (tmp_path / "moved.db").rename(place)

    assert f"move the folder {killed} away" in error.hint
    assert count(other) == 1


def test_a_journal_that_was_left_is_not_taken_for_that_of_a_backup(
    desk: WorkspaceDesk,
) -> None:
    newest = desk.newest_backup()
    assert newest is not None
    desk.set_status(SetStatus(tuple(range(1, MANY)), StudyStatus.READ), CTX)
    journal = desk.path.with_name("workspace.db-wal")
    left = journal.read_bytes()
    desk.close()
    desk.path.unlink()
    journal.write_bytes(left)

    desk.restore(newest, CTX)

    assert not desk.rows(RowsRequest(), CTX).worklist.columns.status.any()
    assert desk.check(None, CTX).study_count == MANY
    (kept,) = desk.path.parent.glob("workspace.replaced-*-wal")
    assert kept.read_bytes() == left


@pytest.mark.parametrize("name", ["workspace.db", "workspace.db-wal"])
def test_a_folder_in_the_place_of_a_file_is_damage_and_gives_way(
    desk: WorkspaceDesk, name: str
) -> None:
    newest = desk.newest_backup()
    assert newest is not None
    folder = desk.path.with_name(name)
    folder.unlink(missing_ok=True)
    folder.mkdir()
    (folder / "mine").touch()

    error = told(desk)
    aside = desk.restore(newest, CTX)

    assert str(newest) in error.hint
    assert aside is not None
    assert count(desk) == MANY
    assert len(list(desk.path.parent.glob("workspace.replaced-*/mine"))) == 1


def test_what_cannot_be_put_aside_leaves_all_as_it_was(
    desk: WorkspaceDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = desk.newest_backup()
    assert newest is not None
    journal = desk.path.with_name("workspace.db-wal")
    journal.touch()
    copy = shutil.copy2

    def full(source: Path, target: Path) -> None:
        if source == journal:
            target.write_bytes(b"half")
            raise OSError(28, "No space left on device")
        copy(source, target)

    monkeypatch.setattr(shutil, "copy2", full)
    with pytest.raises(LungDeskError) as refused:
        desk.restore(newest, CTX)

    assert refused.value.code is ErrorCode.DISK_FULL
    assert not list(desk.path.parent.glob("*replaced*"))
    assert count(desk) == MANY


@pytest.mark.parametrize(
    "change",
    [
        "PRAGMA application_id = 0",
        "DELETE FROM alembic_version",
        "DROP TABLE alembic_version",
    ],
)
def test_a_database_that_does_not_say_what_it_is_is_damaged(
    desk: WorkspaceDesk, change: str
) -> None:
    newest = desk.newest_backup()
    assert newest is not None
    with closing(sqlite3.connect(desk.path)) as connection, connection:
        connection.execute(change)
    changed = desk.path.with_name("copy.db")
    shutil.copy2(desk.path, changed)

    error = told(desk)
    desk.restore(newest, CTX)
    with pytest.raises(LungDeskError) as refused:
        desk.restore(changed, CTX)

    assert str(newest) in error.hint
    assert refused.value.code in (ErrorCode.WORKSPACE_DAMAGED, ErrorCode.WORKSPACE_FOREIGN)
    assert count(desk) == MANY


def test_of_many_complaints_a_few_lines_are_told() -> None:
    lines = [f"Tree 5 page {number}: btreeInitPage() returns error code 11" for number in range(18)]
    found = "\n".join(("*** in database main ***", *lines))
    connection = Mock(execute=Mock(return_value=[(found,), ("row 3 missing from index",)]))

    assert backups.complaint(connection, is_quick=True) == "; ".join(lines[:3])


def test_damage_is_found_although_no_copy_is_due(desk: WorkspaceDesk) -> None:
    assert not backups.is_copy_due(desk.path)
    with closing(sqlite3.connect(desk.path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'ix_films_path'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with desk.path.open("r+b") as stream:
        stream.seek((page - 1) * size)
        stream.write(b"\xff" * 100)
    assert count(desk) == MANY

    with pytest.raises(LungDeskError) as found:
        desk.back_up_daily(None, CTX)

    assert found.value.code is ErrorCode.WORKSPACE_DAMAGED


@pytest.mark.parametrize("locked", ["", "workspace.db", "workspace.lock"])
def test_what_may_not_be_written_is_looked_at(desk: WorkspaceDesk, locked: str) -> None:
    place = desk.path.parent / locked
    for file in desk.path.parent.iterdir() if not locked else ():
        file.chmod(0o500 if file.is_dir() else 0o400)
    place.chmod(0o400 if locked else 0o500)

    ended = subprocess.run(
        [*without_root_rights(), sys.executable, "-c", LOOK, desk.path.parent],
        cwd=REPO_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    place.chmod(0o700)

    refusal = f"{MANY} The workspace can be looked at here, but not changed: {place} cannot be"
    said = ended.stdout.splitlines()
    assert said[0].startswith(refusal), ended.stderr
    assert said[1] == ErrorCode.FILE_NOT_WRITABLE
    assert said[2:] == [*said[:2], f"{MANY} None"]


def test_what_a_crash_has_left_open_is_not_looked_at_where_nobody_may_write(
    desk: WorkspaceDesk,
) -> None:
    """SQLite needs a file beside the journal, which it cannot make there."""
    folder = desk.path.parent.with_name("crashed")
    with desk._open().writing() as connection:
        connection.exec_driver_sql("CREATE TABLE more (number)")
    shutil.copytree(desk.path.parent, folder)
    desk.close()
    (folder / "workspace.db-shm").unlink()
    assert (folder / "workspace.db-wal").stat().st_size
    folder.chmod(0o500)

    look = "import sys, pathlib as p\nfrom lungdesk.services.workspace.database import Database\n"
    ended = subprocess.run(
        [
            *(*without_root_rights(), sys.executable, "-c"),
            look + "Database.open(p.Path(sys.argv[1]))",
            folder / "workspace.db",
        ],
        cwd=REPO_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    folder.chmod(0o700)

    said = f"was not closed, and cannot be looked at here: {folder} cannot be written."
    assert said in ended.stderr.splitlines()[-1]


def test_a_full_disk_is_not_taken_for_a_lack_of_permission(
    desk: WorkspaceDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = not_writable(desk.path, OSError(28, "No space left on device"))
    monkeypatch.setattr(WriterLock, "take", Mock(side_effect=full))

    with pytest.raises(LungDeskError) as refused:
        count(desk)

    assert refused.value.code is ErrorCode.DISK_FULL


def test_a_batch_is_told_why_nothing_can_be_kept(
    desk: WorkspaceDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda _path, mode: mode == os.F_OK)

    with pytest.raises(LungDeskError, match="can be looked at here, but not changed") as refused:
        desk.batch_rows([Path("/films")], Path("/out"))

    assert refused.value.code is ErrorCode.FILE_NOT_WRITABLE
