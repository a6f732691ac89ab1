"""Gathers what is to be compared and brings it to the same films in the same order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import numpy as np

from lungdesk.core.comparison import (
    CHOSEN_ON,
    TESTED_ON,
    FilmCount,
    Kind,
    ModelFacts,
    measured_split,
)
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics.ensemble import mixture, mixture_weights
from lungdesk.ml.datasets import SPLITS
from lungdesk.services.models.facts import facts_of_run
from lungdesk.services.prediction_table import EVALUATION, PREDICTIONS, PredictionTable
from lungdesk.services.runs.record import RunRecord, json_object

#: A model whose weight in the ensemble is less is left out of it: it would cost and not help.
_LEAST_WEIGHT = 0.01
ENSEMBLE = "Ensemble"
#: How a group is called whose name the data does not state: by the content of one of its films.
_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Baseline:
    """Predictions of something that is no run: a CSV of the test films, or a folder.

    A folder holds a ``<split>.csv`` of each split, or is what `lungdesk.services.evaluation` wrote.
    """

    path: Path
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Contender:
    """Something to compare, with its predictions by split."""

    name: str
    kind: Kind
    facts: ModelFacts
    tables: Mapping[str, PredictionTable]
    history: Sequence[Mapping[str, Any]] = ()
    limits: Sequence[str] = ()
    members: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Lineup:
    """Contenders on the same films in the same order, and how many films each split has."""

    contenders: tuple[Contender, ...]
    films: Mapping[str, FilmCount] = field(default_factory=dict)

    @property
    def labels(self) -> LabelSet:
        """Classes of all of them."""
        return self.contenders[0].tables[measured_split(self.films)].labels

    def table(self, split: str) -> PredictionTable:
        """Some table of the split: truth, groups and paths are the same in all."""
        return next(c.tables[split] for c in self.contenders if split in c.tables)


def contender_of_run(record: RunRecord, facts: ModelFacts | None = None) -> Contender:
    """A run as it stands in its folder."""
    limits = record.bundle.manifest.limits if record.bundle else record.result.get("limits", ())
    return Contender(
        name=record.name,
        kind=Kind.MODEL,
        facts=facts or facts_of_run(record),
        tables=record.predictions,
        history=record.history,
        limits=tuple(limits),
    )


def contender_of_baseline(baseline: Baseline) -> Contender:
    """Tables of a baseline, by split: those of a folder, or the test films of a single file."""
    if baseline.path.is_dir():
        listed = {split: baseline.path / f"{split}.csv" for split in SPLITS}
        places = chain(_evaluated(baseline.path).items(), listed.items())
        found = {split: path for split, path in places if path.is_file()}
    else:
        found = {TESTED_ON: baseline.path}
    tables = {split: PredictionTable.read(path) for split, path in found.items()}
    return Contender(baseline.name, Kind.BASELINE, ModelFacts(), tables)


def _evaluated(folder: Path) -> dict[str, Path]:
    """Where an evaluation of one split, or of all, has written its predictions into a folder.

    What is of one split says of which, unless it is a part of all: that is called after it.
    """
    places = {split: folder / split / PREDICTIONS for split in SPLITS}
    own = folder / PREDICTIONS
    if own.is_file():
        about = _about(folder / EVALUATION)
        if "splits" not in about:
            places[str(about.get("split", folder.name))] = own
    return {split: path for split, path in places.items() if split in SPLITS}


def _about(path: Path) -> dict[str, Any]:
    try:
        return json_object(path)
    except LungDeskError as error:
        raise LungDeskError(
            f"{path} cannot be understood: it does not say of which films the predictions are.",
            hint="Write both again by `lungdesk evaluate … --out DIR`.",
            code=ErrorCode.PREDICTIONS_INVALID,
        ) from error


def lined_up(contenders: Sequence[Contender], *, least: int = 2) -> Lineup:
    """Bring contenders to the films that all of them have read.

    All need those of test; where none has any, those of val. Another split is compared among those
    that have it; not at all where they have no film of it in common, as the folds of a
    cross-validation.

    Parameters
    ----------
    least
        How many there have to be.

    Raises
    ------
    LungDeskError
        ``RUNS_NOT_COMPARABLE``: names, classes or films do not allow it.
    """
    _require_distinct_names(contenders, least)
    measured = measured_split({split for c in contenders for split in c.tables})
    without = [c.name for c in contenders if measured not in c.tables]
    if without:
        raise _refused(
            f"{without[0]} has no predictions of the {measured} films",
            f"Write them by `lungdesk evaluate … --split {measured} --out DIR`, and name DIR as a"
            " baseline in place of the run.",
        )
    labels = contenders[0].tables[measured].labels
    tables: dict[str, dict[str, PredictionTable]] = {c.name: {} for c in contenders}
    films: dict[str, FilmCount] = {}
    for split in SPLITS:
        given = {c.name: c.tables[split] for c in contenders if split in c.tables}
        if given and (split == measured or _shared(given)):
            common, films[split] = _common(split, given, labels)
            for name, table in common.items():
                tables[name][split] = table
    matched = tuple(replace(c, tables=tables[c.name]) for c in contenders)
    return Lineup(matched, films)


def with_ensemble(lineup: Lineup) -> Lineup:
    """Add the mean of the models with the weights that fit the films for choosing best.

    Where there are fewer than two models with such films, or one takes all the weight, nothing is
    added.
    """
    models = [c for c in lineup.contenders if c.kind is Kind.MODEL and CHOSEN_ON in c.tables]
    if len(models) < 2:
        return lineup
    chosen_on = [c.tables[CHOSEN_ON] for c in models]
    weights = mixture_weights(chosen_on[0].targets, np.stack([t.probabilities for t in chosen_on]))
    kept = [number for number, weight in enumerate(weights) if weight >= _LEAST_WEIGHT]
    if len(kept) < 2:
        return lineup
    members = [models[number] for number in kept]
    shares = weights[kept] / weights[kept].sum()
    ensemble = Contender(
        name=ENSEMBLE,
        kind=Kind.ENSEMBLE,
        facts=_summed_facts(members),
        tables={
            split: replace(
                members[0].tables[split],
                probabilities=mixture(
                    np.stack([m.tables[split].probabilities for m in members]), shares
                ),
            )
            for split in lineup.films
            if all(split in member.tables for member in members)
        },
        members={m.name: float(share) for m, share in zip(members, shares, strict=True)},
    )
    return replace(lineup, contenders=(*lineup.contenders, ensemble))


def _summed_facts(members: Sequence[Contender]) -> ModelFacts:
    """An ensemble costs what its members cost together."""

    def total(name: str) -> Any:
        values = [getattr(member.facts, name) for member in members]
        return None if None in values else sum(values)

    names = ("parameters", "size_mb", "training_s", "reading_ms")
    return ModelFacts(**{name: total(name) for name in names})


def _common(
    split: str, tables: Mapping[str, PredictionTable], labels: LabelSet
) -> tuple[dict[str, PredictionTable], FilmCount]:
    """Tables of the films that all have, in the order of the first; films and truth must agree."""
    shared = _shared(tables)
    if not shared:
        raise _refused(
            f"{' and '.join(tables)} have no {split} film in common",
            "Compare runs on the same collection of films.",
        )
    for (one, of_one), (other, of_other) in combinations(tables.items(), 2):
        if _are_other_films(of_one, of_other, shared):
            raise _refused(
                f"{one} and {other} have read different {split} films of the same names",
                "Compare runs on the same collection of films.",
            )
    first_name, first = next(iter(tables.items()))
    order = [path for path in first.paths if path in shared]
    found = {}
    for name, table in tables.items():
        place = {path: number for number, path in enumerate(table.paths)}
        rows = table.rows(np.array([place[path] for path in order], np.int64))
        found[name] = _in_class_order(name, rows, labels)
    groups, sources = found[first_name].groups, found[first_name].sources
    for name, table in found.items():
        differing = np.flatnonzero(table.targets != found[first_name].targets)
        if differing.size:
            raise _refused(
                f"{first_name} and {name} call {table.paths[differing[0]]} by different labels",
                "Compare runs on the same labels.",
            )
        # A baseline may not know whose film is whose: all get the groups of the first.
        found[name] = replace(table, groups=groups, sources=sources)
    every = {path for table in tables.values() for path in table.paths}
    count = FilmCount(len(order), len(set(groups)), len(every) - len(order))
    return found, count


def _shared(tables: Mapping[str, PredictionTable]) -> set[str]:
    """Paths of the films that all have."""
    return set.intersection(*(set(table.paths) for table in tables.values()))


def _are_other_films(one: PredictionTable, other: PredictionTable, shared: set[str]) -> bool:
    """Whether most films of the same names are others, as far as their groups tell.

    The same group may be called after another film of it, and be parted in one of the tables: so a
    film differs where its group is called so nowhere in the other table, whichever is the finer.
    """
    group_in_other = dict(zip(other.paths, other.groups, strict=True))
    pairs = [
        (group, group_in_other[path])
        for path, group in zip(one.paths, one.groups, strict=True)
        if path in shared and path not in (group, group_in_other[path])
    ]
    told = [pair for pair in pairs if len({_DIGEST.fullmatch(name) is None for name in pair}) == 1]
    in_one, in_other = set(one.groups), set(other.groups)
    least = min(
        sum(group not in in_other for group, _ in told),
        sum(group not in in_one for _, group in told),
    )
    return 2 * least > len(shared)


def _in_class_order(name: str, table: PredictionTable, labels: LabelSet) -> PredictionTable:
    if set(table.labels.ids) != set(labels.ids):
        raise _refused(
            f"{name} tells apart {', '.join(table.labels.ids)}, not {', '.join(labels.ids)}",
            "Compare models of the same classes.",
        )
    columns = [table.labels.index(label) for label in labels.ids]
    moved = np.array([labels.index(label) for label in table.labels.ids], np.int64)
    return replace(
        table,
        labels=labels,
        targets=moved[table.targets],
        probabilities=table.probabilities[:, columns],
    )


def _require_distinct_names(contenders: Sequence[Contender], least: int) -> None:
    names = [contender.name for contender in contenders]
    if len(names) < least:
        raise _refused(
            "there is only one" if names else "there is none",
            "Name at least two runs, or a run and a baseline.",
        )
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise _refused(f"two of them are called {twice[0]}", "Rename the folder of one run.")


def _refused(why: str, hint: str) -> LungDeskError:
    return LungDeskError(
        f"These models cannot be compared: {why}.", hint=hint, code=ErrorCode.RUNS_NOT_COMPARABLE
    )
