"""Collections in ZIP files: unpacked whole, safely, or not at all."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.formats.archive_unpacking import is_archive_file, unpack_archive
from tests.unit.services.fakes import Listener

FILES = {"normal/a.png": b"film a", "covid/b.dcm": b"film b", "manifest.csv": b"path,label\n"}


def pack(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_films_and_tables_are_unpacked(tmp_path: Path) -> None:
    more = {"notes.txt": b"x", ".hidden/a.png": b"x", "__MACOSX/._a.png": b"x", "empty/": b""}
    packed = pack(tmp_path / "ours.zip", FILES | more)
    folder = unpack_archive(packed, tmp_path / "out", NullContext()).folder
    assert folder.name == "ours"
    assert below(folder) == FILES


@pytest.mark.parametrize(
    "name", ["../a.png", "films/../../a.png", "/a.png", "C:\\a.png", "films\\..\\..\\a.png"]
)
def test_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    packed = pack(tmp_path / "bad.zip", FILES | {name: b"evil"})
    before = below(tmp_path)
    with pytest.raises(LungDeskError) as caught:
        unpack_archive(packed, tmp_path / "out", NullContext())
    assert caught.value.code is ErrorCode.ARCHIVE_UNSAFE
    assert below(tmp_path) == before


def test_a_stop_leaves_nothing_behind(tmp_path: Path) -> None:
    packed = pack(tmp_path / "ours.zip", FILES)
    with pytest.raises(Cancelled):
        unpack_archive(packed, tmp_path / "out", Listener(cancels_at_check=2))
    assert below(tmp_path / "out") == {}
    assert below(unpack_archive(packed, tmp_path / "out", NullContext()).folder) == FILES


def test_an_archive_that_is_cut_off_leaves_nothing_behind(tmp_path: Path) -> None:
    packed = pack(tmp_path / "ours.zip", FILES | {"normal/c.png": os.urandom(5000)})
    content = bytearray(packed.read_bytes())
    content[600:1200] = bytes(600)
    packed.write_bytes(content)
    with pytest.raises(LungDeskError) as caught:
        unpack_archive(packed, tmp_path / "out", NullContext())
    assert caught.value.code is ErrorCode.ARCHIVE_DAMAGED
    assert below(tmp_path / "out") == {}


def test_an_archive_that_has_changed_is_unpacked_anew(tmp_path: Path) -> None:
    packed = pack(tmp_path / "ours.zip", FILES)
    first = unpack_archive(packed, tmp_path / "out", NullContext())
    assert unpack_archive(packed, tmp_path / "out", NullContext()) == first
    pack(packed, FILES | {"normal/new.png": b"new"})
    second = unpack_archive(packed, tmp_path / "out", NullContext())
    assert "normal/new.png" in below(second.folder)
    assert below(first.folder) == FILES


def test_a_full_disk_is_noticed_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class _Usage:
        free = 3

    monkeypatch.setattr(shutil, "disk_usage", lambda _path: _Usage)
    packed = pack(tmp_path / "ours.zip", FILES)
    with pytest.raises(LungDeskError) as caught:
        unpack_archive(packed, tmp_path / "out", NullContext())
    assert caught.value.code is ErrorCode.DISK_FULL
    assert below(tmp_path / "out") == {}


def test_an_archive_without_films_is_refused(tmp_path: Path) -> None:
    packed = pack(tmp_path / "ours.zip", {"notes.txt": b"x"})
    with pytest.raises(LungDeskError) as caught:
        unpack_archive(packed, tmp_path / "out", NullContext())
    assert caught.value.code is ErrorCode.FOLDER_WITHOUT_IMAGES


def test_archives_inside_are_counted_each_time_and_named_where_there_is_nothing_else(
    tmp_path: Path,
) -> None:
    inner = {"normal/more.ZIP": b"PK", "rest.zip": b"PK", "__MACOSX/._rest.zip": b"x"}
    packed = pack(tmp_path / "ours.zip", FILES | inner)
    for _ in range(2):
        unpacked = unpack_archive(packed, tmp_path / "out", NullContext())
        assert (below(unpacked.folder), unpacked.archive_count) == (FILES, 2)

    for tables in ({}, {"README.csv": b"path,label\n"}):
        packed = pack(tmp_path / "ours.zip", tables | inner)
        with pytest.raises(LungDeskError) as caught:
            unpack_archive(packed, tmp_path / "out", NullContext())
        assert caught.value.code is ErrorCode.ARCHIVE_METHOD
        assert "normal/more.ZIP and 1 more" in caught.value.message


def test_what_is_a_zip_file_is_told_by_its_beginning(tmp_path: Path) -> None:
    assert is_archive_file(pack(tmp_path / "films", FILES))
    (tmp_path / "list.zip").write_text("path,label\n")
    assert not is_archive_file(tmp_path / "list.zip")
    assert not is_archive_file(tmp_path / "missing.zip")
