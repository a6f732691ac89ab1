"""Lines of equal value through a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: For each case the sides of a cell (0 top, 1 right, 2 bottom, 3 left) that a line enters and
#: leaves by, higher values on its right. A case has bit 0 for the upper left corner, 1 for the
#: upper right, 2 for the lower right, 3 for the lower left. In the saddles the low corners meet.
_LINES: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((3, 0),),
    2: ((0, 1),),
    3: ((3, 1),),
    4: ((1, 2),),
    5: ((3, 0), (1, 2)),
    6: ((0, 2),),
    7: ((3, 2),),
    8: ((2, 3),),
    9: ((2, 0),),
    10: ((0, 1), (2, 3)),
    11: ((2, 1),),
    12: ((1, 3),),
    13: ((1, 0),),
    14: ((0, 3),),
}

#: An edge of the grid: row and column of its upper or left end, and 1 where it goes down.
_Edge = tuple[int, int, int]


def outlines(values: NDArray[np.float32], level: float) -> tuple[NDArray[np.float64], ...]:
    """Closed lines around all that is above a level, by marching squares.

    What lies beyond the border of the picture counts as far below the level. (Lorensen and Cline,
    SIGGRAPH 1987, in two dimensions.)

    Parameters
    ----------
    values
        ``(H, W)``; a value stands in the middle of its pixel.

    Returns
    -------
    tuple
        A polygon ``(M, 2)`` for each line: x and y in pixels, 0 at the picture's left and upper
        edge; the first point is not said twice. Those around islands and those around holes run
        in opposite directions.
    """
    padded = np.pad(np.asarray(values, np.float64) - level, 1, constant_values=-np.inf)
    inside = padded > 0
    cases = inside[:-1, :-1] + 2 * inside[:-1, 1:] + 4 * inside[1:, 1:] + 8 * inside[1:, :-1]
    ways: dict[_Edge, _Edge] = {}
    rows, columns = np.nonzero((cases > 0) & (cases < 15))
    found = cases[rows, columns].tolist()
    for row, column, case in zip(rows.tolist(), columns.tolist(), found, strict=True):
        for entry, way_out in _LINES[case]:
            ways[_edge(row, column, entry)] = _edge(row, column, way_out)
    lines = []
    while ways:
        first, edge = ways.popitem()
        line = [first]
        while edge != first:
            line.append(edge)
            edge = ways.pop(edge)
        lines.append(_crossings(padded, np.array(line)))
    return tuple(lines)


def polygon_area(points: NDArray[np.float64]) -> float:
    """Area of a closed polygon ``(M, 2)``, without its sign (the shoelace formula)."""
    x, y = points[:, 0], points[:, 1]
    return 0.5 * abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1)))


def _edge(row: int, column: int, side: int) -> _Edge:
    """Side of the cell whose upper left corner is this value of the padded picture."""
    return (row + (side == 2), column + (side == 1), int(side in (1, 3)))


def _crossings(padded: NDArray[np.float64], edges: NDArray[np.int64]) -> NDArray[np.float64]:
    """Where a line crosses edges ``(M, 3)``, by linear interpolation; x, y of the picture."""
    rows, columns, goes_down = edges.T
    start = padded[rows, columns]
    end = padded[rows + goes_down, columns + 1 - goes_down]
    # Towards the outside, which is infinitely low, half way: at the border of the picture.
    is_inner = np.isfinite(start) & np.isfinite(end)
    share = np.divide(start, start - end, out=np.full(len(edges), 0.5), where=is_inner)
    across, down = share * (1 - goes_down), share * goes_down
    return np.stack([columns - 0.5 + across, rows - 0.5 + down], axis=1)
