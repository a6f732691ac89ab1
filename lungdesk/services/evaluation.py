"""Evaluates a model on a split of a data set."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import JobContext
from lungdesk.core.labels import LabelSet
from lungdesk.core.prediction import softmax
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.bundle import load_bundle
from lungdesk.ml.datasets import load_dataset
from lungdesk.ml.engine import Engine, PrecisionChoice
from lungdesk.ml.evaluator import SplitPredictions, predict, split_metrics


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """Which model on which films; ``out`` receives ``evaluation.json`` and ``predictions.csv``."""

    bundle_folder: Path
    data: Path
    split: str
    out: Path | None = None
    precision: PrecisionChoice = PrecisionChoice.FLOAT32
    label_map: Mapping[str, str] = field(default_factory=dict)


def evaluate(request: EvaluationRequest, ctx: JobContext) -> dict[str, Any]:
    """All figures of the split, with intervals; raises LungDeskError when nothing can be read."""
    bundle = load_bundle(request.bundle_folder)
    dataset = load_dataset(request.data, labels=bundle.labels, label_map=request.label_map)
    samples = dataset.split(request.split)
    engine = Engine(bundle, precision=request.precision, is_for_throughput=True)
    predictions = predict(engine, samples, read_radiograph, ctx, f"reading {request.split}")
    result = {
        "model": {
            "id": bundle.model.id,
            "version": bundle.model.version,
            "sha256": bundle.model.sha256,
        },
        "split": request.split,
        "precision": str(engine.precision),
        **split_metrics(predictions, bundle.labels),
        "failures": [
            {"path": str(f.path), "code": f.code, "message": f.message}
            for f in predictions.failures
        ],
        "limits": list(bundle.manifest.limits),
    }
    if request.out is not None:
        write_text_atomically(request.out / "evaluation.json", json.dumps(result, indent=2) + "\n")
        root = request.data if request.data.is_dir() else request.data.parent
        table = _predictions_csv(predictions, bundle.labels, root)
        write_text_atomically(request.out / "predictions.csv", table)
    return result


def _predictions_csv(predictions: SplitPredictions, labels: LabelSet, root: Path) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["path", "label", "predicted", *(f"p_{i}" for i in labels.ids)])
    for sample, row in zip(predictions.samples, softmax(predictions.logits), strict=True):
        inside = sample.path.is_relative_to(root)
        path = sample.path.relative_to(root) if inside else sample.path
        truth, predicted = labels.ids[sample.class_index], labels.ids[int(row.argmax())]
        writer.writerow([path.as_posix(), truth, predicted, *(f"{p:.6f}" for p in row)])
    return text.getvalue()
