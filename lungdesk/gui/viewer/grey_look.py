"""How the grey values of a film are looked at: window and inversion. Plain values, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from lungdesk.core.imaging.nearest_window import is_falling, nearest_window
from lungdesk.core.radiograph import LookupTable, VoiFunction, VoiTransform, Window


@dataclass(frozen=True, slots=True)
class GreyLook:
    """Which values are black and which white."""

    voi: VoiTransform
    is_inverted: bool = False

    def dragged(self, dx: float, dy: float, gain: float, *, is_dark_high: bool) -> Self:
        """Change the window by a mouse movement in view pixels.

        Right is wider, up is brighter. ``is_dark_high`` says that high values are shown dark
        (MONOCHROME1, inverted), where brighter means a higher centre. A table of the file gives
        way to the window most like it, so that the film does not jump.
        """
        window = as_window(self.voi)
        turns = is_falling(self.voi)
        least = 1.0 if window.function is VoiFunction.LINEAR else 1e-3
        brighter = -1.0 if is_dark_high != turns else 1.0
        return self.windowed(
            Window(
                center=window.center + dy * gain * brighter,
                width=max(least, window.width + dx * gain),
                function=window.function,
            )
        )

    def windowed(self, voi: VoiTransform) -> Self:
        """Take another window or table; what is shown dark stays so, though one of them falls."""
        turns = is_falling(self.voi) != is_falling(voi)
        return replace(self, voi=voi, is_inverted=self.is_inverted != turns)

    def inverted(self) -> Self:
        """Turn black and white round."""
        return replace(self, is_inverted=not self.is_inverted)


def as_window(voi: VoiTransform) -> Window:
    """Window to start from: that of the transform, or the one most like a table."""
    return nearest_window(voi) if isinstance(voi, LookupTable) else voi
