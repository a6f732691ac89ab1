from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.services.paths import AppPaths, resources_folder, shipped_models_folder


@pytest.fixture
def compiled_networks() -> None:
    """Are where the program has them, not where all other tests do."""


def test_one_variable_moves_everything(lungdesk_home: Path) -> None:
    paths = AppPaths.default()

    kept = (paths.settings_file, paths.models, paths.compiled_networks)
    assert all(path.is_relative_to(lungdesk_home) for path in kept)
    assert len({paths.config, paths.data, paths.cache}) == 3


def test_asking_for_folders_makes_none(lungdesk_home: Path) -> None:
    assert AppPaths.default().models.name == "models"

    assert not lungdesk_home.exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="folders of a Linux desktop")
@pytest.mark.parametrize("value", [None, ""])
def test_without_it_the_folders_are_those_of_the_desktop(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str | None
) -> None:
    monkeypatch.delenv("LUNGDESK_HOME")
    if value is not None:
        monkeypatch.setenv("LUNGDESK_HOME", value)
    for name in ("CONFIG", "DATA", "CACHE"):  # XDG Base Directory Specification
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))

    paths = AppPaths.default()

    assert paths.settings_file == tmp_path / "CONFIG" / "lungdesk" / "settings.json"
    assert paths.models == tmp_path / "DATA" / "lungdesk" / "models"
    assert paths.compiled_networks == tmp_path / "CACHE" / "lungdesk" / "compiled"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="folders of a Linux desktop")
def test_a_user_without_a_home_is_told_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LUNGDESK_HOME", "HOME", *(f"XDG_{one}_HOME" for one in ("CONFIG", "DATA"))):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_001)  # has no entry

    with pytest.raises(LungDeskError, match="no home") as caught:
        AppPaths.default()

    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
    assert "LUNGDESK_HOME" in caught.value.hint


def test_what_ships_is_beside_the_program(repo_root: Path) -> None:
    assert shipped_models_folder() == repo_root / "models"
    assert resources_folder() == repo_root / "resources"
    assert resources_folder().is_dir()


def test_data_can_be_kept_elsewhere_from_the_next_start_on(tmp_path: Path) -> None:
    before, elsewhere = AppPaths.default(), tmp_path / "elsewhere"

    before.choose_data(elsewhere)

    after = AppPaths.default()
    assert after.data == elsewhere
    assert after.workspace.is_relative_to(elsewhere)
    assert (after.config, after.cache) == (before.config, before.cache)


def test_a_drive_that_is_not_connected_is_told_and_nothing_begun_in_its_place(
    tmp_path: Path,
) -> None:
    before, drive = AppPaths.default(), tmp_path / "drive"
    before.choose_data(drive / "lungdesk")
    drive.rename(tmp_path / "elsewhere")
    drive.mkdir()  # where it is connected

    with pytest.raises(LungDeskError, match="folder for data is not there") as caught:
        AppPaths.default()

    assert caught.value.code is ErrorCode.FILE_MISSING
    assert str(before.data_choice) in caught.value.hint
    assert not list(drive.iterdir())
    assert AppPaths.usual().settings_file == before.settings_file
    before.data_choice.unlink()
    assert AppPaths.default() == before


@pytest.mark.parametrize("name", ["workspace", "models", "trainings"])
def test_data_that_have_lost_their_mark_are_used_and_marked_anew(tmp_path: Path, name: str) -> None:
    mark = tmp_path / "lungdesk.txt"
    AppPaths.default().choose_data(tmp_path)
    mark.unlink()
    (tmp_path / name).mkdir()

    assert AppPaths.default().data == tmp_path
    assert mark.is_file()


def test_a_folder_that_may_not_be_read_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_folder: Path) -> Iterator[Path]:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    AppPaths.default().choose_data(tmp_path)
    monkeypatch.setattr(Path, "iterdir", refused)

    with pytest.raises(LungDeskError, match="may not be read by you") as caught:
        AppPaths.default()

    assert caught.value.code is ErrorCode.FILE_NOT_PERMITTED


def test_a_choice_that_is_no_folder_is_left_out(tmp_path: Path) -> None:
    paths = AppPaths.default()
    paths.choose_data(tmp_path)
    paths.data_choice.write_text("somewhere/relative", encoding="utf-8")

    assert AppPaths.default().data == paths.data


def test_a_folder_that_cannot_be_written_to_is_refused_and_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder", encoding="utf-8")

    with pytest.raises(LungDeskError):
        AppPaths.default().choose_data(file)

    assert AppPaths.default().data != file
