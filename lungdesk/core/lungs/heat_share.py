"""How much of what a model went by lies inside the lungs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.heat import enlarged
from lungdesk.core.lungs.fields import LungFields
from lungdesk.core.saliency import SaliencyMap


def heat_inside(fields: LungFields, saliency_map: SaliencyMap) -> float | None:
    """Share of a map's heat inside the lungs, in [0, 1]; None without heat or without lungs.

    The map is enlarged as it is for the screen, so that what is summed is what is seen; what lies
    beyond the lungs' region lies outside of them.
    """
    mask = fields.mask
    smooth = enlarged(saliency_map.values).astype(np.float64)
    total = smooth.sum()
    if total <= 0 or not mask.any():
        return None
    heat, lungs = saliency_map.region, fields.region
    rows = _cells(smooth.shape[0], heat.top, heat.height, lungs.top, lungs.height, mask.shape[0])
    columns = _cells(smooth.shape[1], heat.left, heat.width, lungs.left, lungs.width, mask.shape[1])
    padded = np.pad(mask, (0, 1))  # -1 is the row, and the column, that nothing lies in
    return float(smooth[padded[np.ix_(rows, columns)]].sum() / total)


def _cells(
    count: int, start: float, length: float, other_start: float, other_length: float, cells: int
) -> NDArray[np.int64]:
    """Cell of the other grid under each of ``count`` cells; -1 beyond it."""
    middles = start + (np.arange(count) + 0.5) * length / count
    index = np.floor((middles - other_start) / other_length * cells).astype(np.int64)
    return np.where((index < 0) | (index >= cells), -1, index)
