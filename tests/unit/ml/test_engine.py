from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.prediction import softmax
from lungdesk.core.radiograph import Photometric, Radiograph, Window
from lungdesk.core.study import Instance
from lungdesk.ml.backbones import backbone_named
from lungdesk.ml.bundle import Bfloat16Check, load_bundle, write_manifest
from lungdesk.ml.engine import Engine, PrecisionChoice, allowed_precision
from lungdesk.ml.ensemble import load_model, members_of
from lungdesk.ml.film_pass import pooled
from lungdesk.ml.openvino_runtime import Precision, has_bfloat16
from lungdesk.services.models.library import DEFAULT_MODEL_ID
from lungdesk.services.paths import shipped_models_folder
from tests.shipped_models import SINGLE_MODEL_ID
from tests.unit.ml.conftest import SPEC, SmallModel, manifest


def film(seed: int = 0, shape: tuple[int, int] = (120, 100)) -> Radiograph:
    pixels = np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)
    instance = Instance(Path("film.png"), *shape)
    return Radiograph(pixels, Photometric.MONOCHROME2, 8, instance, voi=(Window(128, 256),))


def test_logits_and_feature_map_equal_those_of_keras(small_model: SmallModel) -> None:
    view = np.random.default_rng(0).integers(0, 256, (96, 96), dtype=np.uint8)
    image = SPEC.normalization.apply(view[None])

    logits, feature_map = Engine(small_model.bundle).network.run(view)
    keras_logits, keras_map = (np.asarray(x) for x in small_model.keras_model(image))

    assert np.abs(logits - keras_logits).max() <= 1e-4
    assert np.abs(feature_map - keras_map).max() <= 1e-4


def test_reads_a_film_to_five_probabilities_and_five_maps(small_model: SmallModel) -> None:
    output = Engine(small_model.bundle).read(film())

    assert output.prediction.probabilities.sum() == pytest.approx(1.0, abs=1e-6)
    assert [m.class_index for m in output.saliency_maps] == [0, 1, 2, 3, 4]
    assert all(m.values.min() >= 0 for m in output.saliency_maps)
    assert output.saliency_maps[0].region.width == 100
    assert set(output.timings_ms) == {"preprocess", "gate", "infer", "explain"}


def test_many_at_once_equal_one_by_one(small_model: SmallModel) -> None:
    rng = np.random.default_rng(1)
    views = [rng.integers(0, 256, (96, 96), dtype=np.uint8) for _ in range(9)]
    engine = Engine(small_model.bundle, is_for_throughput=True)

    together = engine.logits_of(iter(views), len(views))

    single = Engine(small_model.bundle)
    for view, logits in zip(views, together, strict=True):
        alone = single.network.run(view)[0][0]
        assert np.abs(alone - logits).max() <= 1e-4


def test_passes_of_many_are_those_of_outputs_that_nobody_overwrites(
    small_model: SmallModel,
) -> None:
    rng = np.random.default_rng(2)
    views = [rng.integers(0, 256, (96, 96), dtype=np.uint8) for _ in range(20)]
    engine = Engine(small_model.bundle, is_for_throughput=True)
    outputs: list[tuple[NDArray[np.float32], ...]] = []
    engine.network.run_many(views, lambda _number, found: outputs.append(found))

    passes = engine.passes_of(views)

    assert len(passes) == len(views)
    for one, found in zip(passes, outputs, strict=True):
        assert one.logits == pytest.approx(found[0][0], abs=1e-6)
        views_of_map = softmax(engine.head.logits(pooled(found[1][0])[1:]))
        assert one.views == pytest.approx(views_of_map, abs=1e-6)


def test_what_is_compiled_later_is_verified_too(copied_bundle: Path) -> None:
    engine = Engine(load_bundle(copied_bundle))
    weights = bytearray((copied_bundle / "engine.bin").read_bytes())
    weights[1000] ^= 1
    (copied_bundle / "engine.bin").write_bytes(weights)

    with pytest.raises(LungDeskError) as caught:
        _ = engine.stream_network
    assert caught.value.code is ErrorCode.MODEL_DAMAGED


def test_float32_unless_bfloat16_was_checked(copied_bundle: Path) -> None:
    unchecked = load_bundle(copied_bundle)

    assert allowed_precision(unchecked, PrecisionChoice.AUTO) is Precision.FLOAT32
    with pytest.raises(LungDeskError, match="bfloat16 cannot be used") as caught:
        Engine(unchecked, precision=PrecisionChoice.BFLOAT16)
    assert caught.value.code is ErrorCode.MODEL_INVALID


@pytest.mark.parametrize("passed", [True, False])
def test_auto_follows_the_stored_check(copied_bundle: Path, passed: bool) -> None:
    check = Bfloat16Check(films=10, class_changes=0, largest_probability_change=0.0, passed=passed)
    bundle = write_manifest(copied_bundle, manifest().model_copy(update={"bfloat16": check}))

    is_expected = passed and has_bfloat16()

    chosen = allowed_precision(bundle, PrecisionChoice.AUTO)
    assert (chosen is Precision.BFLOAT16) == is_expected
    assert allowed_precision(bundle, PrecisionChoice.FLOAT32) is Precision.FLOAT32


def test_an_engine_file_that_is_no_network_is_one_sentence(copied_bundle: Path) -> None:
    (copied_bundle / "engine.xml").write_text("<net/>")
    bundle = write_manifest(copied_bundle, manifest())

    with pytest.raises(LungDeskError) as caught:
        Engine(bundle)
    assert caught.value.code is ErrorCode.MODEL_INVALID


def test_the_film_check_goes_by_what_has_not_learnt_to_see_films() -> None:
    """Of a trained network by its levels below the last map; of a frozen one by all it shows."""
    duo = load_model(shipped_models_folder() / DEFAULT_MODEL_ID)
    engines = {member.manifest.id: Engine(member) for member in members_of(duo)}

    tuned, frozen = engines[SINGLE_MODEL_ID], engines["lite0-levels"]
    levels = backbone_named("efficientnet_lite0_levels").level_count
    assert tuned.checked_features[:levels].all()
    # Features that died in training lie among the others: they may fire elsewhere.
    assert tuned.head.idle[levels:].any()
    assert not tuned.checked_features[levels:].any()
    assert not frozen.checked_features.any()
    reference = tuned.bundle.outlier_reference()
    assert reference is not None
    assert np.isinf(reference.spread[levels:]).all()
    assert np.isfinite(reference.spread[:levels]).any()
