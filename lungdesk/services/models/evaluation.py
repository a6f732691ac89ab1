"""Measures any model on any labelled folder for the window: look, read, measure, each by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.jobs import JobContext, Progress, step_by_step
from lungdesk.core.metrics.bands import CurveBand, precision_recall_band, roc_band
from lungdesk.core.metrics.evaluation import EvaluationMetrics, all_figures, with_resamples
from lungdesk.core.metrics.intervals import grouped_bootstrap
from lungdesk.core.prediction import ModelRef
from lungdesk.formats.reader import read_patient, read_radiograph
from lungdesk.ml.datasets import Dataset
from lungdesk.ml.ensemble import AnyBundle, load_model
from lungdesk.ml.ensemble_engine import open_engine, predict
from lungdesk.ml.evaluator import FilmFailure, SourceContrast, within_sources
from lungdesk.ml.labelled_files import labelled_files
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.ml.model_films import films_for, measuring_doubt
from lungdesk.services.lungs.finder import lung_source
from lungdesk.services.models.library import InstalledModel, ModelLibrary
from lungdesk.services.paths import AppPaths
from lungdesk.services.prediction_store import (
    FilmPredictions,
    FilmSet,
    PredictionStore,
    film_stamps,
)
from lungdesk.services.prediction_table import PredictionTable

#: Name of the part that is all films of a folder that has no splits of its own.
WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Subject:
    """Which model on which collection.

    Attributes
    ----------
    bundle_folder
        Folder of a bundle.
    data
        Folder or manifest of the collection.
    label_map
        As in `load_dataset`.
    leaves_unknown_out
        Whether films of classes that the model does not know are left out; else they are an error.
    """

    bundle_folder: Path
    data: Path
    label_map: Mapping[str, str] = field(default_factory=dict)
    leaves_unknown_out: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A split of a collection, and whether it has been read before."""

    name: str
    films: int
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What can be measured.

    Attributes
    ----------
    is_split_here
        Whether the collection has no splits of its own; its first part is then `WHOLE`.
    left_out
        Classes that were left out, with their number of films.
    """

    subject: Subject
    model_name: str
    parts: tuple[Part, ...]
    is_split_here: bool
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """A part to read; ``is_anew`` although it has been read before."""

    subject: Subject
    part: str
    is_anew: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class EvaluatedFilms:
    """What a model said of a part of a collection.

    Attributes
    ----------
    root
        Folder from which the table names its films.
    is_kept
        Whether it was read before, not now.
    doubt
        Why their figures flatter the model, or may; empty where nothing is known of that.
    """

    subject: Subject
    part: str
    model: ModelRef
    model_name: str
    root: Path
    table: PredictionTable
    failures: tuple[FilmFailure, ...]
    is_kept: bool
    doubt: str = ""

    def path(self, number: int) -> Path:
        """File of a film of the table."""
        return self.root / self.table.paths[number]


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """All figures with their intervals.

    Attributes
    ----------
    roc, precision_recall
        Bands by class index; none of a class for which the curve is not defined.
    within
        Classes against normal inside one source.
    """

    metrics: EvaluationMetrics
    roc: Mapping[int, CurveBand]
    precision_recall: Mapping[int, CurveBand]
    within: tuple[SourceContrast, ...]


class ModelEvaluation:
    """The use cases, with the store of what has been read before and the installed models."""

    def __init__(
        self, store: PredictionStore, library: ModelLibrary, lungs: LungNetworks | None = None
    ) -> None:
        self._store, self._library, self._lungs = store, library, lungs

    @classmethod
    def of(cls, paths: AppPaths) -> ModelEvaluation:
        """Use cases of this user."""
        return cls(PredictionStore.of(paths), ModelLibrary.of(paths), lung_source(paths))

    def models(self, _request: None, ctx: JobContext) -> tuple[InstalledModel, ...]:
        """List the installed models."""
        ctx.check()
        return self._library.list()

    def look(self, subject: Subject, ctx: JobContext) -> Overview:
        """List what can be measured; raises the LungDeskErrors of model and data."""
        ctx.report(Progress(0, 0, "looking at the films"))
        bundle, dataset = _loaded(subject, ctx)
        names = list(dataset.counts())
        if dataset.is_split_here:
            names.insert(0, WHOLE)
        sets = [_films(subject, dataset, name) for name in names]
        parts = tuple(
            Part(films.split, len(films.samples), self._store.find(bundle, films) is not None)
            for films in sets
        )
        return Overview(
            subject, bundle.manifest.name, parts, dataset.is_split_here, dataset.ignored
        )

    def read(self, request: ReadRequest, ctx: JobContext) -> EvaluatedFilms:
        """Read a part, unless it has been read before.

        Raises
        ------
        LungDeskError
            Those of model and data; ``DATASET_EMPTY`` when no film can be read.
        """
        ctx.report(Progress(0, 0, "looking at the films"))
        subject = request.subject
        bundle, dataset = _loaded(subject, ctx)
        films = _films(subject, dataset, request.part)
        kept = None if request.is_anew else self._store.find(bundle, films)
        read = kept or self._read(bundle, films, ctx)
        return EvaluatedFilms(
            subject=subject,
            part=request.part,
            model=bundle.model,
            model_name=bundle.manifest.name,
            root=films.root,
            table=read.table,
            failures=read.failures,
            is_kept=kept is not None,
            doubt=_doubt(bundle, dataset, films, ctx),
        )

    def measure(self, films: EvaluatedFilms, ctx: JobContext) -> Measures:
        """See `measure`."""
        return measure(films, ctx)

    def _read(self, bundle: AnyBundle, films: FilmSet, ctx: JobContext) -> FilmPredictions:
        ctx.check()
        engine = open_engine(bundle, is_for_throughput=True, lungs=self._lungs)
        stamps = film_stamps(films)
        said = predict(engine, films.samples, read_radiograph, ctx, f"reading {films.split}")
        read = FilmPredictions.of(said, bundle.labels, films)
        self._store.keep(bundle, films, read, stamps=stamps)
        return read


def measure(films: EvaluatedFilms, ctx: JobContext) -> Measures:
    """Figures, intervals and bands of what has been read."""
    table = films.table
    roc, precision_recall = {}, {}
    for index in range(len(table.labels)):
        ctx.check()
        is_class, scores = table.targets == index, table.probabilities[:, index]
        if is_class.any() and not is_class.all():
            roc[index] = roc_band(is_class, scores, table.groups)
            precision_recall[index] = precision_recall_band(is_class, scores, table.groups)
    drawn = grouped_bootstrap(partial(_resampled, table, ctx), table.groups)
    metrics = with_resamples(
        table.targets, table.probabilities, table.labels, drawn, groups=table.groups
    )
    within = within_sources(
        table.targets,
        table.probabilities,
        np.array(table.sources),
        table.labels,
        groups=np.array(table.groups),
    )
    return Measures(metrics, roc, precision_recall, within)


def _resampled(
    table: PredictionTable, ctx: JobContext, weights: NDArray[np.int64]
) -> dict[str, NDArray[np.float64]]:
    """Figures of a few resamples; with thousands of films all of them take seconds."""
    ctx.check()
    return all_figures(table.targets, table.probabilities, table.labels, weights)


def _loaded(subject: Subject, ctx: JobContext) -> tuple[AnyBundle, Dataset]:
    bundle = load_model(subject.bundle_folder)
    label_map = dict(subject.label_map)
    if subject.leaves_unknown_out:
        names = {film.label for film in labelled_files(subject.data).films} - label_map.keys()
        label_map |= {name: "" for name in names if bundle.labels.match(name) is None}
    tell = step_by_step(ctx, "looking at the films")
    return bundle, films_for(bundle, subject.data, label_map, patient_of=read_patient, tell=tell)


def _doubt(bundle: AnyBundle, dataset: Dataset, films: FilmSet, ctx: JobContext) -> str:
    """Nobody takes figures on films of train for more than what they are."""
    if films.split == "train":
        return ""
    return measuring_doubt(bundle, dataset, films.samples, ctx)


def _films(subject: Subject, dataset: Dataset, part: str) -> FilmSet:
    samples = dataset.samples if part == WHOLE else dataset.split(part)
    return FilmSet(subject.data, part, samples)
