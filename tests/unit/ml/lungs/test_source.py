from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.bundle import CARD
from lungdesk.ml.lung_sight import gate_sight
from lungdesk.ml.lungs.bundle import (
    LUNG_MANIFEST,
    LungBundle,
    load_lung_bundle,
    write_lung_manifest,
)
from lungdesk.ml.lungs.source import LungSource
from lungdesk.services.lungs.finder import DEFAULT_SEGMENTER_ID
from lungdesk.services.paths import shipped_models_folder

SHIPPED = shipped_models_folder() / DEFAULT_SEGMENTER_ID


def test_a_network_is_found_by_its_digest_wherever_it_stands(
    small_segmenter: LungBundle, tmp_path: Path
) -> None:
    source = LungSource((tmp_path / "none", small_segmenter.folder, SHIPPED))
    shipped = load_lung_bundle(SHIPPED).manifest.network

    assert source.usual() == small_segmenter.manifest.network != shipped
    assert source.segmenter(shipped).bundle.folder == SHIPPED
    assert source.segmenter(shipped).digest == shipped
    assert pickle.loads(pickle.dumps(source)) == source


def test_the_digest_is_that_of_the_network_not_of_its_card(copied_segmenter: Path) -> None:
    bundle = load_lung_bundle(copied_segmenter)
    (copied_segmenter / CARD).write_text("# Another card\n")
    renamed = write_lung_manifest(
        copied_segmenter, bundle.manifest.model_copy(update={"name": "Another name"})
    )

    assert renamed.manifest.network == bundle.manifest.network
    assert renamed.model.sha256 != bundle.model.sha256


def test_another_network_is_refused_by_name(small_segmenter: LungBundle) -> None:
    source = LungSource((small_segmenter.folder,))
    with pytest.raises(LungDeskError, match="only Small segmenter for tests is there") as caught:
        source.segmenter("a" * 64)
    assert caught.value.code is ErrorCode.LUNG_NETWORK_FOREIGN


def test_a_source_without_any_says_so(tmp_path: Path) -> None:
    source = LungSource((tmp_path,))
    with pytest.raises(LungDeskError, match="none is there") as caught:
        source.segmenter("a" * 64)
    assert caught.value.code is ErrorCode.LUNG_NETWORK_FOREIGN
    with pytest.raises(LungDeskError) as caught:
        source.usual()
    assert caught.value.code is ErrorCode.MODEL_MISSING


def test_a_damaged_one_is_refused_when_it_is_the_one(copied_segmenter: Path) -> None:
    source = LungSource((copied_segmenter,))
    digest = source.usual()
    (copied_segmenter / CARD).unlink()
    with pytest.raises(LungDeskError) as caught:
        source.segmenter(digest)
    assert caught.value.code is ErrorCode.MODEL_DAMAGED


def test_one_that_cannot_be_opened_hides_no_other(copied_segmenter: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(SHIPPED, broken)
    (broken / "lungs.json").write_text("{}")
    digest = load_lung_bundle(copied_segmenter).manifest.network

    assert LungSource((broken, copied_segmenter)).segmenter(digest).digest == digest
    with pytest.raises(LungDeskError) as caught:
        LungSource((broken, copied_segmenter)).segmenter("a" * 64)
    assert caught.value.code is ErrorCode.MODEL_DAMAGED


def test_a_copy_that_is_damaged_hides_no_whole_one(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(SHIPPED, copy)
    (copy / "engine.bin").write_bytes(b"no network")
    source = LungSource((copy, SHIPPED))

    assert source.segmenter(source.usual()).bundle.folder == SHIPPED


@pytest.mark.parametrize("spoilt", ["engine.bin", LUNG_MANIFEST])
def test_one_that_is_damaged_hides_no_other_from_the_film_check(
    copied_segmenter: Path, spoilt: str
) -> None:
    (copied_segmenter / spoilt).write_bytes(b"no network")
    source = LungSource((copied_segmenter, SHIPPED))

    sight = gate_sight(None, source)

    assert sight is not None
    assert sight.digest == load_lung_bundle(SHIPPED).manifest.network
    assert source.usual() == sight.digest
    assert gate_sight(None, LungSource((copied_segmenter,))) is None


def test_a_network_that_may_not_be_read_is_as_one_that_is_damaged(
    copied_segmenter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", denied)

    assert gate_sight(None, LungSource((copied_segmenter,))) is None
