"""A map in the look that the user has chosen: as colours, or as lines of equal heat."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging import colormaps, heat
from lungdesk.core.imaging.heat_lines import heat_lines
from lungdesk.core.imaging.heat_look import line_levels
from lungdesk.core.saliency import SaliencyMap
from lungdesk.gui.heatmap_look import HeatmapLook
from lungdesk.gui.outline_painter import HeatLines


def coloured(chosen: SaliencyMap, top: float, look: HeatmapLook) -> NDArray[np.uint8]:
    """Premultiplied BGRA picture of a map over its region.

    Parameters
    ----------
    top
        Value that gets the hottest colour.
    """
    return heat.picture(
        *(chosen, top),
        colormap=look.colormap,
        opacity=look.opacity,
        threshold=look.threshold,
    )


def contours(chosen: SaliencyMap, top: float, look: HeatmapLook) -> tuple[HeatLines, ...]:
    """Its lines in film pixels; none where nothing speaks for the class."""
    if top <= 0:
        return ()
    # A line has far less ink than an area: the square root keeps it in sight.
    opacity = math.sqrt(look.opacity)
    levels = line_levels(look.threshold)
    found = heat_lines(chosen, [level * top for level in levels])
    return tuple(
        HeatLines(lines, colormaps.line_colour(look.colormap, level), opacity)
        for level, lines in zip(levels, found, strict=True)
    )
