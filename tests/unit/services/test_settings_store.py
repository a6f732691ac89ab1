from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.settings import Settings
from lungdesk.services.settings_store import SCHEMA_VERSION, SettingsStore
from lungdesk.services.writer_lock import WriterLock
from tests.unit.core.imaging.films import unhurried

all_settings = st.builds(
    Settings,
    recent_paths=st.lists(st.text(), max_size=10).map(tuple),
    window_geometry=st.text(),
    window_state=st.text(),
    heatmap_opacity=st.floats(0, 1),
    heatmap_colormap=st.sampled_from(["inferno", "turbo", "plasma"]),
    is_heatmap_shown=st.booleans(),
    model_id=st.text(),
    is_private=st.booleans(),
    is_level_reversed=st.booleans(),
    monitor_pitches=st.lists(st.text(), max_size=3).map(tuple),
)
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=8,
)


def stored(path: Path, **values: Any) -> Settings:
    path.write_text(json.dumps(values))
    return SettingsStore(path).load()


@unhurried
@given(all_settings)
def test_settings_come_back_as_they_were_saved(
    tmp_path_factory: pytest.TempPathFactory, chosen: Settings
) -> None:
    store = SettingsStore(tmp_path_factory.getbasetemp() / "round-trip" / "settings.json")

    store.save(chosen)

    assert store.load() == chosen


@unhurried
@given(
    st.dictionaries(
        st.sampled_from([*Settings.__dataclass_fields__, "schema_version", "unknown"]), json_values
    )
)
def test_no_file_keeps_the_program_from_starting(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, Any]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any-values"
    folder.mkdir(exist_ok=True)

    settings = stored(folder / "settings.json", **values)

    assert isinstance(settings.recent_paths, tuple)
    assert 0 <= settings.heatmap_opacity <= 1
    assert {type(settings.is_heatmap_shown), type(settings.model_id)} == {bool, str}


def test_before_the_first_session_there_are_defaults_and_no_file(tmp_path: Path) -> None:
    assert SettingsStore(tmp_path / "settings.json").load() == Settings()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe\x00", b"[1, 2]", b"null", b'"text"', b'{"model_id": }', b"[" * 100_000],
)
def test_a_damaged_file_gives_defaults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)

    assert SettingsStore(path).load() == Settings()


def test_a_folder_in_its_place_gives_defaults(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()

    assert SettingsStore(tmp_path / "settings.json").load() == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("heatmap_opacity", 7),
        ("heatmap_opacity", -0.1),
        ("heatmap_opacity", float("nan")),
        ("heatmap_opacity", 10**400),
        ("heatmap_opacity", "0.5"),
        ("heatmap_opacity", True),
        ("heatmap_opacity", None),
        ("is_heatmap_shown", 1),
        ("is_heatmap_shown", "true"),
        ("is_private", 0),
        ("is_level_reversed", None),
        ("monitor_pitches", "0.25"),
        ("model_id", 5),
        ("recent_paths", "/films"),
        ("recent_paths", {"0": "/films"}),
    ],
)
def test_one_value_that_is_not_valid_does_not_take_the_others_with_it(
    tmp_path: Path, name: str, value: Any
) -> None:
    others = {"window_state": "AAAA", "heatmap_colormap": "turbo"}

    settings = stored(tmp_path / "settings.json", **others, **{name: value})

    assert settings == Settings(window_state="AAAA", heatmap_colormap="turbo")


def test_a_whole_number_is_an_opacity_too(tmp_path: Path) -> None:
    settings = stored(tmp_path / "settings.json", heatmap_opacity=1)

    assert (settings.heatmap_opacity, type(settings.heatmap_opacity)) == (1.0, float)


def test_words_of_a_newer_version_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"

    settings = stored(path, schema_version=99, dark_mode=True, model_id="mine")

    assert settings == Settings(model_id="mine")


def test_the_file_says_which_layout_it_has(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"

    SettingsStore(path).save(Settings(recent_paths=("/films/a.dcm",)))

    plain = json.loads(path.read_text(encoding="utf-8"))
    assert plain["schema_version"] == SCHEMA_VERSION
    assert plain["recent_paths"] == ["/films/a.dcm"]
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_settings_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SettingsStore(tmp_path / "settings.json")
    store.save(Settings(model_id="before"))

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(LungDeskError) as caught:
        store.save(Settings(model_id="after"))

    assert caught.value.code is ErrorCode.DISK_FULL
    assert store.load().model_id == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["settings.json"]


def test_two_who_save_take_back_nothing_of_each_other(tmp_path: Path) -> None:
    one, other = (SettingsStore(tmp_path / "settings.json") for _ in range(2))
    settings, others = one.load(), other.load()

    one.save(replace(settings, is_private=True, reader="ada"))
    other.save(replace(others, is_heatmap_shown=True, reader="grace"))
    one.save(replace(settings, is_private=True, reader="ada", theme="light"))

    assert other.load() == Settings(
        is_private=True, is_heatmap_shown=True, reader="grace", theme="light"
    )


def test_what_was_set_and_set_back_is_saved_both_times(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "settings.json")
    settings = store.load()
    store.save(replace(settings, is_private=True))
    store.load()
    store.save(settings)

    assert not store.load().is_private


@pytest.mark.parametrize("lost", ["", "not json", "null", "[]", "{}"])
def test_where_the_file_is_lost_all_of_them_are_saved_again(tmp_path: Path, lost: str) -> None:
    path = tmp_path / "settings.json"
    store = SettingsStore(path)
    store.save(Settings(model_id="mine"))
    path.write_text(lost, encoding="utf-8")

    store.save(Settings(model_id="mine", is_private=True))

    assert store.load() == Settings(model_id="mine", is_private=True)


def test_settings_are_saved_also_while_another_process_saves(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "settings.lock")
    assert lock.take()
    SettingsStore(tmp_path / "settings.json").save(Settings(model_id="mine"))
    assert (tmp_path / "settings.lock").is_file()
    lock.give_back()

    assert SettingsStore(tmp_path / "settings.json").load().model_id == "mine"
