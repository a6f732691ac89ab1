"""Pictures and points mirrored and turned by quarters, as a film is hung."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.geometry import Point, ViewGeometry


@dataclass(frozen=True, slots=True)
class Hanging:
    """First mirrored left to right, then turned to the right by quarters, 0 to 3."""

    quarter_turns: int = 0
    is_mirrored: bool = False

    def __post_init__(self) -> None:
        if self.quarter_turns not in range(4):
            raise ValueError(f"0 to 3 quarter turns, got {self.quarter_turns}")

    @classmethod
    def of(cls, geometry: ViewGeometry) -> Hanging:
        """How a view hangs its film, a tilt left out."""
        return cls(round(geometry.rotation_deg / 90) % 4, geometry.is_mirrored)

    @property
    def is_lying(self) -> bool:
        """Whether rows have become columns."""
        return self.quarter_turns % 2 == 1

    def picture(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Pixels ``(h, w)`` or ``(h, w, 3)``, hung."""
        mirrored = pixels[:, ::-1] if self.is_mirrored else pixels
        return np.ascontiguousarray(np.rot90(mirrored, -self.quarter_turns))

    def point(self, point: Point, size: tuple[int, int]) -> Point:
        """Where a point of a picture of ``size`` (columns, rows) is then."""
        x, y = point
        width, height = size
        if self.is_mirrored:
            x = width - x
        for _ in range(self.quarter_turns):
            x, y = height - y, x
            width, height = height, width
        return x, y


AS_STORED = Hanging()
