"""A network with levels: averaged over its places, each level and its square, and the same top."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from lungdesk.ml.backbones import backbone_named
from lungdesk.ml.engine_export import keras_classifier
from lungdesk.ml.head import DenseLayer, Head
from lungdesk.ml.levels import LEVELS, under_levels, with_levels

SIDE = 64


def small(input_size: int) -> keras.Model:
    """Three maps of 32, 16 and 8 places a side."""
    layers = keras.layers
    x = inputs = keras.Input((input_size, input_size, 3))
    for name, filters in (("first", 3), ("second", 5), ("third", 7)):
        x = layers.Conv2D(filters, 3, 2, padding="same", name=name)(x)
    return keras.Model(inputs, x, name="small")


def test_averages_are_means_and_mean_squares_of_every_level() -> None:
    keras.utils.set_random_seed(0)
    trunk = with_levels(small, ("first", "second"))(SIDE)
    names = ("first", "second", "third")
    maps = keras.Model(trunk.input, [trunk.get_layer(name).output for name in names])
    films = np.random.default_rng(0).normal(size=(2, SIDE, SIDE, 3)).astype(np.float32)

    pooled = np.asarray(trunk(films)).mean(axis=(1, 2))

    values = [np.asarray(one) for one in maps(films)]
    wanted = [m.mean(axis=(1, 2)) for v in values for m in (v, v**2)]
    np.testing.assert_allclose(pooled, np.concatenate(wanted, axis=1), atol=1e-5)
    assert trunk.output_shape == (None, 8, 8, 2 * (3 + 5 + 7))


def test_levels_of_lite0_take_the_weights_of_lite0() -> None:
    plain = backbone_named("efficientnet_lite0").build(SIDE)
    levels = backbone_named("efficientnet_lite0_levels").build(SIDE)

    assert [w.shape for w in levels.get_weights()] == [w.shape for w in plain.get_weights()]


def test_levels_for_the_film_check_change_no_class_and_no_heat() -> None:
    keras.utils.set_random_seed(0)
    rng = np.random.default_rng(0)
    trunk = small(SIDE)
    kernel, bias = rng.normal(size=(7, 4)), rng.normal(size=4)
    head = Head((DenseLayer(kernel.astype(np.float32), bias.astype(np.float32)),))
    films = rng.normal(size=(2, SIDE, SIDE, 3)).astype(np.float32)

    under = under_levels(trunk, ("first", "second"))
    padded = head.padded(2 * (3 + 5))
    logits, maps = (np.asarray(one) for one in keras_classifier(under, padded)(films))
    plain_logits, plain_maps = (np.asarray(one) for one in keras_classifier(trunk, head)(films))

    np.testing.assert_allclose(logits, plain_logits, atol=1e-5)
    np.testing.assert_allclose(maps[..., 16:], plain_maps)
    gradients = padded.feature_gradient(maps[0].mean(axis=(0, 1)))
    np.testing.assert_allclose(
        maps[0] @ gradients.T,
        plain_maps[0] @ head.feature_gradient(np.zeros(7, np.float32)).T,
        atol=1e-5,
    )
    assert padded.idle.tolist() == [True] * 16 + [False] * 7
    assert not head.idle.any()
    assert np.array_equal(padded.of_last(7).layers[0].kernel, head.layers[0].kernel)


@pytest.mark.parametrize("name", ["efficientnet_lite0_levels", "vgg16_levels"])
def test_levels_come_first_and_the_last_map_with_its_square_last(name: str) -> None:
    backbone = backbone_named(name)
    parts = backbone.build(64).get_layer(LEVELS).input

    *levels, last, energy = [int(part.shape[-1]) for part in parts]
    assert sum(levels) == backbone.level_count
    assert backbone.level_count + last + energy == backbone.feature_count
