"""What one pass through the network gives of a film, besides its logits."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Share of the film's height and width that a view leaves out.
MARGIN = 1 / 6

#: Parts of the film, as shares of it (top, bottom, left, right): the whole, then the views: all
#: but its border, and all but one side. Averaged over on the feature map, they cost no pass.
WINDOWS = (
    (0.0, 1.0, 0.0, 1.0),
    (MARGIN, 1 - MARGIN, MARGIN, 1 - MARGIN),
    (0.0, 1 - 2 * MARGIN, 0.0, 1.0),
    (2 * MARGIN, 1.0, 0.0, 1.0),
    (0.0, 1.0, 0.0, 1 - 2 * MARGIN),
    (0.0, 1.0, 2 * MARGIN, 1.0),
)


@dataclass(frozen=True, slots=True, eq=False)
class FilmPass:
    """One film through one network.

    Attributes
    ----------
    logits
        ``(C,)`` float32.
    views
        Probabilities of the views of `WINDOWS`, ``(V, C)`` float32.
    distance
        Of its features from the reference, in units of the distance of refusal; None without one.
    """

    logits: NDArray[np.float32]
    views: NDArray[np.float32]
    distance: float | None


def pooled(feature_map: NDArray[np.float32]) -> NDArray[np.float32]:
    """Features averaged over each of `WINDOWS`, ``(1 + V, F)``, of a feature map ``(h, w, F)``.

    A cell that a window cuts through counts with the share that lies inside.
    """
    height, width, features = feature_map.shape
    return _weights(height, width) @ feature_map.reshape(height * width, features)


def windowed(network: Any) -> Any:
    """A bundle's network that hands over `pooled` features in the place of its feature map.

    They are the same but for the rounding of sums (with bfloat16 also of the weights), and so are
    its logits; a map takes as long to hand over, and to average, as a tenth of what is before it.

    Parameters
    ----------
    network
        A model of OpenVINO with the outputs logits and feature map ``(1, h, w, F)``; it is changed.
        The second one becomes ``(1, 1 + V, 1, F)``.
    """
    from openvino import opset13  # noqa: PLC0415 - loaded when a network is first compiled

    feature_map = network.output(1).get_node().input_value(0)
    height, width, features = list(feature_map.get_shape())[1:]
    users = list(feature_map.get_target_inputs())
    cells = opset13.reshape(feature_map, np.array([height * width, features]), special_zero=False)
    weights = opset13.constant(_weights(height, width))
    means = opset13.matmul(weights, cells, transpose_a=False, transpose_b=False)
    rows = opset13.reshape(means, np.array([1, len(WINDOWS), 1, features]), special_zero=False)
    whole = opset13.gather(rows, np.array([0]), np.array(1))
    for user in users:
        # The logits, too, come from the means: else OpenVINO would average the map for them again.
        is_output = user.get_node().get_type_name() == "Result"
        user.replace_source_output((rows if is_output else whole).output(0))
    network.validate_nodes_and_infer_types()
    return network


@functools.cache
def _weights(height: int, width: int) -> NDArray[np.float32]:
    """Of the cells in each of `WINDOWS`, ``(1 + V, h * w)``; the same for all films of a model."""
    return np.stack(
        [
            np.outer(_inside(height, top, bottom), _inside(width, left, right)).ravel()
            for top, bottom, left, right in WINDOWS
        ]
    ).astype(np.float32)


def _inside(cells: int, start: float, end: float) -> NDArray[np.float64]:
    """Weights ``(cells,)`` of equal cells in a window, together 1."""
    edges = np.linspace(0, 1, cells + 1)
    covered = np.minimum(edges[1:], end) - np.maximum(edges[:-1], start)
    return np.asarray(np.maximum(covered, 0) / (end - start), np.float64)
