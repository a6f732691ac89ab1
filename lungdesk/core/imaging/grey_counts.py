"""What follows from how often each of 256 grey values occurs, without sorting a pixel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def percentiles_of(counts: NDArray[np.int64], percentiles: Sequence[float]) -> list[float]:
    """What `numpy.percentile` says of the pixels that were counted; there must be one.

    Parameters
    ----------
    counts
        How many pixels have each value: ``(256,)``.
    """
    below = np.cumsum(counts)
    places = (below[-1] - 1) * (np.asarray(percentiles) / 100)
    lower = np.searchsorted(below, np.floor(places), side="right")
    upper = np.searchsorted(below, np.ceil(places), side="right")
    share = places - np.floor(places)
    # From the nearer side, as NumPy does: not a bit may differ.
    values = np.where(
        share < 0.5,
        lower + (upper - lower) * share,
        upper - (upper - lower) * (1 - share),
    )
    return [float(value) for value in values]
