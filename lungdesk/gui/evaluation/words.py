"""Figures of an evaluation in words: never without their interval and their number of films."""

from __future__ import annotations

import math
from collections.abc import Mapping

from lungdesk.core.metrics.intervals import Interval
from lungdesk.core.metrics.one_against_rest import Proportion
from lungdesk.core.metrics.sources import Confounding
from lungdesk.gui.translation import grouped, tr
from lungdesk.gui.words import counted_films, percent

#: What is shown where a figure is not defined.
NOTHING = "–"

#: Guessing from the source must be right so much more often to be called confounding.
_NOTABLE = 0.1

#: How figures of a part are to be taken.
_PART_REMARKS: Mapping[str, str] = {
    "external": tr(
        "External films come from hospitals that the collection keeps apart: never trained"
        " on, and nothing was chosen on them."
    ),
    "test": tr(
        "Test films were never trained on and nothing was chosen on them, but they come from"
        " the same hospitals as the training films."
    ),
    "val": tr("Settings and thresholds were chosen on the val films, so these figures flatter."),
    "train": tr(
        "The model has learnt from the training films: these figures tell what it remembers,"
        " not how it reads."
    ),
    "whole": tr(
        "The folder has no splits of its own. If the model was trained on it, it has learnt"
        " from most of these films."
    ),
}

_PART_NAMES: Mapping[str, str] = {"whole": tr("all films")}


def part_name(part: str) -> str:
    """What a split is called."""
    return _PART_NAMES.get(part, part)


def part_remark(part: str, doubt: str = "") -> str:
    """How the figures of a split are to be taken; a doubt takes the place of what it refutes."""
    remark = _PART_REMARKS.get(part, "")
    if not doubt:
        return remark
    return f"{doubt} {remark}" if part == "val" else doubt


def left_out(classes: Mapping[str, int]) -> str:
    """Which classes of the collection are not measured, because the model does not know them."""
    named = ", ".join(f"{name} {grouped(count)}" for name, count in sorted(classes.items()))
    return tr("Left out, because the model does not know them: {named}.", named=named)


def share(value: float, interval: Interval | None) -> str:
    """Per cent with its interval: ``87.6 % (84.5–90.4)``."""
    return _with_interval(value, interval, 100, 1, " %")


def figure(value: float, interval: Interval | None) -> str:
    """A figure that is no share: ``0.973 (0.961–0.984)``."""
    return _with_interval(value, interval, 1, 3, "")


def proportion(one: Proportion) -> str:
    """Share, interval and counts: ``94.7 % (88.9–97.5), 107 of 113``."""
    if not one.cases:
        return NOTHING
    return tr(
        "{share}, {successes:,} of {cases:,}",
        share=share(one.value, one.interval),
        successes=one.successes,
        cases=one.cases,
    )


def _with_interval(
    value: float, interval: Interval | None, scale: float, digits: int, unit: str
) -> str:
    if not math.isfinite(value):
        return NOTHING
    shown = f"{value * scale:.{digits}f}{unit}"
    if interval is None or not all(math.isfinite(end) for end in interval):
        return shown
    low, high = (f"{end * scale:.{digits}f}" for end in interval)
    return f"{shown} ({low}–{high})"


def cell_words(names: tuple[str, str], count: int, total: int) -> str:
    """A cell of the matrix in words, for the tooltip and for a screen reader."""
    true_name, read_name = names
    if not total:
        return tr("There is no film of {true_name}.", true_name=true_name)
    of_cell = Proportion(count, total)
    low, high = (f"{100 * end:.0f}" for end in of_cell.interval)
    return tr(
        "{true_name} read as {read_name}: {count:,} of {films}, {percent} ({low} to {high} %)",
        true_name=true_name,
        read_name=read_name,
        count=count,
        films=counted_films(total),
        percent=percent(of_cell.value),
        low=low,
        high=high,
    )


def confounding_remark(found: Confounding | None) -> str:
    """How far the source alone gives the class away."""
    if found is None:
        return tr(
            "The films do not name two or more sources, so it cannot be seen here whether the model"
            " reads the disease or the hospital."
        )
    guess, base = percent(found.guessed), percent(found.majority)
    if found.guessed - found.majority < _NOTABLE:
        return tr(
            "The source hardly gives the class away: guessed from it, {guess} would be "
            "right, without it {base}.",
            guess=guess,
            base=base,
        )
    return tr(
        "Class and source are confounded: guessing by the source alone, without "
        "looking at a film, would be right in {guess} (without the source {base}); "
        "{single_class_sources} of {sources} sources hold one class only. So these "
        "figures are not diagnostic performance.",
        guess=guess,
        base=base,
        single_class_sources=found.single_class_sources,
        sources=found.sources,
    )
