"""What one pass through the network gives of a film, besides its logits."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: The coarsest grid of which no window cuts a cell.
CELLS = 6
#: Share of the film's height and width that a view leaves out.
MARGIN = 1 / CELLS

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


def step_to_cells(height: int, width: int) -> tuple[int, int] | None:
    """Cells of a map that become one of `CELLS`, down and across; None where it stays as it is."""
    is_even = height % CELLS == width % CELLS == 0
    return (height // CELLS, width // CELLS) if is_even and height * width > CELLS**2 else None


def coarsened(network: Any) -> Any:
    """A bundle's network whose feature map has only as many cells as its windows need.

    Its pooled features, and its logits, are the same but for the rounding of sums; a map of 12 x 12
    cells, which takes as long to hand over as to compare, comes in a quarter of them. One whose
    sides are no multiples of `CELLS` stays as it is.

    Parameters
    ----------
    network
        A model of OpenVINO with the outputs logits and feature map ``(1, h, w, F)``; it is changed.
    """
    from openvino import opset8, opset13  # noqa: PLC0415 - loaded when a network is first compiled

    feature_map = network.output(1).get_node().input_value(0)
    step = step_to_cells(*list(feature_map.get_shape())[1:3])
    if step is None:
        return network
    # The logits, too, are to come from the few cells: else OpenVINO would make all of them still.
    users = list(feature_map.get_target_inputs())
    channels_first = opset13.transpose(feature_map, np.array([0, 3, 1, 2]))
    cells = opset8.avg_pool(channels_first, [*step], [0, 0], [0, 0], [*step], exclude_pad=True)
    few = opset13.transpose(cells, np.array([0, 2, 3, 1])).output(0)
    for user in users:
        user.replace_source_output(few)
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
