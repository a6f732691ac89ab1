"""EfficientNet-Lite as a flat Keras graph (Tan and Le, arXiv 1905.11946; Lite variant of 2020).

Lite means: no squeeze-and-excitation, ReLU6 for Swish, so that it runs fast on plain processors.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class _Stage:
    """A run of inverted-residual blocks; the stride is that of its first block."""

    repeats: int
    kernel: int
    stride: int
    expansion: int
    channels: int


#: Of Lite0; the larger ones are made of it by factors for channels and repeats.
_STAGES = (
    _Stage(1, 3, 1, 1, 16),
    _Stage(2, 3, 2, 6, 24),
    _Stage(2, 5, 2, 6, 40),
    _Stage(3, 3, 2, 6, 80),
    _Stage(3, 5, 1, 6, 112),
    _Stage(4, 5, 2, 6, 192),
    _Stage(1, 3, 1, 6, 320),
)
_WIDTHS_AND_DEPTHS = ((1.0, 1.0), (1.0, 1.1), (1.1, 1.2))
_STEM_CHANNELS = 32
_TOP_CHANNELS = 1280
_EPSILON = 1e-3


def efficientnet_lite(variant: int) -> Callable[[int], Any]:
    """Builder of EfficientNet-Lite 0, 1 or 2.

    Returns
    -------
    Callable
        ``build(input_size) -> keras.Model`` from ``(N, S, S, 3)`` float32 to the last feature map,
        with random weights.
    """
    stages = _scaled_stages(*_WIDTHS_AND_DEPTHS[variant])

    def build(input_size: int) -> Any:
        return _build(f"efficientnet_lite{variant}", stages, input_size)

    return build


def _scaled_stages(width: float, depth: float) -> tuple[_Stage, ...]:
    """Wider and deeper stages; the first and the last keep their repeats in Lite networks."""

    def channels(count: int) -> int:
        rounded = int(count * width + 4) // 8 * 8
        return rounded if rounded >= 0.9 * count * width else rounded + 8

    def repeats(number: int, stage: _Stage) -> int:
        is_inner = 0 < number < len(_STAGES) - 1
        return math.ceil(stage.repeats * depth) if is_inner else stage.repeats

    return tuple(
        replace(stage, repeats=repeats(number, stage), channels=channels(stage.channels))
        for number, stage in enumerate(_STAGES)
    )


def _build(model_name: str, stages: tuple[_Stage, ...], input_size: int) -> Any:
    import keras

    layers = keras.layers
    inputs = keras.Input((input_size, input_size, 3), name="image")

    def normalised(x: Any, name: str, *, is_activated: bool = True) -> Any:
        x = layers.BatchNormalization(epsilon=_EPSILON, name=f"{name}_bn")(x)
        return layers.ReLU(6.0, name=f"{name}_activation")(x) if is_activated else x

    def pointwise(x: Any, channels: int, name: str, *, is_activated: bool = True) -> Any:
        x = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_conv")(x)
        return normalised(x, name, is_activated=is_activated)

    def block(x: Any, stage: _Stage, stride: int, name: str) -> Any:
        entry, channels_in = x, int(x.shape[-1])
        if stage.expansion > 1:
            x = pointwise(x, channels_in * stage.expansion, f"{name}_expand")
        x = layers.DepthwiseConv2D(
            stage.kernel, stride, padding="same", use_bias=False, name=f"{name}_depthwise_conv"
        )(x)
        x = normalised(x, f"{name}_depthwise")
        x = pointwise(x, stage.channels, f"{name}_project", is_activated=False)
        if stride == 1 and channels_in == stage.channels:
            x = layers.Add(name=f"{name}_add")([x, entry])
        return x

    x = layers.Conv2D(_STEM_CHANNELS, 3, 2, padding="same", use_bias=False, name="stem_conv")(
        inputs
    )
    x = normalised(x, "stem")
    number = 0
    for stage in stages:
        for repeat in range(stage.repeats):
            x = block(x, stage, stage.stride if repeat == 0 else 1, f"block{number}")
            number += 1
    x = pointwise(x, _TOP_CHANNELS, "top")
    return keras.Model(inputs, x, name=model_name)


def load_torch_tensors(model: Any, tensors: dict[str, NDArray[Any]]) -> None:
    """Copy the tensors of the PyTorch port into a model of `efficientnet_lite`.

    Raises
    ------
    KeyError, ValueError
        When a tensor is missing or has another shape than its layer.
    """
    for layer in model.layers:
        if layer.weights:
            layer.set_weights(_layer_values(layer.name, tensors))


def _layer_values(layer_name: str, tensors: dict[str, NDArray[Any]]) -> list[NDArray[Any]]:
    name = _torch_name(layer_name)
    if layer_name.endswith("_bn"):
        parts = ("weight", "bias", "running_mean", "running_var")
        return [tensors[f"{name}.{part}"] for part in parts]
    kernel = tensors[f"{name}.weight"]
    # PyTorch: (out, in, h, w). Keras: (h, w, in, out); depthwise has the channel in front of 1.
    order = (2, 3, 0, 1) if layer_name.endswith("depthwise_conv") else (2, 3, 1, 0)
    return [np.ascontiguousarray(kernel.transpose(order))]


def _torch_name(layer_name: str) -> str:
    part, kind = layer_name.rsplit("_", 1)
    if part in ("stem", "top"):
        names = {"stem": ("_conv_stem", "_bn0"), "top": ("_conv_head", "_bn1")}
        return names[part][kind == "bn"]
    block, role = part.split("_")
    norms = {"expand": "_bn0", "depthwise": "_bn1", "project": "_bn2"}
    return f"_blocks.{block.removeprefix('block')}." + (
        norms[role] if kind == "bn" else f"_{role}_conv"
    )
