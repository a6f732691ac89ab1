"""Annotations whose pixels are measured."""

from __future__ import annotations

import math
from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import Self

from lungdesk.core.annotation.base import Annotation, check_handle
from lungdesk.core.imaging.geometry import Point
from lungdesk.core.measure.region import Ellipse, Polygon, Rectangle, Region
from lungdesk.core.measure.roi import roi_statistics, statistics_text
from lungdesk.core.radiograph import Radiograph


class _Roi(Annotation):
    """A region whose pixels are measured."""

    __slots__ = ()

    @property
    @abstractmethod
    def region(self) -> Region:
        """The shape."""

    def measured(self, radiograph: Radiograph) -> str:
        """Statistics of its pixels, and its size."""
        return statistics_text(roi_statistics(self.region, radiograph))


class _BoxRoi(_Roi):
    """A region between two opposite corners.

    Handles: the corner of the first point, then the others in turn, the second point's being
    number 2; then the middles of the sides, from that between handles 0 and 1.
    """

    __slots__ = ()

    least_points, most_points = 2, 2

    @property
    def handles(self) -> tuple[Point, ...]:
        """Four corners, then the middles of the four sides."""
        (x0, y0), (x1, y1) = self.points
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        return (x0, y0), (x1, y0), (x1, y1), (x0, y1), (x, y0), (x1, y), (x, y1), (x0, y)

    @property
    def is_empty(self) -> bool:
        """Whether it has no area."""
        (x0, y0), (x1, y1) = self.points
        return x0 == x1 or y0 == y1

    def with_handle(self, index: int, point: Point) -> Self:
        """A corner leaves the opposite one in place; a side moves at a right angle to itself."""
        check_handle(index, 8)
        (x0, y0), (x1, y1) = self.points
        x, y = point
        return replace(
            self,
            points=(
                (x if index in {0, 3, 7} else x0, y if index in {0, 1, 4} else y0),
                (x if index in {1, 2, 5} else x1, y if index in {2, 3, 6} else y1),
            ),
        )


@dataclass(frozen=True, slots=True)
class RectangleRoi(_BoxRoi):
    """A rectangle along rows and columns."""

    kind, title = "rectangle", "Rectangle"

    @property
    def region(self) -> Rectangle:
        """The shape."""
        return Rectangle(*self.points)


@dataclass(frozen=True, slots=True)
class EllipseRoi(_BoxRoi):
    """An ellipse along rows and columns, within the rectangle of its points."""

    kind, title = "ellipse", "Ellipse"

    @property
    def region(self) -> Ellipse:
        """The shape."""
        return Ellipse(*self.points)


@dataclass(frozen=True, slots=True)
class FreehandRoi(_Roi):
    """A closed contour of any number of points; the last is joined to the first."""

    kind, title, least_points, most_points = "freehand", "Freehand region", 1, math.inf

    @property
    def region(self) -> Polygon:
        """The shape."""
        return Polygon(self.points)

    @property
    def is_empty(self) -> bool:
        """Whether it has no area."""
        return len(set(self.points)) < 3
