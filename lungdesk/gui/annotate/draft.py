"""An annotation that is being drawn: which points the hand has set. Plain values, no Qt.

Points can be set by dragging (press, move, release) or by clicking one after the other; both may be
mixed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from lungdesk.core.annotation.annotation_set import ANNOTATION_KINDS
from lungdesk.core.imaging.geometry import Point

#: Points of each kind, as many as the hand has to set.
_POINTS = {"length": 2, "arrow": 2, "rectangle": 2, "ellipse": 2, "calibration": 2, "angle": 3,
           "cobb": 4, "probe": 1, "text": 1}  # fmt: skip

#: Lines whose direction Shift holds to steps of this many degrees.
_STEP_DEG = 45.0
_STRAIGHT = frozenset({"length", "arrow", "angle", "cobb", "calibration"})
#: What is read or noted just where the hand points: no point nearby catches it.
UNCAUGHT = frozenset({"probe", "freehand", "text"})


@dataclass(frozen=True, slots=True)
class Draft:
    """Points that are set, and the one that follows the pointer.

    Attributes
    ----------
    kind
        Word of the annotation's class.
    fixed
        Points that are set, film pixels.
    floating
        Where the next one would be; None before the first press.
    has_set
        Whether the press that is held has set a point.
    """

    kind: str
    fixed: tuple[Point, ...] = ()
    floating: Point | None = None
    has_set: bool = False

    def __post_init__(self) -> None:
        if self.kind not in ANNOTATION_KINDS:
            raise ValueError(f"no annotation is called {self.kind}")

    def pressed(self, point: Point) -> Self:
        """The button goes down: it begins the draft, or its next stroke."""
        begins = not self.fixed or (self.kind == "cobb" and len(self.fixed) == 2)
        fixed = (*self.fixed, point) if begins else self.fixed
        return replace(self, fixed=fixed, floating=point, has_set=begins)

    def moved(self, point: Point, *, is_held: bool) -> Self:
        """The pointer moves, with the button held or not."""
        if not self.fixed:
            return self
        if self.kind == "freehand" and is_held:
            return replace(self, fixed=(*self.fixed, point), floating=point)
        return replace(self, floating=point)

    def released(self, point: Point, *, is_drag: bool) -> Self:
        """The button goes up: a drag, or a further click, sets a point."""
        if not self.fixed or self.kind == "freehand" or (self.has_set and not is_drag):
            return self
        return replace(self, fixed=(*self.fixed, point), floating=point, has_set=False)

    @property
    def is_complete(self) -> bool:
        """Whether the hand has set all points (a freehand contour ends with its release)."""
        return self.kind != "freehand" and len(self.fixed) >= _POINTS[self.kind]

    @property
    def points(self) -> tuple[Point, ...]:
        """All points to be painted, the floating one last."""
        if self.floating is None or self.kind == "freehand" or self.is_complete:
            return self.fixed
        return (*self.fixed, self.floating)

    def straightened(self, point: Point) -> Point:
        """The point on the nearest direction in steps of 45 degrees from the last one set."""
        if not self.fixed or self.kind not in _STRAIGHT:
            return point
        return straightened(self.fixed[-1], point)


def straightened(start: Point, point: Point) -> Point:
    """``point`` turned about ``start`` to the nearest step of 45 degrees; its distance stays."""
    dx, dy = point[0] - start[0], point[1] - start[1]
    length = math.hypot(dx, dy)
    step = math.radians(_STEP_DEG)
    angle = round(math.atan2(dy, dx) / step) * step
    return start[0] + length * math.cos(angle), start[1] + length * math.sin(angle)


def snapped(point: Point, others: Iterable[Point], reach: float) -> Point:
    """The nearest of some points within a reach (film pixels); else the point itself."""
    near = [other for other in others if math.dist(point, other) <= reach]
    return min(near, key=lambda other: math.dist(point, other), default=point)
