"""A window in place of a VOI LUT, for a hand that wants to go on from it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.voi_lut import apply_voi_lut
from lungdesk.core.radiograph import (
    LookupTable,
    PresentationShape,
    VoiFunction,
    VoiTransform,
    Window,
)

#: Between these shares of its rise a window is to follow a table.
_FROM, _TO = 0.25, 0.75


def is_falling(transform: VoiTransform | PresentationShape) -> bool:
    """Whether a table shows high values dark, which no window can."""
    return isinstance(transform, LookupTable) and bool(transform.values[-1] < transform.values[0])


def nearest_window(table: LookupTable) -> Window:
    """Window that shows a film most like a VOI LUT does, linear or sigmoid.

    It follows the table where that rises from a quarter to three quarters of its height,
    wherever in its range that is: tables are often much longer than the film has values. Of a
    falling table it is the window of what is shown by it, black and white exchanged.
    """
    white = 2**table.bits - 1
    outputs = table.values.astype(np.float64) / white
    if is_falling(table):
        outputs = 1 - outputs
    span = float(outputs.max() - outputs.min())
    if span == 0:
        return Window(table.first_value + table.values.size / 2, float(table.values.size))
    rising = np.maximum.accumulate(outputs)
    low, high = (float(outputs.min()) + share * span for share in (_FROM, _TO))
    low_at, high_at = (float(np.searchsorted(rising, y)) + table.first_value for y in (low, high))
    reach = max(high_at - low_at, 1.0)
    candidates = (_linear(low_at, low, reach, high), _sigmoid(low_at, low, reach, high))
    return min(candidates, key=lambda window: _difference(window, table, outputs))


def _linear(at: float, low: float, reach: float, high: float) -> Window:
    """Through the height ``low`` at ``at``, and ``high`` beyond it by ``reach``."""
    width = reach / (high - low)
    return Window(at + (0.5 - low) * width, width, VoiFunction.LINEAR_EXACT)


def _sigmoid(at: float, low: float, reach: float, high: float) -> Window:
    width = 4 * reach / (_logit(high) - _logit(low))
    return Window(at - _logit(low) * width / 4, width, VoiFunction.SIGMOID)


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _difference(window: Window, table: LookupTable, outputs: NDArray[np.float64]) -> float:
    inputs = np.arange(outputs.size, dtype=np.float64) + table.first_value
    return float(np.abs(apply_voi_lut(inputs, window) - outputs).mean())
