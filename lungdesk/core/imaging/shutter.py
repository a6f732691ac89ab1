"""Display shutters as masks (PS3.3 C.7.6.11). Pixels on the edge of a shape are seen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.radiograph import (
    CircularShutter,
    PolygonalShutter,
    Radiograph,
    RectangularShutter,
    Shutter,
)

#: P-values of a shutter have 16 bits (PS3.3 C.7.6.11), those of the screen 8.
_P_VALUE_SCALE = 257


def seen_through(radiograph: Radiograph) -> NDArray[np.bool_]:
    """What all shutters of a film leave open: bool ``(H, W)``, all True where it has none."""
    seen = np.ones((radiograph.rows, radiograph.columns), np.bool_)
    for shutter in radiograph.shutters:
        seen &= _seen_through(shutter, radiograph)
    return seen


def cover_p_value(radiograph: Radiograph) -> int:
    """8-bit p-value to paint what is covered with; black where the file says nothing."""
    stated = radiograph.shutters[0].presentation_value if radiograph.shutters else 0
    return round(stated / _P_VALUE_SCALE)


def shutter_mask(radiograph: Radiograph) -> NDArray[np.bool_] | None:
    """What the shutters of a film cover: bool ``(H, W)``; None where it has none."""
    return ~seen_through(radiograph) if radiograph.shutters else None


def covered(
    p_values: NDArray[np.uint8], mask: NDArray[np.bool_] | None, radiograph: Radiograph
) -> NDArray[np.uint8]:
    """P-values ``(h, w)`` or ``(h, w, 3)`` under the film's shutters, where a mask says so.

    They are those that are given, not a copy, without a mask ``(h, w)``.
    """
    if mask is None:
        return p_values
    grey = np.uint8(cover_p_value(radiograph))
    return np.where(mask if p_values.ndim == 2 else mask[..., None], grey, p_values)


def _seen_through(shutter: Shutter, radiograph: Radiograph) -> NDArray[np.bool_]:
    shape = (radiograph.rows, radiograph.columns)
    match shutter:
        case RectangularShutter():
            return _rectangle(shutter, shape)
        case CircularShutter():
            spacing = radiograph.spacing
            aspect = spacing.row_mm / spacing.column_mm if spacing else 1.0
            return _circle(shutter, shape, aspect)
        case PolygonalShutter():
            return _polygon(shutter, shape)


def _rectangle(shutter: RectangularShutter, shape: tuple[int, int]) -> NDArray[np.bool_]:
    seen = np.zeros(shape, np.bool_)
    rows = slice(max(0, shutter.top), max(0, shutter.bottom + 1))
    seen[rows, max(0, shutter.left) : max(0, shutter.right + 1)] = True
    return seen


def _circle(shutter: CircularShutter, shape: tuple[int, int], aspect: float) -> NDArray[np.bool_]:
    """A circle on the body: ``aspect`` is the height of a pixel over its width."""
    down = (np.arange(shape[0]) - shutter.row) * aspect
    across = np.arange(shape[1]) - float(shutter.column)
    return np.asarray(np.square(down)[:, None] + np.square(across) <= shutter.radius**2, np.bool_)


def _polygon(shutter: PolygonalShutter, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Even-odd rule along each row: an edge turns seen and unseen round for all to its right."""
    turns = np.zeros((shape[0], shape[1] + 1), np.bool_)
    outline = np.zeros(shape, np.bool_)
    ends = (*shutter.vertices[1:], shutter.vertices[0])
    for start, end in zip(shutter.vertices, ends, strict=True):
        upper, lower = sorted((start, end))
        _draw(outline, upper, lower)
        rows = np.arange(max(0, upper[0]), min(shape[0], lower[0]))
        if rows.size:
            across, _ = _crossings(rows, upper, lower)
            turns[rows, np.clip(across, 0, shape[1])] ^= True
    return np.asarray(np.logical_xor.accumulate(turns, axis=1)[:, :-1] | outline, np.bool_)


def _crossings(
    rows: NDArray[np.int64], upper: tuple[int, int], lower: tuple[int, int]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """First column on or right of an edge in each row, and whether it lies on the edge."""
    height = lower[0] - upper[0]
    run = (rows - upper[0]) * (lower[1] - upper[1])
    return upper[1] - (-run // height), run % height == 0


def _draw(outline: NDArray[np.bool_], upper: tuple[int, int], lower: tuple[int, int]) -> None:
    """Mark the pixels whose middle lies on an edge."""
    height, width = outline.shape
    if upper[0] == lower[0]:
        left, right = sorted((upper[1], lower[1]))
        if 0 <= upper[0] < height:
            outline[upper[0], max(0, left) : max(0, right + 1)] = True
        return
    rows = np.arange(max(0, upper[0]), min(height, lower[0] + 1))
    columns, is_on = _crossings(rows, upper, lower)
    is_on &= (columns >= 0) & (columns < width)
    outline[rows[is_on], columns[is_on]] = True
