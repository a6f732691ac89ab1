"""How often each of 256 grey values occurs, and what follows from it without sorting a pixel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def grey_counts(grey: NDArray[np.uint8]) -> NDArray[np.int64]:
    """How many pixels have each value: ``(256,)``."""
    pixels = np.ascontiguousarray(grey).ravel()
    even = pixels.size - pixels.size % 2
    # Two pixels at a time: half of the work, all of which is to count.
    pairs = np.bincount(pixels[:even].view(np.uint16), minlength=1 << 16).reshape(256, 256)
    counts = pairs.sum(axis=0) + pairs.sum(axis=1)
    counts[pixels[even:]] += 1
    return np.asarray(counts, np.int64)


def percentiles_of(counts: NDArray[np.int64], percentiles: Sequence[float]) -> list[float]:
    """What `numpy.percentile` says of the pixels that were counted; there must be one."""
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
