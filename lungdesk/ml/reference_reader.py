"""Reading as people usually write it: Keras ``predict``, then Grad-CAM with a GradientTape.

Kept to be measured against and to check our maps with; needs TensorFlow.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.ml.backbones import Backbone
from lungdesk.ml.engine_export import export_engine, keras_classifier
from lungdesk.ml.head import DenseLayer, Head
from lungdesk.ml.preprocess import Normalization
from lungdesk.ml.trunk import build_keras_trunk
from lungdesk.ml.weights import Weights


@dataclass(frozen=True, slots=True, eq=False)
class PlainReader:
    """A Keras model with the outputs ``[logits, feature_map]``, used the usual way."""

    model: Any
    normalization: Normalization

    def read(self, view: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Probabilities ``(C,)``, and the map ``(h, w)`` of the predicted class, of ``(S, S)``."""
        image = self.normalization.apply(view[None])
        probabilities = predicted_probabilities(self.model, image)
        return probabilities, tape_gradcam(self.model, image, int(probabilities.argmax()))


def reader_and_engine(
    backbone: Backbone, weights: Weights, view: NDArray[np.uint8], class_count: int, folder: Path
) -> tuple[PlainReader, Head]:
    """A backbone with a drawn head as a Keras model, and as the engine of a bundle.

    Parameters
    ----------
    view
        A film as the network sees it, ``(S, S)``: the head is drawn so that the logits of this one
        are of the order of 1.
    folder
        Receives the engine (`lungdesk.ml.engine_export.export_engine`).

    Returns
    -------
    tuple
        The usual way to read, and the head of the engine.
    """
    import keras

    keras.utils.set_random_seed(0)
    trunk = build_keras_trunk(backbone, view.shape[0], weights)
    feature_map = trunk.predict(backbone.normalization.apply(view[None]), verbose=0)
    length = float(np.linalg.norm(feature_map.mean(axis=(0, 1, 2))))
    kernel = np.random.default_rng(0).normal(0, 1 / length, (backbone.feature_count, class_count))
    head = Head((DenseLayer(kernel.astype(np.float32), np.zeros(class_count, np.float32)),))
    export_engine(trunk, head, backbone.normalization, folder)
    return PlainReader(keras_classifier(trunk, head), backbone.normalization), head


def predicted_probabilities(model: Any, image: NDArray[np.float32]) -> NDArray[np.float32]:
    """Softmax of ``model.predict`` for ``(1, S, S, 3)``: ``(C,)``."""
    import tensorflow as tf

    logits, _ = model.predict(image, verbose=0)
    return np.asarray(tf.nn.softmax(logits[0]), np.float32)


def tape_gradcam(model: Any, image: NDArray[np.float32], class_index: int) -> NDArray[np.float32]:
    """Grad-CAM of one class by automatic differentiation: ``(h, w)`` float32, >= 0."""
    import tensorflow as tf

    with tf.GradientTape() as tape:
        logits, feature_map = model(tf.convert_to_tensor(image))
        logit = logits[:, class_index]
    gradient = tape.gradient(logit, feature_map)
    weights = tf.reduce_mean(gradient, axis=(0, 1, 2))
    cam = tf.nn.relu(tf.reduce_sum(feature_map[0] * weights, axis=-1))
    return np.asarray(cam, np.float32)
