"""How much of what a model went by lies inside the lungs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.heat import enlarged
from lungdesk.core.lungs.fields import LungFields
from lungdesk.core.saliency import SaliencyMap


@dataclass(frozen=True, slots=True)
class HeatShare:
    """Where the heat of a map lies, as shares in [0, 1].

    Attributes
    ----------
    inside
        Of the heat inside the lungs.
    even
        What would lie inside if the heat were spread evenly over what the model sees.
    is_of_disease
        Whether the map is of a class that is a disease.
    """

    inside: float
    even: float
    is_of_disease: bool

    @property
    def is_outside(self) -> bool:
        """Whether the heat keeps no more to the lungs than chance would have it.

        Half of the heat would be no limit: with the model that ships, less than that lies inside in
        69 % of 139 val films, no more than evenly spread heat in 25 % (of films that it calls
        normal in 81 %, of the others in none).
        """
        return self.inside <= self.even

    @property
    def is_doubt(self) -> bool:
        """Whether to warn of it: a disease of the lungs is seen in them, its absence anywhere.

        A warning on most normal films would be one that nobody reads.
        """
        return self.is_outside and self.is_of_disease


def heat_share(
    fields: LungFields, saliency_map: SaliencyMap, *, is_of_disease: bool
) -> HeatShare | None:
    """Where the heat of a map lies; None without heat or without lungs."""
    even = replace(saliency_map, values=np.ones_like(saliency_map.values))
    shares = heat_inside(fields, saliency_map), heat_inside(fields, even)
    if shares[0] is None or shares[1] is None:
        return None
    return HeatShare(shares[0], shares[1], is_of_disease)


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
