"""One contract for every backbone there is."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.backbones import BACKBONES, Backbone, backbone_named
from lungdesk.ml.engine_export import keras_classifier
from lungdesk.ml.trunk import build_keras_trunk
from lungdesk.ml.weights import resolve_weights
from tests.unit.ml.conftest import random_head

SIZES = (96, 160)


@pytest.fixture(scope="module", params=BACKBONES)
def backbone(request: pytest.FixtureRequest) -> Backbone:
    return BACKBONES[request.param]


@pytest.fixture(scope="module")
def models(backbone: Backbone) -> dict[int, Any]:
    """The untrained graph at two sizes."""
    return {size: backbone.build(size) for size in SIZES}


def test_every_backbone_is_one_flat_graph(models: dict[int, Any]) -> None:
    for model in models.values():
        assert isinstance(model, keras.Model)
        assert not [layer for layer in model.layers if isinstance(layer, keras.Model)]


def test_it_takes_three_channels_and_ends_at_its_target_layer(
    backbone: Backbone, models: dict[int, Any]
) -> None:
    for size, model in models.items():
        assert model.input.shape == (None, size, size, 3)
        assert model.get_layer(backbone.target_layer).output is model.output


def test_its_feature_map_has_the_channels_it_states_and_grows_with_the_film(
    backbone: Backbone, models: dict[int, Any]
) -> None:
    sides = []
    for size, model in models.items():
        image = np.zeros((2, size, size, 3), np.float32)
        batch, height, width, channels = model(image).shape
        assert (batch, channels) == (2, backbone.feature_count)
        assert height == width
        sides.append(height)

    assert 1 < sides[0] < sides[1]


def test_its_weights_have_the_same_shapes_at_every_size(models: dict[int, Any]) -> None:
    small, large = ([w.shape for w in model.weights] for model in models.values())

    assert small == large


def test_its_layers_have_names_that_a_head_does_not_take(
    backbone: Backbone, models: dict[int, Any]
) -> None:
    model = models[SIZES[0]]
    head = random_head(backbone.feature_count, 4, 5)

    classifier = keras_classifier(model, head)

    assert [output.shape for output in classifier.outputs] == [(None, 5), model.output.shape]


def test_grey_values_become_small_finite_numbers(backbone: Backbone) -> None:
    grey = np.array([[[0, 255], [127, 128]]], np.uint8)

    normalized = backbone.normalization.apply(grey)

    assert np.isfinite(normalized).all()
    assert np.abs(normalized).max() < 5
    assert (normalized[0, 0, 1] > normalized[0, 0, 0]).all()  # white stays above black


def test_its_imagenet_weights_come_with_the_program_and_fit(
    backbone: Backbone, models: dict[int, Any]
) -> None:
    weights = resolve_weights(backbone, "imagenet")
    random = models[SIZES[0]]

    trunk = build_keras_trunk(backbone, SIZES[0], weights)

    assert backbone.weights_licence
    assert not trunk.trainable
    kernels = [
        (ours, theirs)
        for ours, theirs in zip(trunk.get_weights(), random.get_weights(), strict=True)
        if ours.ndim == 4
    ]
    assert kernels
    assert not any(np.array_equal(ours, theirs) for ours, theirs in kernels)


def test_it_is_found_by_its_name_and_by_what_people_call_it(backbone: Backbone) -> None:
    for spelling in (backbone.name, backbone.display_name, backbone.name.upper()):
        assert backbone_named(spelling) is backbone
    assert BACKBONES[backbone.name] is backbone


def test_an_unknown_backbone_is_one_sentence_that_names_the_others() -> None:
    with pytest.raises(LungDeskError, match="no backbone called resnet9000") as caught:
        backbone_named("resnet9000")

    assert caught.value.code is ErrorCode.USAGE
    assert all(name in caught.value.hint for name in BACKBONES)
