"""Where in the film a model found the evidence for a class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ImageRegion:
    """A rectangle of a film in pixels: columns ``[left, right)``, rows ``[top, bottom)``."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class SaliencyMap:
    """Evidence for one class over the region of the film that the model saw.

    Attributes
    ----------
    values
        ``(h, w)`` float32, >= 0, in the units of the logit (not scaled to the film's maximum,
        so that maps of two classes can be compared). Row 0 is the top of ``region``; each
        value covers an equal cell of it.
    """

    values: NDArray[np.float32]
    class_index: int
    method: str
    target_layer: str
    region: ImageRegion

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.dtype != np.float32:
            raise ValueError(
                f"a map is (h, w) float32, got {self.values.shape} {self.values.dtype}"
            )

    @property
    def peak(self) -> float:
        """Largest value; 0 when nothing speaks for the class."""
        return float(self.values.max(initial=0.0))

    def scaled(self) -> NDArray[np.float32]:
        """Values divided by their peak: ``(h, w)`` float32 in [0, 1]; zeros when the peak is 0."""
        peak = self.peak
        return self.values / np.float32(peak) if peak > 0 else np.zeros_like(self.values)
