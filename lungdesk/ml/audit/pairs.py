"""Films that are copies of each other, in words: what a copy does depends on where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lungdesk.ml.audit.findings import Finding, FindingKind, Severity, counted, named_pair
from lungdesk.ml.datasets import Dataset


@dataclass(frozen=True, slots=True)
class FilmPair:
    """Two films of a data set by their numbers, and how alike they are in [0, 1]."""

    first: int
    second: int
    likeness: float = 1.0

    def crosses_splits(self, dataset: Dataset) -> bool:
        """Whether the films stand in different splits."""
        return dataset.samples[self.first].split != dataset.samples[self.second].split

    def has_two_labels(self, dataset: Dataset) -> bool:
        """Whether the films are said to show different classes."""
        one, other = dataset.samples[self.first], dataset.samples[self.second]
        return one.class_index != other.class_index

    def is_suspicious(self, dataset: Dataset) -> bool:
        """Whether split or class part what belongs together."""
        return self.crosses_splits(dataset) or self.has_two_labels(dataset)


@dataclass(frozen=True, slots=True)
class PairWords:
    """Kinds of the findings on one sort of pairs, and what the two films do: ``are copies``."""

    across_splits: FindingKind
    two_labels: FindingKind
    inside: FindingKind
    what: str


def pair_findings(
    dataset: Dataset, pairs: Sequence[FilmPair], words: PairWords
) -> tuple[Finding, ...]:
    """One finding for pairs across splits, one for pairs of two classes, one for the rest."""
    crossing = [pair for pair in pairs if pair.crosses_splits(dataset)]
    doubtful = [pair for pair in pairs if pair.has_two_labels(dataset)]
    inside = [pair for pair in pairs if not pair.is_suspicious(dataset)]
    findings = []
    if crossing:
        findings.append(_across_splits(dataset, crossing, words))
    if doubtful:
        findings.append(_two_labels(dataset, doubtful, words))
    if inside:
        findings.append(_inside(dataset, inside, words))
    return tuple(findings)


def _across_splits(dataset: Dataset, pairs: list[FilmPair], words: PairWords) -> Finding:
    return Finding(
        words.across_splits,
        Severity.SERIOUS,
        f"{counted(len(pairs), 'pair', 'pairs')} of films in different splits {words.what},"
        f" {_example(dataset, pairs)}.",
        reason="The model is measured on films that it has learnt by heart, so its figures are"
        " too good.",
        advice="Look at the pairs. Remove one film of each, or give both the same group_id in"
        " manifest.csv and leave its split column out: LungDesk then splits anew.",
        **_films(dataset, pairs),
    )


def _two_labels(dataset: Dataset, pairs: list[FilmPair], words: PairWords) -> Finding:
    return Finding(
        words.two_labels,
        Severity.SERIOUS,
        f"{counted(len(pairs), 'pair', 'pairs')} of films with different classes {words.what},"
        f" {_example(dataset, pairs)}.",
        reason="At least one of the two labels is wrong, or both findings are present; a model"
        " can only learn one.",
        advice="Look at the pairs, ask whoever read them, and correct or remove them.",
        **_films(dataset, pairs),
    )


def _inside(dataset: Dataset, pairs: list[FilmPair], words: PairWords) -> Finding:
    return Finding(
        words.inside,
        Severity.INFO,
        f"{counted(len(pairs), 'pair', 'pairs')} of films of one class and split {words.what},"
        f" {_example(dataset, pairs)}.",
        reason="Such a film counts twice; in val and test it makes intervals too narrow.",
        advice="Keep one of each pair, or give both the same group_id.",
        **_films(dataset, pairs),
    )


def _example(dataset: Dataset, pairs: list[FilmPair]) -> str:
    first = pairs[0]
    return named_pair(
        dataset, dataset.samples[first.first].path, dataset.samples[first.second].path
    )


def _films(dataset: Dataset, pairs: list[FilmPair]) -> dict[str, Any]:
    return {
        "paths": tuple(dataset.samples[pair.first].path for pair in pairs),
        "partners": tuple(dataset.samples[pair.second].path for pair in pairs),
    }
