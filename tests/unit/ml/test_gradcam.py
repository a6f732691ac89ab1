"""Our Grad-CAM in closed form against TensorFlow's automatic differentiation."""

from __future__ import annotations

import numpy as np
import pytest

from lungdesk.ml.engine import Engine
from lungdesk.ml.engine_export import keras_classifier
from lungdesk.ml.gradcam import gradcam
from lungdesk.ml.reference_reader import tape_gradcam
from lungdesk.ml.trunk import build_keras_trunk
from lungdesk.ml.weights import resolve_weights
from tests.unit.ml.conftest import BACKBONE, SPEC, SmallModel, random_head


def grey_view(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (SPEC.input_size, SPEC.input_size), dtype=np.uint8)


def image(seed: int) -> np.ndarray:
    return SPEC.normalization.apply(grey_view(seed)[None])


@pytest.mark.parametrize("class_index", range(5))
@pytest.mark.parametrize("seed", [1, 2])
def test_engine_maps_equal_the_tape_for_every_class(
    small_model: SmallModel, class_index: int, seed: int
) -> None:
    _, feature_map = Engine(small_model.bundle).network.run(grey_view(seed))

    ours = gradcam(feature_map[0], small_model.head)[class_index]
    tape = tape_gradcam(small_model.keras_model, image(seed), class_index)

    assert np.abs(ours - tape).max() <= 1e-4 * max(tape.max(), 1e-6)


def test_the_comparison_with_the_tape_is_not_about_empty_maps(small_model: SmallModel) -> None:
    _, feature_map = Engine(small_model.bundle).network.run(grey_view(1))

    assert (gradcam(feature_map[0], small_model.head).max(axis=(1, 2)) > 0).sum() >= 3


@pytest.mark.parametrize("class_index", range(5))
def test_with_one_dense_layer_too(class_index: int) -> None:
    head = random_head(BACKBONE.feature_count, 5, seed=3)
    trunk = build_keras_trunk(BACKBONE, SPEC.input_size, resolve_weights(BACKBONE, "imagenet"))
    feature_map = np.asarray(trunk(image(3)))[0]

    ours = gradcam(feature_map, head)[class_index]
    tape = tape_gradcam(keras_classifier(trunk, head), image(3), class_index)

    assert np.abs(ours - tape).max() <= 1e-4 * max(tape.max(), 1e-6)


def test_one_dense_layer_sums_to_the_logit() -> None:
    head = random_head(6, 5, seed=4)
    feature_map = np.random.default_rng(5).random((4, 3, 6), dtype=np.float32)

    # Without the final ReLU the map of class c sums to logit c less its bias.
    weights = head.feature_gradient(feature_map.mean(axis=(0, 1))) / 12
    sums = (feature_map @ weights.T).sum(axis=(0, 1))

    logits = head.logits(feature_map.mean(axis=(0, 1))[None])[0]
    assert sums == pytest.approx(logits - head.layers[0].bias, abs=1e-5)
