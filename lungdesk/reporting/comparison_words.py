"""What a comparison says, in sentences that claim no difference which is within chance."""

from __future__ import annotations

import math

from lungdesk.core.comparison import (
    CHOSEN_ON,
    SIGNIFICANT_BELOW,
    TESTED_ON,
    ComparedModel,
    Comparison,
    PairedTests,
)
from lungdesk.core.metrics.comparison import Difference
from lungdesk.core.metrics.evaluation import EvaluationMetrics

NONE = "–"
_UNTESTED = (
    "There are no test films: figures on films by which models are chosen look better than they"
    " are, and no difference is tested."
)


def number(value: float | None, decimals: int = 3) -> str:
    """A figure; a dash where it is not defined."""
    return NONE if value is None or not math.isfinite(value) else f"{value:.{decimals}f}"


def with_interval(metrics: EvaluationMetrics, figure: str) -> str:
    """A figure with its 95 % interval: ``0.889 (0.853–0.920)``."""
    low, high = metrics.intervals.get(figure, (math.nan, math.nan))
    bounds = f" ({low:.3f}–{high:.3f})" if math.isfinite(low) else ""
    return number(metrics.figures[figure]) + bounds


def signed(difference: Difference) -> str:
    """A difference with its 95 % interval: ``+0.043 (+0.016 to +0.069)``."""
    low, high = difference.interval
    bounds = f" ({low:+.3f} to {high:+.3f})" if math.isfinite(low) else ""
    text = f"{difference.value:+.3f}{bounds}"
    return text.replace("-", "\N{MINUS SIGN}")


def p_value(p: float) -> str:
    """``p = 0.31``, ``p = 0.004``, ``p < 0.001``."""
    if math.isnan(p):
        return "p not defined"
    if p < 0.001:
        return "p < 0.001"
    return f"p = {p:.{3 if p < 0.1 else 2}f}"


def duration(seconds: float | None) -> str:
    """``45 s``, ``12 min``, ``2.5 h``."""
    if seconds is None:
        return NONE
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def verdict(pair: PairedTests) -> str:
    """Whether two models are right on different films by more than chance."""
    p = p_value(pair.mcnemar_p)
    if pair.mcnemar_p >= SIGNIFICANT_BELOW:
        return f"not distinguishable, {p}"
    is_first = pair.mcnemar.only_first > pair.mcnemar.only_second
    return f"{pair.first if is_first else pair.second} is right more often, {p}"


def areas_verdict(pair: PairedTests, names: dict[str, str]) -> str:
    """In which classes two models rank the films differently by more than chance."""
    told = []
    for label, p in pair.delong_p.items():
        if p < SIGNIFICANT_BELOW:
            better = pair.first if pair.delong[label].difference > 0 else pair.second
            told.append(f"{names[label]}: {better}, {p_value(p)}")
    known = [p for p in pair.delong_p.values() if not math.isnan(p)]
    if known and not told:
        told.append(f"none, least {p_value(min(known))}")
    untold = [names[label] for label, p in pair.delong_p.items() if math.isnan(p)]
    if untold:
        told.append(f"{', '.join(untold)}: cannot be told")
    return "; ".join(told) or "cannot be told"


def findings(comparison: Comparison) -> list[str]:
    """What there is to say in short, in paragraphs: which model to take, and how sure that is."""
    sentences = []
    chosen = comparison.chosen
    if chosen is not None:
        loss = number(chosen.metrics[CHOSEN_ON].figures["loss"])
        rank = f"has the least loss on the {CHOSEN_ON} films ({loss}), which is what a model is to"
        if len(comparison.models) == 1:
            rank = f"has a loss of {loss} on the {CHOSEN_ON} films, which is what a model is to"
        measured_on = comparison.measured_on
        accuracy = with_interval(chosen.metrics[measured_on], "accuracy")
        sentences.append(
            f"{chosen.name} {rank} be chosen by; on the {measured_on} films it is right in"
            f" {accuracy}."
        )
        if measured_on == CHOSEN_ON:
            sentences.append(_UNTESTED)
        sentences += _against_others(comparison, chosen)
    differing = [pair for pair in comparison.pairs if pair.mcnemar_p < SIGNIFICANT_BELOW]
    if comparison.pairs:
        sentences.append(_differing(len(comparison.pairs), len(differing)))
    return [" ".join(sentences), *_outside(comparison)]


def _differing(pairs: int, differing: int) -> str:
    how = "differs in accuracy" if differing == 1 else "differ in accuracy"
    if pairs == 1:
        how = "differ in accuracy" if differing else "do not differ in accuracy"
        return f"The two {how} on the {TESTED_ON} films by more than chance (McNemar)."
    if not differing:
        return (
            f"Of {pairs} pairs, none differ in accuracy on the {TESTED_ON} films by more than"
            " chance (McNemar, adjusted by Holm)."
        )
    return (
        f"Of {pairs} pairs, {differing} {how} on the {TESTED_ON} films by more than chance"
        " (McNemar, adjusted by Holm)."
    )


def _against_others(comparison: Comparison, chosen: ComparedModel) -> list[str]:
    alike: list[str] = []
    worse: list[str] = []
    better: list[str] = []
    for pair in comparison.pairs:
        if chosen.name not in (pair.first, pair.second):
            continue
        is_first = pair.first == chosen.name
        other = pair.second if is_first else pair.first
        tested = pair.mcnemar
        is_better = (tested.only_first > tested.only_second) == is_first
        if pair.mcnemar_p >= SIGNIFICANT_BELOW:
            alike.append(other)
        else:
            (worse if is_better else better).append(other)
    told = []
    if alike:
        told.append(f"Not distinguishable from it by their accuracy: {', '.join(alike)}.")
    if worse:
        told.append(f"Less often right than it: {', '.join(worse)}.")
    if better:
        told.append(f"More often right than it: {', '.join(better)}.")
    return told


def _outside(comparison: Comparison) -> list[str]:
    """How much of it holds in other hospitals."""
    known = [m for m in comparison.models if "external" in m.metrics]
    if not known:
        return []
    measured_on = comparison.measured_on
    inside = [m.metrics[measured_on].figures["balanced_accuracy"] for m in known]
    outside = [m.metrics["external"].figures["balanced_accuracy"] for m in known]
    sentence = (
        "On films of other hospitals, on which nothing was chosen, balanced accuracy is"
        f" {_span(outside)}, against {_span(inside)} on the {measured_on} films: this is the figure"
        " to expect elsewhere, if not a lower one."
    )
    return [sentence]


def _span(values: list[float]) -> str:
    low, high = number(min(values), 2), number(max(values), 2)
    return low if low == high else f"{low} to {high}"
