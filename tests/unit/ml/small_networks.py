"""Networks of OpenVINO that are made in no time."""

from __future__ import annotations

from typing import Any

import numpy as np


def small_convolutions(seed: int) -> Any:
    """Two of them with random weights, on grey views, as OpenVINO's own."""
    import openvino  # noqa: PLC0415
    from openvino import opset13 as op  # noqa: PLC0415

    rng = np.random.default_rng(seed)
    view = op.parameter([-1, 32, 32], np.uint8, name="view")
    x = op.unsqueeze(op.convert(view, np.float32), np.int64(1))
    x = op.multiply(x, np.float32(1 / 255))
    for inputs, outputs in ((1, 8), (8, 16)):
        kernel = rng.normal(0, (9 * inputs) ** -0.5, (outputs, inputs, 3, 3)).astype(np.float32)
        x = op.relu(op.convolution(x, kernel, [2, 2], [0, 0], [0, 0], [1, 1]))
    return openvino.Model([x], [view], "convolutions")
