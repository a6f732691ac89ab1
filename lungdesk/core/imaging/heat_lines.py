"""Lines of equal heat over a film."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.contours import outlines
from lungdesk.core.imaging.heat import enlarged
from lungdesk.core.saliency import SaliencyMap

#: Steps of a line per cell of the map, and along the map at most: more would not be seen.
_CELL_PX, _SIDE_PX = 8, 144


@lru_cache(maxsize=64)
def heat_lines(saliency_map: SaliencyMap, value: float) -> tuple[NDArray[np.float64], ...]:
    """Closed lines around all of a map that is above a value.

    The same lines are asked for again and again while a colour or an opacity is chosen: they are
    remembered, by the very map.

    Returns
    -------
    tuple
        Polygons ``(M, 2)``, x and y in film pixels.
    """
    steps = min(_CELL_PX, max(2, _SIDE_PX // max(saliency_map.values.shape)))
    smooth = enlarged(saliency_map.values, steps)
    region = saliency_map.region
    rows, columns = smooth.shape
    scale = np.array([region.width / columns, region.height / rows])
    corner = np.array([region.left, region.top])
    return tuple(line * scale + corner for line in outlines(smooth, value))
