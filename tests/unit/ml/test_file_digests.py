from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from lungdesk.ml.file_digests import file_digests


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_file_is_read_once_until_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = tmp_path / "film.png"
    read: list[Path] = []
    film.write_bytes(b"one")
    plain = Path.read_bytes

    def reading(path: Path) -> bytes:
        read.append(path)
        return plain(path)

    monkeypatch.setattr(Path, "read_bytes", reading)

    assert file_digests([film]) == file_digests([film]) == [digest(b"one")]
    assert read == [film]

    film.write_bytes(b"two")
    os.utime(film, ns=(1, 1))

    assert file_digests([film]) == [digest(b"two")]


def test_a_file_that_cannot_be_read_is_known_by_its_path(tmp_path: Path) -> None:
    absent = tmp_path / "absent.png"

    assert file_digests([absent]) == [digest(os.fsencode(absent))]


def test_two_broken_downloads_without_content_are_no_copies(tmp_path: Path) -> None:
    empty = [tmp_path / "one.png", tmp_path / "two.png"]
    for path in empty:
        path.touch()

    assert file_digests(empty) == [digest(os.fsencode(path)) for path in empty]
