"""Reading as people usually write it: Keras ``predict``, then Grad-CAM with a GradientTape.

Kept to be measured against and to check our maps with; needs TensorFlow.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.ml.backbones import backbone_named
from lungdesk.ml.bundle import Bundle
from lungdesk.ml.engine_export import keras_classifier
from lungdesk.ml.trunk import build_keras_trunk
from lungdesk.ml.weights import resolve_weights


def keras_model_of(bundle: Bundle) -> Any:
    """The bundle's network as a Keras model, outputs ``[logits, feature_map]``.

    Only for bundles with a frozen trunk, whose weights are those it was trained from.
    """
    backbone = backbone_named(bundle.manifest.backbone)
    weights = resolve_weights(backbone, bundle.manifest.training.weights)
    trunk = build_keras_trunk(backbone, bundle.manifest.preprocess.input_size, weights)
    return keras_classifier(trunk, bundle.head())


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
