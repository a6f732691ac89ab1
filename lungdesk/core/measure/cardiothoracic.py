"""Cardiothoracic ratio: how wide the heart is compared with the chest.

The heart's largest extents to the right and to the left of the midline, taken together, over the
largest inner width of the thorax, all perpendicular to the midline (C. S. Danzer, Am. J. Med. Sci.
157, 513, 1919). Defined for a PA view; on an AP view the heart is magnified.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from lungdesk.core.imaging.geometry import Point
from lungdesk.core.measure.angle import Line
from lungdesk.core.measure.distance import distance, from_plane, to_plane
from lungdesk.core.measure.units import Extent
from lungdesk.core.radiograph import PixelSpacing


@dataclass(frozen=True, slots=True)
class CardiothoracicPoints:
    """What is marked on the film, in film pixels.

    Attributes
    ----------
    midline
        Two points of the spine's line; it may be tilted.
    heart
        The border farthest from the midline on either side.
    thorax
        The inner border of the ribs on either side.
    """

    midline: Line
    heart: tuple[Point, Point]
    thorax: tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class CardiothoracicMeasure:
    """Widths perpendicular to the midline.

    Attributes
    ----------
    ratio
        ``heart / thorax``; NaN when the midline or the thorax has no length.
    heart_strokes
        From the midline to each border of the heart, film pixels, to be drawn.
    thorax_stroke
        Across the thorax from its first point, film pixels, to be drawn.
    """

    heart: Extent
    thorax: Extent
    ratio: float
    heart_strokes: tuple[Line, Line]
    thorax_stroke: Line


def cardiothoracic(
    points: CardiothoracicPoints, spacing: PixelSpacing | None
) -> CardiothoracicMeasure:
    """Measure the two transverse strokes.

    The ratio does not depend on how large the spacing is, only on how rows and columns compare.
    A heart that lies on one side of the midline altogether is as wide as its borders are apart.
    """
    axis = _Axis.along(points.midline, spacing)
    heart_strokes = (axis.stroke_to(points.heart[0]), axis.stroke_to(points.heart[1]))
    heart = distance(*axis.stroke_across(*points.heart), spacing)
    thorax_stroke = axis.stroke_across(*points.thorax)
    thorax = distance(*thorax_stroke, spacing)
    heart_width = heart.px if heart.mm is None else heart.mm
    thorax_width = thorax.px if thorax.mm is None else thorax.mm
    ratio = heart_width / thorax_width if thorax_width > 0 else math.nan
    return CardiothoracicMeasure(heart, thorax, ratio, heart_strokes, thorax_stroke)


def ratio_text(ratio: float) -> str:
    """The ratio with two decimals: ``CTR 0.48``."""
    return "CTR –" if math.isnan(ratio) else f"CTR {ratio:.2f}"


def view_warning(view_position: str) -> str:
    """Why a ratio from this view is not to be trusted; empty for a PA view.

    Parameters
    ----------
    view_position
        View Position (0018,5101) as the file states it (PS3.3 C.8.1.7), or empty.
    """
    stated = re.split(r"[\s,;_/\\-]+", view_position.strip().upper())[0]
    if stated == "PA":
        return ""
    if stated == "AP":
        return "AP view: the heart looks larger than it is."
    if not stated:
        return "View position unknown: on an AP view the heart looks larger than it is."
    return f"View position {stated}: the ratio is defined for a PA view."


def proposed_points(columns: int, rows: int) -> CardiothoracicPoints:
    """A first guess for a film of this size, for the reader to drag into place."""

    def at(x: float, y: float) -> Point:
        return x * columns, y * rows

    return CardiothoracicPoints(
        midline=(at(0.5, 0.15), at(0.5, 0.85)),
        heart=(at(0.42, 0.6), at(0.65, 0.65)),
        thorax=(at(0.15, 0.75), at(0.85, 0.75)),
    )


def proposed_within(midline: Line, thorax: tuple[Point, Point]) -> CardiothoracicPoints:
    """A first guess where midline and thorax are known: a heart of usual width, to be dragged.

    Its borders lie in the lower part of the midline's length, at usual distances from it.
    """
    width = math.dist(*thorax)
    (x0, y0), (x1, y1) = midline

    def at(along: float, across: float) -> Point:
        return x0 + along * (x1 - x0) + across * width, y0 + along * (y1 - y0)

    return CardiothoracicPoints(midline, (at(0.7, -0.14), at(0.78, 0.3)), thorax)


@dataclass(frozen=True, slots=True)
class _Axis:
    """A midline in the plane where perpendicular means perpendicular: in mm if that is known."""

    origin: Point
    normal: Point
    spacing: PixelSpacing | None

    @classmethod
    def along(cls, midline: Line, spacing: PixelSpacing | None) -> _Axis:
        (x0, y0), (x1, y1) = (to_plane(point, spacing) for point in midline)
        length = math.hypot(x1 - x0, y1 - y0)
        # A midline without a length has no sides: everything lies at 0 from it.
        normal = ((y1 - y0) / length, (x0 - x1) / length) if length > 0 else (0.0, 0.0)
        return cls((x0, y0), normal, spacing)

    def offset(self, point: Point) -> float:
        """Signed distance of a film point from the midline, in the plane."""
        x, y = to_plane(point, self.spacing)
        return (x - self.origin[0]) * self.normal[0] + (y - self.origin[1]) * self.normal[1]

    def shifted(self, point: Point, by: float) -> Point:
        """Film point that lies farther from the midline by a distance in the plane."""
        x, y = to_plane(point, self.spacing)
        moved = (x + self.normal[0] * by, y + self.normal[1] * by)
        return from_plane(moved, self.spacing)

    def stroke_to(self, point: Point) -> Line:
        """From the midline to a film point, at a right angle."""
        return self.shifted(point, -self.offset(point)), point

    def stroke_across(self, start: Point, end: Point) -> Line:
        """From ``start``, at a right angle to the midline, as far as ``end`` lies."""
        return start, self.shifted(start, self.offset(end) - self.offset(start))
