"""What the scale of the map says of itself."""

from __future__ import annotations

from typing import Final

from lungdesk.core.imaging.heat_look import HeatScale, scale_top
from lungdesk.gui.state import AppState
from lungdesk.gui.translation import tr

_MEANS: Final = {
    HeatScale.FILM: tr("Relative to this film’s strongest map"),
    HeatScale.MAP: tr("Relative to this map alone"),
    HeatScale.MODEL: tr("Absolute: the same for all films"),
}
_NOT_MEASURED: Final = tr(
    ": no absolute scale is known of this model (“lungdesk models calibrate” measures it)"
)


def scale_words(state: AppState) -> tuple[str, str]:
    """The value at the end of the scale, and what that end is."""
    look, reading, reader = state.heatmap, state.reading.reading, state.model.reader
    fixed = reader.map_peak if reader is not None else None
    maps = reading.saliency_maps if reading is not None else ()
    top = scale_top(look.scale, maps, state.explained_class() or 0, fixed)
    means = _MEANS[top.scale]
    if top.scale is HeatScale.MODEL:
        return f"≥ {top.value:.2g}", means
    if look.scale is HeatScale.MODEL and reader is not None:
        means += _NOT_MEASURED
    return (f"{top.value:.2g}" if reading is not None else tr("most")), means
