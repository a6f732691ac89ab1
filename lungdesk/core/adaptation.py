"""What fitting a model to one hospital has come to, before and after, and how to say it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.comparison import SIGNIFICANT_BELOW
from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics.comparison import bootstrap_p, holm
from lungdesk.core.metrics.curves import auroc
from lungdesk.core.metrics.evaluation import all_figures, or_none, shared_by
from lungdesk.core.metrics.intervals import (
    Interval,
    figure_interval,
    grouped_bootstrap,
    percentile_interval,
)

#: With fewer films of a class than this its figures say little.
FEW_FILMS = 20

Probabilities = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure of two models on the same films; intervals are 95 %, drawn in pairs by patient.

    Attributes
    ----------
    p
        Of the difference, adjusted for all figures that are looked at together; the intervals are
        those of each figure alone.
    """

    name: str
    words: str
    before: float
    before_interval: Interval
    after: float
    after_interval: Interval
    difference_interval: Interval
    p: float

    @property
    def is_better(self) -> bool:
        """Whether it rose beyond chance."""
        return self.p < SIGNIFICANT_BELOW and self.after > self.before

    @property
    def is_worse(self) -> bool:
        """Whether it fell beyond chance by its own interval: many figures excuse no harm."""
        return self.difference_interval[1] < 0

    @property
    def is_better_alone(self) -> bool:
        """Whether its own interval lies above 0, but it did not rise beyond chance among many."""
        return self.difference_interval[0] > 0 and not self.is_better

    def as_plain(self) -> dict[str, Any]:
        """Values that JSON can hold."""
        return {
            "name": self.name,
            "words": self.words,
            "before": or_none(self.before),
            "before_interval": _plain(self.before_interval),
            "after": or_none(self.after),
            "after_interval": _plain(self.after_interval),
            "difference": or_none(self.after - self.before),
            "difference_interval": _plain(self.difference_interval),
            "holm_p": or_none(self.p),
            "is_better": self.is_better,
            "is_worse": self.is_worse,
        }


@dataclass(frozen=True, slots=True, eq=False)
class LocalFilms:
    """Labelled films of one hospital: class indices ``(N,)`` and whose film each is, ``(N,)``."""

    targets: NDArray[np.int64]
    groups: NDArray[np.str_]
    labels: LabelSet

    @property
    def counts(self) -> dict[str, int]:
        """Films of each class, every class named."""
        found = np.bincount(self.targets, minlength=len(self.labels))
        return dict(zip(self.labels.ids, (int(n) for n in found), strict=True))

    @property
    def patients(self) -> int:
        """Number of groups."""
        return len(set(self.groups.tolist()))

    @property
    def fewest_patients(self) -> dict[str, int]:
        """Patients of each class that has films."""
        return {
            self.labels.ids[c]: len(set(self.groups[self.targets == c].tolist()))
            for c in np.unique(self.targets).tolist()
        }


def figure_changes(
    films: LocalFilms, before: Probabilities, after: Probabilities, *, seed: int = 0
) -> tuple[FigureChange, ...]:
    """Compare probabilities ``(N, C)`` before and after on the same films.

    Accuracy, balanced accuracy, each class against the rest, and each pair of classes that have
    films, ranked by ``p / (p + p of the other)`` so that further classes do not disturb the order.
    Among so many figures some rise by chance: what is called better is adjusted by Holm.
    """
    words = _figures_of_interest(films)

    def figures(weights: NDArray[np.int64] | None) -> dict[str, NDArray[np.float64]]:
        return {
            f"{when}.{name}": values
            for when, probabilities in (("before", before), ("after", after))
            for name, values in _figures(films, probabilities, weights).items()
            if name in words
        }

    values = {name: float(value) for name, value in figures(None).items()}
    drawn = grouped_bootstrap(figures, films.groups, seed=seed)
    # Of the figures of interest only the accuracies are shares, whatever was predicted.
    shares = shared_by(films.targets, before.argmax(axis=1), films.labels, films.groups)

    def interval(when: str, name: str) -> Interval:
        full = f"{when}.{name}"
        return figure_interval(values[full], drawn[full], shared_by=shares.get(name, 0))

    differences = {name: drawn[f"after.{name}"] - drawn[f"before.{name}"] for name in words}
    adjusted = holm([bootstrap_p(differences[name]) for name in words])
    return tuple(
        FigureChange(
            name,
            words[name],
            values[f"before.{name}"],
            interval("before", name),
            values[f"after.{name}"],
            interval("after", name),
            percentile_interval(differences[name]),
            p,
        )
        for name, p in zip(words, adjusted, strict=True)
    )


def _figures_of_interest(films: LocalFilms) -> dict[str, str]:
    present = np.unique(films.targets).tolist()
    ids, names = films.labels.ids, films.labels.names
    words = {"accuracy": "Accuracy", "balanced_accuracy": "Balanced accuracy"}
    words |= {f"auroc.{ids[c]}": f"AUC, {names[c]} against the rest" for c in present}
    words |= {
        f"pair.{ids[b]}.{ids[a]}": f"AUC, {names[b]} against {names[a]}"
        for a, b in combinations(present, 2)
    }
    return words


def _figures(
    films: LocalFilms, probabilities: Probabilities, weights: NDArray[np.int64] | None
) -> dict[str, NDArray[np.float64]]:
    figures = dict(all_figures(films.targets, probabilities, films.labels, weights))
    for a, b in combinations(np.unique(films.targets).tolist(), 2):
        here = np.isin(films.targets, (a, b))
        p = probabilities[here]
        share = p[:, b] / np.maximum(p[:, a] + p[:, b], np.finfo(np.float64).tiny)
        drawn = None if weights is None else weights[:, here]
        name = f"pair.{films.labels.ids[b]}.{films.labels.ids[a]}"
        figures[name] = auroc(films.targets[here] == b, share, drawn)
    return figures


def outcome_words(changes: Sequence[FigureChange]) -> str:
    """Whether it is better than before, in a sentence or two."""
    better = [change.words for change in changes if change.is_better]
    worse = [change.words for change in changes if change.is_worse]
    alone = [change.words for change in changes if change.is_better_alone]
    sentences = []
    if better:
        sentences.append(f"Better than before beyond chance: {'; '.join(better)}.")
    if worse:
        sentences.append(f"Worse than before beyond chance: {'; '.join(worse)}.")
    if not better:
        sentences.append(
            "No figure is better than before beyond chance: nothing here shows that adapting helps."
        )
    if alone:
        sentences.append(
            f"Better alone, but not as one of {len(changes)} figures (adjusted by Holm):"
            f" {'; '.join(alone)}."
        )
    return " ".join(sentences)


def doubts(films: LocalFilms, *, is_by_patient: bool) -> tuple[str, ...]:
    """What is to be known of the films and of what they cannot show, a sentence each."""
    names = dict(zip(films.labels.ids, films.labels.names, strict=True))
    few = [f"{names[i]} ({n})" for i, n in films.counts.items() if 0 < n < FEW_FILMS]
    missing = [names[i] for i, n in films.counts.items() if not n]
    sentences = []
    if few:
        sentences.append(
            f"There are few films of {_listed(few, ' and ')}: with fewer than {FEW_FILMS} of a"
            " class the figures say little."
        )
    if missing:
        sentences.append(
            f"There is no local film of {_listed(missing, ' or ')}: what the model knows of them"
            " stays as it was and was not measured here. The local classes fit better now and win"
            " more often, so such a film may be missed where it was found before."
        )
    if not is_by_patient:
        sentences.append(
            "The data does not say whose films they are: if patients have several, the figures"
            " after are flattered."
        )
    return tuple(sentences)


def _listed(words: Sequence[str], last: str) -> str:
    *others, end = words
    return f"{', '.join(others)}{last}{end}" if others else end


def figure_words(value: float | None, interval: Sequence[float | None], *, digits: int = 3) -> str:
    """``0.832 (0.73–0.92)``; the figure alone where there is no interval."""
    if value is None or math.isnan(value):
        return "–"
    low, high = interval
    bounds = "" if low is None or high is None else f" ({low:.2f}–{high:.2f})"
    return f"{value:.{digits}f}{bounds}"


def difference_words(
    value: float | None, interval: Sequence[float | None], *, digits: int = 3
) -> str:
    """``+0.431 (+0.31…+0.56)``."""
    if value is None or math.isnan(value):
        return "–"
    low, high = interval
    bounds = "" if low is None or high is None else f" ({low:+.2f}…{high:+.2f})"
    return f"{value:+.{digits}f}{bounds}"


def _plain(interval: Interval) -> list[float | None]:
    return [or_none(end) for end in interval]
