"""Where a film lies in its view: film pixels to view pixels and back.

A point is ``(x, y)``, a size ``(width, height)``, both in pixels, y pointing down. The pixel of
column ``j`` and row ``i`` covers ``[j, j + 1) x [i, i + 1)``, so that the middle of a film of size
``(w, h)`` is ``(w / 2, h / 2)``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.saliency import ImageRegion

Point = tuple[float, float]
Size = tuple[float, float]

#: View pixels per film pixel between which zooming stays.
SCALE_LIMITS = (0.01, 64.0)

# Cosine and sine of 0, 1, 2, 3 quarter turns to the right.
_TURNS = ((1, 0), (0, 1), (-1, 0), (0, -1))


@dataclass(frozen=True, slots=True)
class ViewTransform:
    """Film to view: flip in the film's axes, turn to the right, enlarge, move.

    Attributes
    ----------
    scale
        View pixels per film pixel, > 0.
    center_x, center_y
        Film point in the middle of the view.
    is_flipped_h, is_flipped_v
        Whether the columns (rows) of the film run backwards, before turning.
    quarter_turns
        Turns by 90 degrees to the right, 0 to 3.
    """

    scale: float
    center_x: float
    center_y: float
    is_flipped_h: bool = False
    is_flipped_v: bool = False
    quarter_turns: int = 0

    def __post_init__(self) -> None:
        if not (self.scale > 0 and math.isfinite(self.scale)):
            raise ValueError(f"a scale is a positive number, got {self.scale}")
        if not (math.isfinite(self.center_x) and math.isfinite(self.center_y)):
            raise ValueError(f"a centre is finite, got ({self.center_x}, {self.center_y})")
        if self.quarter_turns not in range(4):
            raise ValueError(f"quarter turns are 0 to 3, got {self.quarter_turns}")

    @classmethod
    def fit(cls, image_size: Size, view_size: Size) -> Self:
        """Show the whole film, upright, as large as the view allows."""
        return cls(1.0, 0.0, 0.0).fitted(image_size, view_size)

    def fitted(self, image_size: Size, view_size: Size) -> Self:
        """Show the whole film as large as the view allows; flips and turns stay."""
        width, height = image_size if self.quarter_turns % 2 == 0 else image_size[::-1]
        if min(width, height) <= 0:
            raise ValueError(f"a film has a size, got {image_size}")
        scale = min(view_size[0] / width, view_size[1] / height)
        # A view that is folded away has no size; any scale is as good then.
        return replace(
            self,
            scale=max(scale, SCALE_LIMITS[0]),
            center_x=image_size[0] / 2,
            center_y=image_size[1] / 2,
        )

    def to_view(self, x: float, y: float, view_size: Size) -> Point:
        """View position of a film position."""
        a, b, c, d = self._linear
        dx, dy = x - self.center_x, y - self.center_y
        return a * dx + b * dy + view_size[0] / 2, c * dx + d * dy + view_size[1] / 2

    def to_image(self, x: float, y: float, view_size: Size) -> Point:
        """Film position of a view position."""
        a, b, c, d = self._linear
        dx, dy = x - view_size[0] / 2, y - view_size[1] / 2
        # The matrix is a rotation and flips times the scale: its inverse is its transpose
        # divided by the square of the scale. Two divisions, as the square may underflow.
        return (
            (a * dx + c * dy) / self.scale / self.scale + self.center_x,
            (b * dx + d * dy) / self.scale / self.scale + self.center_y,
        )

    def matrix(self, view_size: Size) -> NDArray[np.float64]:
        """Film to view for homogeneous column vectors ``(x, y, 1)``: ``(3, 3)`` float64."""
        a, b, c, d = self._linear
        e, f = self.to_view(0.0, 0.0, view_size)
        return np.array([[a, b, e], [c, d, f], [0.0, 0.0, 1.0]], np.float64)

    def zoomed_about(
        self,
        view_point: Point,
        factor: float,
        view_size: Size,
        *,
        limits: tuple[float, float] = SCALE_LIMITS,
    ) -> Self:
        """Enlarge by ``factor``, within ``limits``; the film point under ``view_point`` stays."""
        if not factor > 0:
            raise ValueError(f"a zoom factor is positive, got {factor}")
        scale = min(max(self.scale * factor, limits[0]), limits[1])
        anchor = self.to_image(*view_point, view_size)
        zoomed = replace(self, scale=scale)
        now = zoomed.to_image(*view_point, view_size)
        return replace(
            zoomed,
            center_x=self.center_x + anchor[0] - now[0],
            center_y=self.center_y + anchor[1] - now[1],
        )

    def panned(self, dx_view: float, dy_view: float) -> Self:
        """Move the film in the view by view pixels."""
        x, y = self.to_image(-dx_view, -dy_view, (0.0, 0.0))
        return replace(self, center_x=x, center_y=y)

    def turned(self, quarters: int) -> Self:
        """Turn what is seen to the right (negative: to the left) by quarters."""
        return replace(self, quarter_turns=(self.quarter_turns + quarters) % 4)

    def flipped_h(self) -> Self:
        """Exchange left and right of what is seen."""
        # Turned by a quarter, the rows of the film run across the view.
        if self.quarter_turns % 2:
            return replace(self, is_flipped_v=not self.is_flipped_v)
        return replace(self, is_flipped_h=not self.is_flipped_h)

    def flipped_v(self) -> Self:
        """Exchange top and bottom of what is seen."""
        if self.quarter_turns % 2:
            return replace(self, is_flipped_h=not self.is_flipped_h)
        return replace(self, is_flipped_v=not self.is_flipped_v)

    def visible_region(self, image_size: Size, view_size: Size) -> ImageRegion:
        """Part of the film that the view shows, clipped to the film; empty when it shows none."""
        x0, y0 = self.to_image(0.0, 0.0, view_size)
        x1, y1 = self.to_image(*view_size, view_size)
        left, right = (_clamp(x, image_size[0]) for x in sorted((x0, x1)))
        top, bottom = (_clamp(y, image_size[1]) for y in sorted((y0, y1)))
        return ImageRegion(left, top, right, bottom)

    @property
    def _linear(self) -> tuple[float, float, float, float]:
        """The 2x2 part of the matrix, row by row."""
        cos, sin = _TURNS[self.quarter_turns]
        across = -self.scale if self.is_flipped_h else self.scale
        down = -self.scale if self.is_flipped_v else self.scale
        return cos * across, -sin * down, sin * across, cos * down


def _clamp(value: float, largest: float) -> float:
    return min(max(value, 0.0), float(largest))
