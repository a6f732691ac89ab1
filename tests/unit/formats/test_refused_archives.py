"""Archives and their entries that are refused, each for its own reason."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.formats import archive as archives
from lungdesk.formats.archive import list_archive, local_path
from tests.unit.formats.builders import write_dicom
from tests.unit.formats.damaged_files import Damage, damages, same_damages
from tests.unit.formats.zip_files import code_of, zipped


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def film(tmp_path: Path) -> bytes:
    return write_dicom(tmp_path / "film.dcm").read_bytes()


@pytest.mark.parametrize(
    "name", ["../a.dcm", "w/../../a.dcm", "/etc/a.dcm", "C:\\a.dcm", "c:/a.dcm", "..\\a.dcm"]
)
def test_names_outside_of_the_archive_are_refused_and_the_others_are_not(
    tmp_path: Path, cache: Path, film: bytes, name: str
) -> None:
    archive = zipped(tmp_path / "a.zip", {name: film, "b.dcm": film})

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
    archive = zipped(tmp_path / "a.zip", {"a.dcm": film, "IM1": film})
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
    assert code_of(lambda: local_path(archive / "a.dcm", cache)) is ErrorCode.ARCHIVE_ENCRYPTED


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(
    tmp_path: Path, cache: Path, film: bytes, method: int
) -> None:
    archive = zipped(tmp_path / "a.zip", {"a.dcm": film}, method)

    assert [e.code for e in list_archive(archive, NullContext()).errors] == [
        ErrorCode.ARCHIVE_METHOD
    ]
    assert code_of(lambda: local_path(archive / "a.dcm", cache)) is ErrorCode.ARCHIVE_METHOD


def test_more_than_any_film_is_refused_before_it_is_unpacked(
    tmp_path: Path, cache: Path, film: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = zipped(tmp_path / "a.zip", {"bomb.dcm": bytes(1 << 20), "a.dcm": film})
    monkeypatch.setattr(archives, "MAX_FILM_BYTES", 1 << 19)

    listing = list_archive(archive, NullContext())

    assert listing.films == (archive / "a.dcm",)
    assert [error.code for error in listing.errors] == [ErrorCode.ARCHIVE_TOO_LARGE]
    assert code_of(lambda: local_path(archive / "bomb.dcm", cache)) is ErrorCode.ARCHIVE_TOO_LARGE
    assert not cache.exists()


def test_a_film_larger_than_the_cache_is_refused(tmp_path: Path, cache: Path) -> None:
    archive = zipped(tmp_path / "a.zip", {"a.dcm": bytes(1000)})

    code = code_of(lambda: local_path(archive / "a.dcm", cache, limit_bytes=999))

    assert code is ErrorCode.ARCHIVE_TOO_LARGE


@pytest.mark.parametrize("stated", [10, 5000])
def test_an_entry_that_understates_or_overstates_its_size_leaves_nothing_behind(
    tmp_path: Path, cache: Path, stated: int
) -> None:
    archive = zipped(tmp_path / "a.zip", {"a.dcm": bytes(1000)})
    content = archive.read_bytes()
    at = content.index(b"PK\x01\x02") + 24
    archive.write_bytes(content[:at] + stated.to_bytes(4, "little") + content[at + 4 :])

    assert code_of(lambda: local_path(archive / "a.dcm", cache)) is ErrorCode.ARCHIVE_DAMAGED
    assert not [path for path in cache.rglob("*") if path.is_file()]


def test_a_crowd_of_entries_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    archive = zipped(tmp_path / "a.zip", dict.fromkeys("abcd", b"x"))

    assert code_of(lambda: list_archive(archive, NullContext())) is ErrorCode.ARCHIVE_TOO_LARGE


@same_damages
@given(damage=damages())
def test_an_altered_archive_opens_or_says_why(tmp_path: Path, damage: Damage) -> None:
    film = write_dicom(tmp_path / "film.dcm").read_bytes()
    archive = zipped(tmp_path / "a.zip", {"a.dcm": film, "w/IM1": film})
    archive.write_bytes(damage.of(archive.read_bytes()))

    with suppress(LungDeskError):
        for path in list_archive(archive, NullContext()).films:
            with suppress(LungDeskError):
                unpacked = local_path(path, tmp_path / "cache")
                assert unpacked == path or unpacked.is_relative_to(tmp_path / "cache")
    assert not (tmp_path / "w").exists()
