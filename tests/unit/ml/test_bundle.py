from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.bundle import FILES, MANIFEST, load_bundle, verify_bundle


def test_a_fresh_bundle_verifies(copied_bundle: Path) -> None:
    bundle = load_bundle(copied_bundle)

    verify_bundle(bundle)

    assert bundle.labels.ids[0] == "normal"
    assert bundle.head().class_count == 5


@pytest.mark.parametrize("name", FILES)
def test_one_flipped_bit_in_any_file_is_found(copied_bundle: Path, name: str) -> None:
    path = copied_bundle / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    with pytest.raises(LungDeskError, match=name) as caught:
        verify_bundle(load_bundle(copied_bundle))
    assert caught.value.code is ErrorCode.MODEL_DAMAGED


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_found(copied_bundle: Path, name: str) -> None:
    (copied_bundle / name).unlink()

    with pytest.raises(LungDeskError, match=f"{name} is missing"):
        verify_bundle(load_bundle(copied_bundle))


def edited(folder: Path, edit: Callable[[dict[str, object]], object]) -> Path:
    path = folder / MANIFEST
    stated = json.loads(path.read_text())
    edit(stated)
    path.write_text(json.dumps(stated))
    return folder


def test_a_newer_layout_is_refused_in_words(copied_bundle: Path) -> None:
    edited(copied_bundle, lambda m: m.update(schema_version=99, something_new=1))

    with pytest.raises(LungDeskError, match="newer LungDesk") as caught:
        load_bundle(copied_bundle)
    assert caught.value.code is ErrorCode.MODEL_TOO_NEW


def test_a_file_that_is_not_listed_is_not_trusted(copied_bundle: Path) -> None:
    edited(copied_bundle, lambda m: m.update(files={}))

    with pytest.raises(LungDeskError, match="not listed"):
        verify_bundle(load_bundle(copied_bundle))


def test_a_listed_file_outside_of_the_bundle_is_refused(copied_bundle: Path) -> None:
    def add(stated: dict[str, object]) -> None:
        files = stated["files"]
        assert isinstance(files, dict)
        files["../other"] = "0" * 64

    edited(copied_bundle, add)

    with pytest.raises(LungDeskError) as caught:
        verify_bundle(load_bundle(copied_bundle))
    assert caught.value.code is ErrorCode.MODEL_DAMAGED


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema_version": 1}', "\x00"])
def test_a_broken_manifest_is_one_sentence(copied_bundle: Path, text: str) -> None:
    (copied_bundle / MANIFEST).write_text(text)

    with pytest.raises(LungDeskError) as caught:
        load_bundle(copied_bundle)
    assert caught.value.code is ErrorCode.MODEL_DAMAGED
    assert "\n" not in str(caught.value)


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(LungDeskError) as caught:
        load_bundle(tmp_path / "nothing")
    assert caught.value.code is ErrorCode.MODEL_MISSING
