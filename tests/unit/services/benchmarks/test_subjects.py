from __future__ import annotations

from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.services.benchmarks.subjects import Subject, scratch_folder, subjects


def test_the_usual_backbones_unless_others_are_asked_for(tmp_path: Path) -> None:
    usual = subjects((), "", tmp_path)
    asked = subjects(("DenseNet121", "vgg16", "VGG-16"), "none", tmp_path)

    assert [s.name for s in usual][:3] == ["vgg16", "resnet152v2", "densenet201"]
    assert [s.name for s in asked] == ["densenet121", "vgg16"]
    assert {s.spec.input_size for s in (*usual, *asked)} == {224}


def test_a_backbone_that_is_not_known_is_refused_before_anything_is_measured(
    tmp_path: Path,
) -> None:
    with pytest.raises(LungDeskError) as caught:
        subjects(("vgg16", "lenet"), "", tmp_path)

    assert caught.value.code is ErrorCode.USAGE


def test_random_weights_where_those_of_imagenet_are_not_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LUNGDESK_WEIGHTS", raising=False)

    absent = Subject("densenet201", "", tmp_path).resolved_weights(NullContext())
    packaged = Subject("efficientnet_lite0", "", tmp_path).resolved_weights(NullContext())
    stated = Subject("efficientnet_lite0", "none", tmp_path).resolved_weights(NullContext())

    assert [w.choice for w in (absent, packaged, stated)] == ["none", "imagenet", "none"]


def test_a_scratch_folder_is_gone_with_all_that_is_in_it(tmp_path: Path) -> None:
    def fail_inside() -> None:
        with scratch_folder(tmp_path / "new") as folder:
            (folder / "deep").mkdir()
            (folder / "deep" / "file").write_text("left")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_inside()

    assert list((tmp_path / "new").iterdir()) == []
