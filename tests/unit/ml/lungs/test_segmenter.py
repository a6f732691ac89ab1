from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.core.verdict import Correction
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.bundle import CARD, ENGINE, ENGINE_WEIGHTS
from lungdesk.ml.lungs.bundle import LUNG_MANIFEST, LungBundle, load_lung_bundle, verify_lung_bundle
from lungdesk.ml.lungs.evaluation import lung_figures
from lungdesk.ml.lungs.films import LungFilms, Use
from lungdesk.ml.lungs.segmenter import LungSegmenter
from lungdesk.ml.openvino_runtime import CompiledNetwork
from lungdesk.ml.preprocess import model_view
from lungdesk.services.lungs.finder import DEFAULT_SEGMENTER_ID
from lungdesk.services.models.library import ModelLibrary
from lungdesk.services.paths import shipped_models_folder


@pytest.fixture(scope="module")
def segmenter(small_segmenter: LungBundle) -> LungSegmenter:
    return LungSegmenter(small_segmenter)


def test_a_film_has_a_map_of_the_whole_of_it(segmenter: LungSegmenter, collection: Path) -> None:
    radiograph = read_radiograph(collection / "one-test-0.png")
    fields = segmenter.segment(radiograph)
    assert fields.probabilities.shape == (64, 64)
    assert fields.probabilities.dtype == np.float32
    assert ((fields.probabilities >= 0) & (fields.probabilities <= 1)).all()
    assert (fields.region.width, fields.region.height) == (110, 96)


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("is_inverted", [False, True])
def test_lungs_found_after_a_correction_lie_on_the_film_as_it_is(
    segmenter: LungSegmenter, collection: Path, turns: int, is_inverted: bool
) -> None:
    upright = read_radiograph(collection / "one-test-0.png")
    expected = segmenter.segment(upright)
    stored = np.rot90(upright.stored_values, turns)
    stored = np.ascontiguousarray(255 - stored if is_inverted else stored)
    spoilt = replace(upright, stored_values=stored)

    found = segmenter.segment(spoilt, Correction(turns, is_inverted))

    assert (found.region.width, found.region.height) == stored.shape[::-1]
    close = np.isclose(np.rot90(expected.probabilities, turns), found.probabilities, atol=0.05)
    assert close.mean() > 0.97
    assert (np.rot90(expected.right, turns) == found.right).mean() > 0.97


def test_many_at_once_are_as_one_by_one(segmenter: LungSegmenter, films: LungFilms) -> None:
    together = segmenter.probabilities(films.views[:5])
    for film, shares in zip(films.films[:5], together, strict=True):
        view = model_view(read_radiograph(film.path), segmenter.spec)
        assert segmenter.segment_view(view).probabilities == pytest.approx(shares, abs=1e-5)


def test_maps_are_those_of_the_network_as_it_was_trained(
    segmenter: LungSegmenter, films: LungFilms
) -> None:
    shipped = load_lung_bundle(shipped_models_folder() / DEFAULT_SEGMENTER_ID)
    for one in (segmenter, LungSegmenter(shipped)):
        whole = CompiledNetwork(one.bundle.engine_path)
        side = one.spec.input_size
        views = [cv2.resize(view, (side, side)) for view in films.views[:5]]
        expected = [whole.run(view)[0][0, ..., 0] for view in views]
        assert one.probabilities(views) == pytest.approx(np.stack(expected), abs=1e-5)


def test_figures_are_told_by_source(segmenter: LungSegmenter, films: LungFilms) -> None:
    figures = lung_figures(segmenter, films.used_for(Use.TEST), NullContext(), resamples=100)
    assert figures["n"] == 6
    assert set(figures["sources"]) == {"one", "other"}
    assert all(one["n"] == 3 for one in figures["sources"].values())
    low, high = figures["interval"]
    assert 0 <= low <= figures["mean"] <= high <= 1
    json.dumps(figures, allow_nan=False)


def test_the_manifest_says_what_was_trained_on(small_segmenter: LungBundle) -> None:
    manifest = small_segmenter.manifest
    assert manifest.training.counts == {"one": {"train": 10, "val": 3}}
    assert set(manifest.metrics) == {"val", "test", "other_sources"}
    assert manifest.metrics["other_sources"]["n"] == 16
    assert len(manifest.training.history) == 2
    card = (small_segmenter.folder / CARD).read_text()
    assert f"{manifest.metrics['test']['mean']:.3f}" in card
    assert all(limit in card for limit in manifest.limits)


def test_no_list_of_models_offers_it_to_read(small_segmenter: LungBundle) -> None:
    library = ModelLibrary((small_segmenter.folder.parent,))
    assert library.list() == ()
    with pytest.raises(LungDeskError) as raised:
        library.folder_of(small_segmenter.folder.name)
    assert raised.value.code is ErrorCode.MODEL_MISSING


@pytest.mark.parametrize("name", [ENGINE, ENGINE_WEIGHTS, CARD])
def test_a_changed_file_is_refused(copied_segmenter: Path, name: str) -> None:
    path = copied_segmenter / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(LungDeskError, match=name) as raised:
        LungSegmenter(load_lung_bundle(copied_segmenter))
    assert raised.value.code is ErrorCode.MODEL_DAMAGED
    path.unlink()
    with pytest.raises(LungDeskError, match="missing"):
        verify_lung_bundle(load_lung_bundle(copied_segmenter))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"schema_version": 99}, ErrorCode.MODEL_TOO_NEW),
        ({"id": None}, ErrorCode.MODEL_DAMAGED),
        ({"surprise": 1}, ErrorCode.MODEL_DAMAGED),
        ({"files": {}}, ErrorCode.MODEL_DAMAGED),
        ({"files": {"../manifest.json": "0"}}, ErrorCode.MODEL_DAMAGED),
    ],
)
def test_another_manifest_is_refused(
    copied_segmenter: Path, change: dict[str, object], code: ErrorCode
) -> None:
    path = copied_segmenter / LUNG_MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(LungDeskError) as raised:
        LungSegmenter(load_lung_bundle(copied_segmenter))
    assert raised.value.code is code


def test_another_input_size_is_refused(copied_segmenter: Path) -> None:
    path = copied_segmenter / LUNG_MANIFEST
    stated = json.loads(path.read_text())
    stated["preprocess"]["input_size"] = 96
    path.write_text(json.dumps(stated))
    with pytest.raises(LungDeskError, match="96 px") as raised:
        LungSegmenter(load_lung_bundle(copied_segmenter))
    assert raised.value.code is ErrorCode.MODEL_INVALID
