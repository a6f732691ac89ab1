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


def trials_figure(rows: Sequence[Mapping[str, Any]], importances: Mapping[str, float]) -> Figure:
    """Val loss of each trial with the best so far, and importances of parameters.

    Parameters
    ----------
    rows
        As `lungdesk.ml.training.search.search` gives them.
    importances
        Share of each parameter, in [0, 1].
    """
    with style():
        figure = new_figure(7.2, 3.2)
        left, right = figure.subplots(1, 2)
        _draw_history(left, [row for row in rows if row["state"] == "complete"])
        _draw_importances(right, importances)
    return figure


def _draw_history(axes: Axes, complete: Sequence[Mapping[str, Any]]) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set(title="Val loss of each trial", xlabel="Trial", ylabel="Val loss")
    if not complete:
        say_nothing_to_draw(axes, "No trial was trained to its end")
        return
    for number, backbone in enumerate(dict.fromkeys(row["backbone"] for row in complete)):
        own = [row for row in complete if row["backbone"] == backbone]
        axes.scatter(
            [row["number"] for row in own],
            [row["val_loss"] for row in own],
            s=18,
            color=cycled(MODEL_INKS, number + 1),
            marker=cycled(MARKERS, number),
            label=backbone,
        )
    numbers = [row["number"] for row in complete]
    best = np.minimum.accumulate([row["val_loss"] for row in complete])
    axes.step(numbers, best, where="post", color=MODEL_INKS[0], label="best so far")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend()


def _draw_importances(axes: Axes, importances: Mapping[str, float]) -> None:
    axes.set(title="Importance of parameters (fANOVA)", xlabel="Share of the variance")
    if not importances:
        say_nothing_to_draw(axes, "Too few trials were trained to their end")
        return
    ordered = sorted(importances.items(), key=lambda item: item[1])
    names = [name.replace("_", " ") for name, _ in ordered]
    axes.barh(names, [share for _, share in ordered], color=MODEL_FILLS[1], edgecolor="#444444")
    axes.set_xlim(0, 1)
