"""The part of a film that holds the lungs, for a network that looks at nothing else."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lungdesk.core.saliency import ImageRegion

#: Added on each side, as a share of the box's own width and height.
MARGIN = 0.08


@dataclass(frozen=True, slots=True)
class LungBox:
    """A rectangle of cells of the grid ``side`` x ``side`` that lies over a whole film.

    Attributes
    ----------
    left, top, right, bottom
        Columns ``[left, right)``, rows ``[top, bottom)``.

    Raises
    ------
    ValueError
        When it has no cell, or reaches beyond the grid.
    """

    left: int
    top: int
    right: int
    bottom: int
    side: int

    def __post_init__(self) -> None:
        columns, rows = (self.left, self.right), (self.top, self.bottom)
        if not all(0 <= start < end <= self.side for start, end in (columns, rows)):
            raise ValueError(f"no box of a grid of {self.side} cells: {columns}, {rows}")

    def region(self, rows: int, columns: int) -> ImageRegion:
        """The box with `MARGIN` over a film of so many pixels: whole ones, none beyond the film."""
        left, right = _span(self.left, self.right, self.side, columns)
        top, bottom = _span(self.top, self.bottom, self.side, rows)
        return ImageRegion(float(left), float(top), float(right), float(bottom))


def _span(start: int, end: int, cells: int, pixels: int) -> tuple[int, int]:
    """First pixel and the one behind the last; what a border cuts through counts."""
    first, last = start / cells, end / cells
    more = MARGIN * (last - first)
    return (
        int(max(0.0, first - more) * pixels),
        math.ceil(min(1.0, last + more) * pixels),
    )
