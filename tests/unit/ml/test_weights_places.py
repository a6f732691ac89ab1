"""Where ImageNet weights are looked for, in which order, and what is done without any."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.ml import weights as weights_module
from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.trunk import build_keras_trunk
from lungdesk.ml.weights import FOLDER_VARIABLE, found_weights, resolve_weights
from lungdesk.ml.weights_sources import PACKAGED, PUBLISHED, PublishedFile
from tests.unit.ml.weights_server import serving

VGG16 = BACKBONES["vgg16"]
LITE0 = BACKBONES["efficientnet_lite0"]
CONTENT = b"weights" * 1000
OUR_NAME = "vgg16_imagenet_notop.weights.h5"


@pytest.fixture(autouse=True)
def _nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (FOLDER_VARIABLE, "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def published(monkeypatch: pytest.MonkeyPatch, address: str) -> PublishedFile:
    """Have `CONTENT` be what is published of VGG16, at a server of the test's."""
    file = PublishedFile(f"{address}/vgg16_notop.h5", hashlib.md5(CONTENT).hexdigest())
    monkeypatch.setitem(PUBLISHED, "vgg16", file)
    return file


def written(path: Path, content: bytes = CONTENT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_every_backbone_has_one_source() -> None:
    named = {backbone.weights_name for backbone in BACKBONES.values()}
    assert PUBLISHED.keys() | PACKAGED.keys() == named
    assert not PUBLISHED.keys() & PACKAGED.keys()
    for file in PUBLISHED.values():
        assert file.url.startswith("https://storage.googleapis.com/tensorflow/keras-applications/")
        assert file.name.endswith(".h5")
    assert [name for name, file in PUBLISHED.items() if not file.digest] == ["mobilenetv2"]


def test_the_named_folder_comes_before_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = published(monkeypatch, "https://weights.invalid")
    second = written(tmp_path / "second" / file.name)
    first = written(tmp_path / "first" / OUR_NAME)
    named = written(tmp_path / "named" / OUR_NAME)
    folders = (first.parent, second.parent)

    assert found_weights(VGG16) is None
    assert resolve_weights(VGG16, "imagenet", folders=folders[1:]).path == second
    assert resolve_weights(VGG16, "imagenet", folders=folders).path == first
    monkeypatch.setenv(FOLDER_VARIABLE, str(named.parent))
    weights = resolve_weights(VGG16, "imagenet", folders=folders)
    assert weights.path == named
    assert weights.choice == "imagenet"
    assert weights.sha256 == hashlib.sha256(CONTENT).hexdigest()


def test_a_folder_comes_before_the_package(tmp_path: Path) -> None:
    own = written(tmp_path / "efficientnet_lite0_imagenet_notop.weights.h5")

    assert resolve_weights(LITE0, "imagenet", folders=[tmp_path]).path == own
    assert resolve_weights(LITE0, "imagenet", folders=[tmp_path / "absent"]).path != own


def test_a_file_that_is_named_comes_before_all(tmp_path: Path) -> None:
    written(tmp_path / "folder" / OUR_NAME)
    own = written(tmp_path / "mine.weights.h5")

    weights = resolve_weights(VGG16, str(own), folders=[tmp_path / "folder"])

    assert (weights.choice, weights.path) == ("file", own)


def test_a_damaged_copy_of_the_published_file_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = published(monkeypatch, "https://weights.invalid")
    path = written(tmp_path / file.name, CONTENT[:-1])

    with pytest.raises(LungDeskError, match=r"not vgg16_notop\.h5 as weights\.invalid") as caught:
        resolve_weights(VGG16, "imagenet", folders=[tmp_path])

    assert caught.value.code is ErrorCode.WEIGHTS_DAMAGED
    assert str(path) in caught.value.message


def test_what_is_nowhere_is_fetched_once_into_the_first_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = (tmp_path / "cache", tmp_path / "other")
    with serving(CONTENT) as server:
        file = published(monkeypatch, server.address)
        fetched = resolve_weights(VGG16, "imagenet", folders=folders, ctx=NullContext())
        again = resolve_weights(VGG16, "imagenet", folders=folders)

    assert fetched.path == tmp_path / "cache" / file.name
    assert fetched.path.read_bytes() == CONTENT
    assert again == fetched
    assert len(server.requests) == 1


def test_without_a_folder_nothing_is_fetched_and_it_is_said_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = published(monkeypatch, "https://weights.invalid")
    monkeypatch.setattr(weights_module, "download", lambda *_: pytest.fail("fetched"))

    with pytest.raises(LungDeskError, match="no ImageNet weights for VGG16") as caught:
        resolve_weights(VGG16, "imagenet")

    assert caught.value.code is ErrorCode.WEIGHTS_MISSING
    assert file.url in caught.value.hint
    assert FOLDER_VARIABLE in caught.value.hint


def test_a_package_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PACKAGED, LITE0.name, ("efficientnet_lite0_absent", "models/x.pth"))

    with pytest.raises(LungDeskError, match="no ImageNet weights for EfficientNet") as caught:
        resolve_weights(LITE0, "imagenet", folders=[tmp_path])

    assert caught.value.code is ErrorCode.WEIGHTS_MISSING
    assert "package efficientnet-lite0-absent" in caught.value.hint


def test_a_backbone_whose_weights_nobody_has_says_so(tmp_path: Path) -> None:
    unheard = replace(LITE0, name="unheard_of", display_name="Unheard-Of")

    with pytest.raises(LungDeskError, match="no ImageNet weights for Unheard-Of") as caught:
        resolve_weights(unheard, "imagenet", folders=[tmp_path])

    assert "--weights FILE" in caught.value.hint


def test_vgg16_of_float16_numbers_is_read(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shared_data.parent / "weights"
    if not (folder / OUR_NAME).is_file():
        pytest.skip("the file is not here")
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))

    weights = resolve_weights(VGG16, "imagenet")
    trunk = build_keras_trunk(VGG16, 64, weights)

    digest = "65c4f9c6baa882e8104eccf4e474dd55b5824d87497c0fb6229aec2dd54d1d26"
    assert weights.sha256 == digest
    for values in trunk.get_weights():
        assert values.dtype == np.float32
        assert np.array_equal(values, values.astype(np.float16))
        assert values.any()  # a new network's biases are all zero
