"""Gives a finished network another head, by editing its graph; needs no TensorFlow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.bundle import ENGINE, ENGINE_WEIGHTS, Bundle, write_head
from lungdesk.ml.head import Head
from lungdesk.ml.openvino_runtime import read_network


def write_network_with(bundle: Bundle, head: Head, folder: Path) -> None:
    """Write a bundle's network with another head, and the head, into ``folder``.

    The trunk keeps its weights bit for bit; raises as `write_with_head`.
    """
    write_with_head(network_of(bundle), bundle, head, folder)


def network_of(bundle: Bundle) -> Any:
    """A bundle's network as a graph that may be edited."""
    path = bundle.engine_path
    return read_network(path.read_bytes(), path.with_name(ENGINE_WEIGHTS).read_bytes())


def write_with_head(network: Any, bundle: Bundle, head: Head, folder: Path) -> None:
    """Write a graph of a bundle with another head, and the head, into ``folder``.

    The feature map is averaged over its places, then come the head's dense layers in float32.

    Raises
    ------
    LungDeskError
        ``MODEL_INVALID`` when the network has no feature map that fits the head.
    """
    import openvino  # noqa: PLC0415 - loaded when a network is first compiled
    from openvino import opset13 as ops  # noqa: PLC0415

    feature_map = feature_map_of(network, bundle, head.layers[0].kernel.shape[0])
    x = ops.reduce_mean(feature_map, np.array([1, 2], np.int64), keep_dims=False)
    for number, layer in enumerate(head.layers):
        x = ops.matmul(x, ops.constant(layer.kernel), transpose_a=False, transpose_b=False)
        x = ops.add(x, ops.constant(layer.bias[None]))
        if number < len(head.layers) - 1:
            x = ops.relu(x)
    rebuilt = openvino.Model([x.output(0), feature_map], network.get_parameters(), "lungdesk")
    for output, name in zip(rebuilt.outputs, ("logits", "feature_map"), strict=True):
        output.get_tensor().set_names({name})
    # What the trunk holds in float16 stays so; the head stays exact.
    openvino.save_model(rebuilt, folder / ENGINE, compress_to_fp16=False)
    write_head(folder, head)


def feature_map_of(network: Any, bundle: Bundle, features: int) -> Any:
    """The value ``(N, h, w, features)`` behind the output of a bundle's graph that is called so.

    Raises
    ------
    LungDeskError
        ``MODEL_INVALID`` when there is none, or it has another number of features.
    """
    outputs = [o for o in network.outputs if "feature_map" in o.get_names()]
    if outputs:
        value = outputs[0].get_node().input_value(0)
        shape = value.get_partial_shape()
        if len(shape) == 4 and shape[3].is_static and shape[3].get_length() == features:
            return value
    raise LungDeskError(
        f"The network of {bundle.manifest.id} has no feature map that a head could be fitted to.",
        hint="Choose another model.",
        code=ErrorCode.MODEL_INVALID,
    )
