"""Training as people usually write it: ``fit`` of a Keras model whose lower layers are frozen.

Kept to be measured against; needs TensorFlow.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.ml.augment import AugmentSpec
from lungdesk.ml.backbones import Backbone
from lungdesk.ml.datasets import Sample
from lungdesk.ml.graph_cut import split_at
from lungdesk.ml.preprocess import Normalization
from lungdesk.ml.training.network import make_trainable

#: ``read(path, side) -> (side, side)`` uint8; injected, because networks do not know file formats.
ReadGrey = Callable[[Path, int], NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class PlainFilms:
    """Films for `PlainTraining`: which, how they are read, how many at once."""

    train: Sequence[Sample]
    val: Sequence[Sample]
    read: ReadGrey
    batch_size: int


class PlainTraining:
    """A classifier on a pre-trained backbone, as in the guides to transfer learning.

    A ``tf.data`` pipeline reads and scales the films in each epoch, in threads and ahead of time;
    Keras' own layers augment them; the frozen backbone runs on each of them, and on those of val.

    Parameters
    ----------
    backbone, trunk
        The registry entry, and its graph with weights (`lungdesk.ml.trunk.build_keras_trunk`),
        which is copied.
    dropout
        Before the one dense layer.

    Attributes
    ----------
    network
        Keras model from grey films ``(N, S, S, 1)`` to logits ``(N, C)``.
    """

    def __init__(
        self, backbone: Backbone, trunk: Any, films: PlainFilms, class_count: int, dropout: float
    ) -> None:
        self._side = int(trunk.input.shape[1])
        self._films = films
        self._trunk = backbone.build(self._side)
        self._trunk.set_weights(trunk.get_weights())
        self._trunk.trainable = False
        self.network = _classifier(self._trunk, backbone.normalization, class_count, dropout)
        self._epochs_done = 0
        self._train = self._pipeline(films.train, is_shuffled=True)
        self._val = self._pipeline(films.val, is_shuffled=False)

    def freeze_all(self, learning_rate: float) -> None:
        """Train the dense layer alone from now on."""
        self._trunk.trainable = False
        self._compile(learning_rate)

    def unfreeze_behind(self, cut_layer: str, learning_rate: float) -> None:
        """Train the layers behind a cut point too, but batch normalization."""
        lower, _ = split_at(self._trunk, cut_layer)
        frozen = {layer.name for layer in lower.layers}
        make_trainable(self._trunk)
        for layer in self._trunk.layers:
            layer.trainable = layer.trainable and layer.name not in frozen
        self._compile(learning_rate)

    def fit(self, epochs: int) -> None:
        """Go on for so many epochs, and measure val after each."""
        end = self._epochs_done + epochs
        self.network.fit(
            self._train,
            validation_data=self._val,
            initial_epoch=self._epochs_done,
            epochs=end,
            shuffle=False,  # the pipeline does it
            verbose=0,
        )
        self._epochs_done = end

    def probabilities(self, samples: Sequence[Sample]) -> NDArray[np.float64]:
        """Of each film, ``(N, C)``."""
        import tensorflow as tf

        logits = self.network.predict(self._pipeline(samples, is_shuffled=False), verbose=0)
        return np.asarray(tf.nn.softmax(logits.astype(np.float64)), np.float64)

    def _compile(self, learning_rate: float) -> None:
        import keras

        self.network.compile(
            optimizer=keras.optimizers.Adam(learning_rate),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            metrics=["accuracy"],
        )

    def _pipeline(self, samples: Sequence[Sample], *, is_shuffled: bool) -> Any:
        import tensorflow as tf

        side, read = self._side, self._films.read

        def film(path: Any, target: Any) -> Any:
            grey = tf.numpy_function(
                lambda name: read(Path(os.fsdecode(name)), side)[..., None], [path], tf.uint8
            )
            return tf.ensure_shape(grey, (side, side, 1)), target

        paths = [os.fspath(sample.path) for sample in samples]
        data = tf.data.Dataset.from_tensor_slices((paths, [s.class_index for s in samples]))
        if is_shuffled:
            data = data.shuffle(len(samples), seed=0)
        data = data.map(film, num_parallel_calls=tf.data.AUTOTUNE)
        return data.batch(self._films.batch_size).prefetch(tf.data.AUTOTUNE)


def _classifier(trunk: Any, normalization: Normalization, class_count: int, dropout: float) -> Any:
    """Grey films ``(N, S, S, 1)`` to logits, augmented while training."""
    import keras

    layers = keras.layers
    augment = AugmentSpec()
    film = keras.Input((*trunk.input.shape[1:3], 1))
    x = layers.RandomRotation(augment.rotation_deg / 360, fill_mode="constant")(film)
    x = layers.RandomTranslation(augment.shift, augment.shift, fill_mode="constant")(x)
    x = layers.RandomZoom(augment.zoom, fill_mode="constant")(x)
    x = layers.RandomContrast(augment.contrast, value_range=(0, 255))(x)
    x = layers.RandomBrightness(augment.brightness, value_range=(0, 255))(x)
    x = layers.Concatenate()([x, x, x])
    scale = [1 / s for s in normalization.scale]
    offset = [-m / s for m, s in zip(normalization.mean, normalization.scale, strict=True)]
    x = layers.Rescaling(scale, offset)(x)
    x = trunk(x, training=False)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(dropout)(x)
    return keras.Model(film, layers.Dense(class_count)(x), name=f"plain_{trunk.name}")
