"""The oldest cache that nobody uses goes first; what does not fit is said in figures."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import atomic_write
from lungdesk.ml.cache_room import explained, lease, make_room

MEGABYTE = 10**6


def cache_of(root: Path, name: str, *, age: int) -> Path:
    """A cache of one megabyte that was last used so long ago."""
    folder = root / name
    lease(folder).close()
    (folder / "features.npy").write_bytes(bytes(MEGABYTE))
    os.utime(folder / "in-use", (10**9 - age, 10**9 - age))
    return folder


@pytest.fixture
def caches(tmp_path: Path) -> list[Path]:
    """Three caches, the first the oldest."""
    return [cache_of(tmp_path / "features", f"{n}", age=30 - n) for n in range(3)]


def test_what_fits_costs_nothing(caches: list[Path]) -> None:
    make_room(caches[0].parent, MEGABYTE, 4 * MEGABYTE, purpose="Films")

    assert all(folder.exists() for folder in caches)


def test_the_oldest_goes_first_and_no_more_than_needed(caches: list[Path]) -> None:
    make_room(caches[0].parent, MEGABYTE, 3 * MEGABYTE, purpose="Films")

    assert [folder.exists() for folder in caches] == [False, True, True]


def test_a_cache_in_use_stays_and_a_younger_one_goes(caches: list[Path]) -> None:
    with lease(caches[0]):
        os.utime(caches[0] / "in-use", (1, 1))
        make_room(caches[0].parent, MEGABYTE, 3 * MEGABYTE, purpose="Films")

    assert [folder.exists() for folder in caches] == [True, False, True]


def test_taking_a_cache_into_use_makes_it_the_youngest(caches: list[Path]) -> None:
    lease(caches[0]).close()

    make_room(caches[0].parent, MEGABYTE, 3 * MEGABYTE, purpose="Films")

    assert [folder.exists() for folder in caches] == [True, False, True]


def test_a_file_that_another_training_renames_meanwhile_is_not_counted(caches: list[Path]) -> None:
    (caches[2] / ".features.npy.new").symlink_to(caches[2] / "gone")

    make_room(caches[0].parent, MEGABYTE, 3 * MEGABYTE, purpose="Films")

    assert [folder.exists() for folder in caches] == [False, True, True]


def test_what_is_larger_than_the_limit_is_refused_with_both_figures(caches: list[Path]) -> None:
    with lease(caches[2]), pytest.raises(LungDeskError) as caught:
        make_room(caches[0].parent, 2_300 * MEGABYTE, 2_000 * MEGABYTE, purpose="The films")

    assert caught.value.code is ErrorCode.DISK_FULL
    assert caught.value.message == (
        "The films need 2.3 GB and the cache may hold 2.0 GB, of which 1.0 MB are in use."
    )
    assert "--cache-limit" in caught.value.hint


def test_a_disk_that_is_too_small_is_told_before_anything_is_written(
    caches: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SimpleNamespace(free=250 * MEGABYTE)
    monkeypatch.setattr("lungdesk.ml.cache_room.shutil.disk_usage", lambda _: disk)

    make_room(caches[0].parent, 30 * MEGABYTE, 10**12, purpose="Films")
    with pytest.raises(LungDeskError) as caught:
        make_room(caches[0].parent, 300 * MEGABYTE, 10**12, purpose="Films")

    assert caught.value.code is ErrorCode.DISK_FULL
    assert "Films need 0.3 GB and the disk of" in caught.value.message
    assert caught.value.message.endswith("has 0.2 GB left.")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_up_amid_the_work_says_how_much_is_needed(
    tmp_path: Path, number: int
) -> None:
    with (
        pytest.raises(LungDeskError) as caught,
        explained(tmp_path, 5 * MEGABYTE, purpose="The features of 9 films"),
        atomic_write(tmp_path / "features.npy"),
    ):
        raise OSError(number, os.strerror(number))

    assert caught.value.code is ErrorCode.DISK_FULL
    assert caught.value.message.startswith("The features of 9 films need 5.0 MB and the disk of")
    assert not (tmp_path / "features.npy").exists()


def test_another_failure_to_write_stays_what_it_is(tmp_path: Path) -> None:
    with (
        pytest.raises(LungDeskError) as caught,
        explained(tmp_path, 5, purpose="Films"),
        atomic_write(tmp_path / "features.npy"),
    ):
        raise PermissionError(errno.EACCES, "Permission denied")

    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
