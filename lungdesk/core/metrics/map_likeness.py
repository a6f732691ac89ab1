"""How alike two maps are: by structure, and by the order of their places."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from lungdesk.core.metrics.comparison import midranks

#: Standard deviation in cells, and reach, of the window that SSIM looks through.
_SIGMA, _REACH = 1.5, 5
#: Keep SSIM defined where nothing varies; of values in [0, 1].
_C1, _C2 = 0.01**2, 0.03**2


def structural_similarity(first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
    """Mean structural similarity (SSIM) of two maps: 1 of the same, about 0 of unrelated ones.

    Wang et al., IEEE Trans. Image Processing 2004; 13:600, with the paper's Gaussian window of
    11 cells and constants. Places whose window is not whole are left out.

    Parameters
    ----------
    first, second
        ``(h, w)`` each, of one shape, at least 11 cells on a side, values in [0, 1].

    Raises
    ------
    ValueError
        When shapes differ or are too small.
    """
    if first.shape != second.shape or min(first.shape) < 2 * _REACH + 1:
        raise ValueError(f"expected two maps of one size, got {first.shape}, {second.shape}")
    x, y = first.astype(np.float64), second.astype(np.float64)
    mean_x, mean_y = _smoothed(x), _smoothed(y)
    var_x, var_y = _smoothed(x * x) - mean_x**2, _smoothed(y * y) - mean_y**2
    covariance = _smoothed(x * y) - mean_x * mean_y
    likeness = (2 * mean_x * mean_y + _C1) * (2 * covariance + _C2)
    likeness /= (mean_x**2 + mean_y**2 + _C1) * (var_x + var_y + _C2)
    return float(likeness.mean())


def rank_correlation(first: NDArray[np.float32], second: NDArray[np.float32]) -> float | None:
    """Spearman's rank correlation of two maps of one size, place by place.

    None where one of them is the same everywhere, since its places have no order.
    """
    x, y = (midranks(one.ravel().astype(np.float64)) for one in (first, second))
    x, y = x - x.mean(), y - y.mean()
    spread = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y) / spread if spread > 0 else None


def _smoothed(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gaussian means of the places that have a whole window around them."""
    distance = np.arange(-_REACH, _REACH + 1)
    window = np.exp(-0.5 * (distance / _SIGMA) ** 2)
    window /= window.sum()
    width = len(window)
    down = sliding_window_view(values, width, axis=0) @ window
    return np.asarray(sliding_window_view(down, width, axis=1) @ window, np.float64)
