"""Which parts of a view are painted, in cells so small that words beside a handle miss its own."""

from __future__ import annotations

import math
from copy import copy
from typing import Self

import numpy as np
from numpy.typing import NDArray

_CELL_PX = 3.0
#: Words keep so far away from what is painted.
_CLEAR_PX = 2.0


class MarkedCells:
    """A grid over the view that lies on the film, so that panning moves it with what is marked.

    What lies outside the view is passed over: a long line costs no more than its part in sight.
    """

    def __init__(self, view_size: tuple[float, float], origin: tuple[float, float]) -> None:
        self._room = np.asarray(view_size, np.float64)
        self._start = np.asarray(origin, np.float64) % _CELL_PX - _CELL_PX
        columns, rows = (math.ceil(side / _CELL_PX) + 2 for side in view_size)
        self._is_marked = np.zeros((rows, columns), np.bool_)
        self._sums: NDArray[np.int64] | None = None

    def copy(self) -> Self:
        """The same marks, to add others to."""
        other = copy(self)
        other._is_marked = self._is_marked.copy()
        return other

    def add_boxes(self, sides: NDArray[np.float64]) -> None:
        """Mark boxes of left, top, right and bottom: ``(n, 4)``."""
        for left, top, right, bottom in self._bounds(sides):
            self._is_marked[top:bottom, left:right] = True
        self._sums = None

    def add_lines(self, ends: NDArray[np.float64]) -> None:
        """Mark lines from ``(x, y)`` to ``(x, y)``: ``(n, 4)``."""
        starts, ways = ends[:, :2], ends[:, 2:] - ends[:, :2]
        ways = np.where(ways == 0, 1e-9, ways)
        crossings = np.sort([-starts / ways, (self._room - starts) / ways], axis=0)
        enters = crossings[0].max(axis=1).clip(min=0)  # of the way, as far as in sight
        leaves = crossings[1].min(axis=1).clip(max=1)
        seen = enters <= leaves
        starts, ways, enters = starts[seen], ways[seen], enters[seen]
        shares = leaves[seen] - enters
        steps = np.ceil(np.abs(ways).max(axis=1) * shares / _CELL_PX).astype(np.int64) + 1
        line = np.repeat(np.arange(steps.size), steps)
        nth = np.arange(line.size) - np.repeat(np.cumsum(steps) - steps, steps)
        along = enters[line] + shares[line] * nth / np.maximum(steps[line] - 1, 1)
        cells = self._cells(starts[line] + ways[line] * along[:, None])
        self._is_marked[cells[:, 1], cells[:, 0]] = True
        self._sums = None

    def under(self, sides: NDArray[np.float64]) -> NDArray[np.int64]:
        """How many marked cells lie under each of these boxes: ``(n,)``."""
        if self._sums is None:
            self._sums = np.pad(self._is_marked.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
        clear = np.asarray((-_CLEAR_PX, -_CLEAR_PX, _CLEAR_PX, _CLEAR_PX))
        left, top, right, bottom = self._bounds(sides + clear).T
        sums = self._sums
        counts: NDArray[np.int64] = (
            sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        )
        return counts

    def _bounds(self, sides: NDArray[np.float64]) -> NDArray[np.int64]:
        """First column and row of boxes, and those after the last; equal where out of sight."""
        is_in = (sides[:, 2:] >= 0) & (sides[:, :2] <= self._room)
        first, last = self._cells(sides[:, :2]), self._cells(sides[:, 2:])
        return np.hstack((first, np.where(is_in.all(axis=1, keepdims=True), last + 1, first)))

    def _cells(self, points: NDArray[np.float64]) -> NDArray[np.int64]:
        """Column and row of each point, the nearest one for points outside the view."""
        cells = np.floor((points - self._start) / _CELL_PX).astype(np.int64)
        rows, columns = self._is_marked.shape
        return cells.clip(0, (columns - 1, rows - 1))
