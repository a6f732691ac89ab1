"""The figure of a study: how val loss came down, and which parameters it depends on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from lungdesk.reporting.figure_style import (
    MARKERS,
    MODEL_FILLS,
    MODEL_INKS,
    cycled,
    new_figure,
    say_nothing_to_draw,
    style,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

#: Words for what is trained, and how a marker is filled for it.
_KINDS = {
    "exact": ("exact head", "none"),
    "adamw": ("AdamW head", "left"),
    "block": ("head and last blocks", "full"),
}
_GREY = "#555555"


def trials_figure(rows: Sequence[Mapping[str, Any]], importances: Mapping[str, float]) -> Figure:
    """Val loss of each trial with the best so far, and importances of parameters.

    Parameters
    ----------
    rows
        As `lungdesk.ml.training.search.search` gives them.
    importances
        Share of each parameter that all trials have, in [0, 1].
    """
    with style():
        figure = new_figure(7.2, 3.5)
        left, right = figure.subplots(1, 2)
        keys = _draw_history(left, [row for row in rows if row["state"] == "complete"])
        if keys:
            # Below: there is no corner where no trial may come to lie.
            figure.legend(handles=keys, loc="outside lower left", ncols=4)
        _draw_importances(right, importances)
    return figure


def _draw_history(axes: Axes, complete: Sequence[Mapping[str, Any]]) -> list[Line2D]:
    """Draw a point for each trial; what the legend is to say comes back."""
    from matplotlib.ticker import MaxNLocator

    axes.set(title="Val loss of each trial", xlabel="Trial", ylabel="Val loss")
    if not complete:
        say_nothing_to_draw(axes, "No trial was trained to its end")
        return []
    backbones = list(dict.fromkeys(row["backbone"] for row in complete))
    looks = {name: _look(number) for number, name in enumerate(backbones)}
    for row in complete:
        fill = _KINDS[_kind(row)][1]
        axes.plot(row["number"], row["val_loss"], fillstyle=fill, **looks[row["backbone"]])
    numbers = [row["number"] for row in complete]
    best = np.minimum.accumulate([row["val_loss"] for row in complete])
    lines = axes.step(numbers, best, where="post", color=MODEL_INKS[0], label="best so far")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    return [*lines, *_keys(looks, complete)]


def _kind(row: Mapping[str, Any]) -> str:
    return "block" if row["cut_point"] else str(row["solver"])


def _look(number: int) -> dict[str, Any]:
    """Marker and colour of a backbone, by number."""
    ink = cycled(MODEL_INKS, number + 1)
    return {
        "marker": cycled(MARKERS, number),
        "markersize": 4.5,
        "color": ink,
        "linestyle": "none",
        "markerfacecoloralt": "white",
    }


def _keys(
    looks: Mapping[str, Mapping[str, Any]], complete: Sequence[Mapping[str, Any]]
) -> list[Line2D]:
    """Keys to the backbones, and to the kinds of trials where there are several."""
    from matplotlib.lines import Line2D

    keys = [Line2D([], [], label=name, **look) for name, look in looks.items()]
    kinds = {_kind(row) for row in complete}
    grey = {**_look(0), "color": _GREY}
    if len(kinds) > 1:
        keys += [
            Line2D([], [], label=words, fillstyle=fill, **grey)  # type: ignore[arg-type] # of the table
            for kind, (words, fill) in _KINDS.items()
            if kind in kinds
        ]
    return keys


def _draw_importances(axes: Axes, importances: Mapping[str, float]) -> None:
    axes.set(title="Importance of parameters (fANOVA)", xlabel="Share of the variance")
    if not importances:
        say_nothing_to_draw(axes, "Too few trials were trained to their end")
        return
    ordered = sorted(importances.items(), key=lambda item: item[1])
    names = [name.replace("_", " ") for name, _ in ordered]
    axes.barh(names, [share for _, share in ordered], color=MODEL_FILLS[1], edgecolor="#444444")
    axes.set_xlim(0, 1)
