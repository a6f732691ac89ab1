"""Copies of the workspace, and what happens when it is damaged."""

from __future__ import annotations

import os
from pathlib import Path, PureWindowsPath

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.services.workspace import backups
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.requests import RecordRequest, RowsRequest
from lungdesk.services.workspace.sqlite_paths import uri_of
from tests.unit.services.workspace.readings import desk_in, reading

CTX = NullContext()
MANY = 60


@pytest.fixture
def desk(tmp_path: Path) -> WorkspaceDesk:
    made = desk_in(tmp_path)
    for number in range(MANY):
        made.record(RecordRequest(reading(f"film-{number}.dcm")), CTX)
    return made


def count(desk: WorkspaceDesk) -> int:
    return desk.rows(RowsRequest(), CTX).study_count


def damage(path: Path) -> None:
    """Overwrite pages in the middle of a file."""
    size = path.stat().st_size
    with path.open("r+b") as stream:
        stream.seek(size // 3)
        stream.write(os.urandom(size // 3))


def test_a_backup_holds_all_and_takes_the_place_of_the_workspace(
    desk: WorkspaceDesk, tmp_path: Path
) -> None:
    copy = desk.back_up(tmp_path / "copy" / "mine.db", CTX)
    desk.record(RecordRequest(reading("later.dcm")), CTX)
    before = count(desk)

    aside = desk.restore(copy, CTX)

    assert (before, count(desk)) == (MANY + 1, MANY)
    assert aside is not None
    assert not list(copy.parent.glob("*-wal"))
    desk.restore(aside, CTX)
    assert count(desk) == MANY + 1


@pytest.mark.parametrize("name", ["workspace.db", "workspace.db-wal", "workspace.lock", "link.db"])
def test_a_backup_never_takes_the_place_of_the_workspace(
    desk: WorkspaceDesk, tmp_path: Path, name: str
) -> None:
    (tmp_path / "link.db").symlink_to(desk.path)
    (tmp_path / "deeper").mkdir()

    with pytest.raises(LungDeskError, match="belongs to the workspace itself") as refused:
        desk.back_up(tmp_path / "deeper" / ".." / name, CTX)

    assert refused.value.code is ErrorCode.FILE_NOT_WRITABLE
    assert desk.record(RecordRequest(reading("later.dcm")), CTX)
    desk.close()
    assert count(desk) == MANY + 1


def test_a_whole_workspace_is_said_to_be_whole(desk: WorkspaceDesk) -> None:
    answer = desk.check(None, CTX)

    assert (answer.study_count, answer.film_count, answer.newest_backup) == (MANY, MANY, None)


def test_damage_is_found_and_mended_from_the_daily_copy(desk: WorkspaceDesk) -> None:
    daily = desk.back_up_daily(None, CTX)
    desk.close()
    damage(desk.path)

    with pytest.raises(LungDeskError) as found:
        desk.check(None, CTX)
    assert daily is not None
    desk.restore(daily, CTX)

    assert found.value.code is ErrorCode.WORKSPACE_DAMAGED
    assert str(daily) in found.value.hint
    assert count(desk) == MANY


def test_a_file_that_is_no_database_any_more_is_told_and_restored(desk: WorkspaceDesk) -> None:
    daily = desk.back_up_daily(None, CTX)
    assert daily is not None
    desk.close()
    desk.path.write_bytes(b"not what it was " * 999)

    with pytest.raises(LungDeskError) as found:
        count(desk)
    aside = desk.restore(daily, CTX)

    assert found.value.code is ErrorCode.WORKSPACE_DAMAGED
    assert count(desk) == MANY
    assert aside is not None
    assert aside.read_bytes().startswith(b"not what")


def test_one_copy_a_day_and_only_the_newest_few(
    desk: WorkspaceDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk.back_up_daily(None, CTX)
    again = desk.back_up_daily(None, CTX)
    monkeypatch.setattr(backups, "_EVERY", -backups._EVERY)
    later = [desk.back_up_daily(None, CTX) for _ in range(backups._KEPT)]

    assert first is not None
    assert again is None
    assert backups.copies_of(desk.path) == tuple(sorted(filter(None, later), reverse=True))
    assert not first.exists()


def test_a_clock_that_was_wrong_once_does_not_end_the_daily_copies(desk: WorkspaceDesk) -> None:
    folder = backups.folder_of(desk.path)
    folder.mkdir()
    ahead = [folder / f"workspace-2931010{day}-120000-000000.db" for day in range(backups._KEPT)]
    for copy in ahead:
        copy.write_bytes(b"of another time")
        os.utime(copy, (3e10, 3e10))

    today = desk.back_up_daily(None, CTX)

    assert today is not None
    assert today.exists()
    assert desk.newest_backup() == today
    assert desk.back_up_daily(None, CTX) is None
    assert not ahead[0].exists()


@pytest.mark.parametrize(
    "name",
    [
        "backups/.workspace-20260101-120000-000000.db.4711",
        "backups/.workspace-20260101-120000-000000.db.4711-journal",
        ".workspace.db.restored",
        "..workspace.db.restored.4711",
    ],
)
def test_what_a_killed_copy_has_left_goes_with_the_next(desk: WorkspaceDesk, name: str) -> None:
    left = desk.path.parent / name
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"names of patients")
    os.utime(left, (1e9, 1e9))

    made = desk.back_up_daily(None, CTX)

    assert not left.exists()
    assert backups.copies_of(desk.path) == (made,)
    assert count(desk) == MANY


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("backups/.workspace-20260101-120000-000000.db.4711", None),  # another is just making it
        (".workspace.db.swp", 1e9),
        (".workspace.db.bak.1", 1e9),
        ("backups/.my-workspace-copy.db.txt", 1e9),
    ],
)
def test_no_hidden_file_of_others_goes(desk: WorkspaceDesk, name: str, at: float | None) -> None:
    other = desk.path.parent / name
    other.parent.mkdir(exist_ok=True)
    other.write_bytes(b"of others")
    if at is not None:
        os.utime(other, (at, at))

    desk.back_up_daily(None, CTX)

    assert other.exists()


def test_a_file_of_a_network_drive_has_its_server_in_its_path() -> None:
    on_drive = uri_of(PureWindowsPath(r"\\server\share\my desk\workspace.db"), mode="ro")
    here = uri_of(PureWindowsPath(r"C:\desk\workspace.db"), mode="rwc")

    assert on_drive == "file:////server/share/my%20desk/workspace.db?mode=ro"
    assert here == "file:///C%3A/desk/workspace.db?mode=rwc"


def test_a_folder_may_be_called_anything(tmp_path: Path) -> None:
    odd = tmp_path / "what? 50% #1 ärger \udcff"
    desk = desk_in(odd)
    assert desk.record(RecordRequest(reading("film.dcm")), CTX)
    desk.restore(desk.back_up(odd / "copy.db", CTX), CTX)
    assert count(desk) == 1


def test_a_damaged_workspace_is_never_copied(desk: WorkspaceDesk) -> None:
    desk.close()
    damage(desk.path)

    with pytest.raises(LungDeskError) as found:
        desk.back_up_daily(None, CTX)

    assert found.value.code is ErrorCode.WORKSPACE_DAMAGED
    assert backups.copies_of(desk.path) == ()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", ErrorCode.WORKSPACE_FOREIGN),
        (b"text" * 2000, ErrorCode.WORKSPACE_FOREIGN),
        (None, ErrorCode.FILE_MISSING),
    ],
)
def test_what_is_no_backup_is_refused_and_the_workspace_stays(
    desk: WorkspaceDesk, tmp_path: Path, content: bytes | None, code: ErrorCode
) -> None:
    wrong = tmp_path / "wrong.db"
    if content is not None:
        wrong.write_bytes(content)

    with pytest.raises(LungDeskError) as refused:
        desk.restore(wrong, CTX)

    assert refused.value.code is code
    assert count(desk) == MANY


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(
    desk: WorkspaceDesk, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(LungDeskError) as refused:
        desk.back_up(tmp_path / "file" / "copy.db", CTX)

    assert refused.value.code is ErrorCode.FILE_NOT_WRITABLE
    assert count(desk) == MANY
