"""Modality values to VOI values (PS3.3 C.11.2)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.modality_lut import looked_up
from lungdesk.core.radiograph import LookupTable, VoiFunction, VoiTransform, Window


def apply_voi_lut(
    modality_values: NDArray[np.float64], transform: VoiTransform
) -> NDArray[np.float64]:
    """VOI values, float64 in [0, 1], of modality values of any shape."""
    if isinstance(transform, LookupTable):
        entries = looked_up(modality_values, transform)
        return np.asarray(entries / (2**transform.bits - 1), np.float64)
    return _FUNCTIONS[transform.function](modality_values, transform)


def _linear(values: NDArray[np.float64], window: Window) -> NDArray[np.float64]:
    """PS3.3 C.11.2.1.2.1: the half-pixel offsets make a width of 256 about 128 cover 0…255."""
    if window.width <= 1:
        return np.asarray(values > window.center - 0.5, np.float64)
    return np.clip((values - (window.center - 0.5)) / (window.width - 1) + 0.5, 0.0, 1.0)


def _linear_exact(values: NDArray[np.float64], window: Window) -> NDArray[np.float64]:
    """PS3.3 C.11.2.1.3.2."""
    return np.clip((values - window.center) / window.width + 0.5, 0.0, 1.0)


def _sigmoid(values: NDArray[np.float64], window: Window) -> NDArray[np.float64]:
    """PS3.3 C.11.2.1.3.1."""
    # Beyond +-700 the exponential leaves float64's range; the result is 0 or 1 long before.
    exponent = np.clip(-4 * (values - window.center) / window.width, -700.0, 700.0)
    return np.asarray(1 / (1 + np.exp(exponent)), np.float64)


_FUNCTIONS = {
    VoiFunction.LINEAR: _linear,
    VoiFunction.LINEAR_EXACT: _linear_exact,
    VoiFunction.SIGMOID: _sigmoid,
}
