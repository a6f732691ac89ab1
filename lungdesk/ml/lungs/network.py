"""The network that finds the lungs: a small U-Net (Ronneberger et al., arXiv 1505.04597).

Its first step halves the film, and what it says is doubled again: outlines of lungs are smooth, and
at full size most of the time would go into the outermost level.
"""

from __future__ import annotations

from typing import Any

from lungdesk.ml.preprocess import Normalization

#: Features of each level, the outermost first; each is half as large as the one before.
WIDTHS = (16, 32, 48, 64, 96)

#: Grey values 0…255 to -1…1.
NORMALIZATION = Normalization((127.5,) * 3, (127.5,) * 3)


def lung_network(input_size: int, widths: tuple[int, ...] = WIDTHS) -> Any:
    """Keras model from normalized views ``(N, S, S, 3)`` to logits ``(N, S, S, 1)`` of "lung".

    Raises
    ------
    ValueError
        Unless the size can be halved as often as there are levels.
    """
    import keras

    if input_size % 2 ** len(widths):
        raise ValueError(f"{input_size} px cannot be halved {len(widths)} times")
    layers = keras.layers
    view = keras.Input((input_size, input_size, 3), name="view")
    x = _convolved(_convolved(view, widths[0], strides=2), widths[0])
    skipped = []
    for width in widths[1:]:
        skipped.append(x)
        x = _convolved(_convolved(x, width, strides=2), width)
    for skip, width in zip(reversed(skipped), reversed(widths[:-1]), strict=True):
        wide = _doubled(_convolved(x, width, size=1))
        x = _convolved(_convolved(layers.Concatenate()([wide, skip]), width), width)
    x = layers.Conv2D(1, 1, dtype="float32")(x)
    logits = _doubled(x, interpolation="bilinear", dtype="float32", name="logits")
    return keras.Model(view, logits, name="lungs")


def with_probabilities(network: Any) -> Any:
    """The network with probabilities ``(N, S, S, 1)`` as its output, to read with."""
    import keras

    shares = keras.layers.Activation("sigmoid", dtype="float32")(network.output)
    return keras.Model(network.input, shares, name=network.name)


def before_doubling(network: Any) -> Any:
    """A bundle's network of OpenVINO up to its logits at half the size.

    To double them, by OpenVINO, takes a quarter of its time, and who only wants to know whether
    there are lungs can do without.
    """
    import openvino  # noqa: PLC0415

    nodes = reversed(network.get_ordered_ops())
    last = next((node for node in nodes if node.get_type_name() == "Interpolate"), None)
    if last is None:  # no network of ours, as its output will show
        return network
    return openvino.Model([last.input_value(0)], network.get_parameters(), network.get_name())


def overlap_loss(masks: Any, logits: Any) -> Any:
    """Cross-entropy of each pixel, and one minus the soft Dice coefficient of each film, added.

    The first is smooth where the network is far off, the second is what is measured and does not
    depend on how large the lungs are (Milletari et al., arXiv 1606.04797).

    Parameters
    ----------
    masks, logits
        ``(N, S, S, 1)``; masks in [0, 1].

    Returns
    -------
    Tensor
        ``(N,)``.
    """
    from keras import ops

    axes = (1, 2, 3)
    entropy = ops.mean(ops.binary_crossentropy(masks, logits, from_logits=True), axis=axes)
    shares = ops.sigmoid(logits)
    shared = ops.sum(shares * masks, axis=axes)
    both = ops.sum(shares, axis=axes) + ops.sum(masks, axis=axes)
    return entropy + 1 - (2 * shared + 1) / (both + 1)


def _doubled(x: Any, *, interpolation: str = "nearest", **named: str) -> Any:
    """Twice as large; OpenVINO repeats `UpSampling2D`'s cells by copies that cost a sixth more."""
    import keras

    height, width = 2 * x.shape[1], 2 * x.shape[2]
    return keras.layers.Resizing(height, width, interpolation=interpolation, **named)(x)


def _convolved(x: Any, width: int, *, size: int = 3, strides: int = 1) -> Any:
    import keras

    layers = keras.layers
    x = layers.Conv2D(width, size, strides=strides, padding="same", use_bias=False)(x)
    return layers.ReLU()(layers.BatchNormalization(momentum=0.95)(x))
