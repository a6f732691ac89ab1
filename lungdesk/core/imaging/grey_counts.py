"""What follows from how often each value of a film occurs, without sorting a pixel."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.modality_lut import apply_modality_lut
from lungdesk.core.radiograph import ModalityTransform


def percentiles_of(
    counts: NDArray[np.int64],
    percentiles: Sequence[float],
    values: NDArray[np.float64] | None = None,
) -> list[float]:
    """What `numpy.percentile` says of the pixels that were counted; there must be one.

    Parameters
    ----------
    counts
        How many pixels have each value: ``(N,)``.
    values
        Those values, ascending, ``(N,)``; None for 0, 1, …
    """
    below = np.cumsum(counts).tolist()
    found = []
    for percentile in percentiles:
        place = (below[-1] - 1) * (percentile / 100)
        places = (bisect_right(below, rank) for rank in (math.floor(place), math.ceil(place)))
        lower, upper = places if values is None else (float(values[n]) for n in places)
        share = place - math.floor(place)
        # From the nearer side, as NumPy does: not a bit may differ.
        is_nearer = share < 0.5
        span = upper - lower
        found.append(float(lower + span * share if is_nearer else upper - span * (1 - share)))
    return found


def modality_percentiles(
    stored_values: NDArray[np.integer], transform: ModalityTransform, percentiles: Sequence[float]
) -> list[float]:
    """What `numpy.percentile` says of the modality values of some pixels, at least one.

    Parameters
    ----------
    stored_values
        ``(N,)``, of 8 or 16 bits, as counting needs room for all values between.
    """
    low = int(stored_values.min())
    counts = np.bincount(stored_values.astype(np.int64) - low)
    present = np.flatnonzero(counts)
    values = apply_modality_lut(present + low, transform)
    order = np.argsort(values)
    return percentiles_of(counts[present][order], percentiles, values[order])
