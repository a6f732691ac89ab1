"""Figures of one model on one set of films: confusion, ROC, precision-recall, reliability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.colours import CLASS_INKS, colour_places
from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics.calibration import CALIBRATION_BINS, reliability
from lungdesk.core.metrics.curves import (
    auroc,
    average_precision,
    precision_recall_curve,
    roc_curve,
)
from lungdesk.reporting import figure_style as fs

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Targets = NDArray[np.int64]
Probabilities = NDArray[np.float64]


def evaluation_figures(
    targets: Targets,
    probabilities: Probabilities,
    labels: LabelSet,
    confusion: NDArray[np.int64],
    *,
    groups: Sequence[str],
) -> Mapping[str, Figure]:
    """All figures of an evaluation by the name of their file.

    Parameters
    ----------
    targets, probabilities
        Class indices ``(N,)`` and probabilities ``(N, C)``.
    confusion
        ``(C, C)``, rows true, columns predicted.
    groups
        Whose film each one is, ``(N,)``.
    """
    return {
        "confusion": confusion_figure(confusion, labels),
        "roc": roc_figure(targets, probabilities, labels),
        "precision_recall": precision_recall_figure(targets, probabilities, labels),
        "reliability": reliability_figure(targets, probabilities, groups),
    }


def confusion_figure(confusion: NDArray[np.int64], labels: LabelSet) -> Figure:
    """Counts, and beside them per cent of each true class."""
    with fs.style():
        figure = fs.new_figure(8.6, 4.1)
        counts, shares = figure.subplots(1, 2, sharey=True)
        draw_confusion(counts, confusion, labels, is_share=False)
        draw_confusion(shares, confusion, labels, is_share=True)
        counts.set(title="Films", xlabel="read as", ylabel="true class")
        shares.set(title="Per cent of each true class", xlabel="read as")
    return figure


def draw_confusion(
    axes: Axes,
    confusion: NDArray[np.int64],
    labels: LabelSet,
    *,
    is_share: bool,
    turn: float = 40,
) -> None:
    """Draw a confusion matrix; the darker a cell, the larger its share of the true class.

    Parameters
    ----------
    is_share
        Write per cent of each true class instead of films.
    turn
        Of the names below, in degrees.
    """
    totals = confusion.sum(axis=1, keepdims=True)
    shares = confusion / np.maximum(totals, 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    places = range(len(labels))
    axes.set_xticks(places, _wrapped(labels))
    axes.tick_params(axis="x", rotation=turn)
    for name in axes.get_xticklabels():
        name.set(ha="right", va="center" if turn == 90 else "top", rotation_mode="anchor")
    axes.set_yticks(places, _wrapped(labels))
    axes.tick_params(length=0)
    for row in places:
        for column in places:
            share, count = shares[row, column], confusion[row, column]
            text = f"{100 * share:.0f}" if is_share else str(count)
            if not totals[row, 0]:
                text = "–"
            colour = "white" if share > 0.55 else "#222222" if count else "#999999"
            axes.text(column, row, text, ha="center", va="center", color=colour)


def roc_figure(targets: Targets, probabilities: Probabilities, labels: LabelSet) -> Figure:
    """ROC curve of each class against the rest."""
    with fs.style():
        figure = fs.new_figure(5.0, 5.0)
        axes = figure.subplots()
        axes.plot([0, 1], [0, 1], color="#aaaaaa", linewidth=0.8)
        places = colour_places(labels.ids)
        for index, name in enumerate(labels.names):
            is_class = targets == index
            if not 0 < is_class.sum() < targets.size:
                continue
            curve = roc_curve(is_class, probabilities[:, index])
            area = float(auroc(is_class, probabilities[:, index]))
            axes.plot(
                curve.false_positive_rate,
                curve.true_positive_rate,
                label=f"{name}, {area:.3f}",
                **fs.line_of(index, CLASS_INKS[places[index]]),
            )
        fs.unit_square(axes, "1 − specificity", "sensitivity")
        if len(axes.lines) > 1:
            axes.legend(loc="lower right", title="class, area", handlelength=3.2)
        else:
            fs.say_nothing_to_draw(axes, "All films are of one class.")
    return figure


def precision_recall_figure(
    targets: Targets, probabilities: Probabilities, labels: LabelSet
) -> Figure:
    """Precision against recall of each class; the share of the class as a tick at the right."""
    with fs.style():
        figure = fs.new_figure(5.0, 5.0)
        axes, places = figure.subplots(), colour_places(labels.ids)
        for index, name in enumerate(labels.names):
            is_class = targets == index
            if not is_class.any():
                continue
            curve = precision_recall_curve(is_class, probabilities[:, index])
            area = float(average_precision(is_class, probabilities[:, index]))
            look = fs.line_of(index, CLASS_INKS[places[index]])
            axes.step(
                np.concatenate([[0.0], curve.recall]),
                np.concatenate([curve.precision[:1], curve.precision]),
                where="pre",
                label=f"{name}, {area:.3f}",
                **look,
            )
            share = float(is_class.mean())
            axes.plot([0.985, 1.015], [share, share], color=look["color"], linewidth=2)
        fs.unit_square(axes, "recall (sensitivity)", "precision")
        axes.legend(
            loc="lower left", title="class, area; at the right: share of films", handlelength=3.2
        )
    return figure


def reliability_figure(
    targets: Targets, probabilities: Probabilities, groups: Sequence[str]
) -> Figure:
    """How often the leading class is right against its probability, with the films of each bin."""
    points = reliability(targets, probabilities, groups)
    low, high = points.accuracy_interval
    with fs.style():
        figure = fs.new_figure(4.6, 5.2)
        axes, below = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": [4, 1]})
        axes.plot([0, 1], [0, 1], color="#aaaaaa", linewidth=0.8)
        axes.errorbar(
            points.confidence,
            points.accuracy,
            yerr=[points.accuracy - low, high - points.accuracy],
            color=fs.MODEL_INKS[1],
            marker="o",
            linewidth=1,
            capsize=2,
        )
        axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), ylabel="share that is right")
        axes.set_title("Bars: 95 % intervals by patient (Wilson)", fontweight="normal", fontsize=8)
        width = 0.7 / CALIBRATION_BINS
        below.bar(points.confidence, points.n, width=width, color="#bbbbbb", edgecolor="#666666")
        below.set(xlabel="probability of the leading class", ylabel="films")
    return figure


def _wrapped(labels: LabelSet) -> list[str]:
    return [name.replace(" ", "\n") for name in labels.names]


def curve_rows(
    targets: Targets, probabilities: Probabilities, labels: LabelSet
) -> list[dict[str, Any]]:
    """Points of all curves as rows ``curve,label,x,y,threshold``: for other programs to draw."""
    rows = []
    for index, label_id in enumerate(labels.ids):
        is_class, scores = targets == index, probabilities[:, index]
        if not 0 < is_class.sum() < targets.size:
            continue
        roc = roc_curve(is_class, scores)
        pr = precision_recall_curve(is_class, scores)
        for curve, points in (
            ("roc", (roc.false_positive_rate, roc.true_positive_rate, roc.thresholds)),
            ("precision_recall", (pr.recall, pr.precision, pr.thresholds)),
        ):
            rows += [
                {"curve": curve, "label": label_id, "x": x, "y": y, "threshold": t}
                for x, y, t in np.stack(points, axis=1).tolist()
            ]
    return rows
