"""Where the lungs are in a film."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.components import components, filled
from lungdesk.core.imaging.contours import outlines
from lungdesk.core.saliency import ImageRegion

#: A pixel from which on counts as lung.
LEVEL = 0.5

#: A second part smaller than this part of the first is none of the lungs.
_LEAST_OF_FIRST = 0.04
#: Lungs that touch are parted where they are thinnest within this middle part of their width.
_MIDDLE = (0.3, 0.7)
#: Such a waist is at most this part of the mean height on either side of it.
_WAIST = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class LungFields:
    """Both lungs over a region of a film, the part behind the heart included.

    Attributes
    ----------
    probabilities
        ``(h, w)`` float32 in [0, 1], of "lung"; row 0 is the top of ``region``, each value covers
        an equal cell of it.
    region
        In film pixels.
    right, left
        ``(h, w)`` each: the lung on the left and the one on the right of the picture, which are
        the patient's right and left as films are hung. Empty where there is none; a single lung
        is the one of the half in which its middle lies.
    """

    probabilities: NDArray[np.float32]
    region: ImageRegion
    right: NDArray[np.bool_]
    left: NDArray[np.bool_]

    def __post_init__(self) -> None:
        shapes = {self.probabilities.shape, self.right.shape, self.left.shape}
        if len(shapes) != 1 or self.probabilities.ndim != 2:
            raise ValueError(f"lung fields are (h, w) of one shape, got {shapes}")

    @property
    def mask(self) -> NDArray[np.bool_]:
        """Both lungs."""
        return self.right | self.left

    @property
    def cell(self) -> tuple[float, float]:
        """Width and height of a cell in film pixels."""
        rows, columns = self.probabilities.shape
        return self.region.width / columns, self.region.height / rows

    def turned(self, quarter_turns: int) -> LungFields:
        """The same lungs, each still the patient's right or left, on the film turned clockwise.

        Sizes and proportions are those of the turned film; where its region begins is not known
        without the size of the film, so it begins at 0.
        """
        sides = self.region.width, self.region.height
        width, height = sides if quarter_turns % 2 == 0 else sides[::-1]
        return LungFields(
            np.rot90(self.probabilities, -quarter_turns),
            ImageRegion(0, 0, width, height),
            np.rot90(self.right, -quarter_turns),
            np.rot90(self.left, -quarter_turns),
        )

    def outlines(self) -> tuple[NDArray[np.float64], ...]:
        """Outline of each lung, ``(M, 2)``: x and y in film pixels, closed without a repeated end.

        It follows the probability of `LEVEL` between the cells; where lungs that touch have been
        parted, it follows their border.
        """
        width, height = self.cell
        corner = np.array([self.region.left, self.region.top])
        found = []
        for lung in (self.right, self.left):
            kept = np.clip(self.probabilities, LEVEL + 1e-3, 1)
            values = np.where(lung, kept, np.minimum(self.probabilities, LEVEL - 1e-3))
            lines = outlines(np.where(_near(lung), values, np.float32(0)), LEVEL)
            found += [line * (width, height) + corner for line in lines]
        return tuple(found)


def lung_fields(probabilities: NDArray[np.float32], region: ImageRegion) -> LungFields:
    """The two largest parts with at least `LEVEL`, their holes filled.

    Parameters
    ----------
    probabilities
        ``(h, w)`` float32 in [0, 1].
    """
    labels, sizes = components(filled(probabilities >= LEVEL))
    sizes[0] = 0
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
        labels, sizes = components(side)
        sizes[0] = 0
        apart.append(labels == int(np.argmax(sizes)))
    return apart


def _middle(lung: NDArray[np.bool_]) -> float:
    """Mean column."""
    return float(np.nonzero(lung)[1].mean())


def _near(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The mask and the pixels next to it, corners included."""
    padded = np.pad(mask, 1)
    rows = padded[:-2] | padded[1:-1] | padded[2:]
    return np.asarray(rows[:, :-2] | rows[:, 1:-1] | rows[:, 2:])
