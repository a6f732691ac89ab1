"""What a comparison shows: bars, marks, rows and sentences, made of its values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from lungdesk.core.comparison import CHOSEN_ON, TESTED_ON, Kind, pareto_front
from lungdesk.gui import theme
from lungdesk.gui.models.shelf_model import ModelRow
from lungdesk.gui.translation import all_told, told, tr
from lungdesk.gui.widgets.cost_plot import CostPoint
from lungdesk.gui.widgets.metric_bars import BarGroup, MetricBar
from lungdesk.gui.words import counted_films
from lungdesk.reporting.comparison_words import findings, verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lungdesk.core.comparison import ComparedModel, Comparison
    from lungdesk.core.labels import LabelSet
    from lungdesk.core.metrics.evaluation import EvaluationMetrics

#: Figures of all classes, what they are called, and whether they are shares of 1.
FIGURES: Final = (
    ("accuracy", tr("Accuracy"), True),
    ("balanced_accuracy", tr("Balanced accuracy"), True),
    ("macro_f1", tr("Macro-F1"), True),
    ("macro_auroc", tr("Mean area under the ROC curves"), True),
    ("loss", tr("Loss (less is better)"), False),
    ("ece", tr("Calibration error (less is better)"), False),
    ("brier", tr("Brier score (less is better)"), False),
)
_CLASS_FIGURES: Final = (("recall", tr("Recall")), ("auroc", tr("Area under the ROC curve")))
SPLITS: Final = {
    "train": tr("Train"),
    CHOSEN_ON: tr("Val (chosen on)"),
    TESTED_ON: tr("Test"),
    "external": tr("Other hospitals"),
}
#: Room above the highest bar of a figure that is no share.
_HEAD_ROOM: Final = 1.15


def figures_of(labels: LabelSet) -> tuple[tuple[str, str], ...]:
    """Keys and names of everything that bars can show."""
    of_classes = [
        (f"{key}.{label.id}", f"{name}: {told(label.name)}")
        for key, name in _CLASS_FIGURES
        for label in labels.labels
    ]
    return (*((key, name) for key, name, _ in FIGURES), *of_classes)


def bar_groups(
    comparison: Comparison, figure: str, splits: Sequence[str]
) -> tuple[tuple[BarGroup, ...], float]:
    """Bars of a figure on the given splits, and where their axis ends."""
    name = dict(figures_of(comparison.labels))[figure]
    groups = []
    for split in splits:
        words = SPLITS.get(split, split)
        bars = tuple(_bar(model, split, figure, name) for model in comparison.models)
        groups.append(BarGroup(words, bars))
    known = [bar for group in groups for bar in group.bars if bar]
    is_share = figure not in {key for key, _, is_share in FIGURES if not is_share}
    most = max((max(bar.value, bar.high or 0.0) for bar in known), default=1.0)
    return tuple(groups), 1.0 if is_share or most <= 0 else _HEAD_ROOM * most


def _bar(model: ComparedModel, split: str, figure: str, name: str) -> MetricBar | None:
    metrics = model.metrics.get(split)
    value = metrics.figures[figure] if metrics else math.nan
    if metrics is None or not math.isfinite(value):
        return None
    low, high = _interval(metrics, figure)
    bounds = (
        tr(" (95 % interval {low:.3f} to {high:.3f})", low=low, high=high)
        if low is not None
        else ""
    )
    words = f"{model.name}, {SPLITS.get(split, split)}: {name} {value:.3f}{bounds}"
    return MetricBar(value, low, high, f"{words}, {counted_films(metrics.n)}")


def _interval(metrics: EvaluationMetrics, figure: str) -> tuple[float | None, float | None]:
    """The interval of one figure; those of all others are not worked out for it."""
    if figure not in metrics.resampled:
        return None, None
    low, high = metrics.interval(figure)
    return (low, high) if math.isfinite(low) and math.isfinite(high) else (None, None)


def cost_points(comparison: Comparison) -> tuple[tuple[CostPoint, ...], str]:
    """Accuracy against the time to read a film; against the size where that is not known."""
    for cost_name, unit, decimals in (
        ("reading_ms", tr("milliseconds to read a film"), 0),
        ("size_mb", tr("size in MB"), 1),
    ):
        costs: list[float | None] = [getattr(m.facts, cost_name) for m in comparison.models]
        if any(cost is not None for cost in costs):
            return _points(comparison, costs, unit, decimals), unit
    return (), tr("time to read a film")


def _points(
    comparison: Comparison, costs: list[float | None], unit: str, decimals: int
) -> tuple[CostPoint, ...]:
    split = comparison.measured_on
    gains = [model.metrics[split].figures["accuracy"] for model in comparison.models]
    front = pareto_front(costs, gains)
    points = []
    for number, (model, cost, gain) in enumerate(zip(comparison.models, costs, gains, strict=True)):
        if cost is None:
            continue
        low, high = _interval(model.metrics[split], "accuracy")
        words = tr(
            "{name}: accuracy {gain:.3f}, {cost:.{decimals}f} {unit}",
            name=model.name,
            gain=gain,
            cost=cost,
            decimals=decimals,
            unit=unit,
        )
        low, high = (gain if low is None else low), (gain if high is None else high)
        points.append(CostPoint(number, cost, gain, low, high, number in front, words))
    return tuple(points)


def model_rows(comparison: Comparison) -> tuple[ModelRow, ...]:
    """One row for each model: its accuracy, what it costs, whether val speaks for it."""
    chosen = comparison.chosen
    rows = []
    for number, model in enumerate(comparison.models):
        facts = model.facts
        accuracy = model.metrics[comparison.measured_on].figures["accuracy"]
        parts = [
            tr("test {figures:.3f}", figures=accuracy)
            if comparison.measured_on == TESTED_ON
            else tr("val {figures:.3f}", figures=accuracy)
        ]
        if facts.reading_ms is not None:
            parts.append(tr("{reading_ms:.0f} ms", reading_ms=facts.reading_ms))
        if facts.size_mb is not None:
            parts.append(tr("{size_mb:.0f} MB", size_mb=facts.size_mb))
        if model is chosen and len(comparison.models) > 1:
            parts.append(tr("best on val"))
        details = " · ".join(parts)
        colour = theme.model_colour(number)
        rows.append(ModelRow(model.name, model.name, details, colour=colour))
    return tuple(rows)


def test_paragraphs(comparison: Comparison) -> tuple[str, ...]:
    """What the comparison says in short, then every two models."""
    pairs = [
        tr(
            "{first} and {second}: {verdict}.",
            first=pair.first,
            second=pair.second,
            verdict=told(verdict(pair)),
        )
        for pair in comparison.pairs
    ]
    return (*all_told(findings(comparison)), *pairs)


def against_best(comparison: Comparison, number: int) -> str:
    """The model of a row against the one that val speaks for."""
    model, best = comparison.models[number], comparison.chosen
    if model.kind is Kind.ENSEMBLE and model.members:
        shares = ", ".join(f"{name} {share:.2f}" for name, share in model.members.items())
        words = tr("Weighted mean of {shares}. ", shares=shares)
    else:
        words = ""
    if best is None or len(comparison.models) == 1:
        return words.strip()
    if model is best:
        return tr(
            "{words}It has the least loss on the val films, which is what to choose by.",
            words=words,
        )
    if not comparison.pairs:
        return tr(
            "{words}Without test films, it cannot be told from {name}.",
            words=words,
            name=best.name,
        )
    names = {model.name, best.name}
    pair = next(p for p in comparison.pairs if {p.first, p.second} == names)
    return tr(
        "{words}Against {name} on the test films: {verdict}.",
        words=words,
        name=best.name,
        verdict=told(verdict(pair)),
    )
