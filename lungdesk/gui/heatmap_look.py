"""How the map is laid over the film."""

from __future__ import annotations

from dataclasses import dataclass

from lungdesk.core.imaging.colormaps import DEFAULT_COLORMAP
from lungdesk.core.imaging.heat_look import HeatScale, HeatStyle


@dataclass(frozen=True, slots=True)
class HeatmapLook:
    """What the user has chosen, for all films.

    Attributes
    ----------
    threshold
        Share of the scale below which nothing is painted.
    """

    is_shown: bool = False
    opacity: float = 0.45
    colormap: str = DEFAULT_COLORMAP
    style: HeatStyle = HeatStyle.COLOURS
    scale: HeatScale = HeatScale.FILM
    threshold: float = 0.0
