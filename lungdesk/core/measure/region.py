"""Shapes on a film, and the pixels whose centres they hold.

The centre of the pixel of column ``j`` and row ``i`` is ``(j + 0.5, i + 0.5)``. A centre on the
left or upper edge of a rectangle or polygon is inside, one on the right or lower edge is not, so
that neighbours share no pixel.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.geometry import Point

#: Cells along each side of the grid on which a contour is checked for crossing itself.
_GRID = 1024

#: Pixels below which a contour is a line.
_THINNEST_PX = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class RegionMask:
    """Pixels of a region, over its bounding box within the film.

    Attributes
    ----------
    top, left
        First row and column of the box.
    mask
        ``(h, w)`` bool, maybe empty.
    """

    top: int
    left: int
    mask: NDArray[np.bool_]

    @property
    def pixel_count(self) -> int:
        """How many pixels of the film the region holds."""
        return int(np.count_nonzero(self.mask))

    def taken_from(self, pixels: NDArray[Any]) -> NDArray[Any]:
        """Pixels ``(H, W)`` or ``(H, W, 3)`` of a film inside the region: ``(n,)``, ``(n, 3)``."""
        height, width = self.mask.shape
        box = pixels[self.top : self.top + height, self.left : self.left + width]
        return np.asarray(box[self.mask])

    def on_film(self, rows: int, columns: int) -> NDArray[np.bool_]:
        """The mask over the whole film, ``(rows, columns)``."""
        whole = np.zeros((rows, columns), np.bool_)
        height, width = self.mask.shape
        whole[self.top : self.top + height, self.left : self.left + width] = self.mask
        return whole


class Region(Protocol):
    """A shape in film coordinates."""

    def mask(self, rows: int, columns: int) -> RegionMask:
        """Pixels inside, of a film of this size."""

    def area_px(self) -> float:
        """Area in square pixels, of the shape itself and not of its pixels."""

    def perimeter(self, scale: tuple[float, float] = (1.0, 1.0)) -> float:
        """Length of the outline when x and y are multiplied by ``scale``."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle between two opposite corners."""

    corner: Point
    opposite: Point

    def mask(self, rows: int, columns: int) -> RegionMask:
        """Pixels inside, of a film of this size."""
        box = _Box.around((self.corner, self.opposite), rows, columns)
        return RegionMask(box.top, box.left, np.ones((box.height, box.width), np.bool_))

    def area_px(self) -> float:
        """Area in square pixels."""
        width, height = _sides(self.corner, self.opposite)
        return width * height

    def perimeter(self, scale: tuple[float, float] = (1.0, 1.0)) -> float:
        """Length of the outline when x and y are multiplied by ``scale``."""
        width, height = _sides(self.corner, self.opposite)
        return 2 * (width * scale[0] + height * scale[1])


@dataclass(frozen=True, slots=True)
class Ellipse:
    """The ellipse that fills the rectangle between two opposite corners."""

    corner: Point
    opposite: Point

    def mask(self, rows: int, columns: int) -> RegionMask:
        """Pixels inside or on the outline, of a film of this size."""
        box = _Box.around((self.corner, self.opposite), rows, columns)
        width, height = _sides(self.corner, self.opposite)
        if not (width and height):
            return RegionMask(box.top, box.left, np.zeros((box.height, box.width), np.bool_))
        middle_x = (self.corner[0] + self.opposite[0]) / 2
        middle_y = (self.corner[1] + self.opposite[1]) / 2
        x = (np.arange(box.left, box.right) + 0.5 - middle_x) / (width / 2)
        y = (np.arange(box.top, box.bottom) + 0.5 - middle_y) / (height / 2)
        return RegionMask(box.top, box.left, x[None, :] ** 2 + y[:, None] ** 2 <= 1)

    def area_px(self) -> float:
        """Area in square pixels."""
        width, height = _sides(self.corner, self.opposite)
        return math.pi * width * height / 4

    def perimeter(self, scale: tuple[float, float] = (1.0, 1.0)) -> float:
        """Length of the outline when x and y are multiplied by ``scale``."""
        width, height = _sides(self.corner, self.opposite)
        return _ellipse_perimeter(width * scale[0] / 2, height * scale[1] / 2)


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed contour; where it crosses itself, what it goes round twice is outside."""

    points: tuple[Point, ...]

    def mask(self, rows: int, columns: int) -> RegionMask:
        """Pixels inside, by the even-odd rule, of a film of this size."""
        box = _Box.around(self.points, rows, columns)
        flips = np.zeros((box.height, box.width + 1), np.bool_)
        row, x = self._crossings(box)
        column = np.clip(np.ceil(x - 0.5) - box.left, 0, box.width).astype(np.intp)
        np.logical_xor.at(flips, (row - box.top, column), True)
        inside = np.logical_xor.accumulate(flips, axis=1, dtype=np.bool_)[:, :-1]
        return RegionMask(box.top, box.left, inside)

    def _crossings(self, box: _Box) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Row and x of each place where an edge crosses a line of pixel centres in the box."""
        ends = np.array(self.points, np.float64)
        edges = np.stack([ends, np.roll(ends, -1, axis=0)], axis=1)
        # Each edge from its upper end, so that it is the same edge from either side.
        is_upward = edges[:, 0, 1] > edges[:, 1, 1]
        edges[is_upward] = edges[is_upward, ::-1]
        limits = np.ceil(edges[:, :, 1] - 0.5)
        first, last = np.clip(limits, box.top, box.bottom).astype(np.intp).T
        counts = last - first
        edge = np.repeat(np.arange(len(edges)), counts)
        starts = np.repeat(np.cumsum(counts) - counts, counts)
        row = np.arange(len(edge)) - starts + first[edge]
        (x0, y0), (x1, y1) = edges[edge, 0].T, edges[edge, 1].T
        return row, x0 + (row + 0.5 - y0) * ((x1 - x0) / (y1 - y0))

    def area_px(self) -> float:
        """Area in square pixels.

        The shoelace formula, unless the contour crosses itself: that formula counts what is gone
        round the other way as negative. Whether it does is told by Jarník's inequality, after
        which the area of a simple contour and the lattice points in it differ by less than its
        length; the area then is that of the cells of a fine grid.
        """
        x, y = np.array(self.points, np.float64).T
        x, y = x - x.min(), y - y.min()
        width, height = float(x.max()), float(y.max())
        if min(width, height) < _THINNEST_PX:
            return 0.0
        area = float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2
        across, down = x * (_GRID / width), y * (_GRID / height)
        grid = Polygon(tuple(zip(across.tolist(), down.tolist(), strict=True)))
        cells = grid.mask(_GRID, _GRID).pixel_count
        cell_area = width * height / _GRID**2
        is_simple = abs(area / cell_area - cells) <= grid.perimeter()
        return area if is_simple else cells * cell_area

    def perimeter(self, scale: tuple[float, float] = (1.0, 1.0)) -> float:
        """Length of the closed outline when x and y are multiplied by ``scale``."""
        ends = np.array(self.points, np.float64) * scale
        steps = np.roll(ends, -1, axis=0) - ends
        return float(np.hypot(steps[:, 0], steps[:, 1]).sum())


@dataclass(frozen=True, slots=True)
class _Box:
    """Rows ``[top, bottom)`` and columns ``[left, right)`` within a film."""

    top: int
    bottom: int
    left: int
    right: int

    @classmethod
    def around(cls, points: tuple[Point, ...], rows: int, columns: int) -> _Box:
        """Pixels whose centres lie between the outermost points."""
        xs, ys = zip(*points, strict=True)
        top, bottom = (_first_centre(y, rows) for y in (min(ys), max(ys)))
        left, right = (_first_centre(x, columns) for x in (min(xs), max(xs)))
        return cls(top, bottom, left, right)

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left


def _first_centre(position: float, count: int) -> int:
    """First of ``count`` pixels whose centre is at a position or beyond."""
    return min(max(math.ceil(position - 0.5), 0), count)


def _sides(corner: Point, opposite: Point) -> tuple[float, float]:
    return abs(opposite[0] - corner[0]), abs(opposite[1] - corner[1])


def _ellipse_perimeter(a: float, b: float) -> float:
    """Perimeter from the semi-axes by the arithmetic-geometric mean (DLMF 19.8.6, 19.30.5)."""
    a, b = max(a, b), min(a, b)
    if b <= 1e-9 * a:  # as good as a line there and back
        return 4 * a
    total, weight = a * a, 0.5
    mean, geometric, half_gap_squared = a, b, a * a - b * b
    while half_gap_squared > 1e-16 * mean * mean:
        total -= weight * half_gap_squared
        weight *= 2
        half_gap_squared = ((mean - geometric) / 2) ** 2
        mean, geometric = (mean + geometric) / 2, math.sqrt(mean * geometric)
    return 2 * math.pi * total / mean
