"""Convolutions of 3 x 3 with less than half of the multiplications, for training.

Winograd's minimal filtering F(2 x 2, 3 x 3) (Lavin and Gray, arXiv 1509.09308): 2 x 2 values of
the output take 16 multiplications a channel instead of 36. Done as 16 matrix products; gradients
follow by differentiation and are as cheap. On processors TensorFlow trains convolutions the direct
way. This pays compiled by XLA only, which makes few loops of the additions around the products.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

#: ``G`` of the paper: from three values of a kernel to four.
_KERNEL_TRANSFORM = np.array([[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]], np.float32)

#: With fewer channels the additions cost more than the products save.
_LEAST_CHANNELS = 64


def convolution(images: Any, kernel: Any) -> Any:
    """Convolution with zeros around and stride 1: ``(N, H, W, C)`` with ``(3, 3, C, D)``.

    Returns
    -------
    tf.Tensor
        ``(N, H, W, D)``: what ``tf.nn.conv2d`` gives, but for rounding.
    """
    import tensorflow as tf

    height, width, channels = images.shape[1:]
    rows, columns = (height + 1) // 2, (width + 1) // 2
    around = ((0, 0), (1, 1 + 2 * rows - height), (1, 1 + 2 * columns - width), (0, 0))
    padded = tf.pad(images, around)
    # Value (i, j) of all tiles of 4 x 4, each of which overlaps the next by two.
    tiles = [
        [padded[:, i : i + 2 * rows - 1 : 2, j : j + 2 * columns - 1 : 2] for j in range(4)]
        for i in range(4)
    ]
    changed = _along_both(_four_of_four, tiles)
    flat = tf.stack([tf.reshape(part, (-1, channels)) for line in changed for part in line])
    kernels = tf.einsum("ai,bj,ijcd->abcd", _KERNEL_TRANSFORM, _KERNEL_TRANSFORM, kernel)
    products = tf.matmul(flat, tf.reshape(kernels, (16, channels, kernel.shape[-1])))
    parts = tf.reshape(products, (4, 4, -1, rows, columns, kernel.shape[-1]))
    outputs = _along_both(_two_of_four, [[parts[i, j] for j in range(4)] for i in range(4)])
    # From the four corners of each 2 x 2 to the picture.
    lines = tf.stack([tf.stack(line, axis=3) for line in outputs], axis=2)
    picture = tf.reshape(lines, (-1, 2 * rows, 2 * columns, kernel.shape[-1]))
    return picture[:, :height, :width]


def _along_both(change: Any, grid: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Apply a change of a line to all rows of a grid of tensors, and then to all columns."""
    rows = [change(line) for line in grid]
    columns = [change(line) for line in zip(*rows, strict=True)]
    return [list(line) for line in zip(*columns, strict=True)]


def _four_of_four(line: Sequence[Any]) -> list[Any]:
    """The paper's ``B^T``."""
    a, b, c, d = line
    return [a - c, b + c, c - b, b - d]


def _two_of_four(line: Sequence[Any]) -> list[Any]:
    """The paper's ``A^T``."""
    a, b, c, d = line
    return [a + b + c, b - c - d]


def with_fast_convolutions(model: Any) -> Any:
    """A flat functional Keras model of the same layers whose wide 3 x 3 convolutions are fast.

    Names and weights are the same; where no layer can be made faster it is the model itself.
    """
    import keras

    class FastConv2D(keras.layers.Conv2D):  # type: ignore[misc] # Keras has no types
        def convolution_op(self, inputs: Any, kernel: Any) -> Any:
            return convolution(inputs, kernel)

    def copied(layer: Any) -> Any:
        kind = FastConv2D if _is_wide(layer) else type(layer)
        copy = kind.from_config(layer.get_config())
        copy.trainable = layer.trainable
        return copy

    if not any(map(_is_wide, model.layers)):
        return model
    copy = keras.models.clone_model(model, clone_function=copied)
    copy.set_weights(model.get_weights())
    return copy


def gains_by_compiling(model: Any) -> bool:
    """Whether XLA trains a flat model faster than TensorFlow does layer by layer.

    It does where convolutions can be made fast. It has no good way for depthwise ones: they took
    eighteen times as long.
    """
    import keras

    is_slow = any(isinstance(layer, keras.layers.DepthwiseConv2D) for layer in model.layers)
    return not is_slow and any(map(_is_wide, model.layers))


def _is_wide(layer: Any) -> bool:
    import keras

    return (
        type(layer) is keras.layers.Conv2D
        and layer.kernel_size == (3, 3)
        and (layer.strides, layer.dilation_rate) == ((1, 1), (1, 1))
        and layer.groups == 1
        and layer.padding == "same"
        and min(layer.filters, layer.kernel.shape[2]) >= _LEAST_CHANNELS
    )
