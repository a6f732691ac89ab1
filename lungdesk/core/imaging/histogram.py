"""How often each grey value occurs on a film, in modality units and without pixel padding."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.grayscale import modality_step, sampled_values
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import ImageRegion

#: Bins of a histogram, at most: films of up to 12 bits have one for each value.
MOST_BINS = 4096

# Beyond this many steps (films of 32 bits) a few stray values would leave one bin for the rest.
_ORDINARY_STEPS = 1 << 16
_INNER_PERCENTILES = (0.1, 99.9)


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """Counts of bins of one width; bin ``k`` is ``[first + k * bin_width, ... + bin_width)``.

    Within a bin, values count as spread evenly.

    Attributes
    ----------
    counts
        ``(N,)`` int64, of a sample of the film; read-only. All zero when the film is all padding.
    first
        Lower edge of the first bin, in modality units.
    """

    counts: NDArray[np.int64]
    first: float
    bin_width: float

    def __post_init__(self) -> None:
        if self.counts.ndim != 1 or self.counts.size == 0:
            raise ValueError(f"counts must be a non-empty vector, got {self.counts.shape}")
        if not self.bin_width > 0:
            raise ValueError(f"a bin needs a width above 0, got {self.bin_width}")
        self.counts.setflags(write=False)

    @property
    def total(self) -> int:
        """Number of values that were counted."""
        return int(self.counts.sum())

    @property
    def last(self) -> float:
        """Upper edge of the last bin."""
        return self.first + self.counts.size * self.bin_width

    def value_at(self, percentile: float) -> float:
        """Modality value below which a share of the film lies; ``first`` when it is empty.

        Parameters
        ----------
        percentile
            0 to 100.
        """
        if not 0 <= percentile <= 100:
            raise ValueError(f"a percentile is between 0 and 100, got {percentile}")
        sums = np.cumsum(self.counts)
        wanted = percentile / 100 * float(sums[-1])
        at = int(np.searchsorted(sums, wanted))
        count = int(self.counts[at])
        inside = (wanted - float(sums[at] - count)) / count if count else 0.0
        return self.first + (at + inside) * self.bin_width

    def percentile_of(self, value: float) -> float:
        """Share of the film below a modality value, 0 to 100; 0 when it is empty."""
        total = self.total
        if total == 0:
            return 0.0
        position = min(max((value - self.first) / self.bin_width, 0.0), float(self.counts.size))
        whole = int(position)
        below = float(self.counts[:whole].sum())
        if whole < self.counts.size:
            below += (position - whole) * float(self.counts[whole])
        return 100 * below / total


def histogram(radiograph: Radiograph, region: ImageRegion | None = None) -> Histogram:
    """Histogram of the modality values of a grey film, pixel padding left out.

    Each bin holds the same number of possible values, so that none is higher by chance. Of films
    with more than 16 bits the end bins take what lies far outside.

    Parameters
    ----------
    region
        Part of the film to look at, in its pixels; None for all of it.

    Raises
    ------
    ValueError
        When the film is a colour image.
    """
    if radiograph.is_colour:
        raise ValueError("a colour image has no modality values")
    values = sampled_values(radiograph, region)
    if values.size == 0:
        return Histogram(np.zeros(1, np.int64), 0.0, 1.0)
    step = modality_step(radiograph)
    low, high = _limits(values, step)
    steps = (high - low) / step + 1
    bin_width = step * max(1, int(np.ceil(steps / MOST_BINS - 1e-9)))
    # Possible values lie in the middle of their step, not on its edge.
    first = low - step / 2
    bins = max(1, int(np.ceil((high + step / 2 - first) / bin_width - 1e-9)))
    index = np.clip((values - first) / bin_width, 0, bins - 1).astype(np.int64)
    return Histogram(np.bincount(index, minlength=bins).astype(np.int64), first, bin_width)


def _limits(values: NDArray[np.float64], step: float) -> tuple[float, float]:
    """Least and greatest value that bins are laid over."""
    low, high = float(values.min()), float(values.max())
    if (high - low) / step < _ORDINARY_STEPS:
        return low, high
    inner_low, inner_high = (float(p) for p in np.percentile(values, _INNER_PERCENTILES))
    reach = inner_high - inner_low
    return max(low, inner_low - reach), min(high, inner_high + reach)
