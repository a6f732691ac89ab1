"""Films in ZIP files: listed, unpacked one by one, and nothing else than films."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.formats import archive as archives
from lungdesk.formats import film_cache
from lungdesk.formats.archive import archive_of, list_archive, local_path
from lungdesk.formats.reader import read_radiograph
from tests.unit.formats.builders import gradient, write_dicom, write_picture
from tests.unit.formats.damaged_files import Damage, damages, same_damages


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def film(tmp_path: Path) -> bytes:
    return write_dicom(tmp_path / "film.dcm").read_bytes()


def _zip(path: Path, content: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as zipped:
        for name, data in content.items():
            zipped.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return path


def _names(archive: Path) -> list[str]:
    listing = list_archive(archive, NullContext())
    return [film.relative_to(archive).as_posix() for film in listing.films]


def _code_of(ask: Callable[[], object]) -> ErrorCode:
    with pytest.raises(LungDeskError) as caught:
        ask()
    assert caught.value.message.isprintable()
    return caught.value.code


# -------------------------------------------------------------------------------- listing


def test_films_are_listed_in_natural_order_as_if_the_archive_were_a_folder(
    tmp_path: Path, film: bytes
) -> None:
    names = ["ward/film-10.dcm", "ward/film-2.dcm", "IM0001", "b.PNG"]
    others = {"notes.txt": b"x", "letter": b"Dear colleague", "ward/": b"", "DICOMDIR": film}
    hidden = {".film.dcm": film, "__MACOSX/b.png": film, "a/.cache/c.dcm": film}

    archive = _zip(tmp_path / "a.zip", dict.fromkeys(names, film) | others | hidden)

    assert _names(archive) == ["b.PNG", "IM0001", "ward/film-2.dcm", "ward/film-10.dcm"]


def test_listing_unpacks_the_first_bytes_at_most(
    tmp_path: Path, film: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = _zip(tmp_path / "a.zip", {"a.dcm": film, "b.dcm": film, "c.png": film})
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
        listing = list_archive(_zip(tmp_path / "a.zip", content), NullContext())
        assert listing.films == ()
        assert [error.code for error in listing.errors] == [ErrorCode.FOLDER_WITHOUT_IMAGES]


def test_a_cancelled_listing_stops(tmp_path: Path, film: bytes) -> None:
    class CancelledContext(NullContext):
        def check(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        list_archive(_zip(tmp_path / "a.zip", {"a.dcm": film}), CancelledContext())


# ------------------------------------------------------------------------------ unpacking


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_film_is_unpacked_when_it_is_wanted(
    tmp_path: Path, cache: Path, film: bytes, method: int
) -> None:
    archive = _zip(tmp_path / "a.zip", {"w/a.dcm": film, "w/b.dcm": film}, method)

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
    archive, cache = _zip(tmp_path / "a.zip", {"a.dcm": film}), tmp_path / "cache"
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
    archive = _zip(tmp_path / "a.zip", {f"{n}.dcm": bytes(1000) for n in range(9)})
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
    path = _zip(tmp_path / "a.zip", {"a.dcm": film}) / "a.dcm"
    first = local_path(path, cache)
    first.write_bytes(b"kept")
    assert local_path(path, cache).read_bytes() == b"kept"

    _zip(tmp_path / "a.zip", {"a.dcm": film + b"\0\0"})

    assert local_path(path, cache).read_bytes() == film + b"\0\0"


def test_films_of_one_name_in_two_folders_do_not_meet(tmp_path: Path, cache: Path) -> None:
    archive = _zip(tmp_path / "a.zip", {"a/film.dcm": b"1", "b/film.dcm": b"2"})

    unpacked = [local_path(archive / folder / "film.dcm", cache) for folder in "ab"]

    assert [path.read_bytes() for path in unpacked] == [b"1", b"2"]


@pytest.mark.parametrize("name", ["ä/film.dcm", "a b/Röntgen (1).dcm", "w\\film.dcm", "x" * 200])
def test_odd_names_are_unpacked_too(tmp_path: Path, cache: Path, film: bytes, name: str) -> None:
    archive = _zip(tmp_path / "a.zip", {name: film})

    (path,) = list_archive(archive, NullContext()).films

    unpacked = local_path(path, cache)
    assert unpacked.read_bytes() == film
    assert len(os.fsencode(unpacked.name)) <= 120


def test_the_cache_keeps_its_limit_and_what_was_used_last(tmp_path: Path, cache: Path) -> None:
    archive = _zip(tmp_path / "a.zip", {f"{n}.dcm": bytes([n]) * 100 for n in range(4)})
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
    archive = _zip(tmp_path / "a.zip", dict.fromkeys(names, b"film"))
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
    archive = _zip(tmp_path / "a.zip", {f"{n}.dcm": bytes([n]) * 100 for n in range(40)})

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
    archive = _zip(tmp_path / "a.zip", {"w/a.dcm": film})
    for name in ("b.dcm", "w", "w/a.dcm/b"):
        asked = partial(local_path, archive / name, cache)
        assert _code_of(asked) is ErrorCode.FILE_MISSING


# ---------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "name", ["../a.dcm", "w/../../a.dcm", "/etc/a.dcm", "C:\\a.dcm", "c:/a.dcm", "..\\a.dcm"]
)
def test_names_outside_of_the_archive_are_refused_and_the_others_are_not(
    tmp_path: Path, cache: Path, film: bytes, name: str
) -> None:
    archive = _zip(tmp_path / "a.zip", {name: film, "b.dcm": film})

    listing = list_archive(archive, NullContext())

    assert listing.films == (archive / "b.dcm",)
    assert [error.code for error in listing.errors] == [ErrorCode.ARCHIVE_UNSAFE]
    with pytest.raises(LungDeskError) as caught:
        local_path(archive / name.lstrip("/"), cache)
    assert caught.value.code in (ErrorCode.ARCHIVE_UNSAFE, ErrorCode.FILE_MISSING)
    assert not cache.exists()


def test_a_protected_archive_says_that_it_needs_its_password(
    tmp_path: Path, cache: Path, film: bytes
) -> None:
    archive = _zip(tmp_path / "a.zip", {"a.dcm": film, "IM1": film})
    content = bytearray(archive.read_bytes())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(signature)
        while start >= 0:
            content[start + at] |= 1
            start = content.find(signature, start + 4)
    archive.write_bytes(content)

    listing = list_archive(archive, NullContext())

    assert listing.films == ()
    (error,) = listing.errors
    assert error.code is ErrorCode.ARCHIVE_ENCRYPTED
    assert "and 1 more" in error.message
    assert _code_of(lambda: local_path(archive / "a.dcm", cache)) is ErrorCode.ARCHIVE_ENCRYPTED


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(
    tmp_path: Path, cache: Path, film: bytes, method: int
) -> None:
    archive = _zip(tmp_path / "a.zip", {"a.dcm": film}, method)

    assert [e.code for e in list_archive(archive, NullContext()).errors] == [
        ErrorCode.ARCHIVE_METHOD
    ]
    assert _code_of(lambda: local_path(archive / "a.dcm", cache)) is ErrorCode.ARCHIVE_METHOD


def test_more_than_any_film_is_refused_before_it_is_unpacked(
    tmp_path: Path, cache: Path, film: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = _zip(tmp_path / "a.zip", {"bomb.dcm": bytes(1 << 20), "a.dcm": film})
    monkeypatch.setattr(archives, "MAX_FILM_BYTES", 1 << 19)

    listing = list_archive(archive, NullContext())

    assert listing.films == (archive / "a.dcm",)
    assert [error.code for error in listing.errors] == [ErrorCode.ARCHIVE_TOO_LARGE]
    assert _code_of(lambda: local_path(archive / "bomb.dcm", cache)) is ErrorCode.ARCHIVE_TOO_LARGE
    assert not cache.exists()


def test_a_film_larger_than_the_cache_is_refused(tmp_path: Path, cache: Path) -> None:
    archive = _zip(tmp_path / "a.zip", {"a.dcm": bytes(1000)})

    code = _code_of(lambda: local_path(archive / "a.dcm", cache, limit_bytes=999))

    assert code is ErrorCode.ARCHIVE_TOO_LARGE


@pytest.mark.parametrize("stated", [10, 5000])
def test_an_entry_that_understates_or_overstates_its_size_leaves_nothing_behind(
    tmp_path: Path, cache: Path, stated: int
) -> None:
    archive = _zip(tmp_path / "a.zip", {"a.dcm": bytes(1000)})
    content = archive.read_bytes()
    at = content.index(b"PK\x01\x02") + 24
    archive.write_bytes(content[:at] + stated.to_bytes(4, "little") + content[at + 4 :])

    assert _code_of(lambda: local_path(archive / "a.dcm", cache)) is ErrorCode.ARCHIVE_DAMAGED
    assert not [path for path in cache.rglob("*") if path.is_file()]


def test_a_crowd_of_entries_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    archive = _zip(tmp_path / "a.zip", dict.fromkeys("abcd", b"x"))

    assert _code_of(lambda: list_archive(archive, NullContext())) is ErrorCode.ARCHIVE_TOO_LARGE


@same_damages
@given(damage=damages())
def test_an_altered_archive_opens_or_says_why(tmp_path: Path, damage: Damage) -> None:
    film = write_dicom(tmp_path / "film.dcm").read_bytes()
    archive = _zip(tmp_path / "a.zip", {"a.dcm": film, "w/IM1": film})
    archive.write_bytes(damage.of(archive.read_bytes()))

    with suppress(LungDeskError):
        for path in list_archive(archive, NullContext()).films:
            with suppress(LungDeskError):
                unpacked = local_path(path, tmp_path / "cache")
                assert unpacked == path or unpacked.is_relative_to(tmp_path / "cache")
    assert not (tmp_path / "w").exists()
