"""Statistics for the batch normalization of a network whose weights are random."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.ml.preprocess import Normalization

#: Films that are looked at: each gives many values of every channel.
FILM_COUNT = 32


def measure_statistics(
    keras_trunk: Any, normalization: Normalization, views: NDArray[np.uint8]
) -> None:
    """Let each batch normalization have the mean and variance that these films give there.

    A new one has mean 0 and variance 1, and changes nothing: through the hundred layers of a
    residual network values then grow beyond all bounds. Training keeps such statistics as they are
    (`lungdesk.ml.training.network.make_trainable`), so they have to be right before it. One pass
    does it, as each layer sees what the measured ones below it let through.

    Parameters
    ----------
    views
        Grey views ``(N, S, S)``, 0…255.
    """
    import keras

    norms = [x for x in keras_trunk.layers if isinstance(x, keras.layers.BatchNormalization)]
    if not norms:
        return
    momenta, was_trainable = [layer.momentum for layer in norms], keras_trunk.trainable
    keras_trunk.trainable = True
    for layer in norms:
        layer.momentum = 0.0  # all that was known before counts nothing
    keras_trunk(normalization.apply(views), training=True)
    for layer, momentum in zip(norms, momenta, strict=True):
        layer.momentum = momentum
    keras_trunk.trainable = was_trainable
