"""Colour scales of the heatmap."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

# Evenly spaced stops; between them colours are mixed linearly in sRGB.
_STOPS: Final = {
    "inferno": "#000004 #1b0c41 #4a0c6b #781c6d #a52c60 #cf4446 #ed6925 #fb9b06 #f7d13d #fcffa4",
    "turbo": "#30123b #4145ab #4675ed #39a2fc #1bcfd4 #24eca6 #61fc6c #a4fc3b #d1e834 #f3c63a"
    " #fe9b2d #f36315 #d93806 #b11901 #7a0402",
    "plasma": "#0d0887 #46039f #7201a8 #9c179e #bd3786 #d8576b #ed7953 #fb9f3a #fdca26 #f0f921",
}

#: Identifier and the name that people read.
COLORMAPS: Final = {
    "inferno": "Inferno",
    "turbo": "Rainbow (turbo)",
    "plasma": "Plasma (no green, colour-blind safe)",
}
DEFAULT_COLORMAP: Final = "inferno"

#: Share of the scale over which the map fades in, so that cold areas leave the film untouched.
FADE_IN = 0.4

#: Share of the scale over which the map comes in above a threshold, so that its edge is smooth.
EDGE = 0.03

#: Where on the scale the colours of lines begin.
LEAST_LINE = 0.45


@cache
def colours(name: str) -> NDArray[np.uint8]:
    """256 colours of a scale, ``(256, 3)`` RGB uint8; an unknown name gives the default scale."""
    stops = _STOPS.get(name, _STOPS[DEFAULT_COLORMAP]).split()
    rgb = np.array([[int(s[i : i + 2], 16) for i in (1, 3, 5)] for s in stops], np.float64)
    at = np.linspace(0.0, 1.0, len(stops))
    steps = np.linspace(0.0, 1.0, 256)
    table = np.stack([np.interp(steps, at, rgb[:, c]) for c in range(3)], axis=1)
    rounded = np.asarray(np.rint(table), np.uint8)
    rounded.setflags(write=False)
    return rounded


def alphas() -> NDArray[np.float64]:
    """Opacity of each of the 256 steps before the user's opacity: 0 at 0, 1 from `FADE_IN` on."""
    ramp = np.clip(np.linspace(0.0, 1.0, 256) / FADE_IN, 0.0, 1.0)
    return np.asarray(ramp * ramp * (3 - 2 * ramp), np.float64)


def overlay_table(name: str, opacity: float, threshold: float = 0.0) -> NDArray[np.uint8]:
    """Premultiplied BGRA for each of 256 steps at a user's opacity in [0, 1]: ``(256, 4)``.

    Steps below ``threshold``, a share of the scale, are clear.
    """
    alpha = alphas()
    if threshold > 0:
        alpha *= np.clip((np.linspace(0.0, 1.0, 256) - threshold) / EDGE, 0.0, 1.0)
    alpha = alpha[:, None] * np.clip(opacity, 0.0, 1.0)
    bgr = colours(name)[:, ::-1] * alpha
    return np.asarray(np.rint(np.concatenate([bgr, alpha * 255], axis=1)), np.uint8)


def line_colour(name: str, level: float) -> tuple[int, int, int]:
    """RGB of a line at a share of the scale, from its brighter part: thin lines must be seen."""
    step = round(255 * (LEAST_LINE + (1 - LEAST_LINE) * min(max(level, 0.0), 1.0)))
    red, green, blue = colours(name)[step].tolist()
    return red, green, blue
