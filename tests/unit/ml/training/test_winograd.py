"""Fast convolutions against TensorFlow's own: values, gradients, layers."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from lungdesk.ml.training.winograd import (
    convolution,
    gains_by_compiling,
    with_fast_convolutions,
)


@pytest.mark.parametrize("shape", [(2, 6, 6, 5), (1, 7, 4, 3), (3, 1, 2, 4), (1, 5, 5, 1)])
def test_values_and_gradients_are_those_of_tensorflow(shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(0)
    images = tf.constant(rng.normal(size=shape), tf.float32)
    kernel = tf.constant(rng.normal(size=(3, 3, shape[-1], 6)), tf.float32)
    weights = tf.constant(rng.normal(size=(*shape[:3], 6)), tf.float32)

    with tf.GradientTape(persistent=True) as tape:
        tape.watch([images, kernel])
        ours = convolution(images, kernel)
        theirs = tf.nn.conv2d(images, kernel, 1, "SAME")
        sums = [tf.reduce_sum(weights * picture) for picture in (ours, theirs)]

    assert ours.shape == theirs.shape
    assert np.abs(ours - theirs).max() <= 2e-5
    for one, other in zip(*(tape.gradient(s, [images, kernel]) for s in sums), strict=True):
        assert np.abs(one - other).max() <= 1e-4


def small_network() -> keras.Model:
    layers = keras.layers
    inputs = keras.Input((9, 9, 64))
    x = layers.Conv2D(64, 3, padding="same", activation="relu", name="wide")(inputs)
    x = layers.Conv2D(64, 3, padding="same", use_bias=False, name="wide_too")(x)
    x = layers.BatchNormalization(trainable=False, name="norm")(x)
    x = layers.Conv2D(64, 3, strides=2, padding="same", name="strided")(x)
    x = layers.Conv2D(64, 3, padding="valid", name="valid")(x)
    x = layers.Conv2D(64, 1, padding="same", name="pointwise")(x)
    return keras.Model(inputs, layers.Conv2D(8, 3, padding="same", name="narrow")(x))


def test_only_wide_convolutions_of_stride_one_become_fast_and_the_network_says_the_same() -> None:
    network = small_network()

    fast = with_fast_convolutions(network)

    kinds = {layer.name: type(layer).__name__ for layer in fast.layers}
    assert [name for name, kind in kinds.items() if kind == "FastConv2D"] == ["wide", "wide_too"]
    assert not fast.get_layer("norm").trainable
    images = np.random.default_rng(1).normal(size=(3, 9, 9, 64)).astype(np.float32)
    assert np.abs(np.asarray(fast(images)) - np.asarray(network(images))).max() <= 1e-5


def test_a_network_without_wide_convolutions_stays_as_it_is() -> None:
    inputs = keras.Input((9, 9, 8))
    network = keras.Model(inputs, keras.layers.Conv2D(8, 3, padding="same")(inputs))

    assert with_fast_convolutions(network) is network
    assert not gains_by_compiling(network)


def test_a_network_with_depthwise_convolutions_is_not_compiled() -> None:
    network = small_network()
    assert gains_by_compiling(network)
    depthwise = keras.layers.DepthwiseConv2D(3, name="depthwise")(network.output)
    assert not gains_by_compiling(keras.Model(network.input, depthwise))
