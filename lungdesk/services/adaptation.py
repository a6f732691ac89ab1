"""Adapts a model to one hospital: looks at labelled films, fits and measures; nothing is saved."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lungdesk.core.adaptation import FigureChange, doubts, figure_changes, outcome_words
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress, step_by_step
from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics.splits import grouped_split
from lungdesk.formats.reader import read_patient, read_radiograph
from lungdesk.ml.adapting.adapter import Adapted, adapt_heads
from lungdesk.ml.adapting.reading import read_films
from lungdesk.ml.datasets import Dataset, Sample, load_dataset
from lungdesk.ml.ensemble import AnyBundle, load_model, members_of
from lungdesk.ml.ensemble_engine import open_engine
from lungdesk.ml.evaluator import FilmFailure
from lungdesk.ml.film_groups import placeholder_words
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.services.unlearnt_films import unlearnt_films

#: Films that a model is adapted to, at most: the time of a fit grows with the third power of them.
MOST_FILMS = 2000


@dataclass(frozen=True, slots=True)
class AdaptRequest:
    """Which model, and which labelled films; splits that the films may have are not asked for.

    Attributes
    ----------
    label_map
        Class names that are not known, to label ids; to an empty string to leave out.
    cache_folder
        Where compiled networks are kept; None for nowhere.
    lungs
        Has the lung networks that models may be bound to.
    """

    bundle_folder: Path
    data: Path
    label_map: Mapping[str, str] = field(default_factory=dict)
    cache_folder: Path | None = None
    lungs: LungNetworks | None = None


@dataclass(frozen=True, slots=True)
class LocalCounts:
    """What there is to adapt to: films of each class, every class named.

    Attributes
    ----------
    shortage
        Why there is too little to adapt to: too few films or patients, one class, films that the
        model has learnt from; None where there is enough.
    learnt
        How many films are left out and not counted: the model has learnt from them, or from others
        of the same patients.
    """

    labels: LabelSet
    counts: Mapping[str, int]
    ignored: Mapping[str, int]
    shortage: LungDeskError | None = None
    learnt: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Adaptation:
    """A model fitted to local films, not saved yet.

    Attributes
    ----------
    changes
        Figures before and after.
    outcome, doubts
        The same in words, and what the films cannot show.
    learnt
        As in `LocalCounts`.
    """

    base: AnyBundle
    adapted: Adapted
    data: str
    failures: tuple[FilmFailure, ...]
    changes: tuple[FigureChange, ...]
    outcome: str
    doubts: tuple[str, ...]
    seconds: float
    learnt: int = 0

    def as_plain(self) -> dict[str, Any]:
        """Values that JSON can hold."""
        films = self.adapted.films
        return {
            "base": self.base.model.id,
            "n": len(films.targets),
            "patients": films.patients,
            "counts": films.counts,
            "learnt_before": self.learnt,
            "fits": [
                {
                    "network": member.model.id,
                    "penalty": network.fitted.penalty,
                    "temperature": network.fitted.temperature,
                }
                for member, network in zip(
                    members_of(self.base), self.adapted.networks, strict=True
                )
            ],
            "changes": [change.as_plain() for change in self.changes],
            "outcome": self.outcome,
            "doubts": list(self.doubts),
            "failures": [
                {"path": str(f.path), "code": f.code, "message": f.message} for f in self.failures
            ],
            "seconds": self.seconds,
        }


def look(request: AdaptRequest, ctx: JobContext) -> LocalCounts:
    """Count the films, and say of too few why; refuses at once what cannot be adapted.

    Raises
    ------
    LungDeskError
        Those of model and data, ``ADAPT_TWICE``.
    """
    ctx.check()
    bundle = _unadapted(request.bundle_folder)
    dataset = _dataset(request, bundle, ctx)
    films = unlearnt_films(dataset, bundle, ctx)
    found = Counter(sample.class_index for sample in films.samples)
    counts = {label: found[i] for i, label in enumerate(bundle.labels.ids)}
    try:
        films.require_enough()
    except LungDeskError as error:
        return LocalCounts(bundle.labels, counts, dataset.ignored, error, films.left_out)
    return LocalCounts(bundle.labels, counts, dataset.ignored, learnt=films.left_out)


def adapt(request: AdaptRequest, ctx: JobContext) -> Adaptation:
    """Fit the model to the films and measure what that comes to; nothing is written.

    Raises
    ------
    LungDeskError
        Those of `look`, ``ADAPT_ONE_CLASS``, ``ADAPT_TOO_FEW``, ``ADAPT_LEARNT``.
    """
    started = time.perf_counter()
    ctx.report(Progress(0, 0, "looking at the films"))
    bundle = _unadapted(request.bundle_folder)
    dataset = _dataset(request, bundle, ctx)
    films = unlearnt_films(dataset, bundle, ctx)
    films.require_enough()  # too few are told before any is read
    engine = open_engine(
        bundle, is_for_throughput=True, cache_folder=request.cache_folder, lungs=request.lungs
    )
    samples = _drawn(films.samples)
    read = read_films(engine, samples, read_radiograph, ctx)
    data = dataset.folder.name
    adapted = adapt_heads(engine, read, data, ctx)
    changes = figure_changes(adapted.films, adapted.before, adapted.after)
    return Adaptation(
        base=bundle,
        adapted=adapted,
        data=data,
        failures=read.failures,
        changes=changes,
        outcome=outcome_words(changes),
        doubts=(
            *doubts(adapted.films, is_by_patient=dataset.grouping.is_by_patient),
            *filter(None, [placeholder_words(dataset.grouping.placeholders)]),
            *films.doubts,
            *_left_out(len(films.samples), len(samples)),
        ),
        seconds=round(time.perf_counter() - started, 2),
        learnt=films.left_out,
    )


def _drawn(samples: Sequence[Sample]) -> Sequence[Sample]:
    """Some `MOST_FILMS` of many films: patients whole, and of rare classes all."""
    if len(samples) <= MOST_FILMS:
        return samples
    counts = Counter(sample.class_index for sample in samples)
    rare = {index for index, count in counts.items() if count <= MOST_FILMS // len(counts)}
    kept = {sample.group for sample in samples if sample.class_index in rare}
    others = [sample for sample in samples if sample.group not in kept]
    if len(others) < 2:
        return samples
    share = max(1, MOST_FILMS - len(samples) + len(others)) / len(others)
    parts = grouped_split(
        [sample.group for sample in others],
        [sample.class_index for sample in others],
        {"drawn": share, "left": 1 - share},
    )
    kept |= {sample.group for sample, part in zip(others, parts, strict=True) if part == "drawn"}
    return [sample for sample in samples if sample.group in kept]


def _left_out(found: int, drawn: int) -> tuple[str, ...]:
    if drawn == found:
        return ()
    sentence = (
        f"Of {found} local films {drawn} were drawn: to more of them a model is trained"
        " (`lungdesk train`), not adapted."
    )
    return (sentence,)


def _unadapted(folder: Path) -> AnyBundle:
    bundle = load_model(folder)
    for one in (bundle, *members_of(bundle)):
        record = one.manifest.adaptation
        if record is not None:
            raise LungDeskError(
                f"{one.manifest.name} was adapted to {record.site} already: films that it has"
                " learnt from would flatter every figure.",
                hint=f"Adapt {record.base.id}, which it was made from.",
                code=ErrorCode.ADAPT_TWICE,
            )
    return bundle


def _dataset(request: AdaptRequest, bundle: AnyBundle, ctx: JobContext) -> Dataset:
    return load_dataset(
        request.data,
        labels=bundle.labels,
        label_map=request.label_map,
        patient_of=read_patient,
        tell=step_by_step(ctx, "looking at the films"),
    )
