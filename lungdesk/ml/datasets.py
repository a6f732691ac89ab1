"""Labelled collections of films: which file, which class, which split, who belongs together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.film_patient import PatientOf, nobody
from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.core.metrics.splits import grouped_split
from lungdesk.ml.film_groups import UNKNOWN, Grouping, film_groups
from lungdesk.ml.labelled_files import labelled_files

SPLITS = ("train", "val", "test", "external")
_FRACTIONS = {"train": 0.7, "val": 0.15, "test": 0.15}


@dataclass(frozen=True, slots=True)
class Sample:
    """One labelled film.

    Attributes
    ----------
    group
        Films of one group (a patient, or copies of one image) never part.
    source
        The hospital or collection it comes from; empty when not known.
    """

    path: Path
    class_index: int
    split: str
    group: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Films with their label set.

    Attributes
    ----------
    is_split_here
        Whether the splits, of some films at least, were made by LungDesk, or are the data's own.
    ignored
        Class names that the user said to leave out, with their number of films.
    grouping
        How the films' groups came about.
    mask_count
        Pictures in its folder that were passed over, see `Listing`.
    """

    folder: Path
    labels: LabelSet
    samples: tuple[Sample, ...]
    is_split_here: bool = False
    ignored: Mapping[str, int] = field(default_factory=dict)
    grouping: Grouping = UNKNOWN
    mask_count: int = 0

    def split(self, name: str) -> tuple[Sample, ...]:
        """Films of one split; raises LungDeskError (``DATASET_SPLIT_MISSING``) without any."""
        chosen = tuple(s for s in self.samples if s.split == name)
        if not chosen:
            present = ", ".join(sorted({s.split for s in self.samples}))
            raise LungDeskError(
                f"{self.folder.name} has no split called {name}.",
                hint=f"It has: {present}.",
                code=ErrorCode.DATASET_SPLIT_MISSING,
            )
        return chosen

    def counts(self) -> dict[str, dict[str, int]]:
        """Number of films: ``{split: {label id: n}}``, every label in every split."""
        found = Counter((s.split, s.class_index) for s in self.samples)
        splits = sorted({s.split for s in self.samples}, key=_split_rank)
        return {
            split: {label: found[split, i] for i, label in enumerate(self.labels.ids)}
            for split in splits
        }

    def groups_across_splits(self) -> tuple[str, ...]:
        """Groups with films in more than one split: each is a leak."""
        seen: dict[str, str] = {}
        leaking = {s.group for s in self.samples if seen.setdefault(s.group, s.split) != s.split}
        return tuple(sorted(leaking))


def load_dataset(
    location: Path,
    *,
    labels: LabelSet = CHEST_LABELS,
    label_map: Mapping[str, str] | None = None,
    seed: int = 0,
    patient_of: PatientOf = nobody,
    tell: Callable[[int], None] = lambda _: None,
) -> Dataset:
    """Load a labelled collection.

    Parameters
    ----------
    location
        A CSV manifest (``path,label[,split,patient_id,group_id,source]``, or with semicolons or
        tabs, and capitals in the names of columns as one likes; paths from its own
        folder, or from the one that `films-folder.txt` beside it names), a folder that holds a
        ``manifest.csv``, a folder ``<split>/<class>/…`` or a folder ``<class>/…``.
    label_map
        Class names the label set does not know, to label ids; to an empty string to leave out.
    seed
        Of the split that is made for films that the data names none of: groups whole, classes
        balanced.
    patient_of
        Looks into the headers of films that the data names no group of.
    tell
        As in `film_groups`.

    Raises
    ------
    LungDeskError
        ``FILE_MISSING``, ``FILE_NOT_PERMITTED``, ``DATASET_EMPTY``, ``DATASET_MANIFEST``,
        ``DATASET_LABEL_UNKNOWN``; ``USAGE`` where ``label_map`` names no label.
    """
    _require_labels(label_map or {}, labels)
    listing = labelled_files(location)
    rows = listing.films
    index_of = _label_indices({row.label for row in rows}, labels, dict(label_map or {}))
    ignored = Counter(row.label for row in rows if index_of[row.label] is None)
    kept = [row for row in rows if index_of[row.label] is not None]
    groups, grouping = film_groups(kept, patient_of, tell)
    samples = [
        Sample(row.path, index_of[row.label] or 0, row.split, group, row.source)
        for row, group in zip(kept, groups, strict=True)
    ]
    is_split_here = not all(sample.split for sample in samples)
    return Dataset(
        location,
        labels,
        tuple(with_splits(samples, _FRACTIONS, seed)),
        is_split_here,
        dict(ignored),
        grouping,
        listing.mask_count,
    )


def _require_labels(label_map: Mapping[str, str], labels: LabelSet) -> None:
    for name, label in label_map.items():
        if label and labels.match(label) is None:
            raise LungDeskError(
                f"{label} is no label, so {name} cannot mean it.",
                hint=f"Labels are {', '.join(labels.ids)}; --map NAME= leaves a class out.",
                code=ErrorCode.USAGE,
            )


def _label_indices(
    names: set[str], labels: LabelSet, label_map: dict[str, str]
) -> dict[str, int | None]:
    indices: dict[str, int | None] = {}
    unknown = []
    for name in sorted(names):
        if label_map.get(name) == "":
            indices[name] = None
            continue
        indices[name] = labels.match(label_map.get(name, name))
        if indices[name] is None:
            unknown.append(name or '""')
    if unknown:
        raise LungDeskError(
            f"These classes are not known: {', '.join(unknown)}.",
            hint=(
                f"Say what each is with --map NAME=LABEL ({', '.join(labels.ids)}),"
                " or leave it out with --map NAME=."
            ),
            code=ErrorCode.DATASET_LABEL_UNKNOWN,
        )
    return indices


def with_splits(
    samples: Sequence[Sample], fractions: Mapping[str, float], seed: int
) -> list[Sample]:
    """The films, those dealt that have no split: what the data states stands.

    A film whose group has a split goes there.

    Parameters
    ----------
    fractions
        Share of each split, by name, of the films that are dealt; together 1.
    """
    stated = {s.group: s.split for s in samples if s.split}
    open_ = [s for s in samples if not s.split and s.group not in stated]
    names = grouped_split(
        [s.group for s in open_], np.array([s.class_index for s in open_]), fractions, seed=seed
    )
    split_of = stated | {s.group: str(name) for s, name in zip(open_, names, strict=True)}
    return [s if s.split else replace(s, split=split_of[s.group]) for s in samples]


def _split_rank(split: str) -> int:
    return SPLITS.index(split) if split in SPLITS else len(SPLITS)
