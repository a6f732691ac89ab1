"""How the films of a batch are distributed: by most probable class, and by how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from lungdesk.core.colours import CLASS_COLOURS, colour_places
from lungdesk.core.language import ENGLISH, Language
from lungdesk.core.report import BatchReport
from lungdesk.reporting import figure_style as fs

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from lungdesk.core.labels import LabelSet

_WIDTH_IN: Final = 6.7
_LEAST_HEIGHT_IN: Final = 2.5
#: Of a class on the left.
_ROW_IN: Final = 0.2
_BINS: Final = 20


def batch_figure(report: BatchReport, language: Language = ENGLISH) -> Figure:
    """Films by class on the left, their probability on the right, in the colours of the classes."""
    with fs.style():
        height = max(_LEAST_HEIGHT_IN, _ROW_IN * (len(report.labels) + 3))
        figure = fs.new_figure(_WIDTH_IN, height)
        counts, sureness = figure.subplots(1, 2, width_ratios=(1, 1.2))
        _draw_counts(counts, report, language)
        _draw_sureness(sureness, report, language)
    return figure


def _draw_counts(axes: Axes, report: BatchReport, language: Language) -> None:
    names = language.all_told(report.labels.names)
    counts = [int(np.sum(report.leading[:, 0] == index)) for index in range(len(names))]
    bars = axes.barh(names, counts, color=_colours(report.labels))
    axes.bar_label(bars, labels=list(map(language.grouped, counts)), padding=3, fontsize=8)
    axes.invert_yaxis()
    axes.set_xlim(0, max([*counts, 1]) * 1.2)
    axes.set_title(language.tr("Most probable class"))
    axes.set_xlabel(language.tr("films"))
    axes.grid(visible=False, axis="y")


def _draw_sureness(axes: Axes, report: BatchReport, language: Language) -> None:
    axes.set_title(language.tr("Its probability"))
    axes.set_xlabel(language.tr("probability of the most probable class"))
    axes.set_xlim(0, 1)
    if not len(report.leading):
        fs.say_nothing_to_draw(axes, language.tr("no film was read"))
        return
    by_class = [
        report.leading[report.leading[:, 0] == index, 1] for index in range(len(report.labels))
    ]
    colours = _colours(report.labels)
    axes.hist(by_class, bins=_BINS, range=(0, 1), stacked=True, color=colours)
    axes.locator_params(axis="y", integer=True)


def _colours(labels: LabelSet) -> list[str]:
    return [CLASS_COLOURS[place] for place in colour_places(labels.ids)]
