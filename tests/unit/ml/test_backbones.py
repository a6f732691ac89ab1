"""One contract for every backbone there is, with random weights, each built once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest
from keras.src.legacy.saving.legacy_h5_format import save_weights_to_hdf5_group

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.backbones import BACKBONES, Backbone, backbone_named
from lungdesk.ml.engine_export import keras_classifier
from lungdesk.ml.gradcam import gradcam
from lungdesk.ml.graph_cut import split_at
from lungdesk.ml.openvino_runtime import CompiledNetwork
from lungdesk.ml.reference_reader import tape_gradcam
from lungdesk.ml.trunk import build_keras_trunk, to_openvino
from lungdesk.ml.weights import Weights, load_weights, resolve_weights
from lungdesk.ml.weights_sources import PUBLISHED
from tests.unit.ml.conftest import random_head

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("compiled_each_time"),
    # Keras's own way of saving asks NumPy for arrays in a way that NumPy 2 deprecates.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

SIZE = 64

#: What ``keras.applications`` calls the network, and the module that prepares pixels for it.
IN_KERAS = {
    "vgg16": ("VGG16", "vgg16"),
    "resnet50v2": ("ResNet50V2", "resnet_v2"),
    "resnet152v2": ("ResNet152V2", "resnet_v2"),
    "densenet121": ("DenseNet121", "densenet"),
    "densenet201": ("DenseNet201", "densenet"),
    "efficientnetv2_b0": ("EfficientNetV2B0", ""),
    "mobilenetv2": ("MobileNetV2", "mobilenet_v2"),
    "convnext_tiny": ("ConvNeXtTiny", ""),
}


@pytest.fixture(scope="module", params=BACKBONES)
def backbone(request: pytest.FixtureRequest) -> Backbone:
    return BACKBONES[request.param]


@pytest.fixture(scope="module")
def graph(backbone: Backbone) -> Any:
    keras.utils.set_random_seed(0)
    return backbone.build(SIZE)


@pytest.fixture(scope="module")
def grey() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (SIZE, SIZE), dtype=np.uint8)


@pytest.fixture(scope="module")
def image(backbone: Backbone, grey: np.ndarray) -> np.ndarray:
    return backbone.normalization.apply(grey[None])


def difference(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Largest difference as a share of the largest value, which must be there and finite."""
    largest = float(np.abs(theirs).max())
    assert 0 < largest < np.inf
    return float(np.abs(ours - theirs).max()) / largest


def test_it_is_one_flat_graph_from_three_channels_to_its_target_layer(
    backbone: Backbone, graph: Any
) -> None:
    assert graph.name == backbone.name
    assert not [layer for layer in graph.layers if isinstance(layer, keras.Model)]
    assert graph.input.shape == (None, SIZE, SIZE, 3)
    assert graph.get_layer(backbone.target_layer).output is graph.output
    assert len({layer.name for layer in graph.layers}) == len(graph.layers)


def test_its_feature_map_is_as_stated_and_covers_the_film_evenly(
    backbone: Backbone, graph: Any
) -> None:
    _, height, width, channels = graph.output.shape

    assert channels == backbone.feature_count
    assert graph.count_params() == backbone.parameter_count
    assert height == width > 1
    assert SIZE % height == 0
    assert backbone.input_step % (SIZE // height) == 0


def test_what_is_above_a_cut_point_needs_its_output_only(
    backbone: Backbone, graph: Any, image: np.ndarray
) -> None:
    whole = np.asarray(graph(image))
    weights_above = []
    for cut in backbone.cut_points:
        lower, tail = split_at(graph, cut.layer)

        assert difference(np.asarray(tail(lower(image))), whole) <= 1e-5, cut
        weights_above.append(tail.count_params())

    assert len(weights_above) >= 2
    assert weights_above == sorted(weights_above)
    assert 0 < weights_above[0] < weights_above[-1] < graph.count_params()
    assert len({cut.name for cut in backbone.cut_points}) == len(weights_above)


def test_openvino_and_the_closed_form_of_the_maps_agree_with_keras(
    backbone: Backbone, graph: Any, grey: np.ndarray, image: np.ndarray
) -> None:
    head = random_head(backbone.feature_count, 4, 5)
    classifier = keras_classifier(graph, head)
    logits, feature_map = (np.asarray(output) for output in classifier(image))

    network = CompiledNetwork(to_openvino(classifier, backbone.normalization))
    outputs = {output.ndim: output for output in network.run(grey)}

    assert difference(outputs[2], logits) <= 1e-4
    assert difference(outputs[4], feature_map) <= 1e-4
    maps = gradcam(feature_map[0], head)
    strongest = int(maps.max(axis=(1, 2)).argmax())
    tape = tape_gradcam(classifier, image, strongest)
    assert difference(maps[strongest], tape) <= 1e-4


def test_the_file_of_keras_server_fits_layer_by_layer(
    backbone: Backbone, graph: Any, tmp_path: Path
) -> None:
    if backbone.name not in PUBLISHED:
        pytest.skip("its weights come in a package")
    theirs = _in_keras(backbone)
    # Ones and zeros, which normalizations begin with, would hide that two were mistaken.
    rng = np.random.default_rng(1)
    theirs.set_weights([rng.random(w.shape, np.float32) for w in theirs.get_weights()])
    path = tmp_path / PUBLISHED[backbone.name].name
    with h5py.File(path, "w") as file:
        save_weights_to_hdf5_group(file, theirs)

    load_weights(graph, Weights("imagenet", path, ""))

    compared = 0
    for layer in _flat(theirs.layers):
        if layer.get_weights():
            ours = _counterpart(graph, layer.name).get_weights()
            for our, their in zip(ours, layer.get_weights(), strict=True):
                assert np.array_equal(our, their), layer.name
                compared += our.size
    assert compared == backbone.parameter_count


def _in_keras(backbone: Backbone, **options: Any) -> Any:
    constructor, preparing = IN_KERAS[backbone.name]
    if not preparing:
        options = {"include_preprocessing": False} | options
    build = getattr(keras.applications, constructor)
    return build(weights=None, include_top=False, input_shape=(SIZE, SIZE, 3), **options)


def _flat(layers: list[Any]) -> list[Any]:
    return [
        part
        for layer in layers
        for part in (layer.layers if isinstance(layer, keras.Model) else [layer])
    ]


def _counterpart(graph: Any, name: str) -> Any:
    # The last layer of ConvNeXt has a name in Keras that counts how many were made before.
    is_counted = name.startswith("layer_normalization")
    return graph.get_layer("top_layernorm" if is_counted else name)


@pytest.mark.parametrize("name", IN_KERAS)
def test_grey_values_are_prepared_as_keras_prepares_pixels(name: str) -> None:
    grey = np.arange(256, dtype=np.float32).reshape(1, 16, 16)
    pixels = np.repeat(grey[..., None], 3, axis=3)
    _, module = IN_KERAS[name]
    if module:
        expected = getattr(keras.applications, module).preprocess_input(pixels.copy())
    else:  # these networks have layers for it
        expected = pixels
        for layer in _in_keras(BACKBONES[name], include_preprocessing=True).layers:
            if isinstance(layer, keras.layers.Rescaling | keras.layers.Normalization):
                expected = np.asarray(layer(expected))

    ours = BACKBONES[name].normalization.apply(grey)

    assert difference(ours, expected) <= 1e-6
    assert np.abs(expected - pixels).max() > 1


@pytest.mark.parametrize("size", [32, 100, 250])
def test_a_size_that_the_map_would_not_cover_is_refused(size: int) -> None:
    backbone = BACKBONES["mobilenetv2"]

    with pytest.raises(LungDeskError, match=f"does not take films of {size} px") as caught:
        build_keras_trunk(backbone, size, resolve_weights(backbone, "none"))

    assert caught.value.code is ErrorCode.USAGE
    assert "multiple of 32" in caught.value.hint


def test_it_takes_films_of_its_own_size_and_its_weights_have_a_licence(backbone: Backbone) -> None:
    backbone.require_input_size(backbone.input_size)
    assert backbone.weights_licence


def test_it_is_found_by_its_name_and_by_what_people_call_it(backbone: Backbone) -> None:
    for spelling in (backbone.name, backbone.display_name, backbone.name.upper()):
        assert backbone_named(spelling) is backbone
    assert BACKBONES[backbone.name] is backbone


def test_an_unknown_backbone_is_one_sentence_that_names_the_others() -> None:
    with pytest.raises(LungDeskError, match="no backbone called resnet9000") as caught:
        backbone_named("resnet9000")

    assert caught.value.code is ErrorCode.USAGE
    assert all(name in caught.value.hint for name in BACKBONES)
