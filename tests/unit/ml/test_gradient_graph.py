"""Gradients inside a compiled network against TensorFlow's automatic differentiation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import openvino
import pytest
import tensorflow as tf
from numpy.typing import NDArray

from lungdesk.ml.bundle import ENGINE
from lungdesk.ml.engine_export import export_engine, keras_classifier
from lungdesk.ml.gradient_graph import NotDifferentiableError, gradients_of_outputs
from lungdesk.ml.layer_cam import finer_layer, with_layer_maps
from lungdesk.ml.levels import with_levels
from lungdesk.ml.openvino_runtime import CompiledNetwork
from lungdesk.ml.preprocess import Normalization
from lungdesk.ml.quantizing import quantized
from tests.unit.ml.conftest import random_head

SIDE = 64
NORMALIZATION = Normalization((127.0,) * 3, (128.0,) * 3)
layers = keras.layers


def pooled(size: int) -> keras.Model:
    """As VGG16: convolutions, and the largest of each window."""
    x = inputs = keras.Input((size, size, 3))
    for name, filters in (("a", 4), ("b", 6), ("third", 8), ("fourth", 10), ("fifth", 12)):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=name)(x)
        x = layers.MaxPooling2D(2)(x)
    return keras.Model(inputs, x, name="pooled")


def residual(size: int) -> keras.Model:
    """As EfficientNet-Lite: thin layers, each on top of what was there, and steps of two."""
    x = inputs = keras.Input((size, size, 3))
    x = layers.Conv2D(8, 3, 2, padding="same", activation="relu6")(x)
    for number, step in enumerate((1, 2, 1, 2, 1, 2)):
        wide = layers.Conv2D(24, 1, activation="relu6")(x)
        wide = layers.DepthwiseConv2D(3, step, padding="same", activation="relu6")(wide)
        thin = layers.Conv2D(8, 1, name=f"thin_{number}")(wide)
        x = layers.Add(name=f"add_{number}")([x, thin]) if step == 1 else thin
    x = layers.Conv2D(16, 1, activation="relu6")(x)
    return keras.Model(inputs, x, name="residual")


def levelled(size: int) -> keras.Model:
    """Its head sees earlier layers and their squares, too."""
    return with_levels(pooled, ("third", "fourth"), energy_unit=2.0)(size)


def shared(size: int) -> keras.Model:
    """As DenseNet: what was there stands beside what is new, and is averaged."""
    x = inputs = keras.Input((size, size, 3))
    x = layers.Conv2D(8, 3, 2, padding="same", activation="relu")(x)
    for filters in (6, 5, 4):
        new = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        x = layers.AveragePooling2D(2)(layers.Concatenate()([x, new]))
    return keras.Model(inputs, layers.Conv2D(12, 1, activation="relu")(x), name="shared")


def coarse(size: int) -> keras.Model:
    """Its only layer is the last one."""
    inputs = keras.Input((size, size, 3))
    x = layers.Conv2D(8, 3, 8, padding="same", activation="relu")(inputs)
    return keras.Model(inputs, x, name="coarse")


def gated(size: int) -> keras.Model:
    """The whole film decides how much a channel counts."""
    x = inputs = keras.Input((size, size, 3))
    x = layers.Conv2D(8, 3, 8, padding="same", activation="relu")(x)
    gate = layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = layers.Multiply()([x, layers.Conv2D(8, 1, activation="relu")(gate)])
    return keras.Model(inputs, layers.Conv2D(8, 3, 2, padding="same")(x), name="gated")


Build = Callable[[int], keras.Model]


def exported(build: Build, folder: Path) -> tuple[Any, Any]:
    """The Keras classifier, and the network of its bundle with one view."""
    keras.utils.set_random_seed(1)
    trunk = build(SIDE)
    head = random_head(trunk.output_shape[-1], 9, 4)
    export_engine(trunk, head, NORMALIZATION, folder, is_float16=False)
    network = openvino.Core().read_model(folder / ENGINE)
    network.reshape([1, SIDE, SIDE])
    return keras_classifier(trunk, head), network


def view(seed: int = 0) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (SIDE, SIDE), dtype=np.uint8)


def tape_gradients(model: Any) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The last activation of 8 x 8 ``(h, w, K)``, and the gradients of all classes."""
    inner = [
        layer.output
        for layer in model.layers
        if getattr(getattr(layer, "activation", None), "__name__", "") in ("relu", "relu6")
        and layer.output.shape[1] == 8
    ][-1]
    both = keras.Model(model.input, [inner, model.output[0]])
    with tf.GradientTape(persistent=True) as tape:
        values, logits = both(tf.convert_to_tensor(NORMALIZATION.apply(view()[None])))
        each = [logits[:, index] for index in range(logits.shape[1])]
    gradients = [np.asarray(tape.gradient(logit, values))[0] for logit in each]
    return np.asarray(values)[0], np.stack(gradients)


def tape_maps(model: Any) -> NDArray[np.float32]:
    """LayerCAM of all classes there, as anybody would write it."""
    values, gradients = tape_gradients(model)
    maps = (np.maximum(gradients, 0) * values).sum(axis=-1)
    return np.asarray(np.maximum(maps, 0), np.float32)


@pytest.mark.parametrize("build", [pooled, residual, levelled, shared])
def test_maps_equal_the_tape_for_every_class(build: Build, tmp_path: Path) -> None:
    model, network = exported(build, tmp_path)

    logits, maps = CompiledNetwork(network, altered=with_layer_maps).run(view())

    wanted = tape_maps(model)
    assert maps.shape == wanted.shape == (4, 8, 8)
    assert wanted.max(axis=(1, 2)).min() > 0
    assert np.abs(maps - wanted).max() <= 1e-4 * wanted.max()
    known = model(NORMALIZATION.apply(view()[None]))[0]
    np.testing.assert_allclose(logits, known, atol=1e-4)


def test_axes_of_a_mean_may_count_from_the_last(tmp_path: Path) -> None:
    model, network = exported(pooled, tmp_path)
    means = [step for step in network.get_ops() if step.get_type_name() == "ReduceMean"]
    for mean in means:
        axes = mean.input_value(1).get_node().get_data()
        counted = axes - len(mean.input_value(0).get_shape())
        mean.input(1).replace_source_output(openvino.opset13.constant(counted).output(0))

    _, maps = CompiledNetwork(network, altered=with_layer_maps).run(view())

    assert means
    wanted = tape_maps(model)
    assert np.abs(maps - wanted).max() <= 1e-4 * wanted.max()


def test_so_do_gradients_that_speak_against_a_class(tmp_path: Path) -> None:
    model, network = exported(levelled, tmp_path)
    outputs = network.output(0).get_node().input_value(0)
    gradient = gradients_of_outputs(network, outputs, finer_layer(network)).output(0)
    whole = openvino.Model([gradient], network.get_parameters(), "gradient")

    (found,) = CompiledNetwork(whole).run(view())

    values, gradients = tape_gradients(model)
    wanted = gradients.transpose(0, 3, 1, 2)
    is_open = values.transpose(2, 0, 1) > 0  # where nothing is there, ties may be cut otherwise
    assert wanted.min() < 0
    assert np.abs((found - wanted) * is_open).max() <= 1e-4 * np.abs(wanted).max()


def test_a_network_in_integers_has_the_maps_of_the_one_it_was(tmp_path: Path) -> None:
    _, network = exported(residual, tmp_path)
    integers = quantized(network.clone(), [view(seed) for seed in range(20)])

    _, exact = CompiledNetwork(network, altered=with_layer_maps).run(view())
    _, rounded = CompiledNetwork(integers, altered=with_layer_maps).run(view())

    assert np.corrcoef(exact.ravel(), rounded.ravel())[0, 1] > 0.95


def test_what_is_not_known_is_not_guessed(tmp_path: Path) -> None:
    _, network = exported(gated, tmp_path)

    with pytest.raises(NotDifferentiableError, match=r"spread|not known"):
        with_layer_maps(network)


def test_without_a_finer_layer_there_are_no_maps(tmp_path: Path) -> None:
    _, network = exported(coarse, tmp_path)

    with pytest.raises(NotDifferentiableError, match="finer"):
        with_layer_maps(network)
