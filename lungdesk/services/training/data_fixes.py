"""What can be done about a finding of the audit: each fix is another choice of the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from lungdesk.ml.audit.findings import Finding, FindingKind
from lungdesk.ml.datasets import Dataset, Sample
from lungdesk.services.collection import Collection
from lungdesk.services.training.draft import DataChoice, NewSplit


class Fix(StrEnum):
    """Ways to mend a collection.

    ``drop_copies`` keeps one film of each set that shows the same, the one that is measured on
    rather than the one that is learnt from. ``leave_out`` drops all films concerned.
    ``keep_together`` makes one group of what belongs together, and splits anew where the split
    parts it. ``split_anew`` keeps groups whole. ``exclude_source`` drops a hospital or collection.
    """

    DROP_COPIES = "drop_copies"
    LEAVE_OUT = "leave_out"
    KEEP_TOGETHER = "keep_together"
    SPLIT_ANEW = "split_anew"
    EXCLUDE_SOURCE = "exclude_source"


_COPIES = (Fix.DROP_COPIES, Fix.KEEP_TOGETHER)
_FIXES = {
    FindingKind.IDENTICAL: _COPIES,
    FindingKind.ALIKE: _COPIES,
    FindingKind.IDENTICAL_ACROSS_SPLITS: _COPIES,
    FindingKind.ALIKE_ACROSS_SPLITS: _COPIES,
    FindingKind.IDENTICAL_TWO_LABELS: (Fix.LEAVE_OUT,),
    FindingKind.ALIKE_TWO_LABELS: (Fix.LEAVE_OUT,),
    FindingKind.GROUP_ACROSS_SPLITS: (Fix.SPLIT_ANEW,),
    FindingKind.SPLIT_MISSING: (Fix.SPLIT_ANEW,),
    FindingKind.CLASS_MISSING: (Fix.SPLIT_ANEW,),
    FindingKind.UNREADABLE: (Fix.LEAVE_OUT,),
    FindingKind.BLANK: (Fix.LEAVE_OUT,),
    FindingKind.NOT_FRONTAL: (Fix.LEAVE_OUT,),
    FindingKind.SMALL_FILMS: (Fix.LEAVE_OUT,),
    FindingKind.SOURCE_CONFOUNDED: (Fix.EXCLUDE_SOURCE,),
    FindingKind.TRAIT_CONFOUNDED: (Fix.EXCLUDE_SOURCE,),
    FindingKind.SHORTCUT: (Fix.EXCLUDE_SOURCE,),
    FindingKind.SOURCE_TRANSFER: (Fix.EXCLUDE_SOURCE,),
}

#: Of copies the film is kept whose split comes first here: what is measured on stays as it is.
_KEPT_FIRST = ("external", "test", "val", "train")


def fixes_for(finding: Finding, collection: Collection) -> tuple[Fix, ...]:
    """What can be done; nothing for what only more films would mend."""
    fixes = _FIXES.get(finding.kind, ())
    has_sources = len(collection.sources()) > 1
    return tuple(fix for fix in fixes if fix is not Fix.EXCLUDE_SOURCE or has_sources)


@dataclass(frozen=True, slots=True)
class Mending:
    """A collection, what is chosen of it now, and the films that this gives.

    Attributes
    ----------
    samples
        The films that are chosen now, by path.
    """

    collection: Collection
    data: DataChoice
    dataset: Dataset
    samples: Mapping[Path, Sample] = field(init=False, repr=False, compare=False)
    _is_leaking: bool = field(init=False, repr=False, compare=False)
    _has_gap: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        samples = {sample.path: sample for sample in self.dataset.samples}
        object.__setattr__(self, "samples", samples)
        object.__setattr__(self, "_is_leaking", bool(self.dataset.groups_across_splits()))
        object.__setattr__(self, "_has_gap", _has_gap(self.dataset))

    def fixed(self, fix: Fix, finding: Finding) -> DataChoice:
        """The choice after a fix; the same choice when there is nothing left to mend."""
        if fix is Fix.SPLIT_ANEW:
            return self._split_anew()
        if fix is Fix.KEEP_TOGETHER:
            return self._kept_together(finding)
        films = self._copies(finding) if fix is Fix.DROP_COPIES else self._concerned(finding)
        return without_films(self.data, self._names(films))

    def is_mended(self, finding: Finding) -> bool:
        """Whether nothing of a finding is left among the films that are chosen now.

        What only another audit can tell, such as a shortcut, is never mended.
        """
        if finding.kind is FindingKind.GROUP_ACROSS_SPLITS:
            return not self._is_leaking
        if finding.kind in (FindingKind.SPLIT_MISSING, FindingKind.CLASS_MISSING):
            return self.data.split is not None and not self._has_gap
        if Fix.EXCLUDE_SOURCE in _FIXES.get(finding.kind, (Fix.EXCLUDE_SOURCE,)):
            return False
        if finding.partners:
            return not any(self._is_open(finding.kind, *pair) for pair in self._pairs(finding))
        return not self._concerned(finding)

    # --- fixes

    def _split_anew(self) -> DataChoice:
        split = self.data.split
        if split is not None:  # the deal was unlucky: deal again
            return replace(self.data, split=replace(split, seed=split.seed + 1))
        return replace(self.data, split=NewSplit())

    def _kept_together(self, finding: Finding) -> DataChoice:
        pairs = self._pairs(finding)
        if not pairs:
            return self.data
        joined = ((self._name(one), self._name(other)) for one, other in pairs)
        split = self.data.split
        if split is None and any(one.split != other.split for one, other in pairs):
            split = NewSplit()
        together = tuple(dict.fromkeys((*self.data.joined, *joined)))
        return replace(self.data, joined=together, split=split)

    def _copies(self, finding: Finding) -> list[Sample]:
        """All but one of each set of films that are linked by pairs."""
        linked: dict[Path, set[Path]] = {}
        for one, other in self._pairs(finding):
            both = linked.get(one.path, {one.path}) | linked.get(other.path, {other.path})
            linked.update(dict.fromkeys(both, both))
        sets = {frozenset(paths) for paths in linked.values()}
        dropped = []
        for paths in sets:
            kept = min((self.samples[path] for path in paths), key=_keeping_rank)
            dropped += [self.samples[path] for path in paths if path != kept.path]
        return dropped

    # --- films of a finding that are still chosen

    def _concerned(self, finding: Finding) -> list[Sample]:
        wanted = {*finding.paths, *finding.partners}
        return [self.samples[path] for path in wanted if path in self.samples]

    def _pairs(self, finding: Finding) -> list[tuple[Sample, Sample]]:
        return [
            (self.samples[one], self.samples[other])
            for one, other in zip(finding.paths, finding.partners, strict=True)
            if one in self.samples and other in self.samples
        ]

    def _is_open(self, kind: FindingKind, one: Sample, other: Sample) -> bool:
        if kind in (FindingKind.IDENTICAL_TWO_LABELS, FindingKind.ALIKE_TWO_LABELS):
            return one.class_index != other.class_index
        if kind in (FindingKind.IDENTICAL_ACROSS_SPLITS, FindingKind.ALIKE_ACROSS_SPLITS):
            return one.split != other.split
        return one.group != other.group

    def _names(self, samples: Iterable[Sample]) -> list[str]:
        return sorted(map(self._name, samples))

    def _name(self, sample: Sample) -> str:
        return self.collection.films[self.collection.numbers[sample.path]].name


def without_films(data: DataChoice, names: Sequence[str]) -> DataChoice:
    """The choice without some films."""
    return replace(data, excluded=tuple(dict.fromkeys((*data.excluded, *names))))


def without_source(data: DataChoice, source: str) -> DataChoice:
    """The choice without a hospital or collection."""
    return replace(data, excluded_sources=tuple(dict.fromkeys((*data.excluded_sources, source))))


def with_source(data: DataChoice, source: str) -> DataChoice:
    """The choice with a hospital or collection that was left out."""
    kept = tuple(other for other in data.excluded_sources if other != source)
    return replace(data, excluded_sources=kept)


def _has_gap(dataset: Dataset) -> bool:
    """Whether a class has no film in some split."""
    counts = dataset.counts()
    return any(
        split not in counts or not all(counts[split].values()) for split in ("train", "val", "test")
    )


def _keeping_rank(sample: Sample) -> tuple[int, str]:
    known = sample.split in _KEPT_FIRST
    return _KEPT_FIRST.index(sample.split) if known else len(_KEPT_FIRST), str(sample.path)
