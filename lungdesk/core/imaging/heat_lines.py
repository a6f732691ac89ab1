"""Lines of equal heat over a film."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.contours import outlines
from lungdesk.core.imaging.heat import enlarged
from lungdesk.core.saliency import SaliencyMap

#: Steps of a line per cell of the map, and along the map at most: more would not be seen.
_CELL_PX, _SIDE_PX = 8, 144

_Lines = tuple[NDArray[np.float64], ...]

#: Those asked for last, by value: as long as there is the map, however many are side by side.
_last: Final[WeakKeyDictionary[SaliencyMap, dict[float, _Lines]]] = WeakKeyDictionary()


def heat_lines(saliency_map: SaliencyMap, values: Sequence[float]) -> tuple[_Lines, ...]:
    """Closed lines around all of a map that is above each of some values.

    The same lines are asked for again and again while a colour or an opacity is chosen: those of
    the last call are remembered, by the very map. For one thread.

    Returns
    -------
    tuple
        For each value its polygons ``(M, 2)``, x and y in film pixels.
    """
    known = _last.get(saliency_map, {})
    lines = tuple(
        known[value] if value in known else _lines(saliency_map, value) for value in values
    )
    _last[saliency_map] = dict(zip(values, lines, strict=True))
    return lines


def _lines(saliency_map: SaliencyMap, value: float) -> _Lines:
    steps = min(_CELL_PX, max(2, _SIDE_PX // max(saliency_map.values.shape)))
    smooth = enlarged(saliency_map.values, steps)
    region = saliency_map.region
    rows, columns = smooth.shape
    scale = np.array([region.width / columns, region.height / rows])
    corner = np.array([region.left, region.top])
    return tuple(line * scale + corner for line in outlines(smooth, value))
