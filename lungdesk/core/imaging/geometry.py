"""Where a film lies in its view: film pixels to view pixels and back. Plain values, no Qt.

A point is ``(x, y)``, a size ``(width, height)``, both in pixels, y pointing down. The pixel of
column ``j`` and row ``i`` covers ``[j, j + 1) x [i, i + 1)``, so that the middle of a film of size
``(w, h)`` is ``(w / 2, h / 2)``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Self

#: View pixels per film pixel between which zooming stays.
LEAST_SCALE = 0.02
LARGEST_SCALE = 32.0

Point = tuple[float, float]
#: ``a, b, c, d, e, f``: x' = a x + c y + e, y' = b x + d y + f
Affine = tuple[float, float, float, float, float, float]

# Cosine and sine of quarter turns to the right (y points down), exact where math.cos is not.
_QUARTERS = {0.0: (1.0, 0.0), 90.0: (0.0, 1.0), 180.0: (-1.0, 0.0), 270.0: (0.0, -1.0)}


@dataclass(frozen=True, slots=True)
class ViewGeometry:
    """Film pixels to view pixels: mirror, turn, enlarge, move.

    Attributes
    ----------
    center
        Film point in the middle of the view.
    scale
        View pixels per film pixel.
    rotation_deg
        Turn to the right in [0, 360), after mirroring.
    is_mirrored
        Whether left and right of the film are exchanged.
    is_fitted
        Whether the whole film is to stay visible when the view changes its size.
    """

    film_size: tuple[int, int]
    view_size: tuple[int, int]
    center: Point
    scale: float
    rotation_deg: float = 0.0
    is_mirrored: bool = False
    is_fitted: bool = True

    @classmethod
    def fitting(cls, film_size: tuple[int, int], view_size: tuple[int, int]) -> Self:
        """Show the whole film, unturned."""
        middle = (film_size[0] / 2, film_size[1] / 2)
        return cls(film_size, view_size, middle, 1.0).fitted()

    def fitted(self) -> Self:
        """Show the whole film; turns stay."""
        cos, sin = (abs(part) for part in self._direction)
        width = self.film_size[0] * cos + self.film_size[1] * sin
        height = self.film_size[0] * sin + self.film_size[1] * cos
        scale = min(self.view_size[0] / width, self.view_size[1] / height)
        center = (self.film_size[0] / 2, self.film_size[1] / 2)
        return replace(self, center=center, scale=max(scale, 1e-4), is_fitted=True)

    def matched(self, film_size: tuple[int, int]) -> Self:
        """Show the same part of another film, as far as films that fit the view show the same."""
        fitted = self.fitted()
        other = replace(self, film_size=film_size).fitted()
        x, y = (self.center[axis] / self.film_size[axis] for axis in (0, 1))
        return replace(
            other,
            scale=other.scale * self.scale / fitted.scale,
            center=(x * film_size[0], y * film_size[1]),
            is_fitted=self.is_fitted,
        )

    def resized(self, view_size: tuple[int, int]) -> Self:
        """Keep what is looked at while the view changes its size."""
        moved = replace(self, view_size=view_size)
        return moved.fitted() if self.is_fitted else moved

    def panned(self, dx: float, dy: float) -> Self:
        """Move the film by view pixels, whose middle goes no further away from the film."""
        to = self.to_film((self.view_size[0] / 2 - dx, self.view_size[1] / 2 - dy))
        x, y = (
            _clamp(place, min(0, now), max(side, now))
            for place, now, side in zip(to, self.center, self.film_size, strict=True)
        )
        return replace(self, center=(x, y), is_fitted=False)

    def zoomed(self, factor: float, about: Point | None = None) -> Self:
        """Enlarge by a factor; the film point under ``about`` (view pixels) stays there.

        A film that fits its view beyond the ends of zooming goes no further, and back to them.
        """
        if about is None:
            about = (self.view_size[0] / 2, self.view_size[1] / 2)
        least, largest = min(LEAST_SCALE, self.scale), max(LARGEST_SCALE, self.scale)
        return self._scaled(_clamp(self.scale * factor, least, largest), about)

    def at_scale(self, scale: float) -> Self:
        """Show at exactly this scale, about the middle of the view."""
        return self._scaled(scale, (self.view_size[0] / 2, self.view_size[1] / 2))

    def _scaled(self, scale: float, about: Point) -> Self:
        anchor = self.to_film(about)
        zoomed = replace(self, scale=scale, is_fitted=False)
        now = zoomed.to_film(about)
        x, y = self.center
        return replace(zoomed, center=(x + anchor[0] - now[0], y + anchor[1] - now[1]))

    def turned(self, degrees: float) -> Self:
        """Turn on the screen to the right (negative: to the left)."""
        turned = replace(self, rotation_deg=_in_circle(self.rotation_deg + degrees))
        return turned.fitted() if self.is_fitted else turned

    def flipped(self, *, is_vertical: bool) -> Self:
        """Mirror on the screen: left and right, or top and bottom."""
        rotation = (180.0 if is_vertical else 0.0) - self.rotation_deg
        mirrored = not self.is_mirrored
        return replace(self, rotation_deg=_in_circle(rotation), is_mirrored=mirrored)

    @property
    def is_upright(self) -> bool:
        """Whether the film's edges are parallel to those of the view."""
        return self.rotation_deg in _QUARTERS

    @property
    def _direction(self) -> tuple[float, float]:
        """Cosine and sine of the rotation."""
        angle = math.radians(self.rotation_deg)
        return _QUARTERS.get(self.rotation_deg) or (math.cos(angle), math.sin(angle))

    @property
    def affine(self) -> Affine:
        """Film to view."""
        cos, sin = self._direction
        mirror = -1 if self.is_mirrored else 1
        a, b = cos * mirror * self.scale, sin * mirror * self.scale
        c, d = -sin * self.scale, cos * self.scale
        x, y = self.center
        e = self.view_size[0] / 2 - a * x - c * y
        f = self.view_size[1] / 2 - b * x - d * y
        return a, b, c, d, e, f

    def to_view(self, point: Point) -> Point:
        """View position of a film position."""
        a, b, c, d, e, f = self.affine
        return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f

    def to_film(self, point: Point) -> Point:
        """Film position of a view position."""
        a, b, c, d, e, f = self.affine
        determinant = a * d - b * c
        x, y = point[0] - e, point[1] - f
        return (d * x - c * y) / determinant, (a * y - b * x) / determinant

    @property
    def visible(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the view in film pixels."""
        return self.film_bounds((0.0, 0.0), self.view_size)

    def film_bounds(self, start: Point, end: Point) -> tuple[float, float, float, float]:
        """Left, top, right, bottom in film pixels of a rectangle of the view; more if turned."""
        corners = [self.to_film((x, y)) for x in (start[0], end[0]) for y in (start[1], end[1])]
        xs, ys = ([corner[axis] for corner in corners] for axis in (0, 1))
        return min(xs), min(ys), max(xs), max(ys)


def _in_circle(degrees: float) -> float:
    # Rounded, so that turning there and back ends where it began.
    return round(degrees % 360.0, 6) % 360.0


def _clamp(value: float, least: float, largest: float) -> float:
    return min(max(value, least), largest)
