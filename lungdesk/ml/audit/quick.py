"""Findings that need no film decoded: few seconds, so they are also looked for before training."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from lungdesk.ml.audit.findings import Finding, FindingKind, Severity, counted, named_films
from lungdesk.ml.audit.pairs import FilmPair, PairWords, pair_findings
from lungdesk.ml.datasets import Dataset
from lungdesk.ml.file_digests import file_digests

#: Training films below which a class is said to be small.
_SMALL_CLASS = 20

_WORDS = PairWords(
    FindingKind.IDENTICAL_ACROSS_SPLITS,
    FindingKind.IDENTICAL_TWO_LABELS,
    FindingKind.IDENTICAL,
    "are copies of one file",
)


def quick_findings(dataset: Dataset, digests: Sequence[str] | None = None) -> tuple[Finding, ...]:
    """Splits and classes that are missing, groups that cross splits, copies of one file.

    Parameters
    ----------
    digests
        SHA-256 of each film's file, in order, where they are known already.
    """
    return (
        *_missing(dataset),
        *_small_classes(dataset),
        *_group_leaks(dataset),
        *pair_findings(dataset, identical_pairs(dataset, digests), _WORDS),
    )


def identical_sets(dataset: Dataset, digests: Sequence[str] | None = None) -> list[list[int]]:
    """Numbers of the films in each set of two or more files of the same content."""
    known = file_digests(s.path for s in dataset.samples) if digests is None else digests
    copies: dict[str, list[int]] = {}
    for number, digest in enumerate(known):
        copies.setdefault(digest, []).append(number)
    return [numbers for numbers in copies.values() if len(numbers) > 1]


def identical_pairs(dataset: Dataset, digests: Sequence[str] | None = None) -> list[FilmPair]:
    """Each copy with the first of its set, and with others where split or class part them."""
    return [
        FilmPair(first, second)
        for numbers in identical_sets(dataset, digests)
        for first, second in combinations(numbers, 2)
        if first == numbers[0] or FilmPair(first, second).is_suspicious(dataset)
    ]


def _missing(dataset: Dataset) -> list[Finding]:
    counts = dataset.counts()
    names = dict(zip(dataset.labels.ids, dataset.labels.names, strict=True))
    findings = [
        Finding(
            FindingKind.SPLIT_MISSING,
            Severity.SERIOUS,
            f"There is no {split} split.",
            reason="A model is fitted on train, chosen on val and measured on test.",
            advice=f"Put some patients into {split}, or take all splits away: LungDesk then"
            " makes them.",
        )
        for split in ("train", "val", "test")
        if split not in counts
    ]
    for split in [name for name in ("train", "val", "test") if name in counts]:
        absent = [names[label] for label, n in counts[split].items() if not n]
        if absent:
            findings.append(
                Finding(
                    FindingKind.CLASS_MISSING,
                    Severity.WARNING if split == "test" else Severity.SERIOUS,
                    f"The {split} split has no film of {', '.join(absent)}.",
                    reason="What is not among the test films is not measured."
                    if split == "test"
                    else "A class without films cannot be learnt or chosen for: training refuses.",
                    advice=f"Add films of every class to {split}.",
                )
            )
    return findings


def _small_classes(dataset: Dataset) -> list[Finding]:
    names = dict(zip(dataset.labels.ids, dataset.labels.names, strict=True))
    small = [
        f"{names[label]} ({n})"
        for label, n in dataset.counts().get("train", {}).items()
        if 0 < n < _SMALL_CLASS
    ]
    if not small:
        return []
    sentence = f"Classes with fewer than {_SMALL_CLASS} training films: {', '.join(small)}."
    return [
        Finding(
            FindingKind.CLASS_SMALL,
            Severity.WARNING,
            sentence,
            reason="A network remembers so few films instead of learning what they share.",
            advice="Add films, or leave the class out.",
        )
    ]


def _group_leaks(dataset: Dataset) -> list[Finding]:
    leaking = set(dataset.groups_across_splits())
    if not leaking:
        return []
    paths: tuple[Path, ...] = tuple(s.path for s in dataset.samples if s.group in leaking)
    return [
        Finding(
            FindingKind.GROUP_ACROSS_SPLITS,
            Severity.SERIOUS,
            f"{counted(len(leaking), 'patient or group stands', 'patients or groups stand')} in"
            f" more than one split {named_films(dataset, paths)}.",
            reason="The model would be measured on patients whom it has seen: training refuses"
            " this data.",
            advice="Keep all films of a patient in one split.",
            paths=paths,
        )
    ]
