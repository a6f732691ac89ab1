"""A finding: what was seen in a collection, why it matters, what to do, and the films concerned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from lungdesk.ml.datasets import Dataset

#: Films that a sentence names; all of them stand in ``paths``.
_NAMED = 3


class Severity(StrEnum):
    """How much a finding matters to the figures that a model will be given."""

    INFO = "info"
    WARNING = "warning"
    SERIOUS = "serious"


class FindingKind(StrEnum):
    """Stable names of all that an audit can find."""

    SPLIT_MISSING = "split_missing"
    CLASS_MISSING = "class_missing"
    CLASS_SMALL = "class_small"
    GROUP_ACROSS_SPLITS = "group_across_splits"
    IDENTICAL_ACROSS_SPLITS = "identical_across_splits"
    IDENTICAL_TWO_LABELS = "identical_two_labels"
    IDENTICAL = "identical"
    UNREADABLE = "unreadable"
    BLANK = "blank"
    NOT_FRONTAL = "not_frontal"
    SMALL_FILMS = "small_films"
    MIXED_MODES = "mixed_modes"
    ALIKE_ACROSS_SPLITS = "alike_across_splits"
    ALIKE_TWO_LABELS = "alike_two_labels"
    ALIKE = "alike"
    SOURCE_CONFOUNDED = "source_confounded"
    TRAIT_CONFOUNDED = "trait_confounded"
    SHORTCUT = "shortcut"
    SOURCE_TRANSFER = "source_transfer"
    SOURCES_UNUSED = "sources_unused"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found.

    Attributes
    ----------
    sentence
        What was found, with its figures and the first few films.
    reason, advice
        Why it matters, and what to do; either may be empty.
    paths
        All films concerned.
    partners
        Where films are found in pairs: the other film of each of ``paths``, in the same order.
    """

    kind: FindingKind
    severity: Severity
    sentence: str
    reason: str = ""
    advice: str = ""
    paths: tuple[Path, ...] = ()
    partners: tuple[Path, ...] = ()

    def __post_init__(self) -> None:
        if self.partners and len(self.partners) != len(self.paths):
            raise ValueError(
                f"expected one partner a film, got {len(self.partners)} for {len(self.paths)}"
            )

    def in_words(self) -> dict[str, str]:
        """Plain values for JSON, without the list of films."""
        return {
            "kind": str(self.kind),
            "severity": str(self.severity),
            "sentence": self.sentence,
            "reason": self.reason,
            "advice": self.advice,
        }

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            **self.in_words(),
            "paths": [str(path) for path in self.paths],
            "partners": [str(path) for path in self.partners],
        }


def by_severity(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The most serious first; otherwise in the order they came."""
    rank = list(reversed(Severity))
    return tuple(sorted(findings, key=lambda finding: rank.index(finding.severity)))


def counted(number: int, one: str, many: str) -> str:
    """``1 film``, ``12 films``."""
    return f"{number} {one if number == 1 else many}"


def percent(share: float) -> str:
    """A share in [0, 1] as ``74 %``."""
    return f"{100 * share:.0f} %"


def named_films(dataset: Dataset, paths: Sequence[Path]) -> str:
    """The first few films by their path inside the collection: ``(a.png, b.png and 4 more)``."""
    names = [short_name(dataset, path) for path in paths[:_NAMED]]
    more = len(paths) - len(names)
    if more > 0:
        return f"({', '.join(names)} and {more} more)"
    return f"({', '.join(names)})"


def named_pair(dataset: Dataset, one: Path, other: Path) -> str:
    """One pair as an example."""
    return f"for example {short_name(dataset, one)} and {short_name(dataset, other)}"


def short_name(dataset: Dataset, path: Path) -> str:
    """Path inside the collection, with ``/``."""
    root = dataset.folder if dataset.folder.is_dir() else dataset.folder.parent
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
