"""What else than the disease goes together with the class: source, size, aspect, brightness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.ml.audit.films import Film
from lungdesk.ml.audit.findings import Finding, FindingKind, Severity, percent
from lungdesk.ml.data_limits import confounded_sources
from lungdesk.ml.datasets import Dataset

#: Cramér's V from which class and trait go together, and from which they nearly are one.
_NOTABLE, _STRONG = 0.25, 0.5
#: Standard score (p = 0.001) from which it is not taken for chance; several traits are looked at.
_LEAST_SCORE = 3.1
#: Bins of a measured trait.
_BINS = 8


@dataclass(frozen=True, slots=True)
class Trait:
    """Something of a film that is no sign of disease; ``words`` have a place for its value."""

    name: str
    title: str
    words: str
    may_be_disease: bool = False


TRAITS = (
    Trait("longer_side", "longer side", "a longer side of {} pixels"),
    Trait("aspect", "aspect ratio", "a width of {} times the height"),
    Trait("jpeg_quality", "JPEG quality", "a JPEG quality of {}"),
    Trait("bytes_per_pixel", "bytes per pixel", "{} bytes a pixel in the file"),
    Trait(
        *("brightness", "mean brightness", "a mean brightness of {} (of 255)"),
        may_be_disease=True,
    ),
    Trait(
        *("border_brightness", "border brightness", "a border with a brightness of {} (of 255)"),
        may_be_disease=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Association:
    """How far the class can be told from one trait.

    Attributes
    ----------
    cramers_v
        0: unrelated, 1: one gives the other away; corrected for chance.
    score
        `standard_score`: how surely it is more than chance.
    guessed, majority
        Share of films whose class is right when the commonest class of their bin, or of all
        films, is guessed.
    """

    trait: str
    cramers_v: float
    score: float
    guessed: float
    majority: float
    sentence: str

    @property
    def is_notable(self) -> bool:
        """Whether it is strong enough to matter and surely not chance."""
        return self.cramers_v >= _NOTABLE and self.score >= _LEAST_SCORE

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "trait": self.trait,
            "cramers_v": round(self.cramers_v, 3),
            "guessed": round(self.guessed, 3),
            "majority": round(self.majority, 3),
        }


def cramers_v(table: NDArray[np.integer[Any]]) -> float:
    """Cramér's V of a contingency table ``(R, C)`` in [0, 1], corrected for its bias.

    Bergsma (Journal of the Korean Statistical Society, 2013): without the correction small
    unrelated tables have a V well above 0. It is 0 for a table of one row or column.
    """
    counts = _occupied(table)
    total = counts.sum()
    rows, columns = counts.shape
    if min(rows, columns) < 2 or total < 2:
        return 0.0
    by_chance = (rows - 1) * (columns - 1) / (total - 1)
    kept = min(n - (n - 1) ** 2 / (total - 1) for n in (rows, columns)) - 1
    above_chance = max(0.0, _chi_squared(counts) / total - by_chance)
    return float(np.sqrt(above_chance / kept)) if kept > 0 else 0.0


def standard_score(table: NDArray[np.integer[Any]]) -> float:
    """How surely rows and columns are related, as a normal deviate; 3.1 is p = 0.001.

    Chi-squared by Wilson and Hilferty (PNAS 1931; 17:684); minus infinity for a table of one row
    or column.
    """
    counts = _occupied(table)
    freedom = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    if freedom < 1:
        return -np.inf
    spread = 2 / (9 * freedom)
    return float((np.cbrt(_chi_squared(counts) / freedom) - (1 - spread)) / np.sqrt(spread))


def _occupied(table: NDArray[np.integer[Any]]) -> NDArray[np.float64]:
    """The table without its empty rows and columns."""
    counts = np.asarray(table, np.float64)
    return np.asarray(counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0], np.float64)


def _chi_squared(counts: NDArray[np.float64]) -> float:
    """Pearson's chi-squared of a table without empty rows and columns."""
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return float(((counts - expected) ** 2 / expected).sum())


def trait_values(films: Sequence[Film]) -> NDArray[np.float64]:
    """The `TRAITS` of each film, ``(N, 6)``; NaN where a film has none."""
    return np.array(
        [
            (
                max(film.rows, film.columns),
                film.columns / film.rows,
                np.nan if film.jpeg_quality is None else film.jpeg_quality,
                film.file_bytes / (film.rows * film.columns),
                film.mean,
                film.border_mean,
            )
            for film in films
        ],
        np.float64,
    ).reshape(len(films), len(TRAITS))


def associations(dataset: Dataset, films: Sequence[Film]) -> list[Association]:
    """Of the class with each trait and with the source, on the training films."""
    train = [film for film in films if dataset.samples[film.number].split == "train"]
    if not train:
        return []
    targets = np.array([dataset.samples[film.number].class_index for film in train])
    values = trait_values(train)
    found = [
        _of_trait(dataset, trait, values[:, column], targets) for column, trait in enumerate(TRAITS)
    ]
    sources = np.array([dataset.samples[film.number].source for film in train])
    if (sources != "").all():
        found.insert(0, _of_source(sources, targets))
    return found


def association_findings(dataset: Dataset, found: Sequence[Association]) -> tuple[Finding, ...]:
    """Findings on associations that are notable, and on classes tied to one source."""
    tied = [
        Finding(
            FindingKind.SOURCE_CONFOUNDED,
            Severity.SERIOUS,
            sentence,
            reason="A model may learn the machine, the patients' age or the letters on the film,"
            " and look excellent on every split of the same sources.",
            advice="Add films of all classes from the same sources. Until then, believe only"
            " figures from hospitals that are not in the data.",
        )
        for sentence in confounded_sources(dataset)
    ]
    may_be_disease = {trait.name for trait in TRAITS if trait.may_be_disease}
    return (
        *tied,
        *(_finding(a, a.trait in may_be_disease) for a in found if a.is_notable),
    )


def _finding(found: Association, may_be_disease: bool) -> Finding:
    is_strong = found.cramers_v >= _STRONG and not may_be_disease
    is_source = found.trait == "source"
    reason = (
        "Brightness can come from the disease or from the machine; what comes from the machine"
        " will not be there in another hospital."
        if may_be_disease
        else f"{'The source' if is_source else 'This'} says nothing of the lungs, yet a model may"
        " use it and fail in another hospital."
    )
    return Finding(
        FindingKind.SOURCE_CONFOUNDED if is_source else FindingKind.TRAIT_CONFOUNDED,
        Severity.SERIOUS if is_strong else Severity.WARNING,
        found.sentence,
        reason=reason,
        advice="Collect each class from every source."
        if is_source
        else "See that films of all classes are made, cut and saved in the same way.",
    )


def _of_source(sources: NDArray[np.str_], targets: NDArray[np.int64]) -> Association:
    _, bins = np.unique(sources, return_inverse=True)
    v, score, guessed, majority = _strength(bins, targets)
    sentence = (
        f"Class and source go together (Cramér's V {v:.2f}; 0 is unrelated, 1 is the same):"
        f" guessing the commonest class of each source is right for {percent(guessed)} of the"
        f" training films, the commonest class of all for {percent(majority)}."
    )
    return Association("source", v, score, guessed, majority, sentence)


def _of_trait(
    dataset: Dataset, trait: Trait, values: NDArray[np.float64], targets: NDArray[np.int64]
) -> Association:
    bins = _binned(values)
    v, score, guessed, majority = _strength(bins, targets)
    sentence = (
        f"Class and {trait.title} go together (Cramér's V {v:.2f}): guessing the class from it"
        f" alone is right for {percent(guessed)} of the training films, the commonest class for"
        f" {percent(majority)}."
        f" {_most_telling(dataset, trait, values, bins, targets)}"
    )
    return Association(trait.name, v, score, guessed, majority, sentence)


def _binned(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Bin of each value, counted from 0; films without the trait have one of their own."""
    is_there = np.isfinite(values)
    kinds = np.unique(values[is_there])
    if kinds.size > _BINS:
        marks = np.quantile(values[is_there], np.linspace(0, 1, _BINS + 1)[1:-1])
        bins = np.searchsorted(np.unique(marks), values, side="right")
    else:
        bins = np.searchsorted(kinds, values)
    return np.where(is_there, bins, _BINS).astype(np.int64)


def _strength(
    bins: NDArray[np.int64], targets: NDArray[np.int64]
) -> tuple[float, float, float, float]:
    """Cramér's V, its score, and how often the commonest class of a bin and of all is right."""
    table = np.zeros((int(bins.max()) + 1, int(targets.max()) + 1), np.int64)
    np.add.at(table, (bins, targets), 1)
    return (
        cramers_v(table),
        standard_score(table),
        float(table.max(axis=1).sum() / targets.size),
        float(table.sum(axis=0).max() / targets.size),
    )


def _most_telling(
    dataset: Dataset,
    trait: Trait,
    values: NDArray[np.float64],
    bins: NDArray[np.int64],
    targets: NDArray[np.int64],
) -> str:
    """The class and the range that differ most from the other classes, in a sentence."""
    best, words = 0.0, ""
    for index in np.unique(targets).tolist():
        mine = targets == index
        for number in np.unique(bins).tolist():
            inside = bins == number
            if mine.all():
                continue
            share, others = float(inside[mine].mean()), float(inside[~mine].mean())
            if share - others > best:
                best = share - others
                words = (
                    f"{percent(share)} of the {dataset.labels.names[index]} films and"
                    f" {percent(others)} of the others have {_range(trait, values[inside])}."
                )
    return words


def _range(trait: Trait, values: NDArray[np.float64]) -> str:
    if np.isnan(values).any():
        return "none that could be measured"
    low, high = f"{values.min():.3g}", f"{values.max():.3g}"
    return trait.words.format(low if low == high else f"{low} to {high}")
