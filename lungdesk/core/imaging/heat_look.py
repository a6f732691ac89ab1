"""How heatmaps are drawn: as colours or lines, on which scale, from which value on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lungdesk.core.saliency import SaliencyMap

#: The threshold at most, as a share of the scale: something must be left to be painted.
MOST_THRESHOLD: Final = 0.9
#: Lines are drawn at these shares of the scale, those above the threshold, and at the threshold.
_LINE_LEVELS: Final = (0.2, 0.4, 0.6, 0.8)


class HeatStyle(StrEnum):
    """What is painted of a map."""

    COLOURS = "colours"
    CONTOURS = "contours"


class HeatScale(StrEnum):
    """What the hottest colour stands for.

    ``MAP`` is the largest value of the very map, ``FILM`` that of all classes of the film,
    ``MODEL`` a value that is fixed for a model, so that films can be compared.
    """

    MAP = "map"
    FILM = "film"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class ScaleTop:
    """The value that gets the hottest colour, and on which scale that is.

    Attributes
    ----------
    value
        In the units of the maps; 0 where there is nothing to paint.
    """

    scale: HeatScale
    value: float


def scale_top(
    wanted: HeatScale, maps: Sequence[SaliencyMap], class_index: int, model_peak: float | None
) -> ScaleTop:
    """The top of the scale for the map of one class.

    Parameters
    ----------
    maps
        Of all classes of the film.
    model_peak
        Value that is fixed for the model; where it is None, the scale of the film stands in.
    """
    if wanted is HeatScale.MODEL and model_peak is not None:
        return ScaleTop(wanted, model_peak)
    if wanted is HeatScale.MAP:
        own = (one.peak for one in maps if one.class_index == class_index)
        return ScaleTop(wanted, max(own, default=0.0))
    return ScaleTop(HeatScale.FILM, max((one.peak for one in maps), default=0.0))


def line_levels(threshold: float) -> tuple[float, ...]:
    """Shares of the scale at which lines are drawn, ascending."""
    above = tuple(level for level in _LINE_LEVELS if level > threshold)
    return (threshold, *above) if threshold > 0 else above
