"""Networks that are trained: a head on pooled features, on the tail of a trunk, on all of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.ml.head import DenseLayer, Head
from lungdesk.ml.openvino_runtime import has_bfloat16
from lungdesk.ml.preprocess import Normalization
from lungdesk.ml.training.recipe import HeadSettings

HIDDEN, LOGITS = "hidden", "logits"


@dataclass(frozen=True, slots=True, eq=False)
class Standardization:
    """Mean and deviation ``(F,)`` of pooled features over the training films."""

    mean: NDArray[np.float32]
    deviation: NDArray[np.float32]

    @classmethod
    def of(cls, features: NDArray[np.float16]) -> Standardization:
        """Of features ``(N, K, F)``, in pieces: a float64 copy of all would be large."""
        flat = features.reshape(-1, features.shape[-1])
        total, squares = np.zeros((2, flat.shape[1]))
        for start in range(0, len(flat), 4096):
            piece = flat[start : start + 4096].astype(np.float64)
            total += piece.sum(axis=0)
            squares += (piece**2).sum(axis=0)
        mean = total / len(flat)
        variance = np.maximum(squares / len(flat) - mean**2, 0)
        # A feature that is nearly the same in all films must not be blown up.
        return cls(mean.astype(np.float32), (np.sqrt(variance) + 1e-3).astype(np.float32))


def head_network(standard: Standardization, settings: HeadSettings, class_count: int) -> Any:
    """Keras model from pooled features ``(N, F)`` to logits ``(N, C)``."""
    import keras

    inputs = keras.Input((len(standard.mean),))
    return keras.Model(inputs, _head(inputs, standard, settings, class_count), name="head")


def classifier(trunk: Any, standard: Standardization, settings: HeadSettings, count: int) -> Any:
    """Keras model from a trunk's, or a tail's, input to logits ``(N, count)``."""
    import keras

    pooled = keras.layers.GlobalAveragePooling2D(dtype="float32")(trunk.output)
    return keras.Model(trunk.input, _head(pooled, standard, settings, count), name="classifier")


def make_trainable(trunk: Any) -> None:
    """Let all layers of a flat trunk be trained but batch normalization.

    That keeps the statistics, and the factors, of what it was trained on: a batch of a few films
    has poor ones, and what stays frozen below would no longer fit.
    """
    import keras

    trunk.trainable = True
    for layer in trunk.layers:
        layer.trainable = not isinstance(layer, keras.layers.BatchNormalization)


def copy_layers(network: Any, trunk: Any) -> None:
    """Give a trunk the weights of those layers that a network trained upon it has from it.

    The network holds them among its own, or the trunk as one layer of its own.
    """
    whole = [layer for layer in network.layers if layer.name == trunk.name]
    names = {layer.name for layer in trunk.layers if layer.weights}
    for layer in whole[0].layers if whole else network.layers:
        if layer.name in names:
            trunk.get_layer(layer.name).set_weights(layer.get_weights())


def has_gpu() -> bool:
    """Whether TensorFlow computes on a GPU here."""
    import tensorflow as tf

    return bool(tf.config.list_logical_devices("GPU"))


def on_grey_views(trunk: Any, normalization: Normalization) -> Any:
    """The trunk with an input of grey views ``(N, S, S)``, 0…255, that it normalizes itself."""
    import keras

    views = keras.Input(trunk.input.shape[1:3])
    grey = keras.layers.Reshape((*trunk.input.shape[1:3], 1))(views)
    colours = keras.layers.Concatenate()([grey] * 3)
    scale = [1 / s for s in normalization.scale]
    offset = [-m / s for m, s in zip(normalization.mean, normalization.scale, strict=True)]
    normalized = keras.layers.Rescaling(scale, offset, dtype="float32")(colours)
    return keras.Model(views, trunk(normalized), name=f"{trunk.name}_on_views")


def _head(x: Any, standard: Standardization, settings: HeadSettings, class_count: int) -> Any:
    import keras

    layers, exact = keras.layers, "float32"
    scale = 1 / standard.deviation
    x = layers.Rescaling(scale.tolist(), (-standard.mean * scale).tolist(), dtype=exact)(x)
    x = layers.Dropout(settings.dropout, dtype=exact)(x)
    if settings.hidden_units:
        x = layers.Dense(settings.hidden_units, "relu", name=HIDDEN, dtype=exact)(x)
        x = layers.Dropout(settings.dropout, dtype=exact)(x)
    return layers.Dense(class_count, name=LOGITS, dtype=exact)(x)


def copy_head(network: Any, dense: tuple[DenseLayer, ...]) -> None:
    """Give a network the dense layers of another one with the same head."""
    for layer, values in zip(_dense_layers(network), dense, strict=True):
        layer.set_weights([values.kernel, values.bias])


def dense_of(network: Any) -> tuple[DenseLayer, ...]:
    """The dense layers of a network's head, which work on standardized features."""
    return tuple(DenseLayer(*layer.get_weights()) for layer in _dense_layers(network))


def _dense_layers(network: Any) -> list[Any]:
    return [layer for layer in network.layers if layer.name in (HIDDEN, LOGITS)]


def plain_head(
    dense: tuple[DenseLayer, ...], standard: Standardization, temperature: float
) -> Head:
    """Head on pooled features as they are, its logits divided by the temperature.

    ``(x - mean) / deviation`` is folded into the first layer, the temperature into the last.
    """
    first = dense[0]
    shift = np.asarray((standard.mean / standard.deviation) @ first.kernel, np.float32)
    kernel = np.asarray(first.kernel / standard.deviation[:, None], np.float32)
    folded = (DenseLayer(kernel, first.bias - shift), *dense[1:])
    cooling = np.float32(1 / temperature)
    last = DenseLayer(folded[-1].kernel * cooling, folded[-1].bias * cooling)
    return Head((*folded[:-1], last))


def is_rounded() -> bool:
    """Whether what is trained computes in bfloat16: where a processor does that natively."""
    return has_bfloat16() and not has_gpu()


@contextmanager
def arithmetic() -> Iterator[None]:
    """Layers built inside compute in bfloat16 where that pays; their weights stay float32."""
    import keras

    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16" if is_rounded() else "float32")
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)
