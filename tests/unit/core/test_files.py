from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import (
    atomic_write,
    free_name,
    not_writable,
    telling_names,
    write_text_atomically,
)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_written_is_there_alone(tmp_path: Path) -> None:
    target = tmp_path / "new" / "folder" / "report.json"

    with atomic_write(target) as stream:
        stream.write(b"first ")
        stream.write(b"second")
        assert not target.exists()

    assert target.read_bytes() == b"first second"
    assert names_in(target.parent) == ["report.json"]


def test_text_is_written_as_utf_8(tmp_path: Path) -> None:
    write_text_atomically(tmp_path / "a.txt", "Müller²\n")

    assert (tmp_path / "a.txt").read_bytes() == "Müller²\n".encode()


def test_a_name_that_is_no_utf_8_can_be_written_down(tmp_path: Path) -> None:
    name = b"R\xf6ntgen.dcm"  # Latin-1

    write_text_atomically(tmp_path / "names.csv", os.fsdecode(name))

    assert (tmp_path / "names.csv").read_bytes() == name


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder says who may read")
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_the_umask_says_who_may_read_a_file(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        write_text_atomically(tmp_path / "a.txt", "")
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == mode


@pytest.mark.parametrize("error", [ValueError("a bug"), KeyboardInterrupt()])
def test_a_crash_in_the_block_leaves_the_old_file(tmp_path: Path, error: BaseException) -> None:
    target = tmp_path / "settings.json"
    target.write_text("old")

    def crash_half_way() -> None:
        with atomic_write(target) as stream:
            stream.write(b"half of the n")
            raise error

    with pytest.raises(type(error)) as caught:
        crash_half_way()

    assert caught.value is error
    assert target.read_text() == "old"
    assert names_in(tmp_path) == ["settings.json"]


def test_a_crash_in_the_block_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), atomic_write(tmp_path / "new.json") as stream:
        stream.write(bytes(1 // 0))

    assert names_in(tmp_path) == []


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "settings.json"
    target.write_text("old")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(LungDeskError) as caught:
        write_text_atomically(target, "new")

    assert caught.value.code is ErrorCode.DISK_FULL
    assert caught.value.message == "settings.json cannot be written: the disk is full."
    assert str(tmp_path) in caught.value.hint
    assert target.read_text() == "old"
    assert names_in(tmp_path) == ["settings.json"]


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, and no folder")

    with pytest.raises(LungDeskError) as caught:
        write_text_atomically(tmp_path / "taken" / "report.json", "")

    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
    assert "report.json" in caught.value.message
    assert str(tmp_path / "taken") in caught.value.hint
    assert isinstance(caught.value.__cause__, OSError)
    assert names_in(tmp_path) == ["taken"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_name_is_said_in_one_printable_line(number: int) -> None:
    error = not_writable(Path("out", "a\nb\udcf6.png"), OSError(number, "So."), hint="Go on.")

    assert error.message.startswith("a?b?.png cannot be written")
    assert error.hint == "Go on."


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_without_permission_is_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)

    with pytest.raises(LungDeskError) as caught:
        write_text_atomically(folder / "report.json", "")

    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
    assert names_in(folder) == []


def test_a_folder_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "report.json").mkdir()

    with pytest.raises(LungDeskError) as caught:
        write_text_atomically(tmp_path / "report.json", "")

    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
    assert (tmp_path / "report.json").is_dir()
    assert names_in(tmp_path) == ["report.json"]


def test_of_two_writers_at_once_the_last_wins_whole(tmp_path: Path) -> None:
    target = tmp_path / "settings.json"

    with atomic_write(target) as slow:
        slow.write(b"slow")
        with atomic_write(target) as quick:
            quick.write(b"quick and longer")
        assert target.read_bytes() == b"quick and longer"

    assert target.read_bytes() == b"slow"
    assert names_in(tmp_path) == ["settings.json"]


def test_a_name_that_is_taken_is_numbered_from_2() -> None:
    assert free_name("film", {"other"}.__contains__) == "film"
    assert free_name("film", {"film", "film-2"}.__contains__) == "film-3"


def test_files_of_one_name_are_told_apart_by_their_folders() -> None:
    paths = [Path(one) for one in ("/cd/PA1/S/I0", "/cd/PA2/S/I0", "/cd/PA2/T/I0", "/cd/film.dcm")]
    assert list(telling_names(paths).values()) == ["film.dcm", "T/I0", "PA1/S/I0", "PA2/S/I0"]
    assert telling_names(paths * 2) == telling_names(paths)
    assert telling_names([]) == {}


@given(st.sets(st.lists(st.sampled_from("ab"), min_size=1, max_size=4).map(tuple)))
def test_no_two_files_are_called_alike(parts: set[tuple[str, ...]]) -> None:
    paths = [Path("/", *one) for one in parts]
    names = telling_names(paths)
    assert len(set(names.values())) == len(names) == len(paths)
    assert all(path.as_posix().endswith(name.lstrip("/")) for path, name in names.items())
