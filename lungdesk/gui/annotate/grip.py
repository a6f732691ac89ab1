"""What the hand takes hold of: an annotation under the pointer, or a handle of it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.base import Annotation
from lungdesk.core.imaging.geometry import Point, ViewGeometry
from lungdesk.core.radiograph import Radiograph
from lungdesk.gui.annotate.draft import snapped, straightened
from lungdesk.gui.annotate.painter import HANDLE_PX
from lungdesk.gui.annotate.shapes import distance_to, strokes

#: How near the pointer has to be, in view pixels.
REACH_PX = 7.0


@dataclass(frozen=True, slots=True)
class Grip:
    """An annotation as it was taken, and its handle; None for the whole of it."""

    annotation: Annotation
    handle: int | None = None

    @classmethod
    def at(
        cls,
        place: Point,
        shown: AnnotationSet,
        selected: Annotation | None,
        radiograph: Radiograph,
        geometry: ViewGeometry,
    ) -> Self | None:
        """What lies under a place of the view; the topmost, the selected one first."""
        if selected is not None:
            for index, handle in enumerate(selected.handles):
                if math.dist(geometry.to_view(handle), place) <= REACH_PX + HANDLE_PX:
                    return cls(selected, index)
        point, reach = geometry.to_film(place), REACH_PX / geometry.scale
        for one in reversed(shown.annotations):
            near = min(math.dist(point, handle) for handle in one.handles)
            if min(near, distance_to(strokes(one, radiograph), point)) <= reach:
                return cls(one)
        return None

    def dragged(
        self,
        start: Point,
        end: Point,
        geometry: ViewGeometry,
        catching: Iterable[Point],
        *,
        is_shifted: bool,
    ) -> Annotation:
        """The annotation as it is dragged from one view position to another.

        Parameters
        ----------
        catching
            Points that catch a handle nearby, film pixels; Shift holds a line straight instead.
        """
        start, end = geometry.to_film(start), geometry.to_film(end)
        if self.handle is None:
            return self.annotation.moved(end[0] - start[0], end[1] - start[1])
        points = self.annotation.points
        if is_shifted and len(points) == 2:
            end = straightened(points[1 - min(self.handle, 1)], end)
        else:
            end = snapped(end, catching, REACH_PX / geometry.scale)
        return self.annotation.with_handle(self.handle, end)
