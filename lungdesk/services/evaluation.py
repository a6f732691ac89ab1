"""Evaluates a model on one split of a data set, or on all of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import JobContext, step_by_step
from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics.calibration import reliability
from lungdesk.core.metrics.classification import confusion_matrix
from lungdesk.core.metrics.evaluation import or_none
from lungdesk.core.metrics.operating_points import operating_point, threshold_for_sensitivity
from lungdesk.formats.reader import read_patient, read_radiograph
from lungdesk.ml.datasets import Dataset
from lungdesk.ml.engine import PrecisionChoice
from lungdesk.ml.ensemble import AnyBundle, load_model
from lungdesk.ml.ensemble_engine import open_engine, predict
from lungdesk.ml.evaluator import SplitPredictions, split_metrics
from lungdesk.ml.labelled_files import films_root
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.ml.model_films import films_for, measuring_doubt
from lungdesk.reporting import evaluation_figures
from lungdesk.reporting.figure_style import write_figure
from lungdesk.services.prediction_store import (
    FilmPredictions,
    FilmSet,
    PredictionStore,
    film_stamps,
)
from lungdesk.services.prediction_table import EVALUATION, PREDICTIONS, PredictionTable

#: Stands for every split that the data has.
ALL_SPLITS = "all"
#: Thresholds are chosen on this split, whichever is measured.
_CHOSEN_ON = "val"
#: Thresholds are chosen so that this share of each class is found.
SENSITIVITY = 0.9


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """Which model on which films.

    Attributes
    ----------
    split
        Name of a split, or `ALL_SPLITS`.
    out
        Receives ``evaluation.json``, and ``predictions.csv``, ``curves.csv`` and the figures: of
        all splits in a folder of each.
    sensitivity
        At which the operating points are chosen, in (0, 1].
    store
        Keeps what was read in float32, so that the window need not read it again.
    lungs
        Has the lung networks that models may be bound to.
    """

    bundle_folder: Path
    data: Path
    split: str
    out: Path | None = None
    precision: PrecisionChoice = PrecisionChoice.FLOAT32
    label_map: Mapping[str, str] = field(default_factory=dict)
    sensitivity: float = SENSITIVITY
    store: PredictionStore | None = None
    lungs: LungNetworks | None = None

    @property
    def root(self) -> Path:
        """Folder from which the films are named."""
        return films_root(self.data)


def evaluate(request: EvaluationRequest, ctx: JobContext) -> dict[str, Any]:
    """All figures of a split, with intervals; of all splits under ``splits``.

    Raises
    ------
    LungDeskError
        Those of model and data; when nothing can be read.
    """
    bundle = load_model(request.bundle_folder)
    tell = step_by_step(ctx, "looking at the films")
    dataset = films_for(bundle, request.data, request.label_map, patient_of=read_patient, tell=tell)
    splits = _splits(dataset, request.split)
    engine = open_engine(
        bundle, precision=request.precision, is_for_throughput=True, lungs=request.lungs
    )
    needed = dict.fromkeys([*splits, *_thresholds_need(dataset)])
    sets = {split: FilmSet(request.data, split, dataset.split(split)) for split in needed}
    stamps = {split: film_stamps(films) for split, films in sets.items()}
    read = {
        split: predict(engine, films.samples, read_radiograph, ctx, f"reading {split}")
        for split, films in sets.items()
    }
    _keep(request, bundle, sets, stamps, read)
    thresholds = _thresholds(read.get(_CHOSEN_ON), bundle.labels, request.sensitivity)
    results = {
        split: _split_result(split, read[split], bundle.labels, thresholds, request.sensitivity)
        for split in splits
    }
    about = {"model": _model(bundle), "precision": str(engine.precision)}
    measured = [s for split in needed if split != "train" for s in dataset.split(split)]
    doubt = measuring_doubt(bundle, dataset, measured, ctx)
    limits = {"limits": [*([doubt] if doubt else []), *bundle.manifest.limits]}
    is_one = request.split != ALL_SPLITS
    body = results[request.split] if is_one else {"splits": results}
    result = about | body | limits
    if request.out is not None:
        for split in splits:
            table = PredictionTable.of(read[split], bundle.labels, request.root)
            _write_split(request.out if is_one else request.out / split, table)
        write_text_atomically(request.out / EVALUATION, json.dumps(result, indent=2) + "\n")
    return result


def _splits(dataset: Dataset, wanted: str) -> tuple[str, ...]:
    if wanted == ALL_SPLITS:
        return tuple(dataset.counts())
    dataset.split(wanted)  # an unknown name is found before anything is read
    return (wanted,)


def _thresholds_need(dataset: Dataset) -> tuple[str, ...]:
    return (_CHOSEN_ON,) if _CHOSEN_ON in dataset.counts() else ()


def _model(bundle: AnyBundle) -> dict[str, str]:
    return {
        "id": bundle.model.id,
        "version": bundle.model.version,
        "sha256": bundle.model.sha256,
    }


def _keep(
    request: EvaluationRequest,
    bundle: AnyBundle,
    sets: Mapping[str, FilmSet],
    stamps: Mapping[str, str],
    read: Mapping[str, SplitPredictions],
) -> None:
    if request.store is None or request.precision is not PrecisionChoice.FLOAT32:
        return
    for split, films in sets.items():
        said = FilmPredictions.of(read[split], bundle.labels, films)
        request.store.keep(bundle, films, said, stamps=stamps[split])


def _thresholds(
    predictions: SplitPredictions | None, labels: LabelSet, sensitivity: float
) -> dict[str, float]:
    """Threshold of each class that the films for choosing hold."""
    if predictions is None:
        return {}
    targets, probabilities = predictions.targets, predictions.probabilities
    groups = np.array([sample.group for sample in predictions.samples])
    return {
        label_id: threshold_for_sensitivity(targets == i, probabilities[:, i], sensitivity, groups)
        for i, label_id in enumerate(labels.ids)
        if (targets == i).any()
    }


def _split_result(
    split: str,
    predictions: SplitPredictions,
    labels: LabelSet,
    thresholds: Mapping[str, float],
    sensitivity: float,
) -> dict[str, Any]:
    bins = reliability(predictions.targets, predictions.probabilities)
    return {
        "split": split,
        **split_metrics(predictions, labels),
        "operating_points": {
            "chosen_on": _CHOSEN_ON if thresholds else None,
            "sensitivity": sensitivity,
            "points": {
                label_id: _point(predictions, labels.index(label_id), threshold)
                for label_id, threshold in thresholds.items()
            },
        },
        "reliability": {
            "confidence": bins.confidence.tolist(),
            "accuracy": bins.accuracy.tolist(),
            "n": bins.n.tolist(),
        },
        "failures": [
            {"path": str(f.path), "code": f.code, "message": f.message}
            for f in predictions.failures
        ],
    }


def _point(predictions: SplitPredictions, index: int, threshold: float) -> dict[str, Any]:
    point = operating_point(
        predictions.targets == index,
        predictions.probabilities[:, index],
        threshold,
        groups=[sample.group for sample in predictions.samples],
    )
    return {
        "threshold": threshold,
        "sensitivity": or_none(point.sensitivity),
        "specificity": or_none(point.specificity),
        "sensitivity_interval": [or_none(end) for end in point.sensitivity_interval],
        "specificity_interval": [or_none(end) for end in point.specificity_interval],
    }


def _write_split(folder: Path, table: PredictionTable) -> None:
    """Write what the model said of each film, the curves' points, and the figures."""
    table.write(folder / PREDICTIONS)
    rows = evaluation_figures.curve_rows(table.targets, table.probabilities, table.labels)
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=("curve", "label", "x", "y", "threshold"))
    writer.writeheader()
    writer.writerows(rows)
    write_text_atomically(folder / "curves.csv", text.getvalue())
    figures = evaluation_figures.evaluation_figures(
        table.targets,
        table.probabilities,
        table.labels,
        confusion_matrix(table.targets, table.probabilities.argmax(axis=1), len(table.labels)),
        groups=table.groups,
    )
    for name, figure in figures.items():
        write_figure(figure, folder, name)
