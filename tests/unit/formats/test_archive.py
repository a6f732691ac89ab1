"""Films in ZIP files: listed, unpacked one by one, and nothing else than films."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.formats import archive as archives
from lungdesk.formats import film_cache
from lungdesk.formats.archive import archive_of, list_archive, local_path
from lungdesk.formats.reader import read_radiograph
from tests.unit.formats.builders import gradient, write_dicom, write_picture
from tests.unit.formats.zip_files import code_of, zipped


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def film(tmp_path: Path) -> bytes:
    return write_dicom(tmp_path / "film.dcm").read_bytes()


def _names(archive: Path) -> list[str]:
    listing = list_archive(archive, NullContext())
    return [film.relative_to(archive).as_posix() for film in listing.films]


# -------------------------------------------------------------------------------- listing


def test_films_are_listed_in_natural_order_as_if_the_archive_were_a_folder(
    tmp_path: Path, film: bytes
) -> None:
    names = ["ward/film-10.dcm", "ward/film-2.dcm", "IM0001", "b.PNG"]
    others = {"notes.txt": b"x", "letter": b"Dear colleague", "ward/": b"", "DICOMDIR": film}
    hidden = {".film.dcm": film, "__MACOSX/b.png": film, "a/.cache/c.dcm": film}

    archive = zipped(tmp_path / "a.zip", dict.fromkeys(names, film) | others | hidden)

    assert _names(archive) == ["b.PNG", "IM0001", "ward/film-2.dcm", "ward/film-10.dcm"]


def test_listing_unpacks_the_first_bytes_at_most(
    tmp_path: Path, film: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = zipped(tmp_path / "a.zip", {"a.dcm": film, "b.dcm": film, "c.png": film})
    read = zipfile.ZipExtFile.read
    lengths: list[int | None] = []

    def watched(entry: zipfile.ZipExtFile, length: int | None = -1) -> bytes:
        lengths.append(length)
        return read(entry, length)

    monkeypatch.setattr(zipfile.ZipExtFile, "read", watched)

    assert _names(archive) == ["a.dcm", "b.dcm", "c.png"]
    assert lengths == [512, 512]


def test_an_archive_without_films_says_so(tmp_path: Path) -> None:
    for content in ({}, {"notes.txt": b"x"}):
        listing = list_archive(zipped(tmp_path / "a.zip", content), NullContext())
        assert listing.films == ()
        assert [error.code for error in listing.errors] == [ErrorCode.FOLDER_WITHOUT_IMAGES]


def test_archives_in_an_archive_are_told_and_not_opened(tmp_path: Path, film: bytes) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a.dcm": film}).read_bytes()
    hidden = {".old.zip": inner, "__MACOSX/inner.zip": inner}
    archives = {"inner.zip": inner, "ward/more.ZIP": inner}
    outer = zipped(tmp_path / "outer.zip", {"b.dcm": film} | archives | hidden)

    listing = list_archive(outer, NullContext())

    assert listing.films == (outer / "b.dcm",)
    (error,) = listing.errors
    assert error.code is ErrorCode.ARCHIVE_METHOD
    assert "outer.zip holds other archives (inner.zip and 1 more)" in error.message
    alone = list_archive(zipped(tmp_path / "alone.zip", archives), NullContext())
    assert [error.code for error in alone.errors] == [ErrorCode.ARCHIVE_METHOD]
    none = list_archive(zipped(tmp_path / "none.zip", {"b.dcm": film} | hidden), NullContext())
    assert none.errors == ()


def test_a_cancelled_listing_stops(tmp_path: Path, film: bytes) -> None:
    class CancelledContext(NullContext):
        def check(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        list_archive(zipped(tmp_path / "a.zip", {"a.dcm": film}), CancelledContext())


# ------------------------------------------------------------------------------ unpacking


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_film_is_unpacked_when_it_is_wanted(
    tmp_path: Path, cache: Path, film: bytes, method: int
) -> None:
    archive = zipped(tmp_path / "a.zip", {"w/a.dcm": film, "w/b.dcm": film}, method)

    unpacked = local_path(archive / "w" / "a.dcm", cache)

    assert unpacked.name == "a.dcm"
    assert unpacked.read_bytes() == film
    assert [path for path in cache.rglob("*") if path.is_file()] == [unpacked]
    np.testing.assert_array_equal(read_radiograph(unpacked).stored_values, gradient())


def test_a_film_outside_of_archives_is_read_where_it_is(tmp_path: Path, cache: Path) -> None:
    film = write_picture(tmp_path / "film.png", gradient())
    for path in (film, tmp_path, tmp_path / "gone.png", film / "inside.png", Path("a\0b")):
        assert local_path(path, cache) == path
        assert archive_of(path) is None
    assert not cache.exists()


def test_where_the_cache_cannot_be_written_films_are_unpacked_until_the_process_ends(
    tmp_path: Path, film: bytes
) -> None:
    archive, cache = zipped(tmp_path / "a.zip", {"a.dcm": film}), tmp_path / "cache"
    cache.write_text("a file, and no folder")
    script = (
        "import sys; from pathlib import Path; from lungdesk.formats.archive import local_path\n"
        "film = local_path(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "assert film.read_bytes() == Path(sys.argv[3]).read_bytes()\n"
        "assert local_path(Path(sys.argv[1]), Path(sys.argv[2])) == film\n"
        "print(film)"
    )
    paths = (archive / "a.dcm", cache, tmp_path / "film.dcm")
    command = [sys.executable, "-c", script, *map(str, paths)]

    ended = subprocess.run(command, capture_output=True, text=True, check=True)

    unpacked = Path(ended.stdout.strip())
    assert unpacked.name == "a.dcm"
    assert not unpacked.parent.parent.exists()


def test_films_that_a_killed_process_has_left_are_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    left, used, other = (
        tmp_path / name
        for name in (f"lungdesk-films-{ended.pid}-a", f"lungdesk-films-{os.getpid()}-a", "film-1-a")
    )
    for folder in (left, used, other):
        (folder / "key").mkdir(parents=True)
        (folder / "key" / "film.dcm").write_bytes(b"film")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    film_cache.temporary_cache.__wrapped__()

    assert [one.exists() for one in (left, used, other)] == [False, True, True]


def test_the_stand_in_for_a_cache_stays_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = zipped(tmp_path / "a.zip", {f"{n}.dcm": bytes(1000) for n in range(9)})
    (tmp_path / "cache").write_text("a file, and no folder")
    stand_in = tmp_path / "stand-in"
    monkeypatch.setattr(archives, "temporary_cache", lambda: stand_in)
    monkeypatch.setattr(archives, "TEMPORARY_LIMIT_BYTES", 3000)

    last = [local_path(archive / f"{n}.dcm", tmp_path / "cache") for n in range(9)][-1]

    assert last.is_file()
    assert len(list(stand_in.glob("*/*"))) <= 3


def test_a_film_is_unpacked_once_and_again_when_its_archive_changes(
    tmp_path: Path, cache: Path, film: bytes
) -> None:
    path = zipped(tmp_path / "a.zip", {"a.dcm": film}) / "a.dcm"
    first = local_path(path, cache)
    first.write_bytes(b"kept")
    assert local_path(path, cache).read_bytes() == b"kept"

    zipped(tmp_path / "a.zip", {"a.dcm": film + b"\0\0"})

    assert local_path(path, cache).read_bytes() == film + b"\0\0"


def test_films_of_one_name_in_two_folders_do_not_meet(tmp_path: Path, cache: Path) -> None:
    archive = zipped(tmp_path / "a.zip", {"a/film.dcm": b"1", "b/film.dcm": b"2"})

    unpacked = [local_path(archive / folder / "film.dcm", cache) for folder in "ab"]

    assert [path.read_bytes() for path in unpacked] == [b"1", b"2"]


@pytest.mark.parametrize("name", ["ä/film.dcm", "a b/Röntgen (1).dcm", "w\\film.dcm", "x" * 200])
def test_odd_names_are_unpacked_too(tmp_path: Path, cache: Path, film: bytes, name: str) -> None:
    archive = zipped(tmp_path / "a.zip", {name: film})

    (path,) = list_archive(archive, NullContext()).films

    unpacked = local_path(path, cache)
    assert unpacked.read_bytes() == film
    assert len(os.fsencode(unpacked.name)) <= 120


def test_the_cache_keeps_its_limit_and_what_was_used_last(tmp_path: Path, cache: Path) -> None:
    archive = zipped(tmp_path / "a.zip", {f"{n}.dcm": bytes([n]) * 100 for n in range(4)})
    unpacked = []
    for number in range(3):
        unpacked.append(local_path(archive / f"{number}.dcm", cache, limit_bytes=340))
        os.utime(unpacked[-1], (1000 + number, 1000 + number))
    local_path(archive / "0.dcm", cache, limit_bytes=340)  # used again

    last = local_path(archive / "3.dcm", cache, limit_bytes=340)

    left = {path for path in cache.rglob("*") if path.is_file()}
    assert left == {unpacked[0], unpacked[2], last}
    assert len(list(cache.iterdir())) == 3


def test_of_many_films_neither_archive_nor_cache_are_looked_through_for_each(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"w/{n}.dcm" for n in range(5)]
    archive = zipped(tmp_path / "a.zip", dict.fromkeys(names, b"film"))
    entries, looks = [], []

    class Entry(zipfile.ZipInfo):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            entries.append(self.filename)

    glob = Path.glob

    def watched(folder: Path, pattern: str) -> Iterator[Path]:
        looks.append(folder)
        return glob(folder, pattern)

    monkeypatch.setattr(zipfile, "ZipInfo", Entry)
    monkeypatch.setattr(Path, "glob", watched)
    for name in (*names, *names):
        assert local_path(archive / name, cache).read_bytes() == b"film"

    assert entries == names
    assert looks == [cache]


def test_several_threads_unpack_at_a_time_and_the_cache_keeps_its_limit(
    tmp_path: Path, cache: Path
) -> None:
    archive = zipped(tmp_path / "a.zip", {f"{n}.dcm": bytes([n]) * 100 for n in range(40)})

    def unpack(number: int) -> None:
        local_path(archive / f"{number}.dcm", cache, limit_bytes=2000)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(unpack, [*range(40), *range(40)]))

    sizes = [path.stat().st_size for path in cache.rglob("*") if path.is_file()]
    assert set(sizes) == {100}
    assert sum(sizes) <= 2000


def test_a_film_that_is_not_in_the_archive_is_missing(
    tmp_path: Path, cache: Path, film: bytes
) -> None:
    archive = zipped(tmp_path / "a.zip", {"w/a.dcm": film})
    for name in ("b.dcm", "w", "w/a.dcm/b"):
        asked = partial(local_path, archive / name, cache)
        assert code_of(asked) is ErrorCode.FILE_MISSING
