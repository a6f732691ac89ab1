"""A random network's batch normalization is made to fit the films it is trained on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lungdesk.ml.preprocess import Normalization
from lungdesk.ml.training.random_trunk import measure_statistics

keras = pytest.importorskip("keras")

NORMALIZATION = Normalization((127.5,) * 3, (127.5,) * 3)
BLOCKS = 12


def residual_network() -> Any:
    """As ResNet V2 is built: every block adds to what it was given."""
    keras.utils.set_random_seed(0)
    layers = keras.layers
    inputs = keras.Input((16, 16, 3))
    x = layers.Conv2D(8, 3, padding="same")(inputs)
    for number in range(BLOCKS):
        y = layers.BatchNormalization(name=f"bn{number}")(x)
        y = layers.Conv2D(8, 3, padding="same", kernel_initializer="he_normal")(y)
        x = layers.Add()([x, layers.ReLU()(y)])
    outputs = layers.BatchNormalization(name="bn_last")(x)
    return keras.Model(inputs, outputs)


def test_every_layer_gives_its_next_values_of_mean_0_and_deviation_1() -> None:
    network = residual_network()
    network.trainable = False
    views = np.random.default_rng(0).integers(0, 256, (24, 16, 16), np.uint8)
    before = network(NORMALIZATION.apply(views)).numpy()
    measure_statistics(network, NORMALIZATION, views)
    inner = keras.Model(network.input, [network.get_layer(f"bn{n}").output for n in range(BLOCKS)])
    values = [*inner(NORMALIZATION.apply(views)), network(NORMALIZATION.apply(views))]
    for layer_values in values:
        flat = np.asarray(layer_values).reshape(-1, layer_values.shape[-1])
        np.testing.assert_allclose(flat.mean(axis=0), 0, atol=1e-3)
        np.testing.assert_allclose(flat.std(axis=0), 1, atol=0.02)
    assert before.std() > 3 * np.asarray(values[-1]).std()  # what had grown without


def test_layers_are_left_as_frozen_and_as_slow_to_learn_as_they_were() -> None:
    network = residual_network()
    network.trainable = False
    views = np.random.default_rng(0).integers(0, 256, (4, 16, 16), np.uint8)
    measure_statistics(network, NORMALIZATION, views)
    assert not network.trainable_variables
    assert {layer.momentum for layer in network.layers if layer.name.startswith("bn")} == {0.99}
