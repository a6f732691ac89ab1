"""Where the lungs are in a film."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.contours import outlines
from lungdesk.core.saliency import ImageRegion

#: A pixel from which on counts as lung.
LEVEL = 0.5


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


def _near(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The mask and the pixels next to it, corners included."""
    padded = np.pad(mask, 1)
    rows = padded[:-2] | padded[1:-1] | padded[2:]
    return np.asarray(rows[:, :-2] | rows[:, 1:-1] | rows[:, 2:])
