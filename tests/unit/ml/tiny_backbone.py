"""A backbone of two layers: what is not about the network itself is tested on it in no time."""

from __future__ import annotations

from typing import Any

from lungdesk.ml.backbones import Backbone, CutPoint
from lungdesk.ml.preprocess import Normalization


def _build(input_size: int) -> Any:
    import keras  # noqa: PLC0415 - as the real ones do

    layers = keras.layers
    inputs = keras.Input((input_size, input_size, 3))
    x = layers.Conv2D(8, 3, strides=2, activation="relu", name="first")(inputs)
    x = layers.Conv2D(16, 3, strides=2, activation="relu", name="top")(x)
    return keras.Model(inputs, x, name="tiny")


TINY = Backbone(
    name="tiny",
    display_name="Tiny",
    input_size=32,
    normalization=Normalization((100.0, 120.0, 140.0), (50.0, 60.0, 70.0)),
    target_layer="top",
    feature_count=16,
    parameter_count=1392,
    cut_points=(CutPoint("top", "first"),),
    weights_licence="Apache-2.0",
    build=_build,
    least_input_size=16,
    input_step=16,
)
