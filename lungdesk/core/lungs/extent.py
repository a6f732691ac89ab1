"""How large the lungs are and where they end, in film pixels."""

from __future__ import annotations

import numpy as np

from lungdesk.core.imaging.geometry import Point
from lungdesk.core.lungs.fields import LungFields
from lungdesk.core.saliency import ImageRegion

#: Lungs are near to each other in rows whose gap is at most so many times the median one.
_NEAR = 1.5


def areas_px(fields: LungFields) -> tuple[float, float]:
    """Area of the right and of the left lung in square film pixels."""
    width, height = fields.cell
    return fields.right.sum() * width * height, fields.left.sum() * width * height


def bounding_box(fields: LungFields, *, margin: float = 0.0) -> ImageRegion | None:
    """Smallest rectangle with both lungs, for a crop; None without lungs.

    Parameters
    ----------
    margin
        Added on each side, as a share of the rectangle's longer side; not beyond the region.
    """
    rows, columns = (np.flatnonzero(fields.mask.any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return None
    width, height = fields.cell
    left, right = columns[0] * width, (columns[-1] + 1) * width
    top, bottom = rows[0] * height, (rows[-1] + 1) * height
    more = margin * max(right - left, bottom - top)
    region = fields.region
    return ImageRegion(
        left=region.left + max(0.0, left - more),
        top=region.top + max(0.0, top - more),
        right=region.left + min(region.width, right + more),
        bottom=region.top + min(region.height, bottom + more),
    )


def thorax_points(fields: LungFields) -> tuple[Point, Point] | None:
    """Where the thorax is widest: the outermost point of the right lung, and of the left one.

    Outermost is measured across the `midline`. The lungs end at the inner border of the ribs, which
    is what a cardiothoracic ratio is taken from. None unless there are two lungs side by side.
    """
    axis = midline(fields)
    if axis is None:
        return None
    (x0, y0), (x1, y1) = axis
    corners = np.concatenate(fields.outlines())
    across = corners @ np.array([y1 - y0, x0 - x1])
    first, last = (corners[number] for number in (across.argmin(), across.argmax()))
    return (float(first[0]), float(first[1])), (float(last[0]), float(last[1]))


def midline(fields: LungFields) -> tuple[Point, Point] | None:
    """A straight line half way between the lungs, from the top of both to their bottom.

    Fitted by least squares to the middles between the inner borders of those rows in which the
    lungs are near to each other: in the tips above and below they part. None where fewer than two
    rows have both.
    """
    both = np.flatnonzero(fields.right.any(axis=1) & fields.left.any(axis=1))
    if len(both) < 2:
        return None
    # One behind the last column of the right lung, and the first one of the left.
    ends = fields.mask.shape[1] - fields.right[both, ::-1].argmax(axis=1)
    starts = fields.left[both].argmax(axis=1)
    is_near = starts - ends <= _NEAR * np.median(starts - ends)
    if is_near.sum() < 2:
        return None
    middles = (ends + starts)[is_near] / 2
    slope, start = np.polyfit(both[is_near] + 0.5, middles, 1)
    rows = np.flatnonzero(fields.mask.any(axis=1))
    width, height = fields.cell
    left, top = fields.region.left, fields.region.top

    def at(row: float) -> Point:
        return left + (start + slope * row) * width, top + row * height

    return at(float(rows[0])), at(float(rows[-1] + 1))
