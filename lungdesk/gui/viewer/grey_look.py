"""How the grey values of a film are looked at: window and inversion. Plain values, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from lungdesk.core.radiograph import (
    LookupTable,
    VoiFunction,
    VoiTransform,
    Window,
)


@dataclass(frozen=True, slots=True)
class GreyLook:
    """Which values are black and which white."""

    voi: VoiTransform
    is_inverted: bool = False

    def dragged(self, dx: float, dy: float, gain: float, *, is_dark_high: bool) -> Self:
        """Change the window by a mouse movement in view pixels.

        Right is wider, up is brighter. ``is_dark_high`` says that high values are shown dark
        (MONOCHROME1, inverted), where brighter means a higher centre.
        """
        window = as_window(self.voi)
        least = 1.0 if window.function is VoiFunction.LINEAR else 1e-3
        brighter = -1.0 if is_dark_high else 1.0
        return replace(
            self,
            voi=Window(
                center=window.center + dy * gain * brighter,
                width=max(least, window.width + dx * gain),
                function=window.function,
            ),
        )

    def inverted(self) -> Self:
        """Turn black and white round."""
        return replace(self, is_inverted=not self.is_inverted)


def as_window(voi: VoiTransform) -> Window:
    """Window to start from: that of the transform, or one over the input range of a table."""
    if isinstance(voi, LookupTable):
        width = float(voi.values.size)
        return Window(voi.first_value + width / 2, width)
    return voi
