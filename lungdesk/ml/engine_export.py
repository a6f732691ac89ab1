"""Turns a Keras trunk and a head into the two-output network of a bundle; needs TensorFlow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.prediction import softmax
from lungdesk.ml.bundle import ENGINE, Bfloat16Check, Bundle, write_head
from lungdesk.ml.film_pass import windowed
from lungdesk.ml.head import Head
from lungdesk.ml.openvino_runtime import CompiledNetwork, Precision, has_bfloat16
from lungdesk.ml.preprocess import Normalization
from lungdesk.ml.trunk import to_openvino

#: bfloat16 passes when it changes the predicted class of at most this share of films,
_MOST_CLASS_CHANGES = 0.005
#: and no probability by more. Changes of class are few, so their share alone says little: of two
#: networks that changed 2 of 461 films of val, the one that moved a probability by 0.02 changed
#: 1 of 471 others, and the one that moved one by 0.11 changed 4.
_MOST_PROBABILITY_CHANGE = 0.05


def keras_classifier(keras_trunk: Any, head: Head) -> Any:
    """Keras model with the outputs ``[logits, feature_map]``, one flat graph."""
    import keras

    feature_map = keras_trunk.output
    x = keras.layers.GlobalAveragePooling2D(name="pooled_features")(feature_map)
    dense = []
    for number, layer in enumerate(head.layers):
        is_last = number == len(head.layers) - 1
        units = layer.kernel.shape[1]
        activation = None if is_last else "relu"
        dense.append(keras.layers.Dense(units, activation=activation, name=f"head_{number}"))
        x = dense[-1](x)
    model = keras.Model(keras_trunk.input, [x, feature_map], name=f"{keras_trunk.name}_classifier")
    for keras_layer, layer in zip(dense, head.layers, strict=True):
        keras_layer.set_weights([layer.kernel, layer.bias])
    return model


def export_engine(
    keras_trunk: Any,
    head: Head,
    normalization: Normalization,
    folder: Path,
    *,
    is_float16: bool = True,
) -> None:
    """Write ``engine.xml``, ``engine.bin`` and ``head.npz`` into ``folder``."""
    import openvino  # noqa: PLC0415

    converted = to_openvino(keras_classifier(keras_trunk, head), normalization)
    # The conversion may turn the outputs round; logits have two dimensions, the map has four.
    sources = {len(o.partial_shape): o.get_node().input_value(0) for o in converted.outputs}
    network = openvino.Model([sources[2], sources[4]], converted.get_parameters(), "lungdesk")
    for output, name in zip(network.outputs, ("logits", "feature_map"), strict=True):
        output.get_tensor().set_names({name})
    openvino.save_model(network, folder / ENGINE, compress_to_fp16=is_float16)
    write_head(folder, head)


def check_bfloat16(bundle: Bundle, views: Sequence[NDArray[np.uint8]]) -> Bfloat16Check | None:
    """Compare bfloat16 with float32 on grey views; None where the processor has no bfloat16.

    As films in a row are read, whose means are rounded, too.
    """
    if not has_bfloat16() or not views:
        return None

    def probabilities(precision: Precision) -> NDArray[np.float32]:
        network = CompiledNetwork(bundle.engine_path, precision=precision, altered=windowed)
        logits = [network.run(view)[0][0] for view in views]
        return softmax(np.stack(logits))

    return bfloat16_agreement(probabilities(Precision.FLOAT32), probabilities(Precision.BFLOAT16))


def bfloat16_agreement(exact: NDArray[np.float32], rounded: NDArray[np.float32]) -> Bfloat16Check:
    """Whether bfloat16 may read: probabilities ``(N, C)`` in float32 and in bfloat16."""
    changes = int((exact.argmax(axis=1) != rounded.argmax(axis=1)).sum())
    largest = float(np.abs(exact - rounded).max())
    return Bfloat16Check(
        films=len(exact),
        class_changes=changes,
        largest_probability_change=largest,
        passed=changes <= _MOST_CLASS_CHANGES * len(exact) and largest <= _MOST_PROBABILITY_CHANGE,
    )
