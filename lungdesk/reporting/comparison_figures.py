"""Figures of several models side by side."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from lungdesk.core.comparison import (
    CHOSEN_ON,
    TESTED_ON,
    ComparedModel,
    Comparison,
    pareto_front,
)
from lungdesk.core.metrics.curves import roc_curve
from lungdesk.reporting import figure_style as fs
from lungdesk.reporting.evaluation_figures import draw_confusion

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH_IN: Final = 7.4
#: Splits of the bar chart; films of other hospitals stand in the table.
_BAR_SPLITS: Final = ("train", CHOSEN_ON, TESTED_ON)
_SPLIT_WORDS: Final = {CHOSEN_ON: "val (chosen on)"}


def comparison_figures(comparison: Comparison) -> Mapping[str, Figure]:
    """All figures of a comparison by the name of their file; those without content are left out."""
    figures = {
        "bars": bars_figure(comparison),
        "roc": roc_figure(comparison),
        "confusion": confusion_figure(comparison),
    }
    if any(model.history for model in comparison.models):
        figures["learning_curves"] = learning_figure(comparison)
    if any(_has_cost(model) for model in comparison.models):
        figures["cost"] = cost_figure(comparison)
    return figures


def bars_figure(comparison: Comparison) -> Figure:
    """Accuracy and loss of each model on train, val and test, with 95 % intervals."""
    splits = [split for split in _BAR_SPLITS if split in comparison.targets]
    with fs.style():
        figure = fs.new_figure(_WIDTH_IN, 3.4)
        for axes, name in zip(figure.subplots(1, 2), ("accuracy", "loss"), strict=True):
            _draw_bars(axes, comparison.models, splits, name)
            axes.set_title("Accuracy" if name == "accuracy" else "Loss (cross-entropy)")
        figure.axes[0].set_ylim(0, 1)
        handles, names = figure.axes[0].get_legend_handles_labels()
        figure.legend(handles, names, loc="outside lower center", ncols=_legend_columns(names))
    return figure


def _draw_bars(
    axes: Axes, models: Sequence[ComparedModel], splits: Sequence[str], name: str
) -> None:
    width = 0.84 / len(models)
    for number, model in enumerate(models):
        known = [place for place, split in enumerate(splits) if split in model.metrics]
        metrics = [model.metrics[splits[place]] for place in known]
        values = np.array([m.figures[name] for m in metrics])
        bounds = np.array([m.intervals[name] for m in metrics]).reshape(-1, 2)
        errors = np.maximum([values - bounds[:, 0], bounds[:, 1] - values], 0)
        axes.bar(
            np.array(known) + (number - (len(models) - 1) / 2) * width,
            values,
            0.92 * width,
            yerr=errors,
            label=model.name,
            color=fs.cycled(fs.MODEL_FILLS, number),
            hatch=fs.cycled(fs.HATCHES, number),
            edgecolor="#333333",
            linewidth=0.6,
            error_kw={"linewidth": 0.9, "capsize": 1.6},
        )
    axes.set_xticks(range(len(splits)), [_SPLIT_WORDS.get(s, s) for s in splits])
    axes.grid(visible=False, axis="x")
    axes.tick_params(axis="x", length=0)


def roc_figure(comparison: Comparison) -> Figure:
    """ROC curves of all models, a field for each class, on the films that they are measured on."""
    labels, split = comparison.labels, comparison.measured_on
    targets = comparison.targets[split]
    drawn = [i for i in range(len(labels)) if 0 < (targets == i).sum() < targets.size]
    columns = 2
    rows = math.ceil((len(drawn) + 1) / columns)
    with fs.style():
        figure = fs.new_figure(6.4, 3.05 * rows)
        fields = figure.subplots(rows, columns, squeeze=False).ravel()
        for axes, index in zip(fields, drawn, strict=False):
            axes.plot([0, 1], [0, 1], color="#aaaaaa", linewidth=0.8)
            for number, model in enumerate(comparison.models):
                curve = roc_curve(targets == index, model.probabilities[split][:, index])
                axes.plot(
                    curve.false_positive_rate,
                    curve.true_positive_rate,
                    label=model.name,
                    **fs.line_of(number, fs.cycled(fs.MODEL_INKS, number))
                    | {"linewidth": 1.2, "markersize": 3.2},
                )
            fs.unit_square(axes, "1 − specificity", "sensitivity")
            axes.set_title(labels.names[index])
        for axes in fields[len(drawn) :]:
            axes.set_axis_off()
        if drawn:
            handles, names = fields[0].get_legend_handles_labels()
            fields[len(drawn)].legend(handles, names, loc="center left", handlelength=3.2)
        else:
            fs.say_nothing_to_draw(fields[0], "All films are of one class.")
    return figure


def learning_figure(comparison: Comparison) -> Figure:
    """Accuracy and loss of train and val by epoch, a row for each model; phases parted."""
    trained = [model for model in comparison.models if model.history]
    with fs.style():
        figure = fs.new_figure(_WIDTH_IN, 0.5 + min(1.55, 8.4 / len(trained)) * len(trained))
        rows = figure.subplots(len(trained), 2, squeeze=False)
        for row, model in zip(rows, trained, strict=True):
            for axes, name in zip(row, ("accuracy", "loss"), strict=True):
                _draw_history(axes, model.history, name)
            row[0].set_title(model.name)
            row[0].set_ylabel("accuracy")
            row[1].set_ylabel("loss")
        for axes in rows[-1]:
            axes.set_xlabel("epoch")
        handles, names = rows[0, 0].get_legend_handles_labels()
        figure.legend(handles, names, loc="outside upper right", ncols=2)
    return figure


def _draw_history(axes: Axes, history: Sequence[Mapping[str, Any]], name: str) -> None:
    from matplotlib.ticker import MaxNLocator

    epochs = np.arange(1, len(history) + 1)
    looks: tuple[tuple[str, str, dict[str, Any]], ...] = (
        (name, "train", {"color": fs.MODEL_INKS[1], "linestyle": "solid", "marker": "o"}),
        (f"val_{name}", "val", {"color": fs.MODEL_INKS[2], "linestyle": "dashed", "marker": "s"}),
    )
    for column, words, look in looks:
        values = [row.get(column, math.nan) for row in history]
        axes.plot(epochs, values, label=words, markersize=3, **look)
    phases = [str(row.get("phase", "")) for row in history]
    starts = [n for n, phase in enumerate(phases) if n == 0 or phase != phases[n - 1]]
    for start in starts:
        if start:
            axes.axvline(start + 0.5, color="#666666", linewidth=0.9, linestyle=(0, (2, 2)))
        axes.annotate(
            phases[start].replace(" ", "\n"),
            (start + 0.5, 1),
            xycoords=("data", "axes fraction"),
            xytext=(3, -2),
            textcoords="offset points",
            va="top",
            fontsize=7.5,
            color="#444444",
        )
    axes.set_xlim(0.5, len(history) + 0.5)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    if any(phases):  # room for their names above the curves
        low, high = axes.get_ylim()
        axes.set_ylim(low, high + 0.45 * (high - low))


def confusion_figure(comparison: Comparison) -> Figure:
    """Confusion matrix of each model on test (else val), in per cent of each true class."""
    columns = min(3, len(comparison.models))
    rows = math.ceil(len(comparison.models) / columns)
    with fs.style():
        figure = fs.new_figure(_WIDTH_IN, 2.4 * rows + 0.8)
        grid = figure.subplots(rows, columns, squeeze=False, sharey=True)
        for number, axes in enumerate(grid.ravel()):
            if number >= len(comparison.models):
                axes.set_axis_off()
                continue
            model = comparison.models[number]
            confusion = model.metrics[comparison.measured_on].confusion
            draw_confusion(axes, confusion, comparison.labels, is_share=True, turn=90)
            axes.set_title(textwrap.fill(model.name, 26))
            if number + columns < len(comparison.models):
                axes.tick_params(labelbottom=False)
            if number % columns == 0:
                axes.set_ylabel("true class")
    return figure


def cost_figure(comparison: Comparison) -> Figure:
    """Accuracy against the time to read a film and the size; the Pareto front is drawn."""
    split = comparison.measured_on
    with fs.style():
        figure = fs.new_figure(_WIDTH_IN, 3.2)
        for axes, name, words in zip(
            figure.subplots(1, 2, sharey=True),
            ("reading_ms", "size_mb"),
            ("milliseconds to read a film", "size in MB"),
            strict=True,
        ):
            _draw_costs(axes, comparison.models, name, split)
            axes.set_xlabel(words)
        figure.axes[0].set_ylabel(f"accuracy on {split}")
        handles, names = figure.axes[0].get_legend_handles_labels()
        figure.legend(handles, names, loc="outside lower center", ncols=_legend_columns(names))
    return figure


def _draw_costs(axes: Axes, models: Sequence[ComparedModel], cost_name: str, split: str) -> None:
    costs = [getattr(model.facts, cost_name) for model in models]
    gains = [model.metrics[split].figures["accuracy"] for model in models]
    front = pareto_front(costs, gains)
    axes.step(
        [costs[n] for n in front],
        [gains[n] for n in front],
        where="post",
        color="#999999",
        linewidth=1.1,
        linestyle=(0, (4, 2)),
        zorder=1,
    )
    for number, (model, cost, gain) in enumerate(zip(models, costs, gains, strict=True)):
        if cost is None:
            continue
        low, high = model.metrics[split].intervals["accuracy"]
        axes.errorbar(
            cost,
            gain,
            yerr=[[max(gain - low, 0)], [max(high - gain, 0)]],
            label=model.name,
            color=fs.cycled(fs.MODEL_INKS, number),
            marker=fs.cycled(fs.MARKERS, number),
            markersize=8 if number in front else 5,
            markerfacecolor=fs.cycled(fs.MODEL_INKS, number) if number in front else "white",
            linewidth=0.9,
            capsize=2,
            linestyle="none",
        )
    axes.set_xlim(left=0)


def _has_cost(model: ComparedModel) -> bool:
    return model.facts.reading_ms is not None or model.facts.size_mb is not None


def _legend_columns(names: Sequence[str]) -> int:
    """Columns of a legend below a figure: long names need more of the width."""
    longest = max((len(name) for name in names), default=1)
    return max(1, min(len(names), 100 // (longest + 8)))
