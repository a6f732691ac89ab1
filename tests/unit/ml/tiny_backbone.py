"""A backbone of two layers: what is not about the network itself is tested on it in no time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lungdesk.ml.backbones import Backbone, CutPoint
from lungdesk.ml.preprocess import Normalization
from lungdesk.ml.training.plan import TrainRequest
from lungdesk.ml.training.recipe import Recipe
from tests.unit.ml.real_films import few_films, write_manifest


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


def tiny_request(folder: Path, shared_data: Path, recipe: Recipe) -> TrainRequest:
    """A training of it in a folder, from weights that are the same each time, on a few real films.

    `BACKBONES` is to have it.
    """
    import keras  # noqa: PLC0415 - takes a while

    keras.utils.set_random_seed(0)
    weights = folder / "tiny.weights.h5"
    TINY.build(64).save_weights(weights)
    films = few_films(shared_data, {"train": 6, "val": 4})
    return TrainRequest(
        folder=write_manifest(folder / "films.csv", films),
        backbone="tiny",
        bundle_folder=folder / "bundle",
        checkpoint_folder=folder / "checkpoint",
        cache_folder=folder / "cache",
        cache_limit_bytes=10**9,
        recipe=recipe,
        weights=str(weights),
    )
