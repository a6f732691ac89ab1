"""Which parts of a map of probabilities are the two lungs."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.core.lungs.fields import LEVEL, LungFields
from lungdesk.core.saliency import ImageRegion

#: A second part smaller than this part of the first is none of the lungs.
_LEAST_OF_FIRST = 0.04
#: Lungs that touch are parted where they are thinnest within this middle part of their width.
_MIDDLE = (0.3, 0.7)
#: Such a waist is at most this part of the mean height on either side of it.
_WAIST = 0.6
#: Marks what is outside.
_OPEN = 2


def lung_fields(probabilities: NDArray[np.float32], region: ImageRegion) -> LungFields:
    """The two largest parts with at least `LEVEL`, their holes filled.

    Parameters
    ----------
    probabilities
        ``(h, w)`` float32 in [0, 1].
    """
    labels, sizes = _parts(_filled(probabilities >= LEVEL))
    largest = np.argsort(-sizes, kind="stable")[:2]
    empty = np.zeros(probabilities.shape, bool)
    parts = [labels == n for n in largest if sizes[n] > 0]
    if len(parts) == 2 and sizes[largest[1]] < _LEAST_OF_FIRST * sizes[largest[0]]:
        parts.pop()
    if len(parts) == 1:
        parts = _parted(parts[0])
    parts.sort(key=_middle)
    if len(parts) == 1:
        is_right = _middle(parts[0]) < (probabilities.shape[1] - 1) / 2
        parts = [parts[0], empty] if is_right else [empty, parts[0]]
    right, left = parts or (empty, empty)
    return LungFields(probabilities, region, right, left)


def _parted(lung: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """Two lungs that touch, apart; a part without a waist as it is."""
    heights = lung.sum(axis=0)
    columns = np.flatnonzero(heights)
    first, width = int(columns[0]), int(columns[-1] - columns[0] + 1)
    start, end = (first + round(share * width) for share in _MIDDLE)
    if end - start < 3:
        return [lung]
    waist = start + int(np.argmin(heights[start:end]))
    sides = heights[first:waist], heights[waist + 1 : first + width]
    if any(len(side) == 0 or heights[waist] > _WAIST * side.mean() for side in sides):
        return [lung]
    apart = []
    for columns_of_side in (slice(0, waist), slice(waist, None)):
        side = np.zeros_like(lung)
        side[:, columns_of_side] = lung[:, columns_of_side]
        labels, sizes = _parts(side)
        apart.append(labels == int(np.argmax(sizes)))
    return apart


def _middle(lung: NDArray[np.bool_]) -> float:
    """Mean column."""
    heights = lung.sum(axis=0)
    return float(np.arange(len(heights)) @ heights / heights.sum())


def _parts(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Numbers of the parts whose pixels touch along a side, 0 outside; pixels of each, 0 of 0."""
    # Counted here: OpenCV's own statistics take four times as long.
    _, labels = cv2.connectedComponents(mask.view(np.uint8), connectivity=4)
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    return np.asarray(labels, np.int32), sizes


def _filled(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The mask with its holes: what is outside, but has no way to the border, is inside."""
    framed = cv2.copyMakeBorder(mask.view(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    cv2.floodFill(framed, None, (0, 0), _OPEN, flags=4)
    return np.asarray(framed[1:-1, 1:-1] != _OPEN)
